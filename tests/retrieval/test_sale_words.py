"""Reduced prices in words."""

from decimal import Decimal

import pytest
from shopctl.catalog.filters import Condition, parse_where
from shopctl.catalog.records import Product
from shopctl.retrieval.understand import understand
from shopctl.retrieval.vague_words import is_bare

REDUCED = Condition("discount", "gt", Decimal(0))


@pytest.mark.parametrize(
    ("request_text", "left"),
    [
        ("sofas on sale", "sofas"),
        ("which sofas are on sale?", "which sofas?"),
        ("discounted tents", "tents"),
        ("打折的手机", "手机"),
        ("特价耳机", "耳机"),
    ],
)
def test_what_is_reduced_is_a_filter(request_text: str, left: str) -> None:
    request = understand(request_text)
    assert request.conditions == (REDUCED,)
    assert request.text == left
    assert request.intent == "recommend"


@pytest.mark.parametrize(
    ("request_text", "least"),
    [("tents at least 30% off", 30), ("50% off sofas", 50), ("打八折以下的手机", 20)],
)
def test_by_how_much(request_text: str, least: int) -> None:
    assert understand(request_text).conditions == (Condition("discount", "ge", Decimal(least)),)


@pytest.mark.parametrize("request_text", ["what's on sale?", "any discounts?", "at least 30% off"])
def test_nothing_but_a_reduction_is_a_look_around(request_text: str) -> None:
    request = understand(request_text)
    assert request.intent == "navigate"
    assert len(request.conditions) == 1


@pytest.mark.parametrize(
    "request_text",
    [
        "not on sale",
        "is the tent on sale?",
        "a reduced fat cheese",
        "student discount card",
        "2% milk",
    ],
)
def test_what_is_no_wish_for_a_reduction(request_text: str) -> None:
    assert understand(request_text).conditions == ()


@pytest.mark.parametrize(
    ("price", "before", "where", "holds"),
    [
        ("75", "100", "discount>0", True),
        ("75", "100", "discount>=25", True),
        ("75", "100", "discount>25", False),
        ("100", "100", "discount>0", False),
        ("75", None, "discount>=0", False),
        (None, "100", "discount>0", False),
    ],
)
def test_the_discount_of_a_product(
    price: str | None, before: str | None, where: str, holds: bool
) -> None:
    product = Product(
        "A", "Tent", price=price and Decimal(price), list_price=before and Decimal(before)
    )
    assert parse_where(where).holds(product) is holds


@pytest.mark.parametrize(
    ("left", "conditions", "bare"),
    [
        ("", (REDUCED,), True),
        ("what's?", (REDUCED,), True),
        ("products", (Condition("brand", "eq", "Peddle"),), True),
        ("所有商品", (Condition("brand", "eq", "朝行"),), True),
        ("", (Condition("brand", "eq", "Peddle"),), False),
        ("tents", (REDUCED,), False),
        ("products", (), False),
    ],
)
def test_a_request_of_nothing_but_limits(
    left: str, conditions: tuple[Condition, ...], bare: bool
) -> None:
    assert is_bare(left, conditions) is bare
