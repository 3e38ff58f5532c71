"""What the variants of one product cost, and which are in stock, where that differs.

A product stands once in the catalog, at the price of its cheapest variant. "How much is the big
one?" and "is the big one in stock?" are answered from these lines, the values of its attribute
`variants`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

VARIANTS = "variants"
"""The column in which a parser hands variants on, and the attribute that they become."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a product.

    Attributes:
        name: its options: "1kg", "Black / 9".
        price: what is paid for it.
        stock: "in stock", "out of stock", "on backorder"; "" if not known.
    """

    name: str
    price: Decimal | None
    stock: str = ""

    def line(self, currency: str | None) -> str:
        """As in "1kg: 35.00 USD (out of stock)": no comma, so that lines can be listed."""
        price = "" if self.price is None else f"{self.price:f} {currency or ''}".strip()
        stock = f"({self.stock})" if self.stock and price else self.stock
        return f"{self.name}: {price} {stock}".strip()


def differing(variants: Sequence[Variant]) -> list[Variant]:
    """The variants, if they have names and differ in price or stock; otherwise none."""
    named = [one for one in variants if one.name and (one.price is not None or one.stock)]
    return named if len({(one.price, one.stock) for one in named}) > 1 else []


def lines_of(row: Mapping[str, Any], currency: str | None) -> tuple[str, ...]:
    """The lines of a row's variants; () for a row of a feed that has none."""
    variants = row.get(VARIANTS)
    if not isinstance(variants, list):
        return ()
    return tuple(dict.fromkeys(one.line(currency) for one in variants if isinstance(one, Variant)))
