"""Which words may be said: the card's, in any inflection, and words without a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.generator.wording import Wording

CARD = "Water resistance: lasts 80 minutes. The lid locks. We love our batteries"


@pytest.mark.parametrize(
    "text",
    [
        "It lasts",
        " It last",
        "The lid is locked",
        "the lid locking.",
        "a battery",
        "Yes, it is",
        "it lasts 80 minutes [1].",
    ],
)
def test_words_of_the_card_in_any_form(text: str) -> None:
    assert Wording([CARD]).may_go_on(text + " ")


@pytest.mark.parametrize("text", ["It floats", "the lid opens", "we lock", "our lid", "dishwasher"])
def test_other_words_and_the_first_person_are_not(text: str) -> None:
    assert not Wording([CARD]).may_go_on(text + " ")


def test_a_word_in_the_making_may_become_an_allowed_one() -> None:
    wording = Wording(["dishwasher"])
    assert wording.may_go_on("the dishw")
    assert not wording.may_go_on("the dishw ")
    assert not wording.may_go_on("the dishx")


def test_more_words_can_be_allowed_as_they_stand() -> None:
    assert Wording(["steel"], ["kettle"]).may_go_on("the kettle ")
    assert not Wording(["steel"], ["kettle"]).may_go_on("the pot ")


def test_a_word_may_be_kept_from_the_beginning_alone() -> None:
    wording = Wording(["yes it yesterday floats"], never_first=["yes"])
    assert not wording.may_go_on("yes,") and not wording.may_go_on("Yes ")
    assert wording.may_go_on("yes")  # "yesterday" may follow
    assert wording.may_go_on("it floats, yes ")
    assert not Wording(["yes it floats"], never_first=["yes"]).may_go_on("ye")


def test_chinese_by_character() -> None:
    wording = Wording(["容量：200毫升", "紫砂"])
    assert wording.may_go_on("这款的容量是200毫升。")
    assert not wording.may_go_on("可以明火加热")


@given(st.text(alphabet="abc xyz", max_size=30))
def test_what_may_be_said_may_be_begun(text: str) -> None:
    wording = Wording(["abc cab ya"])
    if wording.may_go_on(text + " "):
        assert all(wording.may_go_on(text[:n]) for n in range(len(text) + 1))
