from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.kind_names import called, kind_names

TEAPOT = Product(
    "t", "Kessel Glass Teapot 1 l", brand="Kessel", category=("Kitchen", "Pots"), language="en"
)
BAG = Product("b", "Boxfield Laptop Backpack 22 L", brand="Boxfield", category=("Bags",))
KETTLE = Product("k", "暖橘 电热水壶 双层防烫 1.5升", brand="暖橘", category=("小家电", "水壶"))
CREAM = Product("c", "素屿 神经酰胺修护霜 50克", brand="素屿", category=("护肤", "面霜"))


def test_a_kind_is_named_by_the_narrowest_category_and_the_end_of_the_title() -> None:
    assert kind_names(TEAPOT, "en") == ("pots", "teapot", "glass teapot")
    assert kind_names(Product("p", "1.5", category=()), "en") == ()


def test_a_chinese_kind_stands_first_in_the_title_without_the_brand() -> None:
    assert kind_names(KETTLE, "zh")[:2] == ("水壶", "电热水壶")
    assert kind_names(CREAM, "zh")[:2] == ("面霜", "神经酰胺修护霜")


@pytest.mark.parametrize(
    ("product", "name", "language", "is_it"),
    [
        (TEAPOT, "teapot", "en", True),
        (TEAPOT, "glass teapots", "en", True),
        (TEAPOT, "clay teapot", "en", False),  # it has no "clay"
        (BAG, "laptop", "en", False),  # a thing for it
        (BAG, "laptop backpack", "en", True),
        (KETTLE, "电热水壶", "zh", True),
        (KETTLE, "茶壶", "zh", False),
        (CREAM, "面霜", "zh", True),
        (CREAM, "霜", "zh", False),
        (CREAM, "眼霜", "zh", False),
    ],
)
def test_what_is_called_so_has_all_words_and_is_the_thing(
    product: Product, name: str, language: str, is_it: bool
) -> None:
    assert called([product], name, language) == [product] * is_it


def test_what_lies_in_the_category_of_that_name_comes_before_what_only_has_the_word() -> None:
    tea = Product("t", "明前龙井 100克", category=("茶", "绿茶"))
    litter = Product("l", "豆腐猫砂 绿茶 6升", category=("宠物", "猫砂"))
    assert called([litter, tea], "绿茶", "zh") == [tea]
    assert called([litter], "猫砂", "zh") == [litter]
