"""Tents and not tent pegs: by the last word of the title or of a category."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from shopctl.catalog.records import Product
from shopctl.retrieval.retriever import Hit
from shopctl.retrieval.same_kind import (
    in_a_named_category,
    is_of_the_kind,
    names_a_kind,
    of_the_kind,
    of_the_kind_asked_about,
    of_the_kind_or_near,
    of_the_subject,
    speaking_of_all,
    wished,
)

SHOP = {
    "pegs": Product(
        "pegs", "Driftpeg Tent Pegs, 8 Y-Shape", category=("Camping", "Tents", "Accessories")
    ),
    "dome": Product("dome", "Campling Family Dome 5", category=("Camping", "Tents", "Five people")),
    "ridge": Product("ridge", "Stonebeck Ridge 3 Tent"),
    "rice": Product("rice", "Basmati Rice/Basmati Akki - Premium", category=("Foodgrains",)),
    "壶": Product("壶", "山隐堂 紫砂壶"),
    "碗": Product("碗", "山隐堂 盖碗"),
}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tent", ["dome", "ridge"]),
        ("tents for a family", ["dome", "ridge"]),
        ("tent pegs", ["pegs"]),
        ("basmati rice", ["rice"]),
        ("akki", ["rice"]),
        ("kayak", ["pegs", "dome", "ridge", "rice", "壶", "碗"]),  # none is: all stay
        ("紫砂壶", ["pegs", "dome", "ridge", "rice", "壶", "碗"]),
    ],
)
def test_what_is_of_the_kind(text: str, kept: list[str]) -> None:
    hits = [Hit(item, 1.0, 0.0, 1.0, 0.0) for item in SHOP]
    assert [hit.item_id for hit in of_the_kind(hits, SHOP, text)] == kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("how heavy is the tent?", ["dome", "ridge"]),
        ("how many pegs are there?", ["pegs"]),
        ("how heavy is the kayak?", ["pegs", "dome", "ridge", "rice", "壶", "碗"]),
        ("紫砂壶能装一碗水吗？", ["壶"]),  # the first thing named is the subject
    ],
)
def test_what_is_of_the_kind_asked_about(question: str, kept: list[str]) -> None:
    hits = [Hit(item, 1.0, 0.0, 1.0, 0.0) for item in SHOP]
    assert [hit.item_id for hit in of_the_kind_asked_about(hits, SHOP, question)] == kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("does the tent come with pegs?", ["dome", "ridge"]),
        ("does the kayak come with pegs?", []),  # the shop has none
        ("how heavy is the tent?", []),  # it tells no more than one thing
    ],
)
def test_what_is_the_subject_and_not_what_comes_with_it(question: str, kept: list[str]) -> None:
    hits = [Hit(item, 1.0, 0.0, 1.0, 0.0) for item in SHOP]
    assert [hit.item_id for hit in of_the_subject(hits, SHOP, question)] == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("something for a family dome", ["dome"]),
        ("anything against Campling", ["dome"]),
        ("something for whales", []),
        ("gift for a family", []),  # whom it is for says little of what it is
        ("something nice", []),
    ],
)
def test_what_speaks_of_all_that_something_is_for(text: str, kept: list[str]) -> None:
    hits = [Hit(item, 1.0, 0.0, 1.0, 0.0) for item in SHOP]
    assert [hit.item_id for hit in speaking_of_all(hits, SHOP, text)] == kept


def nearness(word: str, names: Sequence[str]) -> NDArray[np.float32]:
    """Hand-made cosines: a family tent's category is near, tent accessories are not."""
    return np.array([0.7 if name == "Shelters" else 0.3 for name in names], dtype=np.float32)


def test_what_means_nearly_the_same_stays_beside_what_is_of_the_kind() -> None:
    shop = {
        **SHOP,
        "tarp": Product("tarp", "Campling Tarp 3 x 3", category=("Camping", "Shelters")),
        "mat": Product("mat", "Campling Mat", category=("Camping", "Mats")),
    }
    hits = [Hit(item, 1.0, 0.0, 1.0, 0.0) for item in ("pegs", "tarp", "dome", "mat")]
    kept = of_the_kind_or_near(hits, shop, "tent for a family", nearness)
    assert [hit.item_id for hit in kept] == ["tarp", "dome"]
    # Two things are wished for: neither is thrown away.
    kept = of_the_kind_or_near(hits, shop, "a tent and a mat", nearness)
    assert [hit.item_id for hit in kept] == ["tarp", "dome", "mat"]
    # Nothing is of the kind that is wished for: nothing is left out.
    assert of_the_kind_or_near(hits, shop, "kayak", nearness) == hits


def test_where_the_last_words_do_not_tell_the_shared_words_do() -> None:
    shop = {
        "rain": Product("rain", "Stonebeck Rain Shell", category=("Clothing", "Shells")),
        "wind": Product("wind", "Loopfoot Wind Shell", category=("Clothing", "Shells")),
    }
    hits = [Hit(item, 1.0, 0.0, 1.0, 0.0) for item in shop]
    kept = of_the_kind_asked_about(hits, shop, "is the rain jacket waterproof?")
    assert [hit.item_id for hit in kept] == ["rain"]


