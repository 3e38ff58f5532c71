"""How loud a thing says that it is, and the quietest of a kind."""

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.extremes import at_the_end, end_asked, without_end
from shopctl.facts.own_noise import own_noise


@pytest.mark.parametrize(
    ("text", "decibels", "clause"),
    [
        (
            "bagless. it runs at 68 db on carpet, and weighs 5 kg.",
            "68",
            "it runs at 68 db on carpet",
        ),
        ("strong; at full power it reaches 79 db(a).", "79", "at full power it reaches 79 db(a)"),
        ("无线手持，运行噪音62.5分贝。", "62.5", "运行噪音62.5分贝"),
        ("noise reduction of 30 db, itself 55 db", "55", "itself 55 db"),
    ],
)
def test_levels(text: str, decibels: str, clause: str) -> None:
    found = own_noise(text)
    assert found is not None
    assert found.decibels == decibels
    assert text[slice(*found.span)] == clause


@pytest.mark.parametrize(
    "text",
    [
        "cancels 40 db of noise",
        "降噪深度42分贝",
        "a sensitivity of 105 db",
        "4.2 gbps",
        "-3 db",
        "silent",
    ],
)
def test_no_noise_of_its_own(text: str) -> None:
    assert own_noise(text) is None


VACUUMS = [
    Product("a", "Upright", description="It runs at 68 dB on carpet and weighs 5.2 kg."),
    Product("b", "Canister", attributes={"noise level": ("79 dB",)}),
    Product("c", "Stick", description="Cordless. Noise level of 62 dB in eco mode."),
    Product("d", "Robot", description="Maps the flat."),
]


@pytest.mark.parametrize(
    "question", ["quietest vacuum", "which vacuum is the quietest?", "the least noisy vacuum"]
)
def test_the_quietest(question: str) -> None:
    told = at_the_end(question, VACUUMS, "en")
    assert told is not None
    assert told.text.splitlines() == [
        "Stick is the quietest.",
        "Stick: Noise level of 62 dB in eco mode [1]",
        "Upright: It runs at 68 dB on carpet and weighs 5.2 kg [2]",
        "Canister: 79 dB [3]",
        "Robot: the catalog doesn't say the noise level.",
    ]


def test_the_loudest_and_in_chinese() -> None:
    told = at_the_end("loudest vacuum", VACUUMS, "en")
    assert told is not None
    assert told.text.startswith("Canister is the loudest.")
    for question in ("最安静的吸尘器", "噪音最小的吸尘器"):
        asked = end_asked(question)
        assert asked is not None
        assert (asked[0].names[0], asked[1]) == ("noise", True)
        assert without_end(question).removeprefix("的") == "吸尘器"
    asked = end_asked("哪个吸尘器噪音最大")
    assert asked is not None
    assert (asked[0].names[0], asked[1]) == ("noise", False)


def test_the_longest_on_a_charge() -> None:
    sticks = [
        Product("a", "One", description="Cordless stick, 45 minutes a charge."),
        Product("b", "Two", attributes={"battery life": ("1 hour",)}),
    ]
    told = at_the_end("which vacuum has the longest battery life?", sticks, "en")
    assert told is not None
    assert told.text.splitlines()[:2] == ["Two has the longest battery life.", "Two: 1 hour [1]"]
