"""Reduced prices: "on sale", "at least 30% off", "discounted", "打折的", "特价".

What is reduced is what costs less than its list price; of a product without one nobody knows.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ..catalog.filters import Condition
from .reading import Page, Reading

_HOW_FAR = r"(?:(?P<least>at least|min(?:imum)?(?: of)?|more than|over|≥|>=?)\s?)?(?P<percent>\d{1,2})\s?(?:%|per ?cent)\s?(?:(?:or|and) (?:more|up|above)\s)?(?:off|discount(?:ed)?|reduced|reduction)"
_SALE = re.compile(
    rf"(?<![\w'-])(?:(?:that(?: is|'s| are)|which (?:is|are)|currently|with|are|is|at|have|has|any|the|your|best|an?) )*(?:{_HOW_FAR}"
    r"|on (?:sale|special(?: offer)?|offer|clearance)(?! (?:on|at|in) (?:amazon|ebay))|discount(?:ed|s)?(?: (?:items?|products?|prices?))?(?! (?:code|card|store|shop))"
    r"|(?:reduced|marked down)(?: (?:in|to clear|prices?))?(?= price|[\s,.?!]*$)|(?:sale|clearance|deals?) (?:items?|products?)|deals(?= on| for|[\s,.?!]*$))(?: (?:or more|and up|right now|now|today|at the moment))?(?![\w-])"
    r"|(?:有|在|正在)?(?:打(?P<zhe>[1-9一二三四五六七八九])折(?:以下)?|打折|特价|降价|促销|折扣|减价|有优惠)(?:的|商品|中)*"
)
# "Is there a 10% discount?" asks what the shop gives.
_NOT = re.compile(r"(?:not|n't|never|is there|不要|不|没有?|非)\s?$")


def read_sale(page: Page) -> list[Reading]:
    """The wish for a reduced price, by how much where it is said."""
    match = _SALE.search(page.folded)
    if not match or _NOT.search(page.folded, max(0, match.start() - 9), match.start()):
        return []
    if match["zhe"]:  # 打八折: eight tenths of the price are left
        left = "一二三四五六七八九".find(match["zhe"]) + 1 or int(match["zhe"])
        least = Decimal(100 - 10 * left)
    else:
        least = Decimal(match["percent"] or 0)
    if least:
        note, condition = (
            page.say(f"discount ≥ {least}%", f"折扣 ≥ {least}%"),
            Condition("discount", "ge", least),
        )
    else:
        note, condition = (
            page.say("below its list price", "低于原价"),
            Condition("discount", "gt", Decimal(0)),
        )
    return [Reading(*match.span(), note, conditions=(condition,))]
