"""What a product is, said by its title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.retrieval.product_kind import kind_words


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Alder 3/4 in. Multi-Cut Saw Blade for Oscillating Tools (10-Pack)", ["Saw", "Blade"]),
        ("Stonefold Travel Mug 450 ml", ["Travel", "Mug"]),
        ("Water Bottle - Orange", ["Water", "Bottle"]),
        ("Wireless in Ear Earphones with Case", ["Ear", "Earphones"]),
        ("Walk-In Bath Tub in White", ["Bath", "Tub"]),
        ("Marrow & Sons Breakfast Tea", ["Breakfast", "Tea"]),
        ("Shower Head Holder with Hose", ["Head", "Holder"]),
        ("10 ft. x 12 ft.", []),
        ("云岭紫砂茶壶 200毫升", []),
        ("", []),
    ],
)
def test_kind_is_the_end_of_what_comes_before_the_description(title: str, kind: list[str]) -> None:
    assert kind_words(title) == kind


def test_number_of_words_is_limited() -> None:
    assert kind_words("Cordless Drill Driver Set Bag", most=1) == ["Bag"]


@given(st.text(max_size=600))
def test_any_title_gives_words_of_the_title(title: str) -> None:
    assert all(word in title for word in kind_words(title))
