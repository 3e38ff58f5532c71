"""Whether it is from a country is answered by the field of its origin, whatever the country is called there."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found

VACUUM = Found(
    Product(
        "1",
        "Featherway Stick Vacuum",
        description="Cordless stick for small flats.",
        attributes={"made in": ("United Kingdom",), "colour": ("white",)},
    )
)
SILENT = Found(Product("2", "Brumble Robot Vacuum", description="Maps the flat."))


def said(question: str, found: Found, intent: str, language: str = "en") -> str:
    generator = Generator(None, lambda _, texts: np.full(len(texts), 0.5, dtype=np.float32))
    return generator.answer(question, [found], language, intent).text


@pytest.mark.parametrize(
    "question",
    [
        "Is the Featherway made in the UK?",
        "is the Featherway made in China?",
        "does it come from Germany?",
    ],
)
def test_the_field_answers(question: str) -> None:
    assert said(question, VACUUM, "advise") == "Made in: United Kingdom [1]."


def test_without_a_field_nothing_is_said() -> None:
    assert "doesn't say" in said("Is the Brumble made in the UK?", SILENT, "advise")


def test_the_origin_is_the_reason() -> None:
    assert said("vacuum made in Britain", VACUUM, "recommend") == (
        "Featherway Stick Vacuum [1]: Made in: United Kingdom [2]."
    )
