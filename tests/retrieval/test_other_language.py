from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.other_language import (
    is_foreign,
    named_thing,
    shop_language,
    stands_in_a_name,
)
from shopctl.retrieval.understand import understand


@pytest.mark.parametrize(
    ("languages", "spoken"),
    [
        ({"zh": 74}, "zh"),
        ({"en": 95, "zh": 5}, "en"),
        ({"en": 94, "zh": 6}, ""),  # both are spoken: each request finds its own
        ({"de": 10}, ""),
        ({}, ""),
    ],
)
def test_a_shop_speaks_the_language_of_nearly_all_of_its_products(
    languages: dict[str, int], spoken: str
) -> None:
    assert shop_language(languages) == spoken


@pytest.mark.parametrize(
    ("text", "language", "foreign"),
    [
        ("a red teapot under 200 yuan", "zh", True),
        ("想买一把茶壶", "en", True),
        ("a red teapot", "en", False),
        ("茶壶", "zh", False),
        ("茶壶", "", False),
        ("is the teapot dishwasher safe?", "zh", False),  # a question: its answer is words, too
        ("biscuits without peanuts", "zh", False),  # what holds peanuts is told in Chinese
        ("饼干 不含花生", "en", False),
        ("чайник", "en", False),
    ],
)
def test_only_a_plain_wish_in_the_other_language_is_foreign(
    text: str, language: str, foreign: bool
) -> None:
    assert is_foreign(understand(text), language) is foreign


@pytest.mark.parametrize(
    ("text", "language", "thing"),
    [
        ("tent for one person", "en", "tent"),
        ("lipstick, something red", "en", "lipstick"),
        ("wok that doesn't rust", "en", "wok"),
        ("set of kitchen knives", "en", "kitchen knives"),
        ("Hair dryers?", "en", "hair dryers"),
        ("红色的口红", "zh", "口红"),
        ("有吹风机吗?", "zh", "吹风机"),
        ("有没有手表？", "zh", "手表"),
        ("饼干 无糖", "zh", ""),  # what isn't in it can't be told
        ("", "zh", ""),
        ("茶" * 61, "zh", ""),
    ],
)
def test_the_thing_is_named_without_what_describes_it(text: str, language: str, thing: str) -> None:
    assert named_thing(text, language) == thing


def test_a_word_of_a_name_needs_no_translation() -> None:
    cable = Product("c", "线缆 USB-C 2米", brand="伏特", category=("配件", "Type-C"))
    assert stands_in_a_name("usb cable", [cable])
    assert stands_in_a_name("type c adapter", [cable])
    assert not stands_in_a_name("charger 2", [cable])  # a number is no word
    assert not stands_in_a_name("charger", [])
