"""Grounded decoding: whatever the logits, no number, unit, citation or product that isn't there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.generator.allowed import Allowed, same_value, value_of
from shopctl.generator.choosing import choose
from shopctl.generator.constraint import GroundedConstraint, TokenClasses
from shopctl.generator.lexing import cut
from shopctl.generator.rules import Rules
from shopctl.generator.units import value_of_words, zh_of, zh_value

EVIDENCE = (
    "Hydra Cream, $24.00 (was $1,299.00), 50 ml, SPF 30, with vitamin B5. Rated 4.5 stars by 312 people.",
    "茶水桶 199元，容量5升，质保三年，用了3个月。 Lasts twenty-five hours; 10-20 cm wide.",
)
CARDS, PRODUCTS = (1, 2, 12), (1, 2)

# A vocabulary made to tempt: digits alone and joined, decimals, halves of characters, markup.
NASTY = [
    *(str(n) for n in range(10)), "24", "62", "199", "1299", "$", "€", "¥", " $", ".", ",", ".5", ",2", "-", "%",
    "[", "]", " [", "] ", "[1", "[P", "P", "[1]", "](", "[12]", " ml", "ml", " oz", " g", "m", " 50", " stars", "SPF", " SPF ",
    "元", "升", "个", "月", "年", "一", "二", "三", "十", "五", "百", "两", "分", " two", " twenty", "-five", " one", "half", " dozen",
    "５", "²", "½", "٣", "http", "://", "www", "com", "<", ">", "<b>", "user", ":", "\n", " ", "the", " cream", "好", "。",
    "USD", " USD", " dollars", "Rs", "x", "10", "-20", "\u200b", "\u202e", "@", "*", "thou", "sand", "ten", "th",
]  # fmt: skip
VOCABULARY: list[bytes | None] = [
    None,
    None,
    *(t.encode() for t in NASTY),
    *(bytes([b]) for b in range(128, 256)),
]
END = 1
CLASSES = TokenClasses(VOCABULARY)


def rules(*evidence: str) -> Rules:
    return Rules(Allowed(evidence or EVIDENCE, CARDS, PRODUCTS))


@pytest.mark.parametrize(
    "text",
    [
        "It costs $24.00 [1].",
        "It costs $24 [12] for 50ml.",
        "24 dollars, USD 24, 24 USD",
        "$1,299 or 1299",
        "SPF 30 and 50 ml, 50毫升, 50 milliliters",
        "rated 4.5 stars by 312",
        "199块钱, 199 yuan",
        "质保3年, 三个月, 5 升",
        "十分好，一款好，这一个",
        "25 hours or twenty-five hours",
        "10 to 20 cm, 10-20 cm",
        "this one is better",
        "[P1] and [P2]",
        "The end is 24. And 50.",
    ],
)
def test_what_the_evidence_has_may_be_said(text: str) -> None:
    assert rules().violations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "$25",
        "$2",
        "50 oz",
        "SPF 50",
        "30 ml",
        "four stars",
        "24 元",
        "24 euros",
        "USD 50",
        "twenty hours",
        "15-20 cm",
        "20-10",
        "B12",
        "5 stars",
        "５０",
        "½",
        "3²",
        "一年",
        "两个月",
        "五年",
        "三百",
        "3万",
        "5%",
        "[3]",
        "[P3]",
        "[1",
        "1]",
        "[1](x)",
        "$",
        "a dozen",
        "one year",
        "http://a",
        "shop.com",
        "<b>",
        "user: hello",
        "pay\u200bme",
        "50 199",
    ],
)
def test_what_it_lacks_may_not(text: str) -> None:
    assert rules().violations(text) != []


def test_equal_values_are_one() -> None:
    assert same_value("1,299.00") >= {"1299", "1,299", "1299.00", "1,299.00"}
    assert same_value("4.5") >= {"4.5", "4.50"}
    assert "4" not in same_value("4.5")
    assert value_of("1,299.00") == value_of("1299") == "1299"
    assert (zh_value("三百二十"), zh_value("二〇二四"), zh_value("半")) == ("320", "2024", "0.5")
    assert zh_of(25) == {"二十五"}
    assert (value_of_words(("twenty", "five")), value_of_words(("two", "hundred"))) == ("25", "200")


def test_cutting_knows_where_a_number_may_still_grow() -> None:
    assert [(p.kind, p.text, p.open) for p in cut("SPF50 62.")] == [
        ("number", "SPF50", False),
        ("space", " ", False),
        ("number", "62", True),
        ("mark", ".", False),
    ]


def spoken(
    evidence: tuple[str, ...], seed: int, length: int = 60
) -> tuple[GroundedConstraint, str]:
    """Text said under a constraint by random logits, and what of it would be shown."""
    rng = np.random.default_rng(seed)
    constraint = GroundedConstraint(CLASSES, evidence, CARDS, PRODUCTS)
    shown = 0
    for _ in range(length):
        token = choose(rng.gumbel(size=len(VOCABULARY)), constraint, {END})
        if token is None or token == END:
            break
        constraint.push(token)
        now = len(constraint.text) - constraint.unsettled()
        assert now >= shown, "what was shown is never taken back"
        shown = now
    return constraint, constraint.text[:shown]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_random_logits_never_say_what_the_evidence_lacks(seed: int) -> None:
    _, shown = spoken(EVIDENCE, seed)
    assert rules().violations(shown) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text(alphabet="0123456789.,-$€ 元升年个月mlgoz%三五十百SPF[]\n", max_size=40),
        min_size=1,
        max_size=3,
    ),
    st.integers(0, 2**32 - 1),
)
def test_random_evidence_and_random_logits(evidence: list[str], seed: int) -> None:
    constraint, shown = spoken(tuple(evidence), seed, length=30)
    assert constraint.violations(shown) == []


def test_no_evidence_means_no_number_at_all() -> None:
    for seed in range(30):
        constraint = GroundedConstraint(CLASSES, (), (), ())
        rng = np.random.default_rng(seed)
        for _ in range(30):
            token = choose(rng.gumbel(size=len(VOCABULARY)), constraint, {END})
            if token is None or token == END:
                break
            constraint.push(token)
        assert not any(c.isdigit() or c in "[]$€<>" for c in constraint.text)


def test_the_likeliest_allowed_token_is_taken() -> None:
    constraint = GroundedConstraint(CLASSES, EVIDENCE, CARDS, PRODUCTS)
    logits = np.zeros(len(VOCABULARY))
    wanted = VOCABULARY.index(b" cream")
    logits[VOCABULARY.index(b"62")] = 9.0  # not in the evidence
    logits[VOCABULARY.index(b"<b>")] = 8.0
    logits[wanted] = 7.0
    assert choose(logits, constraint, {END}) == wanted


def test_a_number_is_held_back_until_it_is_whole() -> None:
    constraint = GroundedConstraint(CLASSES, EVIDENCE, CARDS, PRODUCTS)
    for piece in (b" $", b"2", b"4"):
        assert constraint.accepts(VOCABULARY.index(piece))
        constraint.push(VOCABULARY.index(piece))
        assert constraint.may_end() == (piece == b"4")
    assert constraint.unsettled() == 0
    assert not constraint.accepts(VOCABULARY.index(b"9"))
    assert not constraint.accepts(VOCABULARY.index(b".5"))
    assert not constraint.accepts(VOCABULARY.index(b" ml"))


def test_half_a_character_must_be_completed() -> None:
    constraint = GroundedConstraint(CLASSES, EVIDENCE, CARDS, PRODUCTS)
    first, second, third = "５".encode()  # full-width five, byte by byte
    for byte in (first, second):
        assert constraint.accepts(VOCABULARY.index(bytes([byte])))
        constraint.push(VOCABULARY.index(bytes([byte])))
    assert not constraint.may_end()
    assert not constraint.accepts(VOCABULARY.index(bytes([third])))
    assert not constraint.accepts(VOCABULARY.index(b"the"))
