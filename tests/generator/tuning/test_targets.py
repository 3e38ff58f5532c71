"""What is taught for a person's answer: their words where the card bears them out, else the card's."""

from __future__ import annotations

import pytest
from shopctl.generator.evidence import Piece
from shopctl.generator.following import departs
from shopctl.generator.questions import understand_question
from shopctl.generator.tuning.targets import keeps_to, target

HOLDS = understand_question("how much does it hold?")
CAPACITY = Piece("x", "Kettle", "capacity", "attribute", "1.5 l", "Capacity")


def prose(text: str, kind: str = "description") -> Piece:
    return Piece("x", "Set", kind, kind, text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("It holds 1.5 l.", True),
        ("the capacity is 1.5 liters.", True),
        ("It holds 2 l.", False),  # another number
        ("It is a wonderful gift for grandmothers.", False),  # the card knows nothing of that
    ],
)
def test_only_answers_that_keep_to_a_field_are_learned(answer: str, kept: bool) -> None:
    assert keeps_to(answer, CAPACITY, HOLDS) is kept


def test_a_field_is_taught_with_all_its_numbers() -> None:
    assert target("It holds 1.5 l.", CAPACITY, HOLDS) == "It holds 1.5 l."
    assert target("It holds 2 l.", CAPACITY, HOLDS) == ""
    size = Piece("x", "Box", "dimensions", "attribute", "11 inches, 23 inches", "Dimensions")
    asked = understand_question("what are the dimensions?")
    assert target("The dimensions are 11 inches.", size, asked) == ""
    assert target("The dimensions are 11 inches, 23 inches.", size, asked)


@pytest.mark.parametrize(
    ("answer", "card", "asked"),
    [
        ("the tiles are 3/8 inch thick.", "The tiles are 3/8 inch thick and come in a tin.", "how thick are the tiles?"),
        ("the wheels are made of rubber.", "Race pedals with rubber wheels.", "what are the wheels made of?"),
        ("the globe is 12 inches.", "Measures 12 inches.", "how big is the globe?"),  # the question's
        ("it comes with cheap trash cans.", "It even has trash cans.", "does it have bins?"),  # a word
    ],
)  # fmt: skip
def test_a_persons_sentence_that_its_card_bears_out_is_taught_as_it_is(
    answer: str, card: str, asked: str
) -> None:
    assert target(answer, prose(card), understand_question(asked)) == answer


def test_a_yes_that_the_card_does_not_say_is_not_taught() -> None:
    asked = understand_question("is it a good gift for a cook?")
    card = prose("The set has a pan and a lid.")
    assert target("yes, it has a pan and a lid.", card, asked) == "it has a pan and a lid."


@pytest.mark.parametrize(
    ("answer", "card", "taught"),
    [
        # The part that the person speaks of, with the person's opening where it goes on alike.
        (
            "it comes with handy plastic trash cans.",
            "it has many moveable parts, and it comes with trash cans.",
            "it comes with trash cans.",
        ),
        (
            "our rolling stock is compatible with most toy trains.",
            "Easy to build, and compatible with most toy trains.",
            "compatible with most toy trains.",
        ),
        # Nothing of what was said stands there.
        ("you can use the adhesive putty.", "The kit comes with 150 stickers.", ""),
        # Half a range is another age.
        ("ideal ages are 12 months.", "The box says it's for 12 months - 3 years.", ""),
    ],
)
def test_else_the_nearest_part_of_the_card_is_taught(answer: str, card: str, taught: str) -> None:
    asked = understand_question("what does it come with?")
    assert target(answer, prose(card), asked) == taught
    assert not taught or not departs(taught, card)


def test_a_chinese_answer_is_taught_if_it_keeps_to_its_card() -> None:
    size = Piece("x", "茶水桶", "容量", "attribute", "8升", "容量")
    asked = understand_question("能装多少水？")
    assert target("容量是8升。", size, asked) == "容量是8升。"
    assert target("容量是10升。", size, asked) == ""
