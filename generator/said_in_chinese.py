"""A Chinese yes-or-no question whose very words stand in the catalog: 可以登机吗, and the page says 可登机.

Chinese names are cut into words by guess, and MiniLM doesn't read them; what is asked of a thing stands right
before 吗. Where a field or a sentence has those characters it is quoted, with its own yes or no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import Piece
from .extract import frame
from .questions import Question
from .statements import Statement
from .words import has_han, words

_ASKED = re.compile(
    r"(?P<verb>是不是|能不能|可不可以|有没有|会不会|要不要|带不带|含不含|可以|支持|需要|属于|自带|含有|能|会|是|有|带|含)"
    r"(?P<asked>[^\s，,。？?能会是有带含]{2,8}?)的?了?[吗嘛么]?[？?\s]*$"
)
_LAST = re.compile(r"(?P<asked>[\u4e00-\u9fff]{2,4})的?了?[吗嘛][？?\s]*$")
_LEAD = re.compile(r"^(?:放|在|被|去|抗|防治|一款|一种|个)(?=..)")
_TAIL = re.compile(r"(?<=..)(?:产|生产|制造|制|进口|做|材质|质|款)$")
_NOTHING = frozenset(
    [
        "使用",
        "好用",
        "用的",
        "吃的",
        "穿的",
        "有货",
        "现货",
        "正品",
        "一样",
        "便宜",
        "划算",
        "推荐",
        "可以",
        "适合",
    ]
)
_ORDER = ("attribute", "list", "description", "qa", "title", "review")


def said_in_chinese(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """The first piece that has what is asked, word for word; none if none has.

    Args:
        question: as understood.
        pieces: of one product.
        language: of the fixed phrases.
    """
    if question.language != "zh" or not question.yes_no:
        return []
    for asked in _asked(question.text):
        for piece in pieces:
            if piece.kind == "attribute" and asked in piece.label:
                return [frame(piece, language)]  # 能否进微波炉：能
        for kind in _ORDER:
            for piece in pieces:
                if piece.kind == kind and asked.casefold() in piece.text.casefold():
                    return [frame(piece, language, (asked,))]
    return []


def _asked(text: str) -> list[str]:
    """What is asked, as it stands and without what only leads to it."""
    match = _ASKED.search(text)
    if match is not None:
        whole = match["asked"]
    elif (last := _LAST.search(text)) is not None:
        whole = words(last["asked"])[-1].surface
    else:
        return []
    bare = _TAIL.sub("", _LEAD.sub("", whole))
    return [
        one
        for one in dict.fromkeys((whole, bare))
        if len(one) > 1 and one not in _NOTHING and has_han(one)
    ]
