"""A question that names one of the products found."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.named_product import named_product

SHOES = [
    Product(item_id=str(n), title=title, brand="Northpeak")
    for n, title in enumerate(["Trail Runner GTX Shoe", "City Runner Shoe", "Merino Sock"])
]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("how heavy is the trail runner?", "0"),
        ("is the City Runner shoe waterproof", "1"),
        ("how heavy is the runner?", None),  # both, by one word
        ("is the trail runner lighter than the city runner?", None),
        ("does the sock contain elastane?", None),  # one word names a kind
        ("northpeak trail runner", "0"),
        ("is it waterproof?", None),
        ("", None),
    ],
)
def test_the_one_that_is_named(question: str, named: str | None) -> None:
    found = named_product(SHOES, question)
    assert (found.item_id if found else None) == named


def test_twins_are_not_told_apart() -> None:
    twins = [SHOES[0], Product(item_id="9", title="Trail Runner GTX Shoe")]
    assert named_product(twins, "how heavy is the trail runner gtx?") is None
    assert named_product([], "trail runner") is None
