"""What a request wants something else than: "retinol alternative", "instead of plastic wrap", "咖啡平替".

What is to be replaced names it, and so ranks high; it is what the shopper doesn't want. A product that says
itself that it is an alternative, or free of it, stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
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
_STANDS_IN = r"(?:alternatives?|substitutes?|instead|free|without|replaces?|替代|平替|代替|不含|无)"
_BUT_NOT = re.compile(
    r",? (?:but|only|just) (?:not|no) (?:an? |the |in )?(?P<thing>[a-z][\w-]+)(?=\s*$|\s*[,.!?])",
    re.IGNORECASE,
)


def without_denied(text: str) -> str:
    """A request without the thing that it says it isn't: its words would only find that thing.

    >>> without_denied("vitamin c but not a serum")
    'vitamin c'
    """
    return _BUT_NOT.sub("", text) or text


def replaced(text: str) -> str:
    """What a request wants to replace, or says that it isn't; empty if there is no such thing.

    >>> replaced("a retinol alternative I can use when pregnant")
    'retinol'
    """
    folded = fold(text[:500])
    if match := _BUT_NOT.search(folded):
        return match["thing"]
    if (match := _INSTEAD.search(folded)) is None:
        return ""
    name = str(match["before"] or match["after"] or match["han"])
    return "" if name in _ANY else name


def others_than_replaced(products: Sequence[Product], text: str) -> list[Product]:
    """The products that aren't what is to be replaced; all of them if none is left.

    None where a request says in so many words what it isn't ("but not Riesling").
    """
    name = replaced(text)
    if not name:
        return list(products)
    thing = re.escape(name)
    stands_in = re.compile(rf"{_STANDS_IN}(?:\W+\w+){{0,2}}?\W*{thing}|{thing}\w*\W*{_STANDS_IN}")
    terms = request_terms(name)
    kept = [one for one in products if not _is_it(one, terms, stands_in)]
    return kept if kept or _BUT_NOT.search(fold(text[:500])) else list(products)


def _is_it(product: Product, terms: Sequence[str], stands_in: re.Pattern[str]) -> bool:
    """Whether its title or a field has the thing, and nothing says that it stands in for it."""
    fields = [value for values in product.attributes.values() for value in values]
    has = set(tokenise(" / ".join([product.title, *fields])))
    text = fold(" / ".join([product.title, *fields, product.description]))
    return has.issuperset(terms) and not stands_in.search(text)
