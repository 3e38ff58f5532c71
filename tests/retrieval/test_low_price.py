"""Cheap is the cheaper half of what is meant, in its order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from shopctl.catalog.condition import Condition
from shopctl.catalog.records import Product
from shopctl.retrieval.low_price import the_cheaper_half, wishes_a_low_price
from shopctl.retrieval.request import Request


def priced(*prices: int | None, currency: str = "USD") -> list[Product]:
    return [
        Product(
            f"{currency}{n}", "Tent", price=None if one is None else Decimal(one), currency=currency
        )
        for n, one in enumerate(prices)
    ]


@pytest.mark.parametrize(
    ("prices", "kept"),
    [
        ((469, 259, 179, 389), [259, 179]),
        ((469, 259), [259]),
        ((100, 200, 300), [100, 200]),
        ((100, 100, 900), [100, 100]),
        ((469,), [469]),
        ((469, None, 100), [100]),
        ((None, None), [None, None]),
        ((), []),
    ],
)
def test_no_more_than_the_middle(prices: tuple[int | None, ...], kept: list[int | None]) -> None:
    found = [one.price for one in the_cheaper_half(priced(*prices))]
    assert found == [None if one is None else Decimal(one) for one in kept]


def test_each_currency_has_its_own_middle() -> None:
    both = [*priced(40, 400), *priced(90, 368, currency="CNY")]
    assert [one.item_id for one in the_cheaper_half(both)] == ["USD0", "CNY0"]


def test_only_where_no_limit_says_how_cheap() -> None:
    cheap = Request("tent", "cheap tent", soft=("affordable",))
    assert wishes_a_low_price(cheap)
    assert wishes_a_low_price(Request("茶壶", "便宜的茶壶", soft=("便宜",), language="zh"))
    assert not wishes_a_low_price(Request("tent", "red tent", soft=("red",)))
    limited = (Condition("price", "lt", Decimal(50)),)
    assert not wishes_a_low_price(
        Request("tent", "cheap tent under $50", soft=("affordable",), conditions=limited)
    )
