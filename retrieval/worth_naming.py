"""Which of the products found are worth naming in an answer.

A ranking always has a fourth place; an answer shouldn't speak of it if it has little to do with
the request. Nothing here changes a ranking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..catalog.records import Product
from .asked_thing import thing_terms
from .product_text import product_name, product_terms
from .request import Request
from .retriever import Hit
from .tokens import request_terms, tokenise

_LEAST_COSINE = 0.25
_NEAR_THE_BEST = 0.7
_LEAST_SHARE = 0.5
_LEAST_NAME = 2  # characters
_LEAST_TOGETHER = 0.76
"""Best cosine plus best share of the request's words: below it the shop has no such thing.

Read off 35 requests for goods that a skincare catalog doesn't have (all below) and 49 for goods
that two catalogs have (48 above), with MiniLM. An encoder whose cosines are all high is never
stopped by it.
"""


_LEAST_UNNAMED = 0.55
"""Least best cosine for a question none of whose things a title or category names: a shop without
headlamps has no answer about their batteries, though a bicycle light's batteries come near.
"""


def worth_naming(
    hits: Sequence[Hit], products: Mapping[str, Product], request: Request
) -> list[Hit]:
    """The hits that come near the best, in words and in meaning taken together.

    If nothing is near at all, none is: a skincare shop asked for a bed frame should say so.
    A hit that shares no word must be near in meaning. Where the encoder can't read the request
    there is no meaning to go by: more than half of the request's words must be there (sharing
    "孩子" doesn't make ink a building block), or, of a question, one of its things in the title.
    """
    words = max((hit.lexical for hit in hits), default=0.0)
    nearest = max((hit.dense for hit in hits), default=0.0)
    asks = request.intent == "advise"
    wanted = set(thing_terms(request.text) if asks else request_terms(request.text))

    def share(hit: Hit) -> float:
        has = set(tokenise(product_terms(products[hit.item_id])))
        return len(wanted & has) / max(1, len(wanted))

    def is_named(hit: Hit) -> bool:
        product = products[hit.item_id]
        return not wanted.isdisjoint(tokenise(" ".join([product_name(product), *product.category])))

    def is_in_named(hit: Hit) -> bool:
        """Whether the request says a whole category of it: 小家电."""
        names = products[hit.item_id].category
        return any(len(name) >= _LEAST_NAME and name in request.text for name in names)

    by_words_alone = nearest > 0 and not any(hit.history > 0 for hit in hits)
    if by_words_alone:
        if nearest + max(map(share, hits)) < _LEAST_TOGETHER:
            return []
        if asks and nearest < _LEAST_UNNAMED and not any(map(is_named, hits)):
            return []

    def near(hit: Hit) -> bool:
        if hit.history > 0:
            return True
        if nearest <= 0:
            close = is_named(hit) if asks else share(hit) > _LEAST_SHARE or is_in_named(hit)
            return close and hit.lexical >= _NEAR_THE_BEST * words
        if not hit.lexical and hit.dense < _LEAST_COSINE:
            return False
        channels = [hit.dense / nearest] + ([hit.lexical / words] if words else [])
        return sum(channels) / len(channels) >= _NEAR_THE_BEST

    return [hit for hit in hits if near(hit)]
