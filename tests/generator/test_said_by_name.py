"""A name answers what it says word for word, and nothing that it only resembles."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found

CABLE = (
    "Lumo Deuce 300 2 in 1 USB C & Micro USB Stress Resistant, Tangle-Free, Sturdy Cable with 3A "
    "Fast Charging & 480 Mbps Data Transmission and Extended 1.5 m Length (Martian Red)"
)


def answer(question: str, title: str, description: str = "") -> str:
    generator = Generator(None, lambda _, texts: np.full(len(texts), 0.2))
    product = Product("a", title, description=description, language="en")
    told = generator.answer(question, [Found(product)])
    return "" if told.abstained else told.text


@pytest.mark.parametrize(
    ("question", "title", "said"),
    [
        ("does the lumo cable support fast charging?", CABLE, "with 3A Fast Charging &"),
        ("is the lumo deuce cable tangle-free?", CABLE, "Tangle-Free"),
        ("how long is the lumo cable?", CABLE, "Extended 1.5 m Length"),
        ("does the hdmi cable come with ethernet?", "HDMI Cable with Ethernet", "with Ethernet"),
        ("how heavy is the rice?", "Basmati Rice, 5 kg", "5 kg"),
        ("how long is the cable?", "HDMI Cable (10 ft / 3 m)", "10 ft / 3 m"),
    ],
)
def test_the_name_answers(question: str, title: str, said: str) -> None:
    told = answer(question, title)
    assert told.startswith("The product's name says: “") and said in told
    assert len(told) < 180


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("does the grinder come with coffee?", "Coffee Grinder with Scoop"),
        ("does the grinder come with a coffee scoop?", "Coffee Grinder with Lid and Scoop"),
        ("does the coffee grinder have a coffee scoop?", "Coffee Grinder with Lid and Scoop"),
        ("how long is the sheet?", "Bed Sheet 60 cm x 180 cm"),
        ("how heavy is the kettle?", "Kettle 1.7 L"),
        ("does the kettle have a thermometer?", "Kettle 1.7 L with Lid"),
    ],
)
def test_the_name_does_not_answer(question: str, title: str) -> None:
    assert answer(question, title) == ""


def test_what_the_description_says_comes_before_the_name() -> None:
    said = "The ferrite core keeps noise out of the signal, says who has measured it."
    generator = Generator(None, lambda _, texts: np.array([0.9 * (one == said) for one in texts]))
    product = Product("a", "Cable with Ferrite Core", description=said, language="en")
    told = generator.answer("does the cable have a ferrite core?", [Found(product)])
    assert told.citations[0].field == "description"
