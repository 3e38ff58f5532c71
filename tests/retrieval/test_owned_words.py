"""Something for a thing that the shopper has is not that thing."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.owned_words import for_what_is_owned, owned

READER = Product("r", 'Reed E-Reader 7"')
FOLIO = Product("f", "Reed Folio", attributes={"compatible with": ('Reed E-Reader 7"',)})
PENS = Product("p", "Pen Tips, 12")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Is there anything to protect the 7-inch e-reader?", "7-inch e-reader"),
        ("something for my dog to play with", "dog to play with"),
        ("accessories for my bike", "bike"),
        ("an e-reader for my mother", ""),
        ("what goes with the tent?", "tent"),
        ("What else works well with my espresso machine", "espresso machine"),
        ("what works with milk", ""),
        ("tea", ""),
    ],
)
def test_the_thing_that_it_is_for(text: str, thing: str) -> None:
    assert owned(text) == thing


def test_what_speaks_of_the_thing_is_meant() -> None:
    asked = "Is there anything to protect the 7-inch e-reader?"
    assert for_what_is_owned([READER, FOLIO, PENS], asked) == [FOLIO]
    assert for_what_is_owned([READER, PENS], asked) == [PENS]
    assert for_what_is_owned([READER], asked) == [READER]
    assert for_what_is_owned([FOLIO, PENS], asked) == [FOLIO, PENS]  # no reader is among them
    assert for_what_is_owned([READER, FOLIO], "an e-reader") == [READER, FOLIO]


def test_what_its_text_begins_by_calling_it_is_the_thing_too() -> None:
    maker = Product("m", "Dripsmith Pico", description="A first espresso machine: 15 cm wide.")
    powder = Product("d", "Descaler", attributes={"for": ("espresso machine",)})
    asked = "something to clean my espresso machine"
    assert for_what_is_owned([maker, powder], asked) == [powder]
