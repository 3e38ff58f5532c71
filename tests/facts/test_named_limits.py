"""Limits on numbers that products state by name, and what a thing serves."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.measure_limits import within_limits, without_limits
from shopctl.facts.named_limits import named_limits


def product(title: str, description: str = "", **attributes: str) -> Product:
    named = {name.replace("_", " "): (value,) for name, value in attributes.items()}
    return Product(title, title, description, attributes=named)


def kept(text: str, products: list[Product]) -> list[str]:
    return [one.title for one in within_limits(products, text)]


BOOKS = [
    product("Salt", pages="176"),
    product("Iron", pages="912"),
    product("Bear", "A board book of 24 pages."),
    product("Blank"),
]


def test_a_field_of_that_name_or_the_words_of_the_text() -> None:
    assert kept("book under 200 pages", BOOKS) == ["Salt", "Bear"]
    assert kept("a book with more than 500 pages", BOOKS) == ["Iron"]
    assert kept("books of 24 pages or less", BOOKS) == ["Bear"]
    # Where none fits, what states no pages may.
    assert kept("book over 2,000 pages", BOOKS) == ["Blank"]


def test_the_number_of_a_title() -> None:
    batteries = [product("Battery 51R 500 CCA"), product("Battery 65 750 CCA")]
    assert kept("battery with at least 700 cca", batteries) == ["Battery 65 750 CCA"]
    creams = [product("防晒霜 SPF50+"), product("防晒乳 SPF48"), product("防晒霜 SPF30")]
    assert kept("SPF50以上的防晒", creams) == ["防晒霜 SPF50+"]
    assert kept("sunscreen spf 40 or higher", creams) == ["防晒霜 SPF50+", "防晒乳 SPF48"]


def test_the_number_in_another_field() -> None:
    teas = [product("Breakfast", pack="50 bags"), product("Chai", pack="15 bags")]
    assert kept("tea with at least 20 bags", teas) == ["Breakfast"]


def test_a_unit_before_the_name() -> None:
    shoes = [product("A", "8 mm drop, 265 g."), product("B", "Racing shoe, 198 g, 4 mm drop.")]
    assert kept("running shoe with less than 5 mm drop", shoes) == ["B"]
    assert kept("shoe with a drop under 5 mm", shoes) == ["B"]
    # The one weight that a text speaks of is the thing's own.
    assert kept("shoes under 250 g", shoes) == ["B"]


def test_chinese_names_and_numbers_in_words() -> None:
    jackets = [
        product("冲锋衣甲", "防水指数10000mm，透湿5000g。"),
        product("冲锋衣乙", "防水指数28000mm。"),
    ]
    for text in (
        "防水指数20000以上的冲锋衣",
        "防水指数两万以上的冲锋衣",
        "冲锋衣防水指数大于20000",
    ):
        assert kept(text, jackets) == ["冲锋衣乙"]


def test_what_serves_an_area() -> None:
    mowers = [
        product("Small", lawn_size="up to 250 m²"),
        product("Big", lawn_size="up to 1200 m²"),
    ]
    assert kept("lawn mower for 800 square metres", mowers) == ["Big"]
    assert kept("mower for 200 m2", mowers) == ["Small", "Big"]
    airs = [product("小", 适用面积="15-20㎡"), product("大", 适用面积="30-50㎡")]
    assert kept("适合25平房间的空调", airs) == ["大"]


def test_a_name_that_no_product_states_limits_nothing() -> None:
    assert kept("book under 200 euros", BOOKS) == [one.title for one in BOOKS]
    assert kept("tent for more than 4 people please", BOOKS) == [one.title for one in BOOKS]


@pytest.mark.parametrize(
    "text",
    [
        "tent for up to 4 people",
        "评分4.5以上的面霜",
        "at least 4 stars",
        "手机2000以上",
        "三百以上的面霜",
        "under $200",
        "预算500以内",
    ],
)
def test_prices_are_no_numbers_with_a_name(text: str) -> None:
    assert named_limits(text) == ()


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("mower lighter than 15 kg", "mower"),
        ("book under 200 pages", "book"),
        ("lawn mower for 800 square metres", "lawn mower"),
        ("容量大于1.6L的电热水壶", "电热水壶"),
        ("电池5000毫安以上的手机", "手机"),
        ("防水指数两万以上的冲锋衣", "冲锋衣"),
        ("a 15 inch laptop", "a 15 inch laptop"),
        ("headphones", "headphones"),
    ],
)
def test_the_thing_without_its_limits(text: str, thing: str) -> None:
    assert without_limits(text) == thing
