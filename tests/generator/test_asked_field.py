"""A field answers a question that asks for it by another word, and none that asks more."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found

BOOK = Product(
    "b",
    "The Iron Century",
    description="A history of Europe, with maps.",
    attributes={
        "author(s)": ("Edmund Rice",),
        "pub date": ("2017-09-28",),
        "pages": ("912",),
        "publisher": ("Isis",),
        "colour": ("black and white",),
    },
    language="en",
)


def answer(question: str) -> str:
    generator = Generator(None, lambda _, texts: np.zeros(len(texts)))
    return generator.answer(question, [Found(BOOK)]).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who wrote The Iron Century?", "Author(s): Edmund Rice [1]"),
        ("who is the author of The Iron Century?", "Author(s): Edmund Rice [1]"),
        ("when was The Iron Century published?", "Pub date: 2017-09-28 [1]"),
        ("how long is The Iron Century?", "Pages: 912 [1]"),
        ("how many pages has it?", "Pages: 912 [1]"),
        ("who is the publisher?", "Publisher: Isis [1]"),
        ("what colour is it?", "Colour: black and white [1]"),
    ],
)
def test_the_field_answers(question: str, said: str) -> None:
    assert said in answer(question)


@pytest.mark.parametrize("question", ["who wrote the foreword?", "what colour is the jacket?"])
def test_more_is_asked(question: str) -> None:
    assert "[1]" not in answer(question)
