"""Answers to what speaks of no product: greetings, what this is, what brands and categories the shop has.

Counts come from the store; nothing else is said of the shop than its own catalog tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .chat.phrases import phrase_of
from .messages import say
from .ranking import Ranker
from .retrieval.request import Request
from .retrieval.request_text import fold
from .retrieval.shop_wide import Listed, listed

_PHRASES = ("greeting", "thanks", "goodbye", "help")
_LOOKED_AT = 4
_LISTED = 24


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
        return _listed(wanted, request.language, catalog, allowed)
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


def _listed(
    wanted: Listed, language: str, catalog: CatalogStore, allowed: Sequence[str] | None
) -> str:
    """The shop's brands or categories, with how many products each has, most first."""
    facets = catalog.facets(allowed)
    counts = facets.brands if wanted == "brands" else facets.categories
    if not counts:
        return say("none_listed", language)
    shown = [f"{name} ({count})" for name, count in counts[:_LISTED]]
    names = ("、" if language == "zh" else ", ").join(shown)
    if len(counts) > _LISTED:
        names += say("and_more", language, n=len(counts) - _LISTED, all=len(counts))
    return say(wanted, language, names=names)
