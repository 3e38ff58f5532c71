"""Answers to what speaks of no product: greetings, what this is, what brands and categories the shop has.

Counts come from the store; nothing else is said of the shop than its own catalog tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .chat.phrases import phrase_of
from .facts.shop_lists import list_of
from .messages import say
from .ranking import Ranker
from .retrieval.request import Request
from .retrieval.request_text import fold
from .retrieval.shop_wide import listed

_PHRASES = ("greeting", "thanks", "goodbye", "help")
_LOOKED_AT = 4


def said_to(
    question: str,
    request: Request,
    catalog: CatalogStore,
    ranker: Ranker,
    allowed: Sequence[str] | None = None,
) -> str | None:
    """The answer to small talk or to a wish for a list; None if a question is neither.

    Args:
        question: as typed.
        request: as understood.
        catalog: of the shop.
        ranker: of the shop.
        allowed: only these products are counted; None: all.
    """
    if (wanted := listed(question)) is not None:
        return list_of(wanted, request.language, catalog, allowed)
    phrase = phrase_of(question)
    if phrase not in _PHRASES or _is_a_name(question, request, catalog, ranker):
        return None
    return say("ask_help" if phrase == "help" else str(phrase), request.language)


def _is_a_name(text: str, request: Request, catalog: CatalogStore, ranker: Ranker) -> bool:
    """Whether a product is called what is else small talk: "Good Day" is a biscuit."""
    said = fold(text).strip(" .,!?。，！？")
    hits = ranker.ranked(request, ShopperSteps.of_items([[]]), None, _LOOKED_AT, True)
    found = catalog.get_many([hit.item_id for hit in hits])
    return any(said in fold(f"{one.brand} {one.title}") for one in found)
