"""Soft wishes: "fragrance free", "for dry skin". They move the ranking and never hide a product.

A wish is met by a product that says it in so many words. Not saying it is no proof of the
contrary, so a wish is worth a part of a score and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..catalog.filters import Condition
from ..catalog.records import Product
from .retriever import Hit

WISH_WEIGHT = 0.5
"""What meeting all wishes adds to a fused score, whose channels have a deviation of 1."""


def wishes_met(product: Product, wishes: Sequence[str]) -> int:
    """How many of the wishes stand in the product's title, description, attributes or brand."""
    return sum(
        any(Condition(field, "contains", wish).holds(product) for field in ("text", "brand"))
        for wish in wishes
    )


def by_wishes(
    hits: Sequence[Hit], products: Mapping[str, Product], wishes: Sequence[str]
) -> list[Hit]:
    """Rank again with the wishes counted in; ties keep their order."""
    if not wishes:
        return list(hits)
    raised = [
        replace(
            hit,
            score=hit.score + WISH_WEIGHT * wishes_met(products[hit.item_id], wishes) / len(wishes),
        )
        for hit in hits
    ]
    return sorted(raised, key=lambda hit: -hit.score)


def meeting_most(products: Sequence[Product], wishes: Sequence[str]) -> list[Product]:
    """Only the products that meet as many wishes as the best do, if at least two of them do.

    For an answer that names a few: who asked for "fragrance free" shouldn't be told of the scented
    one as well, unless there is hardly anything else.
    """
    met = [wishes_met(product, wishes) for product in products]
    most = max(met, default=0)
    best = [product for product, count in zip(products, met, strict=True) if count == most]
    return best if most and len(best) >= 2 else list(products)
