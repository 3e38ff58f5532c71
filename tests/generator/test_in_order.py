"""A sentence in the making keeps to the order of its card."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.generator.following import departs
from shopctl.generator.in_order import InOrder
from shopctl.generator.sentences import split_sentences

CARD = "The lid is steel. It holds two litres of soup."


@pytest.mark.parametrize(
    "text", ["", "It ho", "It holds two", "It holds litres of so", "Yes, the lid is s", "th"]
)
def test_what_can_still_follow(text: str) -> None:
    assert InOrder(CARD).may_go_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "It holds steel",
        "The litres hold",
        "It comes",
        "soup litres ",
        "The lid is steel and s",  # no "and" stands there
        "It holds it",  # a pronoun in the middle may be anything
        "It is holding",  # another form than the card's
        "It holds two-lit",  # the card joins no words
        "It. ",  # says nothing yet
        "The it ",
        "It the ",
        "It is are ",
        "The hold two ",  # an article, then another form than the card's
    ],
)
def test_what_cannot(text: str) -> None:
    assert not InOrder(CARD).may_go_on(text)


def test_it_stops_only_where_nothing_is_missing() -> None:
    order = InOrder("The set includes wheels but not the axle. It fits up to 3 dolls.")
    assert not order.may_go_on("The set includes wheels.")
    assert not order.may_end("The set includes wheels")
    assert order.may_end("The set includes wheels but not the axle.")
    assert order.may_go_on("It fits up to 3.")  # perhaps 3.5
    assert not order.may_go_on("It fits up to 3. ")
    for hanging in (
        "It fits up to 3 dolls and",
        "It fits up to 3 dolls,",
        "It fits up to 3 dolls, '",
    ):
        assert not order.may_end(hanging)


def test_verbatim_leaves_out_and_puts_in_nothing() -> None:
    card = "This sturdy lid is made of grey steel."
    assert InOrder(card).may_go_on("It is made of st")
    verbatim = InOrder(card, verbatim=True)
    assert not verbatim.may_go_on("It is m")
    assert not verbatim.may_go_on("Made of st")
    assert verbatim.may_go_on("Made of grey st")
    assert verbatim.may_end("Made of grey steel.")


WORDS = st.lists(st.sampled_from(["lid", "steel", "holds", "two", "soup", "fits", "bike", "it", "the", "not", "my"]), max_size=9)  # fmt: skip


@given(WORDS, WORDS)
def test_never_fails_and_a_quote_can_be_made(one: list[str], other: list[str]) -> None:
    card, sentence = " ".join(one) + ".", " ".join(other) + "."
    InOrder(card).may_go_on(sentence)
    for quoted in split_sentences(card):
        for verbatim in (False, True):
            order = InOrder(card, verbatim)
            if order.may_end(quoted):
                assert departs(quoted, card) == ""
                assert all(order.may_go_on(quoted[:n]) for n in range(len(quoted)))
