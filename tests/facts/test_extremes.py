"""The lightest, widest, roomiest of all that a shop has of a kind: only where two are measured."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.aspects import ASPECTS, told_of
from shopctl.facts.extremes import at_the_end, end_asked, without_end


def lock(item: str, title: str, description: str = "", **fields: str) -> Product:
    attributes = {name.replace("_", " "): (value,) for name, value in fields.items()}
    return Product(item, title, description=description, attributes=attributes, language="en")


LOCKS = [
    lock("u", "U-Bolt", max_weight="5 g", item_weight="1.4 kg"),
    lock("c", "Cable Lock Light", weight="240 g"),
    lock("f", "Folding Lock", weight="2 lb"),
    lock("n", "Nameless Lock"),
]


def lines(question: str, products: list[Product]) -> list[str]:
    told = at_the_end(question, products, "en")
    return told.text.splitlines() if told else []


def test_the_end_that_is_asked_for_comes_first_in_one_unit() -> None:
    # 240 g < 2 lb = 907 g < 1.4 kg; what a lock bears isn't its weight.
    assert lines("which lock is the lightest?", LOCKS) == [
        "Cable Lock Light is the lightest.",
        "Cable Lock Light: 240 g [1]",
        "Folding Lock: 2 lb [2]",
        "U-Bolt: 1.4 kg [3]",
        "Nameless Lock: the catalog doesn't say the weight.",
    ]
    assert lines("the heaviest lock", LOCKS)[0] == "U-Bolt is the heaviest."


def test_of_many_the_first_four_are_named() -> None:
    many = [lock(str(n), f"Lock {n}x", weight=f"{n}00 g") for n in range(1, 8)]
    said = lines("which lock is the heaviest?", [*many, LOCKS[3]])
    assert said[1] == "Lock 7x: 700 g [1]"
    assert said[-1] == "Of 1 more the catalog doesn't say the weight."
    assert len(said) == 6


def test_prose_counts_where_it_says_what_it_measures() -> None:
    saddles = [
        lock("a", "Race", "For racing, 145 mm wide."),
        lock("b", "Gel", "A saddle 21 cm wide, 260 mm long."),
        lock("c", "Bare", "It weighs 210 mm of nothing."),
    ]
    assert lines("which saddle is wider?", saddles)[:3] == [
        "Gel is the widest.",
        "Gel: 21 cm wide [1]",
        "Race: 145 mm wide [2]",
    ]
    told = at_the_end("which saddle is wider?", saddles, "en")
    assert told is not None
    assert [one.text for one in told.citations] == ["21 cm wide", "145 mm wide"]


def test_one_alone_or_measures_of_two_kinds_are_no_end() -> None:
    assert lines("which lock is the lightest?", [LOCKS[0], LOCKS[3]]) == []
    mixed = [lock("a", "A", size="300 g"), lock("b", "B", size="2 l")]
    assert lines("which is the biggest?", mixed) == []


def test_what_has_no_measure_keeps_nobody_from_the_order() -> None:
    bags = [
        lock("a", "A", volume="3 l"),
        lock("b", "B", size="large"),
        lock("c", "C", size="900 ml"),
    ]
    assert lines("the largest bag", bags) == [
        "A has the largest capacity.",
        "A: 3 l [1]",
        "C: 900 ml [2]",
    ]


def test_a_field_whose_name_ends_with_the_aspect_tells_it() -> None:
    weight = next(one for one in ASPECTS if one.names[0] == "weight")
    told = told_of(weight, lock("p", "P", package_weight="3 kg", max_load_weight="1 kg"))
    assert told is not None
    assert told.quote == "3 kg"
    assert told_of(weight, lock("q", "Q", max_load_weight="1 kg")) is None


@pytest.mark.parametrize(
    ("question", "aspect", "rising"),
    [
        ("which lock is the lightest?", "weight", True),
        ("the biggest kettle under $50", "capacity", False),
        ("which kettle holds the most?", "capacity", False),
        ("which saddle is wider?", "width", False),
        ("which headphones last longest?", "battery life", False),
        ("which of them is the quietest?", "noise", True),
        ("哪款茶壶容量最大？", "capacity", False),
        ("最轻的背包", "weight", True),
    ],
)
def test_what_asks_for_an_end(question: str, aspect: str, rising: bool) -> None:
    asked = end_asked(question)
    assert asked is not None
    assert (asked[0].names[0], asked[1]) == (aspect, rising)


@pytest.mark.parametrize(
    "question",
    [
        "I want a lighter jacket", "the longest warranty", "the widest range of colours", "how long is it?",
        "is it light?", "评分最高的面霜", "价格最高的是哪个", "性价比最高", "what is the best rated tent?",
        "the cheapest tent", "最重要的是安全",
    ],
)  # fmt: skip
def test_what_asks_for_none(question: str) -> None:
    assert end_asked(question) is None


def test_the_words_themselves_are_not_searched_for() -> None:
    assert without_end("which lock is the lightest?") == "which lock is the ?"
    assert without_end("which phone has the longest battery life") == "which phone has the"
    assert without_end("哪个茶壶容量最大？") == "哪个茶壶 ？"
    assert without_end("the widest range of saddles") == "the widest range of saddles"


def test_bare_numbers_have_an_order_among_themselves() -> None:
    beds = [lock("a", "Malm", width="176.0"), lock("b", "Hemnes", width="209.0")]
    assert lines("which lock is the widest?", beds)[:2] == [
        "Hemnes is the widest.",
        "Hemnes: width 209.0 [1]",
    ]
    mixed = [*beds[:1], lock("c", "Sund", width="90 cm")]
    assert lines("which lock is the widest?", mixed) == []


def test_the_biggest_battery_is_no_biggest_thing() -> None:
    phones = [
        lock("a", "畅享手机", 电池容量="6000mAh", 重量="199g"),
        lock("b", "青春手机", 电池容量="4610mAh"),
    ]
    told = at_the_end("哪款手机电池最大？", phones, "zh")
    assert told is not None
    assert told.text.splitlines()[1].startswith("畅享手机")
    assert lines("which phone has the biggest battery?", phones)[1].startswith("畅享手机")


def test_a_unit_in_the_name_of_a_field() -> None:
    mowers = [lock("a", "A"), lock("b", "B", weight="9.5 kg")]
    named = Product("c", "C", attributes={"weight (kg)": ("8.1",)}, language="en")
    assert lines("lightest lawn mower", [*mowers, named])[:3] == [
        "C is the lightest.",
        "C: weight (kg) 8.1 [1]",
        "B: 9.5 kg [2]",
    ]


def test_the_field_of_the_name_alone_comes_before_one_with_a_unit() -> None:
    hoses = [
        Product(n, n, attributes={"length (cm)": (pack,), "length": (own,)}, language="en")
        for n, pack, own in (("A", "55", "15 m"), ("B", "40", "25 m"))
    ]
    assert lines("longest hose", hoses)[:2] == ["B is the longest.", "B: 25 m [1]"]


def test_the_longest_book_has_the_most_pages() -> None:
    books = [lock("a", "Iron", pages="912"), lock("b", "Salt", pages="176")]
    assert lines("longest book", books)[:2] == ["Iron has the most pages.", "Iron: pages 912 [1]"]
    assert lines("what is the shortest book you have?", books)[0] == "Salt has the fewest pages."


def test_weight_in_prose() -> None:
    shoes = [lock("a", "A", "8 mm drop, 265 g."), lock("b", "B", "198 g, 4 mm drop.")]
    assert lines("lightest running shoe", shoes)[:2] == ["B is the lightest.", "B: 198 g [1]"]


@pytest.mark.parametrize(
    ("question", "aspect", "rising"),
    [
        ("哪个帐篷轻", "weight", True),
        ("哪款重一点？", "weight", False),
        ("哪个充电宝容量大呢", "capacity", False),
    ],
)
def test_a_short_question_in_chinese(question: str, aspect: str, rising: bool) -> None:
    asked = end_asked(question)
    assert asked is not None
    assert (asked[0].names[0], asked[1]) == (aspect, rising)


def test_a_capacity_may_be_a_charge() -> None:
    banks = [lock("a", "甲", 电池容量="10000mAh"), lock("b", "乙", 电池容量="20000mAh")]
    told = at_the_end("哪个充电宝容量最大", banks, "zh")
    assert told is not None
    assert told.text.splitlines()[:2] == ["乙容量最大。", "乙：20000mAh [1]"]
