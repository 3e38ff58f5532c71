"""For a cat's harness no dog's."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.animal_words import animals_named, of_the_animal

SHOP = [
    Product("dog bed", "Orthopaedic Bed L", category=("Pets", "Dog", "Beds")),
    Product("air bed", "Double Air Bed", category=("Camping", "Mats")),
    Product(
        "fountain",
        "Fountain 2 L",
        category=("Pets", "Dog", "Bowls"),
        description="Running water for cats and dogs.",
    ),
    Product("粮", "团团 幼猫粮 2公斤", category=("宠物", "猫粮")),
]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a bed for my cat", []),  # the best is a dog's, and nothing left is a bed for cats
        ("a water fountain for my cat", ["fountain"]),
        ("a bed for my dog", ["dog bed", "fountain"]),  # the air bed is people's
        ("dog bed", ["dog bed", "air bed", "fountain"]),
        ("狗粮", ["dog bed", "air bed", "fountain"]),
        ("猫粮", ["粮"]),
        ("a bed", ["dog bed", "air bed", "fountain", "粮"]),
        ("a bed for my dog and my cat", ["dog bed", "air bed", "fountain", "粮"]),
        ("a bed for hot dog sellers", ["dog bed", "air bed", "fountain", "粮"]),
    ],
)
def test_what_is_another_animals_goes(text: str, left: list[str]) -> None:
    assert [one.item_id for one in of_the_animal(SHOP, text, text)] == left


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("puppies and kittens", {"dog", "cat"}),
        ("cat 6 cable", set()),
        ("cat-eye sunglasses", set()),
        ("天猫超市", set()),
        ("熊猫杯", set()),
        ("猫砂", {"cat"}),
        ("education", set()),
        ("", set()),
    ],
)
def test_animals_are_told_from_what_is_called_like_them(text: str, named: set[str]) -> None:
    assert animals_named(text) == named


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("shampoo for my cat", []),  # people's
        ("猫的洗发水", []),
        ("给猫买瓶洗发水", []),
        ("shampoo for a 9 kg cat, please", []),
        ("shampoo for my cat that scratches", []),
        ("shampoo for cat hair", ["shampoo"]),
        ("a bag for dog walks, and shampoo", ["shampoo"]),
        ("shampoo for cat lovers", ["shampoo"]),
        ("cat shampoo", ["shampoo"]),  # may be what it is called
    ],
)
def test_what_no_animal_has_is_none_for_an_animal(text: str, left: list[str]) -> None:
    shop = [Product("shampoo", "Aloe Shampoo 500 ml 洗发水", category=("Skincare", "Hair"))]
    assert [one.item_id for one in of_the_animal(shop, text, text)] == left
    carrier = Product("carrier", "Pet Carrier M")
    assert carrier in of_the_animal([carrier], text, text)


def test_nothing_is_nothing() -> None:
    assert of_the_animal([], "for my cat", "cat") == []
