"""A sentence in the decoder's own words says what one sentence of its card says."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shopctl.generator.in_own_words import InOwnWords
from shopctl.generator.own_words import misjoins, strays
from shopctl.generator.sentences import split_sentences

PEDALS = "Race-styled pedals with rubber wheels and a hand brake. Holds up to 60 pounds."


@pytest.mark.parametrize(
    ("sentence", "card"),
    [
        ("The wheels are made of rubber.", PEDALS),  # a neighbour put first
        ("It comes with a hand brake.", PEDALS),
        ("Yes, it has rubber wheels.", PEDALS),
        ("It holds up to 60 pounds.", PEDALS),
        ("It needs 4 AA batteries.", "Needs 4 AA batteries."),
        ("The hole is 4mm.", "The beads have a consistent 4mm hole."),
        ("It is for 12 months - 3 years.", "The box says it's for 12 months - 3 years."),
        ("There is no switch.", "There is no on/off switch."),
        ("The ship is made of plastic.", "No, the ship is made of plastic."),
        ("These are for 3 year olds.", "These are gifts for 3-year-old girls."),
        ("The lid is steel.", "It has a steel lid."),
        ("The gifts are for 3 year olds.", "These gifts for 3-year-old girls delight."),
        ("The weight is 2 pounds.", "Net weight: 2 pounds, height: 3 inches."),
        ("The weight is 2 pounds.", "The box's weight was 2 pounds."),
        ("The size is 4.8 x 5.5 inches.", "It has a size of 4.8 x 5.5 inches."),
    ],
)
def test_what_one_sentence_says(sentence: str, card: str) -> None:
    assert strays(sentence, card) == ""


@pytest.mark.parametrize(
    ("sentence", "card", "why"),
    [
        ("The wheels hold 60 pounds.", PEDALS, "puts together"),  # two sentences
        ("It holds 60 pounds.", PEDALS, "up"),
        ("All wheels are rubber.", PEDALS, "all"),
        ("It comes.", PEDALS, "nothing"),
        ("The flying time is 40 minutes.", "Charging takes 40 minutes, a battery of 3.7 V gives a flying time of 8.", "puts together"),
        ("It is for 12 months.", "The box says it's for 12 months - 3 years.", "half"),
        ("The sizes are 1.05 mm to 1.05 mm.", "Sizes: .45 mm and 1.05 mm.", "puts together"),
        ("The wheels are rubber.", "My old bike had rubber wheels.", "old"),
        ("It has rubber wheels.", "It has no rubber wheels.", "denial"),
        ("The wheels are rubber.", "The shop may think the wheels are rubber.", "may"),
        ("The wheels are rubber.", "Are the wheels rubber?", "puts together"),
        ("It puts water in the pool.", "I put water in the pool.", "who wrote"),
        ("The sound is a station.", "The sound of the station is nice.", "sound is station"),
        ("The pencils are not break.", "The pencils won't break.", "before a verb"),
        ("You can clean it.", "Yes, as long as you also clean it.", "as long as"),
        ("The wheels.", PEDALS, "nothing"),
        ("The Bluetooth is 3.5 mm.", "It has Bluetooth and a 3.5 mm socket.", "bluetooth is"),
        ("The lid is steel.", "A lid, a pan and steel wool.", "lid is steel"),
        ("The pictures on the card are no subscription.", "Keeps pictures on the memory card: no subscription, no cloud.", "isn't what the card says"),
        ("The wheels are good.", PEDALS, "good"),
        ("It comes with 4 AA batteries.", "Needs 4 AA batteries.", "needs"),
        ("There are 4 batteries.", "The toy requires 4 batteries.", "requires"),
        ("It runs on batteries.", "If it runs on batteries, charge them.", "if"),
    ],
)  # fmt: skip
def test_what_none_says(sentence: str, card: str, why: str) -> None:
    assert why.lower() in strays(sentence, card).lower()


@pytest.mark.parametrize(
    "text", ["", "Th", "The wheels are made of ru", "It has rubber wh", "Yes, "]
)
def test_what_can_still_become_a_sentence(text: str) -> None:
    assert InOwnWords(PEDALS).may_go_on(text)


@pytest.mark.parametrize(
    "text",
    ["The wheels are po", "Rubber po", "The brake has wheel", "The it", "very very", "It has a 6"],
)
def test_what_cannot(text: str) -> None:
    assert not InOwnWords(PEDALS).may_go_on(text)


def test_it_may_end_once_it_says_something() -> None:
    order = InOwnWords(PEDALS)
    assert not order.may_end("It is the")
    assert order.may_end("It has wheels")


@example(["wheels", "no", ".", ".", "wheels"])
@given(
    st.lists(
        st.sampled_from(
            ["the", "wheels", "rubber", "no", "if", "60", "pounds", "up", "to", ".", ",", "?"]
        ),
        max_size=20,
    )
)
def test_a_sentence_of_the_card_never_strays_from_it_and_can_be_said(some: list[str]) -> None:
    card = " ".join(some)
    for one in split_sentences(card):
        if not one.endswith("?") and not strays(one, card):
            assert InOwnWords(card).may_go_on(one)


def test_is_joins_no_two_things_that_the_card_parts() -> None:
    card = "Keeps the pictures on its own memory card: no subscription, no cloud."
    assert misjoins("The pictures on the memory card are no subscription, no cloud.", card)
    assert not misjoins("It keeps the pictures on its own memory card.", card)
    assert not misjoins("The lid is steel.", "It has a steel lid.")


@pytest.mark.parametrize(
    ("sentence", "card", "held"),
    [
        (
            "it contains almond flour",
            "I baked a cake that typically uses almond flour and flax.",
            False,
        ),
        (
            "it contains almond flour",
            "A cake that uses almond flour, but half a cup of it (and reducing the almond flour) did.",
            False,
        ),
        ("it has a steel lid", "A pot with a very sturdy steel lid.", True),
        ("it contains almond flour", "For years I have used almond and coconut flour.", False),
        ("it contains almond flour", "The mix contains rice and almond flour.", True),
        ("it has blue lights", "At the back there are blue lights.", True),
        ("it comes with a grand piano", "14 pieces of furniture, including a grand piano.", True),
    ],
)
def test_what_a_card_only_mentions_is_not_held(sentence: str, card: str, held: bool) -> None:
    assert (strays(sentence, card) == "") is held
