"""The end of a number that products state by name."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.named_extremes import at_the_named_end, named_end, without_named_end


def product(title: str, description: str = "", **attributes: str) -> Product:
    named = {name.replace("_", " "): (value,) for name, value in attributes.items()}
    return Product(title, title, description, attributes=named, language="en")


def lines(question: str, products: list[Product], language: str = "en") -> list[str]:
    told = at_the_named_end(question, products, language)
    return told.text.splitlines() if told else []


BATTERIES = [product("Battery 51R 500 CCA"), product("Battery 65 750 CCA"), product("Charger")]


def test_the_number_in_a_title() -> None:
    assert lines("battery with the highest CCA", BATTERIES) == [
        "Battery 65 750 CCA has the highest CCA.",
        "Battery 65 750 CCA: 750 CCA [1]",
        "Battery 51R 500 CCA: 500 CCA [2]",
    ]


def test_a_field_of_two_words_and_one_of_each_colour() -> None:
    mowers = [
        product("A", cutting_width="33 cm", item_group_id="a"),
        product("A2", cutting_width="33 cm", item_group_id="a"),
        product("B", cutting_width="46 cm"),
    ]
    said = lines("which mower has the largest cutting width?", mowers)
    assert said == ["B has the largest cutting width.", "B: 46 cm [1]", "A: 33 cm [2]"]


def test_the_low_end_in_prose() -> None:
    shoes = [product("A", "8 mm drop, 265 g."), product("B", "198 g, 4 mm drop.")]
    assert lines("which shoe has the lowest drop?", shoes)[:2] == [
        "B has the lowest drop.",
        "B: 4 mm drop [1]",
    ]


def test_chinese() -> None:
    creams = [product("防晒霜 60ml SPF30"), product("防晒乳 50g SPF48")]
    for question in ("哪款防晒倍数最高", "SPF最高的防晒霜"):
        assert lines(question, creams, "zh")[:2] == [
            "防晒乳 50g SPF48的SPF最高。",
            "防晒乳 50g SPF48：SPF48 [1]",
        ]
    jackets = [product("甲", "防水指数10000mm。"), product("乙", "防水指数28000mm。")]
    assert lines("防水指数最高的冲锋衣", jackets, "zh")[1] == "乙：防水指数28000 [1]"


def test_one_alone_is_at_no_end() -> None:
    assert lines("battery with the highest CCA", BATTERIES[1:]) == []


@pytest.mark.parametrize(
    "question",
    ["the highest price", "best rated tent", "评分最高的面霜", "价格最高的", "容量最大的茶壶", "the largest selection", "largest barbecue", "smallest watering can", "哪个行李箱最大", "most popular shoes", "最高档的包"],
)  # fmt: skip
def test_what_has_an_order_of_its_own(question: str) -> None:
    assert named_end(question) is None


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("battery with the highest CCA", "battery"),
        ("which shoe has the lowest drop?", "which shoe ?"),
        ("防水指数最高的冲锋衣", "冲锋衣"),
    ],
)
def test_what_is_searched_for(question: str, thing: str) -> None:
    assert without_named_end(question) == thing
