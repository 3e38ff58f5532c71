"""Worked examples: which answers are learned, what is shown, and what stays silent."""

from __future__ import annotations

import random

from shopctl.generator.evidence import Piece
from shopctl.generator.tuning.examples import digest, silent, worked


def piece(text: str, label: str = "") -> Piece:
    kind = "attribute" if label else "description"
    return Piece("x", "Kettle", label or "description", kind, text, label)  # type: ignore[arg-type]


PIECES = [
    piece("1.5 l", "Capacity"),
    piece("It boils in four minutes."),
    piece("steel", "Material"),
]


def test_the_answering_card_keeps_its_number_when_cards_are_shuffled() -> None:
    for seed in range(10):
        made = worked(
            "how much does it hold?", PIECES, [0], "It holds 1.5 l.", "us", random.Random(seed)
        )
        assert len(made.lines) == 3
        assert len(made.answering) == 1
        assert made.lines[made.answering[0] - 1] == "Capacity: 1.5 l"
        assert made.answer == "It holds 1.5 l."


def test_of_many_cards_six_are_shown_and_the_right_one_among_them() -> None:
    many = [piece(f"fact {n}", f"Field {n}") for n in range(20)]
    made = worked("what is field 13?", many, [13], "", "us", random.Random(0))
    assert len(made.lines) == 6
    assert made.lines[made.answering[0] - 1] == "Field 13: fact 13"


def test_silent_leaves_out_exactly_the_answering_cards() -> None:
    made = worked(
        "how much does it hold?", PIECES, [0, 1], "It holds 1.5 l.", "us", random.Random(1)
    )
    quiet = silent(made)
    assert quiet.lines == ("Material: steel",)
    assert quiet.answering == () and quiet.answer == ""
    assert quiet.source == "us, unanswerable"


def test_an_answer_that_goes_beyond_its_card_teaches_the_choice_alone() -> None:
    made = worked("how much does it hold?", PIECES, [0], "It holds 9 l.", "us", random.Random(0))
    assert made.answer == "" and made.answering


def test_the_digest_sees_every_part() -> None:
    one = worked("how much does it hold?", PIECES, [0], "It holds 1.5 l.", "us", random.Random(0))
    assert digest([one]) == digest([one])
    assert digest([one]) != digest([silent(one)])
    assert digest([one, silent(one)]) != digest([silent(one), one])