def test_a_vague_wish_may_name_a_category_by_any_of_its_words() -> None:
    shop = {
        "ball": Product("ball", "Tough Ball", category=("Pets", "Dog", "Toys")),
        "blocks": Product("blocks", "Building Blocks", category=("Kids & Toys",)),
        "tea": Product("tea", "Green Tea", category=("Gift Boxes",)),
    }
    hits = [Hit(item, 1.0, 0.0, 1.0, 0.0) for item in shop]
    for text, kept in [
        ("something for my dog", ["ball"]),
        ("something for my dog, for kids to give", ["ball"]),
        ("anything for boxes that are dry", ["tea"]),
        (
            "anything for building",
            ["ball", "blocks", "tea"],
        ),  # a word of a name, not what it is called
        ("gift for kids", ["blocks"]),
        ("toys", ["ball", "blocks"]),
        ("a gift for my mom", ["ball", "blocks", "tea"]),  # names none: all stay
    ]:
        assert [hit.item_id for hit in in_a_named_category(hits, shop, text)] == kept


def test_a_clause_about_the_thing_names_no_other_thing() -> None:
    assert is_of_the_kind(Product("l", "Desk Lamp"), "a lamp that doesn't hurt my eyes")
    assert not is_of_the_kind(Product("e", "Cream for Eyes"), "a lamp that doesn't hurt my eyes")
    assert is_of_the_kind(Product("k", "Folding Knife"), "a knife I can take camping")
    assert names_a_kind("that lamp")


@pytest.mark.parametrize(
    ("title", "category", "text", "is_it"),
    [
        ("Grain-Free Adult Dog Food Salmon", ("Dog Food", "Dry"), "dog food", True),
        ("Petrol Lawn Mower 46 cm Self-Propelled", ("Garden", "Lawn Mowers"), "mower", True),
        ("Robotic Lawn Mower RM500", (), "lawn mower", True),
        ("Adult Dog Food Salmon Small Bag", ("Dog Food", "Dry"), "dog food", True),
        ("Coffee Grinder Steel", ("Coffee", "Grinders"), "coffee", False),
        ("Tent Pegs Large", ("Camping", "Tents"), "tent", False),
        ("Coffee Grinder", ("Coffee", "Grinders"), "coffee", False),
        ("Lumo USB to Lightning Fast and Data Sync Cable for Phones", ("Cables",), "cable", True),
        ("Lumo Certified (Mfi) Sync Cable, 3.9 Feet", ("Cables", "USBCables"), "cable", True),
        ("Tent Pegs", ("Camping", "Tents"), "tent", False),
        ("Tent Footprint Large", ("Tents", "Accessories"), "tent", False),
        ("Cover Large for Tent", ("Tents",), "tent", False),
        ("Tent Lamp", ("Lamps",), "tent", False),
    ],
)
def test_a_last_word_that_names_no_thing_leaves_it_to_the_category(
    title: str, category: tuple[str, ...], text: str, is_it: bool
) -> None:
    assert is_of_the_kind(Product("p", title, category=category), text) is is_it


def test_one_that_is_called_so_is_no_kind_of_its_own_where_others_come_as_near() -> None:
    shop = {
        "pies": Product("pies", "The Big Book of Pies", category=("Cooking",)),
        **{name: Product(name, name, category=("Novels",)) for name in ("Road", "Harbour", "Moon")},
    }
    hits = [Hit(item, 1.0, 0.3, 1.0, 0.0) for item in shop]
    assert of_the_kind(hits, shop, "book") == hits
    far = [Hit(item, 1.0, 0.3 if item == "pies" else 0.1, 1.0, 0.0) for item in shop]
    assert [hit.item_id for hit in of_the_kind(far, shop, "book")] == ["pies"]


def test_what_belongs_to_a_thing_is_none_of_its_category() -> None:
    pads = Product("1", "Auria Ear Pads, Pair", category=("Audio", "Headphones"))
    ears = Product("2", "Auria Over-Ear 500", category=("Audio", "Headphones"))
    assert not is_of_the_kind(pads, "headphones")
    assert is_of_the_kind(ears, "headphones")
    assert is_of_the_kind(pads, "ear pads")
    case = Product("3", "Orchid 15 Case", category=("Phones", "Cases"))
    phone = Product("4", "Orchid 15", category=("Phones", "Smartphones"))
    assert not is_of_the_kind(case, "cheapest phone")
    assert is_of_the_kind(phone, "cheapest phone")
    assert is_of_the_kind(case, "phone case")


def test_a_chinese_category_counts_whole() -> None:
    cream = Product("1", "素屿 护手霜", category=("护肤", "手部"))
    litter = Product("2", "团团 猫砂", category=("宠物", "用品"))
    hits = [Hit("2", 1.0, 0.5, 0.5), Hit("1", 0.9, 0.5, 0.5)]
    kept = in_a_named_category(hits, {"1": cream, "2": litter}, "护肤品")
    assert [hit.item_id for hit in kept] == ["1"]


def test_a_word_put_together_is_what_its_end_says() -> None:
    pot = Product(
        "1", "Quill Glass Teapot with Infuser", category=("Coffee & Tea", "Tea", "Teapots")
    )
    leaves = Product("2", "Quill Estate Assam, 125 g", category=("Coffee & Tea", "Tea", "Black"))
    assert not is_of_the_kind(pot, "tea")
    assert is_of_the_kind(pot, "teapot")
    assert is_of_the_kind(leaves, "tea")
    laptops = Product("3", "Orchid Book 14", category=("Computers", "Laptops"))
    assert is_of_the_kind(laptops, "laptop")  # the plural is no other word


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("which pan should I buy for a gas stove?", {"pan"}),
        ("I have a gas stove, which pan can I use", {"pan"}),
        ("what kind of trail shoes are best for mud", {"shoe"}),
        ("what tent would you recommend", {"tent"}),
        ("a lamp that doesn't hurt my eyes", {"lamp"}),
    ],
)
def test_the_thing_that_a_which_asks_for(text: str, thing: set[str]) -> None:
    assert wished(text) == thing
