"""Sizes of clothes and shoes in a request, and what is sold in them."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.size_words import missing_size, of_the_size, size_named


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("running shoes size 10", "10"),
        ("white t-shirt L", "l"),
        ("a dress in XXL, red", "xxl"),
        ("Size 42.5 hiking boots", "42.5"),
        ("42码的跑步鞋", "42"),
        ("纸尿裤 L码", "l"),
        ("Levi's jeans", ""),
        ("a cat & dog mat", ""),
        ("vitamin c serum s", ""),
        ("what sizes are there?", ""),
    ],
)
def test_the_size_named(text: str, size: str) -> None:
    assert size_named(text) == size


def test_those_of_the_size_stay_with_those_that_state_none() -> None:
    nine = Product("9", "Shoe", attributes={"size": ("9", "9.5")})
    list_ = Product("l", "鞋", attributes={"尺码": ("40,41,42",)})
    bare = Product("b", "Sock")
    assert of_the_size([nine, list_, bare], "shoes size 9.5") == [nine, bare]
    assert of_the_size([nine, list_, bare], "42码的鞋") == [list_, bare]
    assert of_the_size([nine, list_], "shoes size 12") == [nine, list_]  # none is: none is hidden
    assert of_the_size([nine, list_], "shoes") == [nine, list_]


def test_a_size_that_none_comes_in() -> None:
    boots = Product("b", "Boots", attributes={"size": ("36, 37, 38",)})
    silent = Product("s", "Boots")
    assert missing_size([boots], "boots size 40") == "40"
    assert missing_size([boots], "boots size 38") == ""
    assert missing_size([boots, silent], "boots size 40") == ""  # it may come in it
    assert missing_size([boots], "boots") == ""
    assert missing_size([], "boots size 40") == ""
