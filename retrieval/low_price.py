"""What of the products that are meant is cheap, where a wish says so: "cheap headphones", 便宜的茶壶.

"Cheap" is no order: the cheapest headphones are a child's. It leaves out what costs more than most
of the same kind, and keeps the rest in its order. Knows prices, not what a kind is.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ..catalog.records import Product
from .request import Request
from .sort_words import LOW_PRICE


def wishes_a_low_price(request: Request) -> bool:
    """Whether a request wishes for a low price without a limit of its own."""
    limited = any(one.field == "price" for one in request.conditions)
    return not limited and not LOW_PRICE.isdisjoint(request.soft)


def the_cheaper_half(products: Sequence[Product]) -> list[Product]:
    """What costs no more than the middle of the prices in its currency, in the order given.

    All where a price isn't known of two at least.

    >>> from decimal import Decimal
    >>> tents = [Product("a", "Tent", price=Decimal(400)), Product("b", "Tent", price=Decimal(90))]
    >>> [one.item_id for one in the_cheaper_half(tents)]
    ['b']
    """
    prices: dict[str, list[float]] = {}
    for one in products:
        if one.price is not None:
            prices.setdefault(one.currency or "", []).append(float(one.price))
    middles = {currency: median(some) for currency, some in prices.items() if len(some) > 1}
    if not middles:
        return list(products)
    cheap = [
        one
        for one in products
        if one.price is not None
        and float(one.price) <= middles.get(one.currency or "", float("inf"))
    ]
    return cheap or list(products)
