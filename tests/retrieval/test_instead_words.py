"""What is to be replaced isn't offered."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.instead_words import others_than_replaced, replaced


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("retinol alternative I can use when pregnant", ["retinol"]),
        ("an alternative to leather", ["leather"]),
        ("something instead of plastic wrap", ["plastic"]),
        ("sugar substitutes", ["sugar"]),
        ("a good alternative", []),
        ("a filter replacement", []),  # that is a filter
        ("green tea", []),
    ],
)
def test_what_is_to_be_replaced(text: str, terms: list[str]) -> None:
    assert sorted(replaced(text)) == terms


def test_chinese() -> None:
    assert "咖啡" in replaced("咖啡的平替")


def test_what_is_to_be_replaced_is_left_out() -> None:
    eye = Product("a", "Retinol Eye Concentrate")
    serum = Product("b", "Night serum", attributes={"key ingredients": ("retinol 0.1%",)})
    oil = Product("c", "Bakuchiol Oil", description="A gentle alternative to retinol.")
    cream = Product("d", "Day cream")
    shop = [eye, serum, oil, cream]
    assert others_than_replaced(shop, "retinol alternative") == [oil, cream]
    assert others_than_replaced(shop, "retinol") == shop
    assert others_than_replaced([eye], "retinol alternative") == [eye]  # nothing else is there
