"""What a conversation has understood so far, in the words of its shopper: "under $30, brand Oatwick"."""

from __future__ import annotations

from ..limits_in_words import limits_of
from .state import Need

_SORTS = {
    "price_asc": ("cheapest first", "从便宜到贵"),
    "price_desc": ("most expensive first", "从贵到便宜"),
    "rating_desc": ("best rated first", "评分从高到低"),
    "newest": ("newest first", "最新优先"),
    "popularity": ("most popular first", "销量从高到低"),
}


def notes_of(need: Need, language: str, currency: str | None) -> tuple[str, ...]:
    """What is looked for and within what, one note each.

    Args:
        need: of the conversation.
        language: of the notes.
        currency: the shop's, for limits that name none.
    """
    words = (f"“{need.text}”",) if need.words else ()
    order = _SORTS.get(need.sort)
    lower = need.text.lower()
    wishes = ("、" if language == "zh" else ", ").join(one for one in need.soft if one not in lower)
    preferred = "优先：" if language == "zh" else "preferred: "
    return (
        *words,
        *limits_of(need.conditions, language, currency),
        *((preferred + wishes,) if wishes else ()),
        *((order[language == "zh"],) if order else ()),
    )
