"""What a wish is for, where that is a thing the shopper has: "anything to protect my e-reader".

Such a wish names the thing and nothing else, so the thing itself comes first, and it is the one product that
isn't wished for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from .described_kind import described_as
from .product_text import product_text
from .request_text import fold
from .same_kind import head_of
from .tokens import request_terms, tokenise

_FOR_IT = re.compile(
    r"\b(?:anything|something|things|stuff|accessor(?:y|ies)|spares?|spare parts|parts)\b.{0,40}?\b(?:to \w+|for|on|with|into)"
    r"(?: \w+){0,2}? (?:my|our|his|her|their|the|this|that) (?P<thing>[^?.!,;]{2,60})"
    r"|^what (?:else )?(?:goes|would go|works|pairs) (?:well |best )?with (?:my|our|the|this|an?) (?P<with>[^?.!,;]{2,60})"
)


_FOR_MINE = re.compile(
    r"^(?:(?:i|we)(?: need| want| would like|'d like|'m looking for| am looking for)(?: some| an?)? |(?:do you have|have you got)"
    r"(?: any| some| an?)? |any |some |an? )?(?P<want>[^?.!,;]{2,40}?) for (?:my|our) (?P<mine>[^?.!,;]{2,60}?)(?: please)?[\s?.!]*$"
)


def wanted_alone(text: str, found: Sequence[Product]) -> str:
    """What is wished for a thing that the shopper has, without the thing.

    Args:
        text: the request.
        found: what was found for it.

    Returns:
        Empty if the wish isn't of that form, or nothing found is the thing: a cat's shampoo is no
        dog's, and a shop that sells no cats finds none by "shampoo" alone.
    """
    want, had = _wanted_for_mine(text)
    return want if any(had & head_of(one.title) for one in found) else ""


def _wanted_for_mine(text: str) -> tuple[str, frozenset[str]]:
    """What is wished for "my" thing, and that thing's terms; empty if a wish isn't of that form."""
    match = _FOR_MINE.match(fold(text[:500]))
    if match is None:
        return "", frozenset()
    return match["want"].strip(), head_of(match["mine"]) - head_of(match["want"])


def owned(text: str) -> str:
    """The thing that something is wished for; empty if the wish isn't of that form.

    >>> owned("is there anything to protect the 7-inch e-reader?")
    '7-inch e-reader'
    """
    match = _FOR_IT.search(fold(text[:500]))
    return (match["thing"] or match["with"]).strip() if match else ""


def for_what_is_owned(products: Sequence[Product], text: str) -> list[Product]:
    """What isn't the thing itself, first of it what speaks of the thing; all if nothing is left.

    Where no product is of the thing's kind ("for my dog") nothing is known to be it, and all stay. Of a wish
    that names what is wished too ("sandpaper for my sander") none may be left.
    """
    want, had = _wanted_for_mine(text)
    if want:
        return [one for one in products if not had & head_of(one.title)]
    thing = owned(text)
    wanted = head_of(thing)
    itself = [
        one
        for one in products
        if wanted & (head_of(one.title) | described_as(one.description or ""))
    ]
    others = [one for one in products if one not in itself]
    if not itself or not others:
        return list(products)
    terms = frozenset(request_terms(thing))
    return [one for one in others if terms <= set(tokenise(product_text(one)))] or others
