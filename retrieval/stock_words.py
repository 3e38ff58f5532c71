"""Availability: "in stock", "现货"."""

from __future__ import annotations

import re

from ..catalog.filters import Condition
from .reading import Page, Reading

_IN_STOCK = re.compile(
    r"(?<![a-z])(?:(?:that(?: is|'s| are)|which (?:is|are)|must be|only|currently|if) )?(?:(?<!back )(?<!not )(?<!when )in[ -]stock|available (?:now|immediately|right now|today))(?: (?:only|now|items|ones))?(?![a-z])(?! again)"
    r"|(?:只看|只要|要)?(?:有现货|现货|有货|有库存)(?:的|供应)?"
)
_NOT = re.compile(r"(?:not|out of|没|没有|无|缺)\s?$")


def read_stock(page: Page) -> list[Reading]:
    """The wish to have it now. A product whose availability isn't known doesn't pass."""
    match = _IN_STOCK.search(page.folded)
    if not match or _NOT.search(page.folded, max(0, match.start() - 8), match.start()):
        return []
    return [
        Reading(
            *match.span(),
            page.say("in stock", "有现货"),
            conditions=(Condition("availability", "eq", "in_stock"),),
        )
    ]
