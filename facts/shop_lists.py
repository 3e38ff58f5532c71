"""The shop's brands and categories with how many products each has, counted by the store."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog.store import CatalogStore
from ..generator.sanitise import clean, is_instruction
from ..messages import say
from ..retrieval.shop_wide import Listed

_LISTED = 24
_LONGEST = 60  # characters of a name


def list_of(
    wanted: Listed, language: str, catalog: CatalogStore, allowed: Sequence[str] | None
) -> str:
    """One line with the names, most products first; a feed's names are quoted data, without markup.

    Args:
        wanted: ``"brands"`` or ``"categories"``.
        language: of the line.
        catalog: of the shop.
        allowed: only these products are counted; None: all.
    """
    facets = catalog.facets(allowed)
    counts = facets.brands if wanted == "brands" else facets.categories
    named = [(clean(name, _LONGEST), count) for name, count in counts]
    named = [(name, count) for name, count in named if name and not is_instruction(name)]
    if not named:
        return say("none_listed", language)
    shown = [f"{name} ({count})" for name, count in named[:_LISTED]]
    names = ("、" if language == "zh" else ", ").join(shown)
    if len(named) > _LISTED:
        names += say("and_more", language, n=len(named) - _LISTED, all=len(named))
    return say(wanted, language, names=names)
