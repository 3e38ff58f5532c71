"""What is of a kind is counted: by its category, or the last word of its title."""

from __future__ import annotations

from decimal import Decimal

from shopctl.catalog.records import Product
from shopctl.facts.counting import of_the_counted_kind, said_to_count


def product(
    title: str, *category: str, price: str | None = None, description: str = "", group: str = ""
) -> Product:
    return Product(
        title,
        title,
        description,
        category=category,
        price=Decimal(price) if price else None,
        currency="USD" if price else None,
        attributes={"item group id": (group,)} if group else {},
    )


MOWERS = [
    product("Robotic Lawn Mower RM500", "Mowers"),
    product("Rotak 32", "Lawn Mowers"),
    product("Lawn Mower Blade", "Lawn Mowers"),
    product("Garden Hose", "Watering"),
]
EARPHONES = [
    product("森柔 真无线蓝牙耳机 降噪", "数码", "耳机"),
    product("青禾 头戴式蓝牙耳机", "数码", "耳机"),
    product("铁线 有线耳机 入耳式", "数码", "耳机"),
    product("耳机收纳盒", "数码", "配件"),
]


def titles(products: list[Product]) -> list[str]:
    return [one.title for one in products]


def test_a_kind_in_english() -> None:
    assert titles(of_the_counted_kind(MOWERS, "lawn mowers")) == titles(MOWERS[:2])
    assert of_the_counted_kind(MOWERS, "petrol lawn mowers") == []
    assert of_the_counted_kind(MOWERS, "tents") == []


def test_a_kind_in_chinese() -> None:
    assert titles(of_the_counted_kind(EARPHONES, "耳机")) == titles(EARPHONES[:3])
    assert titles(of_the_counted_kind(EARPHONES, "蓝牙耳机")) == titles(EARPHONES[:2])
    assert titles(of_the_counted_kind(EARPHONES, "降噪的蓝牙耳机")) == titles(EARPHONES[:1])
    assert of_the_counted_kind(EARPHONES, "帐篷") == []


def test_sizes_of_one_are_one() -> None:
    boots = [product(f"Alder Boot / {size}", "Boots", group="A") for size in (9, 10)]
    other = product("Birch Boot", "Boots", group="B")
    assert titles(of_the_counted_kind([*boots, other], "boots")) == ["Alder Boot / 9", "Birch Boot"]


def test_the_number_and_the_first_four_are_said() -> None:
    one = [product("Assam", "Tea", price="9.00")]
    told, named = said_to_count(one, "en", of_the_kind=True)
    assert told.text == "There is one:\nAssam ($9.00) [1]."
    assert named == one
    five = [product(f"Tea {name}", "Tea", price="5") for name in "ABCDE"]
    told, named = said_to_count(five, "en", of_the_kind=True)
    assert told.text.splitlines()[0] == "There are 5, among them:"
    assert len(named) == len(told.citations) == 4


def test_in_chinese_and_where_the_kind_isnt_told() -> None:
    told, _ = said_to_count(EARPHONES[:2], "zh", of_the_kind=True)
    assert told.text.splitlines()[0] == "共2款："
    told, _ = said_to_count(EARPHONES[:2], "zh", of_the_kind=False)
    assert told.text.startswith("目录看不出哪些商品属于这一类。搜索找到2款：")
