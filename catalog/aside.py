"""Columns of a product file that say nothing of a product to a shopper: reviews, who wrote them, row
numbers, what the shop itself pays.

Scrapes carry a review or more in a product's row. Its words are read as a review's; who wrote it is
named nowhere as an attribute, for what names shoppers is kept as a pseudonym or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .price_columns import WHAT_THE_SHOP_PAYS, WHEN_REDUCED, is_paid_by_the_shop
from .synonyms import REVIEWS_BESIDE_PRODUCTS, SALE_ENDS, SALE_STARTS

NAMES_SHOPPERS = "left out: names shoppers"
_UNNAMED = ("unnamed 0", "column 1", "")
_ENOUGH = 3  # rows that count up; fewer do by chance


@dataclass(frozen=True, slots=True)
class Aside:
    """What such columns hold.

    Attributes:
        reviews: field of a review → its column; empty without a column of texts.
        left_out: column → why it isn't kept.
    """

    reviews: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def personal(self) -> bool:
        """Whether rows of the file name shoppers, so that none may be kept as it was written."""
        return bool(self.reviews) or NAMES_SHOPPERS in self.left_out.values()

    def shown(self) -> dict[str, str]:
        """Column → what becomes of it, as a user should see it."""
        return {**dict.fromkeys(self.reviews.values(), "review"), **self.left_out}


def aside_of(
    names: Mapping[str, str], sample: Sequence[Mapping[str, object]], identified: bool
) -> Aside:
    """Find them among the columns that match no field of a product.

    Args:
        names: column → its name as the synonym table writes it.
        sample: some rows.
        identified: the products have ids that reviews can name.
    """
    by_name: dict[str, str] = {}
    for column, name in names.items():
        by_name.setdefault(name, column)
    found = {
        target: [by_name[name] for name in known if name in by_name]
        for target, known in REVIEWS_BESIDE_PRODUCTS.items()
    }
    reviews = {target: columns[0] for target, columns in found.items() if columns}
    if "text" not in reviews or not identified:
        reviews = {}
    left_out = {column: NAMES_SHOPPERS for column in found["user"] if column != reviews.get("user")}
    for column, name in names.items():
        if name in _UNNAMED and _counts_up([row.get(column) for row in sample]):
            left_out[column] = "left out: row numbers"
        elif is_paid_by_the_shop(name):
            left_out[column] = WHAT_THE_SHOP_PAYS
        elif name in SALE_STARTS or name in SALE_ENDS:
            left_out[column] = WHEN_REDUCED
    return Aside(reviews, left_out)


def names_shoppers(name: str) -> bool:
    """Whether a column's name, as the synonym table writes it, is that of a shopper's id or name."""
    return name in REVIEWS_BESIDE_PRODUCTS["user"]


def _counts_up(values: Sequence[object]) -> bool:
    """Whether values are 0, 1, 2 and so on, or 1, 2, 3."""
    texts = [str(value).strip() for value in values]
    return len(texts) >= _ENOUGH and any(
        texts == [str(n) for n in range(first, first + len(texts))] for first in (0, 1)
    )
