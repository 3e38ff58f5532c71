"""What answers by itself: who is asked first, who only of one product, and what has to be read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from shopctl.catalog.records import Product
from shopctl.generator.evidence import pieces_of
from shopctl.generator.grounded import Found
from shopctl.generator.questions import understand_question
from shopctl.generator.settled import settled_by

LAMP = Product(
    "l",
    "Reading Lamp",
    description="Warm light for the bed. Not safe for bathrooms.",
    price=Decimal(40),
    currency="USD",
    attributes={"color": ("brass", "black"), "height": ("42 cm",)},
    language="en",
)
TORCH = Product(
    "t", "Camping Torch", price=Decimal(25), currency="USD", attributes={"color": ("red",)}
)


def settled(question: str, *products: Product) -> list[str]:
    pieces = [piece for one in products for piece in pieces_of(Found(one))]
    return [said.text for said in settled_by(understand_question(question), pieces, "en")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how much is it?", "$40.00"),
        ("how tall is it?", "42 cm"),
        ("does it come in black?", "brass"),
        ("is it safe for bathrooms?", "Not safe for bathrooms"),
    ],
)
def test_each_teller_knows_its_question(question: str, said: str) -> None:
    (told,) = settled(question, LAMP)
    assert said in told


def test_what_has_to_be_read_is_left() -> None:
    assert settled("does it flicker?", LAMP) == []


def test_a_price_of_two_depends_on_which() -> None:
    first, *each = settled("how much is it?", LAMP, TORCH)
    assert "depends" in first
    assert ["$40.00" in each[0], "$25.00" in each[1]] == [True, True]


def test_a_colour_is_asked_of_one() -> None:
    assert settled("does it come in black?", LAMP, TORCH) == []
