"""What a product's own words call its kind: its narrowest category and what its title says that it is.

For who has to say a kind in the shop's words; no ranking goes by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from .chinese import words
from .product_kind import kind_words
from .product_text import product_terms
from .same_kind import is_of_the_kind, names_a_kind
from .tokens import request_terms, tokenise

_HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")
_APART = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
_SEGMENTS = 2
"""Of a Chinese title without its brand: the first say what it is, those behind describe it."""
_LONG, _LEAST = 4, 2


def kind_names(product: Product, language: str) -> tuple[str, ...]:
    """Names of a product's kind in its own words, each once.

    Args:
        product: one of the shop's.
        language: of the shop: ``"zh"``, or ``"en"``.

    >>> kind_names(Product("1", "Kessel Glass Teapot 1 l", brand="Kessel", category=("Pots",)), "en")
    ('pots', 'teapot', 'glass teapot')
    """
    narrowest = product.category[-1:]
    title = product.title.replace(product.brand, " ") if product.brand else product.title
    named = _chinese(title) if language == "zh" else _english(title)
    names = [name.casefold() for name in (*narrowest, *named)]
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _english(title: str) -> list[str]:
    last = kind_words(title)
    return [" ".join(last[-count:]) for count in (1, 2) if len(last) >= count]


def _chinese(title: str) -> list[str]:
    names = []
    for segment in _APART.split(title.strip())[:_SEGMENTS]:
        if not _HAN.fullmatch(segment):
            continue
        names.append(segment)
        if len(segment) > _LONG and len(thing := words(segment)[-1]) >= _LEAST:
            names.append(thing)  # the last word is the thing, as it is in English
    return names


def called(products: Sequence[Product], name: str, language: str) -> list[Product]:
    """Those of some products that are the thing that a name names, and have all of its words; in their order.

    The last word, the thing itself, must be what the title or a category ends with, so no espresso machine is a
    "fan machine" and no laptop bag a laptop. Chinese titles end with anything: what lies in a category of that
    name is it, and only where nothing does, what a part of the title ends with.

    Args:
        products: the shop's.
        name: in the shop's language.
        language: the shop's.
    """
    terms = set(request_terms(name))
    holding = [one for one in products if terms <= set(tokenise(product_terms(one)))]
    if language != "zh":
        return [one for one in holding if names_a_kind(name) and is_of_the_kind(one, name)]
    if len(name) < _LEAST:
        return []  # a character stands in many names
    lying = [one for one in holding if any(part.endswith(name) for part in one.category)]
    return lying or [one for one in holding if _is_called(one, name)]


def _is_called(product: Product, name: str) -> bool:
    return any(one.endswith(name) for one in kind_names(product, "zh"))
