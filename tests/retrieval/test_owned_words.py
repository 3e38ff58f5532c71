"""Something for a thing that the shopper has is not that thing."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.owned_words import for_what_is_owned, owned, wanted_alone

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


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("sandpaper for my sander", "sandpaper"),
        ("Do you have any spare pegs for my tent?", "spare pegs"),
        ("I'm looking for a case for our e-reader", "case"),
        ("a tent for two", ""),
        ("shampoo for my cat", ""),  # which the shop doesn't sell
        ("something for my dog, please", ""),
        ("my sander is loud", ""),
    ],
)
def test_what_is_wished_for_it(text: str, want: str) -> None:
    found = [Product("s", "Orbit Sander"), Product("t", "Dome Tent"), READER]
    assert wanted_alone(text, found) == want
    assert wanted_alone(text, [PENS]) == ""


def test_the_thing_itself_is_not_what_is_wished_for_it() -> None:
    sander, discs = Product("s", "Random Orbit Sander 300W"), Product("d", "Sanding Discs")
    assert for_what_is_owned([sander, discs], "sandpaper for my sander") == [discs]
    assert for_what_is_owned([sander], "sandpaper for my sander") == []
    assert for_what_is_owned([sander], "a sander for my small sander") == [sander]
    assert for_what_is_owned([sander, discs], "a sander for my father") == [sander, discs]
