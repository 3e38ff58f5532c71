"""Which products are the thing that a request names: for "cheapest tent", tents and not tent pegs.

By the last word of what a title, or a category, says a product is; a rule that names
nothing (Chinese, a title that is a list of words) leaves everything in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..catalog.records import Product
from .asked_thing import thing_terms
from .language import language_of
from .product_kind import kind_words
from .retriever import Hit
from .tokens import tokenise


def of_the_kind(hits: Sequence[Hit], products: Mapping[str, Product], text: str) -> list[Hit]:
    """The hits whose kind is the request's; all of them where none is, or where it names none."""
    return _those(hits, products, _head(text))


def of_the_kind_asked_about(
    hits: Sequence[Hit], products: Mapping[str, Product], question: str
) -> list[Hit]:
    """The hits whose kind a question names; all of them where it names none of their kinds.

    "How heavy is the tent?" is about tents, though tent pegs have a weight too. A Chinese question
    begins with what it is about: each of its words in turn that a title has narrows what is left.
    """
    terms = thing_terms(question)
    if language_of(question) != "zh":
        return _those(hits, products, frozenset(terms))
    kept = list(hits)
    for term in terms:
        kept = [hit for hit in kept if term in tokenise(products[hit.item_id].title)] or kept
    return kept


def _those(
    hits: Sequence[Hit], products: Mapping[str, Product], wanted: frozenset[str]
) -> list[Hit]:
    if not wanted:
        return list(hits)
    kept = [hit for hit in hits if _is(products[hit.item_id], wanted)]
    return kept or list(hits)


def _is(product: Product, wanted: frozenset[str]) -> bool:
    """By its title's last word; a title that doesn't name the thing goes by its categories.

    "Tent Pegs" names the tent and is something else, in whatever category it lies.
    """
    if wanted & frozenset(tokenise(product.title)):
        return bool(wanted & _head(product.title))
    return any(wanted & _head(name) for name in product.category)


def _head(text: str) -> frozenset[str]:
    words = kind_words(text, 1)
    return frozenset(tokenise(words[-1])[-1:]) if words else frozenset()
