"""What a description's opening calls a product, and the search for it by that name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.catalog.records import Product
from shopctl.retrieval.described_kind import described_as
from shopctl.retrieval.same_kind import is_of_the_kind


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("A 2.5-layer jacket with pit zips and a hood.", {"jacket"}),
        ("A 74 g jacket that packs into its own pocket.", {"jacket"}),
        ("This is a novel by Ada Quill about a mill.", {"novel"}),
        ("A thick, quiet cream for skin that stings.", {"cream"}),
        ("A strong canister vacuum; it reaches 79 dB.", {"vacuum"}),
        ("A box of eight candles.", {"candl"}),
        ("A fine-gauge jumper in 100% merino wool.", {"jumper"}),
        ("Room for a jacket, a lunch and a book.", set()),
        ("The buckle opens at 2 kg, so a cat gets free.", set()),
        ("A must-have for every kitchen.", set()),
        ("", set()),
    ],
)
def test_only_the_opening_counts(description: str, said: set[str]) -> None:
    assert described_as(description) == said


def test_a_shell_that_says_it_is_a_jacket_is_one() -> None:
    shell = Product("1", "Corrie Rain Shell", description="A light jacket for showers.")
    boots = Product("2", "Corrie Hiking Boots", description="Room for a jacket? No: boots.")
    assert is_of_the_kind(shell, "waterproof jacket for hiking")
    assert not is_of_the_kind(boots, "waterproof jacket for hiking")


def test_a_name_with_the_word_goes_before_the_description() -> None:
    pegs = Product("1", "Corrie Tent Pegs", description="A tent is nothing without them.")
    assert not is_of_the_kind(pegs, "tent")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert len(described_as(text)) <= 1


def test_a_word_of_the_name_doesnt_hide_what_the_description_says() -> None:
    shell = Product("1", "Corrie Rain Shell", description="A light jacket for showers.")
    assert is_of_the_kind(shell, "rain jacket")
