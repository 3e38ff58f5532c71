"""The shop's warning of what is asked about comes before what reads better."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.catalog.records import QA, Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found

SPOT = Product(
    "s",
    "Flea Spot-On for Dogs",
    description="Kills fleas for a month. Toxic to cats: never use on cats. Safe for puppies.",
    language="en",
)
WEED = Product(
    "w",
    "Weed Killer",
    description="For paths only. Not for lawns.",
    category=("Garden", "Lawn"),
    language="en",
)
SPRAY = Product("z", "家用杀虫剂", description="高效。孕妇禁用，儿童慎用。", language="zh")


def answer(question: str, product: Product, *qa: QA) -> str:
    generator = Generator(None, lambda _, texts: np.full(len(texts), 0.9))
    found = Found(product, qa=qa)
    return generator.answer(question, [found], product.language or "en").text


def test_the_warning_is_quoted() -> None:
    asked = QA("s", "Is it safe if I have a cat?", "Yes, keep the cat away until it is dry.")
    assert "never use on cats" in answer("is the flea spot-on safe for cats?", SPOT, asked)
    assert "Not for lawns" in answer("is the weed killer safe for lawns?", WEED)
    assert "孕妇禁用" in answer("孕妇用这个杀虫剂安全吗？", SPRAY)


@pytest.mark.parametrize(
    "question", ["is the flea spot-on safe for puppies?", "how long does the spot-on work?"]
)
def test_a_warning_of_something_else_is_not_it(question: str) -> None:
    assert "never" not in answer(question, SPOT)
