"""What a thing comes in is said as several, not as one value with commas."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.evidence import Piece
from shopctl.generator.extract import attribute_value
from shopctl.generator.grounded import Found
from shopctl.generator.options import said_as_options

PHONE = Product("1", "Apple iPhone 15", attributes={"colour": ("black", "blue", "pink")})


@pytest.mark.parametrize(
    ("label", "text", "language", "said"),
    [
        ("Colour", "black, blue, pink", "en", "It comes in black, blue and pink"),
        ("Flavours", "mint, lemon", "en", "It comes in mint and lemon"),
        ("颜色", "黑色, 蓝色, 粉色", "zh", "颜色有黑色、蓝色和粉色"),
    ],
)
def test_several(label: str, text: str, language: str, said: str) -> None:
    statement = said_as_options(Piece("1", "x", label, "attribute", text, label), language)
    assert statement is not None
    assert statement.text.startswith(said)
    assert statement.quotes == (text,)


@pytest.mark.parametrize(
    ("label", "text"),
    [("Colour", "black"), ("Colour", "black, red and gold"), ("Material", "wool, silk")],
)
def test_one_value_or_another_field(label: str, text: str) -> None:
    assert said_as_options(Piece("1", "x", label, "attribute", text, label), "en") is None


def test_the_answer() -> None:
    generator = Generator(None, lambda _, texts: np.full(len(texts), 0.5, dtype=np.float32))
    answer = generator.answer("which phone comes in pink?", [Found(PHONE)], "en", "advise")
    assert answer.text == "It comes in black, blue and pink [1]."
    assert answer.citations[0].text == "black, blue, pink"


def test_a_chinese_list_is_joined_as_one() -> None:
    assert attribute_value("黑色, 藏青色", "zh") == "黑色、藏青色"
    assert attribute_value("USB, HDMI", "zh") == "USB, HDMI"
