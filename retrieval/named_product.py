"""Whether a question names one of the products found: then the answer is about that one alone.

"How heavy is the trail runner?" finds the city runner as well, and its weight answers as readily.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog.records import Product
from .asked_thing import subject_of
from .product_text import product_name
from .tokens import request_terms, tokenise

_MOST = 0.6
_LEAST = 2  # words of the name: a single one ("tea") names a kind


def is_named(product: Product, question: str) -> bool:
    """Whether a question says most of a product's name, so that it needn't be told which is meant."""
    name = set(tokenise(product_name(product)))
    return len(name & set(request_terms(question))) >= _MOST * len(name)


def named_product(products: Sequence[Product], question: str) -> Product | None:
    """The product whose name has all the words that any other's name has of a question, and more.

    Args:
        products: those found.
        question: as asked.

    Returns:
        None if none is named so ("the trail runner or the city runner" names two).
    """
    asked = set(request_terms(subject_of(question)))
    shared = [asked & set(tokenise(product_name(product))) for product in products]
    for at, own in enumerate(shared):
        others = shared[:at] + shared[at + 1 :]
        if len(own) >= _LEAST and all(other < own for other in others):
            return products[at]
    return None
