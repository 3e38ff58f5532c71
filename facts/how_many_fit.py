"""How many people a thing holds, held against how many will use it: "tent for four people" against "Capacity: 3 people".

What says that it ends below that is left out; silence is no limit. Games are `how_many_play`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.records import Product
from ..retrieval.number_words import whole
from ..retrieval.request_text import fold
from .how_many_play import players_named

_COUNT = r"(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_SINGLE_OR_DOUBLE = {"单": 1, "双": 2}
_NAMED = re.compile(
    rf"\bfor (?:up to |about |around |at least )?{_COUNT} (?:people|persons?|adults|campers|guests|diners|of us|hikers|sleepers)\b"
    rf"|\bfor (?:a |an |my |our |the )?(?:whole |big |small |young )?(?:family|group|party|team|household) of {_COUNT}\b"
    rf"|\bfor {_COUNT}(?=\s*(?:$|[?.!,;]|\b(?:under|below|with|without|up to|less than|max)\b))"
    r"|(\d{1,2}|[双两三四五六七八九十])\s?个?人(?:用|住|睡|坐|吃|份|的|家庭|帐篷|床|被|餐桌|沙发|(?=\s*$))"
)
_FIELD = re.compile(
    r"\b(?:capacity|sleeps|sleeping capacity|sleeping places|berths?|seats|seating(?: capacity)?|persons?|people|number of (?:people|persons)|serves|dines)\b"
    r"|容纳人数|适用人数|使用人数|人数"
)
_BARE_FIELD = re.compile(
    r"\b(?:sleeps|sleeping|berths?|seats|seating|persons?|people|serves|dines)\b|人数"
)
_OF_PEOPLE = re.compile(
    r"(?P<low>\d{1,2})(?:\s?(?:-|–|—|to|~|至|到)\s?(?P<high>\d{1,2}))?[\s-]?(?:people|persons?|man|adults?|berths?|guests?|人)"
    r"|(?P<han>[单双一二两三四五六七八九十])人"
)
_BARE = re.compile(r"(?:up to )?(?P<low>\d{1,2})(?:\s?(?:-|–|—|to)\s?(?P<high>\d{1,2}))?")


def people_named(text: str) -> int | None:
    """How many people a request says it is for; None if it doesn't, or speaks of a game.

    >>> people_named("a tent for a family of five"), people_named("a tent")
    (5, None)
    """
    if players_named(text) is not None:
        return None
    match = _NAMED.search(fold(text[:500]))
    return _people(next(filter(None, match.groups()))) if match else None


def most_people(product: Product) -> int | None:
    """The most people that a product says it is for, by a field or its title; None if it doesn't."""
    for name, values in product.attributes.items():
        folded = fold_name(name)
        if not _FIELD.search(folded):
            continue
        text = fold(" ".join(values)[:60])
        match = _OF_PEOPLE.search(text)
        if match is None and _BARE_FIELD.search(folded):
            match = _BARE.fullmatch(text.strip())
        if match:
            return _most(match)
    match = _OF_PEOPLE.search(fold(product.title))
    return _most(match) if match else None


def _most(match: re.Match[str]) -> int:
    said = match.groupdict()
    return _people(said.get("han") or said["high"] or said["low"])


def _people(said: str) -> int:
    return _SINGLE_OR_DOUBLE.get(said) or whole(said)


def roomy_enough(products: Sequence[Product], text: str) -> list[Product]:
    """The products that don't say they are for fewer people than a request; none if all say so."""
    count = people_named(text)
    if count is None:
        return list(products)
    told = [(one, most_people(one)) for one in products]
    return [one for one, most in told if most is None or most >= count]
