"""What is to be replaced isn't offered."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.instead_words import others_than_replaced, replaced, without_denied


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("retinol alternative I can use when pregnant", "retinol"),
        ("an alternative to leather", "leather"),
        ("something instead of plastic wrap", "plastic"),
        ("sugar substitutes", "sugar"),
        ("a good alternative", ""),
        ("a filter replacement", ""),  # that is a filter
        ("green tea", ""),
        ("vitamin c but not a serum", "serum"),
        ("a lamp, but no clamp please", ""),
    ],
)
def test_what_is_to_be_replaced(text: str, name: str) -> None:
    assert replaced(text) == name


def test_chinese() -> None:
    assert "咖啡" in replaced("咖啡的平替")


def test_what_is_to_be_replaced_is_left_out() -> None:
    eye = Product("a", "Retinol Eye Concentrate", description="Fragrance-free.")
    serum = Product("b", "Night serum", attributes={"key ingredients": ("retinol 0.1%",)})
    oil = Product("c", "Bakuchiol Oil", description="A gentle alternative to retinol.")
    cream = Product("d", "Day cream", description="Fragrance-free.")
    shop = [eye, serum, oil, cream]
    assert others_than_replaced(shop, "retinol alternative") == [oil, cream]
    assert others_than_replaced(shop, "retinol") == shop
    assert others_than_replaced([eye], "retinol alternative") == [eye]  # nothing else is there


def test_what_it_is_not_is_not_searched_for() -> None:
    assert without_denied("vitamin c but not a serum") == "vitamin c"
    assert without_denied("a bag, but not leather, for work") == "a bag, for work"
    assert without_denied("nothing but wool") == "nothing but wool"
    serum, cream = Product("s", "Vitamin C Serum"), Product("c", "Vitamin C Cream")
    assert others_than_replaced([serum, cream], "vitamin c but not a serum") == [cream]
    assert others_than_replaced([serum], "vitamin c but not a serum") == []
