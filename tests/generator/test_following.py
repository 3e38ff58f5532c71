"""A sentence follows its card, or says where it departs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.generator.following import departs, parts_of_value
from shopctl.generator.sentences import split_sentences


@pytest.mark.parametrize(
    ("sentence", "card"),
    [
        ("It holds up to 3 balls.", "This tube will hold up to 3 balls at a pressure of 14 psi."),
        ("These pegs are made from durable beech.", "The pegs are huge, made from durable beech and fun."),
        ("Yes, it fits a bike.", "It fits a bike."),
        ("It is 12 inches tall.", "Anna stands at 12 inches tall and she is soft."),
        ("This is for children.", "Recommended for children."),
        ("It does not recline.", "No, it does not recline."),
        ("The bugs are made from plastic.", "The bugs are huge, made from plastic and fun."),
        ("It has wheels and a hook.", "It has wheels, a hook and a bell."),
        # What is said beside, or only follows from it, conditions nothing.
        ("It is 3 feet wide.", "It is 3 feet wide so if your dog is large, buy the other."),
        ("The lid comes off.", "The lid comes off (my son didn't find out how), and is soft."),
        ("It is made of oak.", "It is made of oak; the lid may be pine."),
    ],
)  # fmt: skip
def test_what_follows(sentence: str, card: str) -> None:
    assert departs(sentence, card) == ""


@pytest.mark.parametrize(
    ("sentence", "card", "why"),
    [
        # Words of the card that the card doesn't put together.
        ("You can buy a battery for the unit.", "I tried a new battery, the unit was broken.", "puts together"),
        ("It comes in a tube.", "The tube made my skin pale.", "puts together"),
        ("It fits a bike.", "It fits a bike (if it is small).", "leaves out “if”"),
        ("It has a lid.", "It has a lid (not in the small size).", "leaves out a denial"),
        ("It dries slowly.", "It may get wet, so it dries slowly.", "leaves out “may”"),
        # Somebody else, or a part of what is meant.
        ("It requires oil.", "Most lenses require oil.", "a piece of a clause"),
        ("It has a lid.", "I would buy one that has a lid.", "a piece of a clause"),
        ("It makes the humming.", "It makes the humming noise.", "a piece of a clause"),
        # What is left out turns it round.
        ("The set includes wheels.", "The set includes wheels but not the axle.", "leaves out a denial"),
        ("It fits a bike.", "It probably fits a bike.", "leaves out “probably”"),
        ("It is a deck of cards.", "It is like any deck of cards.", "a piece of a clause"),
        ("It is replaced.", "Is it replaced?", "only asks"),
        # "Is" and "and" say something new of words that don't stand together.
        ("The trains are colorful.", "Train fans will love the colorful set.", "puts together"),
        ("The lid and the soup.", "The lid holds soup.", "puts together"),
        ("It is not included.", "It needs oil, which is not included.", "a piece of a clause"),
        # A pronoun in the middle may be anything.
        ("The soup is hot and it holds two litres.", "The soup is hot. The lid holds two litres.", "puts together"),
    ],
)  # fmt: skip
def test_what_departs(sentence: str, card: str, why: str) -> None:
    assert why in departs(sentence, card)


@pytest.mark.parametrize(
    ("sentence", "value", "why"),
    [
        ("It weighs 4 pounds.", "4 pounds", ""),
        ("It measures 2 x 3 inches.", "width: 2 inches, length: 3 inches, height: 5 inches", "“5”"),
        ("It is made of oak.", "oak, steel", ""),
        ("It is made of steel.", "stainless steel", "a piece of the value"),
        ("No batteries are needed.", "false", ""),
    ],
)
def test_a_field_is_said_whole(sentence: str, value: str, why: str) -> None:
    found = parts_of_value(sentence, value)
    assert why in found if why else found == ""


WORDS = st.lists(st.sampled_from(["lid", "steel", "holds", "two", "soup", "fits", "bike", "it", "the", "not", "my"]), max_size=9)  # fmt: skip


@given(WORDS, WORDS)
def test_never_fails_and_a_quote_follows_itself(one: list[str], other: list[str]) -> None:
    card, sentence = " ".join(one) + ".", " ".join(other) + "."
    departs(sentence, card)
    for quoted in split_sentences(card):
        assert departs(quoted, card) in ("", "says nothing of the card")


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ("the tallies are sized at 3 1/4 by 5 1/4 inches.", "The tallies are sized at 3 1/4."),
        ("the age grade is 9 months - 4 years", "The age grade is 9 months."),
        ("weight limit: 60 lbs.", "The weight limit."),
        ("dimensions: 56 x 62 x 29 inches.", "It is 62 x 29 inches."),
        ("it takes 45 to 50 minutes.", "It takes 45."),
        ("It is for ages between 6 and 12 months.", "It is for ages between 6."),
    ],
)
def test_half_a_measure_or_a_heading_is_a_piece_of_a_clause(card: str, sentence: str) -> None:
    assert departs(sentence, card)


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ("it takes 45 to 50 minutes to play.", "It takes 45 to 50 minutes."),
        ("Weight 200, waterproof.", "It is waterproof."),
        ("It comes in 3 colors: red, blue and green.", "It comes in 3 colors."),
        ("dimensions: 56 x 62 x 29 inches.", "The dimensions: 56 x 62 x 29 inches."),
        ("dimensions: 56 x 62 x 29 inches.", "It is 56 x 62 x 29 inches."),
    ],
)
def test_a_whole_measure_may_end_a_sentence(card: str, sentence: str) -> None:
    assert not departs(sentence, card)


def test_no_part_of_a_value_is_said_of_another() -> None:
    assert "two parts" in parts_of_value("The Bluetooth is 3.5 mm.", "Bluetooth, 3.5 mm")
    assert not parts_of_value("The inputs are Bluetooth, 3.5 mm.", "Bluetooth, 3.5 mm")
    assert not parts_of_value("The width is 2 cm, height 3 cm.", "width 2 cm, height 3 cm")
