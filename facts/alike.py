"""Something like a product, and cheaper: "similar to the Kenya AA but cheaper", 比戴森便宜的吹风机.

What is like it is near it in meaning and of its kind; the product itself is what the shopper knows already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.records import Product
from ..retrieval.request_text import fold
from ..retrieval.same_kind import head_of

_CHEAPER = r"(?:(?:is |are |a bit |much |lot )*(?:cheaper|less expensive|more affordable|lower priced?|costs? less))"
_LIKE = re.compile(
    r"\b(?:similar to|(?<!would )(?<!'d )(?<!\bi )(?<!you )(?<!we )(?<!to )(?<!looks )(?<!look )like|comparable to|alternatives? (?:to|for)|same as)\s+(?:the |my |your |this |that )?(?P<thing>\S.{1,80}?)"
    rf"(?:,?\s+(?:but|only|just|and|that(?:'s| is)?|which(?: is)?)\s+(?:that )?(?P<cheaper>{_CHEAPER}))?(?:\s+please)?[\s?.!]*$"
)
_CHEAPER_THAN = re.compile(
    rf"(?P<cheaper>{_CHEAPER})\s+(?:than|alternatives? (?:to|for))\s+(?:the |my |your )?(?P<thing>\S.{{1,80}}?)[\s?.!]*$"
)
_LIKE_CHINESE = re.compile(
    r"(?:和|跟|与|像)(?P<thing>.{2,30}?)(?:类似|差不多|相似|一样|同类)(?:的)?.{0,6}?(?P<cheaper>便宜|实惠|低价)?[^便宜]{0,6}$"
)
_CHEAPER_CHINESE = re.compile(r"比(?P<thing>.{2,30}?)(?:更|要|还)?(?P<cheaper>便宜|实惠)")


@dataclass(frozen=True, slots=True)
class Alike:
    """What is wanted.

    Attributes:
        thing: the words for the product that it is to be like.
        cheaper: it has to cost less.
        rest: the other words, which may set limits: the brand in the thing's name sets none.
    """

    thing: str
    cheaper: bool
    rest: str


def alike_wanted(text: str) -> Alike | None:
    """What a request wants something like; None if it doesn't.

    >>> alike_wanted("something similar to the Kenya AA but cheaper").thing
    'kenya aa'
    """
    folded = fold(text[:500])
    for pattern in (_CHEAPER_THAN, _CHEAPER_CHINESE, _LIKE, _LIKE_CHINESE):
        if match := pattern.search(folded):
            start, end = match.span("thing")
            return Alike(
                match["thing"].strip(" ,，"), bool(match["cheaper"]), folded[:start] + folded[end:]
            )
    return None


def of_its_kind(product: Product, others: Sequence[Product], cheaper: bool) -> list[Product]:
    """The others that are of a product's kind: of its narrowest category, or called the same.

    Args:
        product: the one known.
        others: nearest first.
        cheaper: only those that cost less, in the same currency.
    """
    kind, head = product.category[-1:], head_of(product.title)
    kept = [
        one
        for one in others
        if one.item_id != product.item_id
        and ((kind and one.category[-1:] == kind) or head & head_of(one.title))
    ]
    if not cheaper:
        return kept
    return [
        one
        for one in kept
        if product.price is not None
        and one.price is not None
        and one.price < product.price
        and one.currency == product.currency
    ]
