"""Colours and sizes of one product, which a feed lists as products of one group."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.records import Product

_GROUPS = frozenset({"item group id", "group id", "款号"})


def one_of_each(products: Sequence[Product]) -> list[Product]:
    """The first product of each group; all of those that are in none."""
    seen: set[str] = set()
    kept = []
    for one in products:
        group = next(
            (values[0] for name, values in one.attributes.items() if values and fold_name(name) in _GROUPS),
            "",
        )  # fmt: skip
        if not group or group not in seen:
            kept.append(one)
        seen.add(group)
    return kept
