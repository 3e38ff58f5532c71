"""Worked examples: which answers are learned, what is shown, and what stays silent."""

from __future__ import annotations

import random
from dataclasses import replace

from shopctl.generator.evidence import Piece
from shopctl.generator.tuning.examples import digest, worked


def piece(text: str, label: str = "") -> Piece:
    kind = "attribute" if label else "description"
    return Piece("x", "Kettle", label or "description", kind, text, label)  # type: ignore[arg-type]


PIECES = [
    piece("1.5 l", "Capacity"),
    piece("It boils in four minutes."),
    piece("steel", "Material"),
]


def test_the_cards_that_answer_come_first() -> None:
    for seed in range(10):
        made = worked(
            "how much does it hold?", PIECES, [0], "It holds 1.5 l.", "us", random.Random(seed)
        )
        assert len(made.lines) == 3 and made.answering == 1
        assert made.lines[0] == "Capacity: 1.5 l"
        assert made.answer == "It holds 1.5 l."


def test_of_many_cards_five_are_shown_and_two_that_answer_among_them() -> None:
    many = [piece(f"fact {n}", f"Field {n}") for n in range(20)]
    made = worked("what is field 13?", many, [13, 4, 5], "", "us", random.Random(0))
    assert len(made.lines) == 5 and made.answering == 2
    assert made.lines[:2] == ("Field 13: fact 13", "Field 4: fact 4")
    assert "Field 5: fact 5" not in made.lines  # it answers: it is no card to compete with


def test_an_answer_that_goes_beyond_its_card_teaches_the_choice_alone() -> None:
    made = worked("how much does it hold?", PIECES, [0], "It holds 9 l.", "us", random.Random(0))
    assert made.answer == "" and made.answering


def test_the_digest_sees_every_part() -> None:
    one = worked("how much does it hold?", PIECES, [0], "It holds 1.5 l.", "us", random.Random(0))
    other = replace(one, answering=0)
    assert digest([one]) == digest([one])
    assert digest([one]) != digest([other])
    assert digest([one, other]) != digest([other, one])
