"""Words of a request that name the seller's kind, not a thing: "旗舰店", "official store".

Whoever searches for "ecoco 旗舰店 鞋架" wants a shoe rack of that brand; a title that happens to
praise its "旗舰店" is no better for it. Knows text only.
"""

from __future__ import annotations

import re

_SELLER = re.compile(
    r"(?:官方|正品|品牌)?(?:旗舰店|旗艦店|专卖店|專賣店|专营店|專營店)"
    r"|官方(?:商店|网店|店铺|官网)|(?:线上|网上)(?:商店|商城|店铺)|官网"
    r"|\b(?:official|flagship)\s+(?:online\s+)?(?:store|shop|site|website)\b",
    re.IGNORECASE,
)


def without_seller_words(text: str) -> str:
    """A request without the words for the seller; as it is where nothing else is left.

    >>> without_seller_words("意可可 ecoco 旗舰店鞋架")
    '意可可 ecoco 鞋架'
    >>> without_seller_words("flagship store")
    'flagship store'
    """
    left = " ".join(_SELLER.sub(" ", text).split())
    return left or text
