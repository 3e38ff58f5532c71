"""Whether a request is in another language than the shop's products, and which words of it name the thing.

Knows English and Chinese; neither searches nor translates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..catalog.records import Product
from .avoided_words import avoided
from .product_kind import kind_words
from .product_text import product_name
from .request import Request
from .tokens import request_terms, tokenise

_NEARLY_ALL = 0.95
"""Share of the products in one language from which the shop speaks no other: where both are spoken a
request finds its own.
"""
_LONGEST = 60
_MOST_WORDS = 3
_CLAUSE = re.compile(
    r"\s+(?:that|which|who|whose|without|not|but|if|i|we|it)\b.*", re.IGNORECASE | re.DOTALL
)
_HAVE_YOU = re.compile(r"^(?:你们|请问)?(?:有没有|有)?(.*?)(?:吗|么|呢)?$")
_CHINESE_ENDS = re.compile(r"[\s,，。.;；、?？!！]+")
_DENIED = re.compile(r"^(?:不|无|没|非)")


def shop_language(languages: Mapping[str, int]) -> str:
    """The one language of a shop's products, ``"en"`` or ``"zh"``; ``""`` for any other and for several.

    Args:
        languages: number of products in each.
    """
    tag, most = max(languages.items(), key=lambda one: one[1], default=("", 0))
    return tag if tag in ("en", "zh") and most >= _NEARLY_ALL * sum(languages.values()) else ""


def is_foreign(request: Request, language: str) -> bool:
    """Whether a wish is in Chinese and the shop's products in English, or the other way round.

    A wish for what isn't in a thing ("without peanuts") is none: whether that is so stands in words that
    aren't translated, and a thing with peanuts would be worse than nothing.
    """
    wished = request.intent == "recommend" and not request.opinions
    plain = not request.soft and not avoided(request.raw)
    return wished and plain and {request.language, language} == {"en", "zh"}


def named_thing(text: str, language: str) -> str:
    """The words of a wish that say what is wished for: at most 60 characters, without what describes it.

    What describes it ("for dry skin", 红色的) is left out: of a few words a small decoder makes a
    translation, of many it makes something else.

    Args:
        text: what is left of a request once its limits are read.
        language: its language, ``"zh"`` or ``"en"``.

    >>> named_thing("tent for one person", "en"), named_thing("红色的口红", "zh")
    ('tent', '口红')
    """
    if language == "zh":
        asked = _HAVE_YOU.sub(r"\1", text.strip(" ?？!！。"))
        parts = [one for one in _CHINESE_ENDS.split(asked) if one]
        denied = any(_DENIED.match(one) for one in parts[1:])
        thing = "" if denied or not parts else parts[0].rpartition("的")[2]
    else:
        thing = " ".join(kind_words(_CLAUSE.sub("", text), _MOST_WORDS)).casefold()
    return thing if len(thing) <= _LONGEST else ""


def stands_in_a_name(text: str, products: Iterable[Product]) -> bool:
    """Whether a product's name, brand or category has one of the words: then they need no translation."""
    terms = {term for term in request_terms(text) if any(map(str.isalpha, term))}
    return any(
        not terms.isdisjoint(tokenise(" ".join([product_name(one), *one.category])))
        for one in products
    )
