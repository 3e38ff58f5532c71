"""Filters as a shopper would say them: the tightest limits, nothing lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from shopctl.catalog.filters import Condition
from shopctl.limits_in_words import limits_of

UNDER_50 = Condition("price", "lt", Decimal(50))
UNDER_20 = Condition("price", "lt", Decimal(20))
EXACTLY = Condition("price", "eq", Decimal(20))
BRAND = Condition("brand", "eq", "Kessel")


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ([UNDER_20, UNDER_50], ("under $20.00",)),
        ([UNDER_50, UNDER_20, BRAND], ("under $20.00", "brand Kessel")),
        ([], ()),
    ],
)
def test_limits_in_words(conditions: list[Condition], said: tuple[str, ...]) -> None:
    assert limits_of(conditions, "en", "USD") == said


def test_a_price_that_is_no_limit_is_said_too() -> None:
    assert "20" in limits_of([EXACTLY], "en", "USD")[0]


def test_in_chinese() -> None:
    assert limits_of([UNDER_20], "zh", "CNY") == ("¥20以下",)
