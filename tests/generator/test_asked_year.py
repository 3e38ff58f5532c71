"""The years that a part is listed for, and a year that isn't among them."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found


def answer(question: str, **fields: str) -> str:
    generator = Generator(None, lambda _, texts: np.zeros(len(texts)))
    attributes = {name.replace("_", " "): (value,) for name, value in fields.items()}
    product = Product("p", "Brake Pads", attributes=attributes, language="en")
    return generator.answer(question, [Found(product)]).text


@pytest.mark.parametrize(
    ("year", "fields", "among"),
    [
        (2014, {"fitment_year_from": "2012", "fitment_year_to": "2017"}, True),
        (2019, {"fitment_year_from": "2012", "fitment_year_to": "2017"}, False),
        (2015, {"years": "2012-2017"}, True),
        (2011, {"years": "2012–2017"}, False),
        (2024, {"years": "2018+"}, True),
        (2013, {"model_years": "2012, 2014"}, False),
    ],
)
def test_years(year: int, fields: dict[str, str], among: bool) -> None:
    said = answer(f"do the brake pads fit a {year} Camry?", **fields)
    assert said.startswith(f"The catalog doesn't list {year}.") is not among
    assert "[1]" in said


def test_other_years_tell_nothing() -> None:
    assert "[1]" not in answer("do the pads fit a 2014 Camry?", warranty_years="2014")
