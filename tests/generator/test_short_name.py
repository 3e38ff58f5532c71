"""Long titles are said short, word for word, and never two products by one name."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found
from shopctl.generator.short_name import LONG, short_name

CABLE = (
    "Lumo Nylon Braided USB to Lightning Fast Charging and Data Sync Cable Compatible for "
    "Phones and Tablets, Pro, Mini (3 FT Pack of 1, {})"
)


def test_a_name_ends_where_the_title_takes_breath() -> None:
    assert short_name(CABLE.format("Grey")) == (
        "Lumo Nylon Braided USB to Lightning Fast Charging and Data Sync Cable…"
    )
    title = (
        "Lumo 300 (2 in 1, for phones, tablets and more of them) Stress Resistant Cable, 1,5 m, "
        * 2
    )
    assert short_name(title) == (
        "Lumo 300 (2 in 1, for phones, tablets and more of them) Stress Resistant Cable…"
    )
    assert short_name("A Mug, blue, 350 ml") == "A Mug, blue, 350 ml"


@given(st.text(max_size=300))
def test_it_is_the_beginning_of_the_title(title: str) -> None:
    short = short_name(title)
    assert short == title or title.startswith(short.removesuffix("…"))
    assert len(short) <= LONG


def test_two_that_begin_alike_are_told_apart_and_cards_keep_the_title() -> None:
    shop = [
        Found(Product(color, CABLE.format(color), price=Decimal(9), currency="USD", language="en"))
        for color in ("Grey", "Red")
    ]
    told = Generator(None, lambda _, texts: [0.5] * len(texts)).answer(  # type: ignore[arg-type,return-value]
        "recommend a lightning cable", shop, intent="recommend"
    )
    first, second = told.text.splitlines()
    assert first.startswith(
        "Lumo Nylon Braided USB to Lightning Fast Charging and Data Sync Cable… ($9.00) [1]"
    )
    assert second.startswith(CABLE.format("Red"))
