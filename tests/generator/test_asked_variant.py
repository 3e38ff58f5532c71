"""The variant that a question names has its own price and stock."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found

COFFEE = Product(
    "c",
    "Harbour Espresso",
    price=Decimal("10.50"),
    currency="USD",
    availability="in_stock",
    attributes={
        "variants": ("250g: 10.50 USD (in stock)", "1kg: 35.00 USD (out of stock)"),
        "price range": ("10.50 - 35.00",),
    },
    language="en",
)
DRIPPER = Product(
    "d",
    "V60 Dripper",
    price=Decimal(26),
    currency="USD",
    availability="in_stock",
    attributes={"variants": ("Black / 02: 28.00 USD", "White / 02: 26.00 USD")},
    language="en",
)


def answer(question: str, product: Product) -> str:
    generator = Generator(None, lambda _, texts: np.zeros(len(texts)))
    return generator.answer(question, [Found(product)]).text


@pytest.mark.parametrize(
    ("question", "product", "said"),
    [
        ("how much is 1 kg of Harbour Espresso?", COFFEE, "1kg: 35.00 USD (out of stock) [1]."),
        ("is the 1kg Harbour Espresso in stock?", COFFEE, "1kg: 35.00 USD (out of stock) [1]."),
        ("is the Harbour Espresso in stock?", COFFEE, "It is in stock [1]."),
        (
            "how much is the Harbour Espresso?",
            COFFEE,
            "It costs $10.50 [1]. Price range: 10.50 - 35.00 [2].",
        ),
        ("how much is the black 02 V60 dripper?", DRIPPER, "Black / 02: 28.00 USD [1]."),
        ("how much is the V60 dripper 02?", DRIPPER, "It costs $26.00 [1]."),
    ],
)
def test_its_own_price_and_stock(question: str, product: Product, said: str) -> None:
    assert answer(question, product) == said
