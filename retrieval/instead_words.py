"""What a request wants something else than: "retinol alternative", "instead of plastic wrap", "咖啡平替".

What is to be replaced names it, and so ranks high; it is what the shopper doesn't want. A product that says
itself that it is an alternative, or free of it, stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from .product_text import product_text
from .request_text import fold
from .tokens import request_terms, tokenise

_INSTEAD = re.compile(
    r"\b(?P<before>[a-z][\w-]+)[ -](?:alternatives?|substitutes?)\b(?! (?:to|for|of)\b)"
    r"|\b(?:alternatives? (?:to|for)|substitutes? (?:for|of)|instead of)\s+(?:the |an? |my )?(?P<after>[a-z][\w-]+)"
    r"|(?P<han>[\u4e00-\u9fff]{2,4}?)的?(?:替代品?|平替|代用品)"
)
_ANY = frozenset(
    [
        "good",
        "better",
        "best",
        "cheap",
        "cheaper",
        "healthy",
        "natural",
        "any",
        "an",
        "the",
        "vegan",
    ]
)
_SAYS_SO = re.compile(
    r"alternative|substitute|instead of|[- ]free\b|free (?:of|from)|without|替代|平替|代替|不含|无"
)


def replaced(text: str) -> frozenset[str]:
    """The terms of what a request wants to replace; empty if it replaces nothing.

    >>> sorted(replaced("a retinol alternative I can use when pregnant"))
    ['retinol']
    """
    match = _INSTEAD.search(fold(text[:500]))
    if match is None:
        return frozenset()
    name = match["before"] or match["after"] or match["han"]
    return frozenset() if name in _ANY else frozenset(request_terms(name))


def others_than_replaced(products: Sequence[Product], text: str) -> list[Product]:
    """The products that aren't what is to be replaced; all of them if none is left."""
    terms = replaced(text)
    return (terms and [one for one in products if not _is_it(one, terms)]) or list(products)


def _is_it(product: Product, terms: frozenset[str]) -> bool:
    """Whether its title or a field has the thing, and nothing says that it stands in for it."""
    fields = [value for values in product.attributes.values() for value in values]
    has = set(tokenise(" / ".join([product.title, *fields])))
    return terms <= has and not _SAYS_SO.search(fold(product_text(product)))
