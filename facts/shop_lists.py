"""The shop's brands and categories with how many products each has, counted by the store."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog.store import CatalogStore
from ..messages import say
from ..retrieval.shop_wide import Listed

_LISTED = 24


def list_of(
    wanted: Listed, language: str, catalog: CatalogStore, allowed: Sequence[str] | None
) -> str:
    """One line with the names, most products first.

    Args:
        wanted: ``"brands"`` or ``"categories"``.
        language: of the line.
        catalog: of the shop.
        allowed: only these products are counted; None: all.
    """
    facets = catalog.facets(allowed)
    counts = facets.brands if wanted == "brands" else facets.categories
    if not counts:
        return say("none_listed", language)
    shown = [f"{name} ({count})" for name, count in counts[:_LISTED]]
    names = ("、" if language == "zh" else ", ").join(shown)
    if len(counts) > _LISTED:
        names += say("and_more", language, n=len(counts) - _LISTED, all=len(counts))
    return say(wanted, language, names=names)
