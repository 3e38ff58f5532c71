"""What a turn wants of a product that was shown: to hear of it, to buy it, to see others like it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from ..retrieval.request_text import fold
from ..retrieval.tokens import tokenise
from .pointing import Pointed

_ABOUT = re.compile(
    r"\b(?:tell me (?:more )?about|more (?:info|information|details?) (?:on|about|of)|(?:any )?details? (?:on|of|about)|describe|what about|how about|show me|let me see|look at|"
    r"i like|interested in|what is|what's)\b|介绍|详细|说说|讲讲|看看|怎么样|我喜欢|想了解"
)
_LEAD = re.compile(
    r"^(?:(?:ok|okay|and|so|but|well|hm+|then|please|yes|no|i mean|maybe|the one|i like|i want|i'd like|show me|what about|how about|tell me (?:more )?about|"
    r"more (?:info|information|details?) (?:on|about|of)|(?:any )?details? (?:on|of|about)|describe|let me see|look at|介绍一下|介绍|说说|讲讲|看看|详细(?:说说|介绍)?|我(?:喜欢|要|想看))[\s,.]*)+"
)
_POINTER = re.compile(
    r"\b(?:the|this|that|it|its|one|ones|number|no|option|item|product|first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|4th|5th|please|again|more|both|these|those|them|two|of)\b"
    r"|第?[一二三四五六七八九十\d]+(?:个|款|种|件|条|只|瓶|双|项|台|本|盒)|[前后][两二三四](?:个|款|种|件)?|最后[一那]?(?:个|款)?|[这那](?:个|款|件|只|双|瓶|台|种|本|盒|条)?|它|的|吧|呢|一下|怎么样|\d+|#"
)
_BUY = re.compile(
    r"\bi(?:'ll| will|'d like to| want to| would like to)? (?:take|buy|order|go (?:for|with)|have|purchase|get)\b|\badd .{0,30}(?:cart|basket|bag)\b|\b(?:order|buy|checkout|check out)\b.{0,20}$"
    r"|下单|买(?:这|那|第|它|单)|加(?:入)?购物车|就(?:要|买|选)?(?:这|那|第|它)|我要(?:这|那|第)"
)
_LIKE = re.compile(
    r"\b(?:more|something|others?|anything|ones?|products?) (?:just )?(?:like|similar to)\b|\bsimilar (?:to|ones?)\b|类似|差不多|同类"
)
_EXPLICIT = re.compile(
    r"\b(?:one|ones|them|they|these|those|two|three|four|both|first|second|third|fourth|last|it|compare|difference)\b|第|前[两二三]|这|它|哪一?[个款]|对比|比较|区别"
)
_AGAINST = re.compile(r"\bthan\b|\bcompar|\bdiffer|\bvs\b|\bversus\b|比|更|区别|不同")
_SHORT = 5


def asks_about(words: str) -> bool:
    """Whether a turn asks to hear of a product ("tell me about …", "what about …", 介绍一下)."""
    return bool(_ABOUT.search(fold(words[:300])))


def left_besides(words: str, products: Sequence[Product] = ()) -> str:
    """A turn without its pointing, its "tell me about" and, of the products meant, their names."""
    folded = _LEAD.sub("", fold(words[:300]).strip(" .,!?;。，！？"))
    left = _POINTER.sub(" ", _LEAD.sub("", folded))
    named = {word for one in products for word in tokenise(one.title)}
    if len(products) == 1:
        return " ".join(word for word in tokenise(left) if word not in named)
    return "".join(char if char.isalnum() else " " for char in left).strip()


def points(words: str) -> bool:
    """Whether a turn has a word that points ("that one", "the second", "tell me about", 第二个)."""
    folded = fold(words[:300])
    return bool(_POINTER.search(folded) or _ABOUT.search(folded))


def wants_to_buy(words: str) -> bool:
    """Whether a turn orders something, which a guide can't."""
    return bool(_BUY.search(fold(words[:300])))


def asks_for_like(words: str) -> bool:
    """Whether a turn asks for products like one that was shown."""
    return bool(_LIKE.search(fold(words[:300])))


def compares_shown(words: str, at: Pointed) -> bool:
    """Whether a comparison is of what was shown, not "which is the best moisturizer for dry skin"."""
    folded = fold(words[:300])
    if not (at.products or at.unclear):
        return False
    if len(at.products) == 1 and not _AGAINST.search(folded):
        return False  # "what's the weight of the second one" asks of one
    return bool(_EXPLICIT.search(folded)) or len(folded.split()) <= _SHORT
