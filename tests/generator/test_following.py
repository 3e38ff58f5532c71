"""A sentence follows its card, or says where it departs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.generator.following import InOrder, departs, parts_of_value
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
        # Somebody else, or a part of what is meant.
        ("It requires oil.", "Most lenses require oil.", "a piece of a clause"),
        ("It has a lid.", "I would buy one that has a lid.", "a piece of a clause"),
        ("It makes the humming.", "It makes the humming noise.", "a piece of a clause"),
        # What is left out turns it round.
        ("The set includes wheels.", "The set includes wheels but not the axle.", "leaves out a denial"),
        ("It fits a bike.", "It probably fits a bike.", "leaves out “probably”"),
        ("It is a deck of cards.", "It is like any deck of cards.", "a piece of a clause"),
        ("It is replaced.", "Is it replaced?", "only asks"),
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


def test_in_order_while_it_is_made() -> None:
    order = InOrder("The lid is steel. It holds two litres of soup.")
    for text in ("", "It ho", "It holds two", "It holds litres of so", "Yes, the lid is s", "th"):
        assert order.may_go_on(text), text
    for text in ("It holds steel", "The litres hold", "It comes", "soup litres "):
        assert not order.may_go_on(text), text


WORDS = st.lists(st.sampled_from(["lid", "steel", "holds", "two", "soup", "fits", "bike", "it", "the", "not", "my"]), max_size=9)  # fmt: skip


@given(WORDS, WORDS)
def test_never_fails_and_a_quote_follows_itself(one: list[str], other: list[str]) -> None:
    card, sentence = " ".join(one) + ".", " ".join(other) + "."
    departs(sentence, card)
    InOrder(card).may_go_on(sentence)
    for quoted in split_sentences(card):
        assert departs(quoted, card) in ("", "says nothing of the card")
        assert all(InOrder(card).may_go_on(quoted[:n]) for n in range(len(quoted)))
