"""Which of the products found are worth naming in an answer.

A ranking always has a fourth place; an answer shouldn't speak of it if it has little to do with
the request. Nothing here changes a ranking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..catalog.records import Product
from .asked_thing import pointed_at, thing_terms
from .described_kind import described_as
from .product_text import product_name, product_terms
from .request import Request
from .retriever import Hit
from .same_kind import wished
from .tokens import request_terms, tokenise

_LEAST_COSINE = 0.25
_NEAR_THE_BEST = 0.7
_LEAST_SHARE = 0.5
_LEAST_NAME = 2  # characters
_LEAST_TOGETHER = 0.76
"""Best cosine plus best share of the request's words: below it the shop has no such thing.

Read off 35 requests for goods that a skincare catalog doesn't have (all below) and 49 for goods
that two catalogs have (48 above), with MiniLM.
"""
_SHARE_OF_A_KIND = 0.5
"""What the name of the thing counts where a product is of that kind, as much as one of two words."""
_IN_PASSING = 0.35
"""What the wished thing counts where only descriptions speak of it: "a duffel with a shoe pocket" is no shoe.

Of 46 single nouns in the demo shop it stops car, hat, gloves, tyres, drill, rice, pasta, umbrella, candle and pillow,
none of which it sells, and lets sunscreen, trousers, shampoo and perfume through, which come near in meaning.
"""
_ALL_HIGH = 0.6
"""Cosine of a request and the middle of all products from which an encoder's cosines are all high: with
multilingual-e5-small everything has .8 or more. Then a cosine counts as its share of the way from there to 1.
"""
_LEAST_ABOVE, _SHARE_COUNTS = 0.3, 0.5
"""The same as `_LEAST_TOGETHER` for such an encoder. Read off 25 parts of zh-taobao by kind, each as a shop of its own:
.05 of the requests for what it has are stopped and .80 of the others.
"""
_WHAT_IT_SELLS = 0.35
"""Cosine of a request and the middle of all products from which it names what the whole shop sells: where all are
laptops, none says so. With MiniLM and ten laptops, five requests for one have .44 and more, five others .20 at most.
"""
_LEAST_UNNAMED = 0.55
"""Least best cosine for a question none of whose things a title or category names: a shop without
headlamps has no answer about their batteries, though a bicycle light's batteries come near.
"""


def worth_naming(
    hits: Sequence[Hit],
    products: Mapping[str, Product],
    request: Request,
    background: float = 0.0,
) -> list[Hit]:
    """The hits that come near the best, in words and in meaning taken together.

    If nothing is near at all, none is: a skincare shop asked for a bed frame should say so.
    A hit that shares no word must be near in meaning. Where the encoder can't read the request
    there is no meaning to go by: more than half of the request's words must be there (sharing
    "孩子" doesn't make ink a building block), or, of a question, one of its things in the title.

    Args:
        hits: best first.
        products: by id.
        request: what they were found for.
        background: cosine of the request and the middle of all products; see `Retriever.background`.
    """
    if high := background >= _ALL_HIGH:
        above = [max(0.0, (hit.dense - background) / (1 - background)) for hit in hits]
        hits = [replace(hit, dense=one) for hit, one in zip(hits, above, strict=True)]
    words = max((hit.lexical for hit in hits), default=0.0)
    nearest = max((hit.dense for hit in hits), default=0.0)
    asks = request.intent == "advise"
    wanted = set(thing_terms(request.text) if asks else request_terms(request.text))

    thing = frozenset[str]() if asks else wished(request.text) & wanted
    if any(not thing.isdisjoint(_telling(products[hit.item_id])) for hit in hits):
        thing = frozenset()

    def share(hit: Hit) -> float:
        has = wanted.intersection(tokenise(product_terms(products[hit.item_id])))
        return (len(has) - (1 - _IN_PASSING) * len(has & thing)) / max(1, len(wanted))

    def is_named(hit: Hit) -> bool:
        product = products[hit.item_id]
        return not wanted.isdisjoint(tokenise(" ".join([product_name(product), *product.category])))

    def is_in_named(hit: Hit) -> bool:
        """Whether the request says a whole category of it: 小家电."""
        names = products[hit.item_id].category
        return any(len(name) >= _LEAST_NAME and name in request.text for name in names)

    by_words_alone = nearest > 0 and not any(hit.history > 0 for hit in hits)
    if by_words_alone:
        most = max(map(share, hits))
        # What is said of the thing may be in no product's words: "earphones with long battery life".
        heads = pointed_at(request.text) if asks else wished(request.text)
        named = any(not heads.isdisjoint(_called(products[hit.item_id])) for hit in hits)
        if named:
            most = max(most, _SHARE_OF_A_KIND)
        least = _LEAST_ABOVE if high else _LEAST_TOGETHER
        there = (asks and named) or (not high and background >= _WHAT_IT_SELLS)
        if nearest + (_SHARE_COUNTS if high else 1) * most < least and not there:
            return []
        # "Which one is vegan?" names nothing, and is answered by what has all of its words.
        unnamed = asks and most < 1 and not any(map(is_named, hits))
        if unnamed and not there and nearest < (_LEAST_ABOVE if high else _LEAST_UNNAMED):
            return []

    # English titles end with what a thing is, and ear pads lie in Headphones too; a Chinese name may be brand and model.
    asked = tokenise(request.text) if request.language == "zh" and not asks else []

    def near(hit: Hit) -> bool:
        if hit.history > 0:
            return True
        if asked and any(
            asked[-len(one) :] == one for one in map(tokenise, products[hit.item_id].category)
        ):
            return True  # 手机 and 苹果手机 are all that lie in 手机
        if nearest <= 0:
            close = is_named(hit) if asks else share(hit) > _LEAST_SHARE or is_in_named(hit)
            return close and hit.lexical >= _NEAR_THE_BEST * words
        if not hit.lexical and hit.dense < (_LEAST_ABOVE / 2 if high else _LEAST_COSINE):
            return False
        if asks and wanted and not high and not share(hit) and hit.dense < _LEAST_UNNAMED:
            return False  # the task chair has a warranty too, and is no drill
        channels = [hit.dense / nearest] + ([hit.lexical / words] if words else [])
        return sum(channels) / len(channels) >= _NEAR_THE_BEST

    return [hit for hit in hits if near(hit)]


def _telling(product: Product) -> list[str]:
    """The terms of what says what a product is: its name, categories, fields, the opening of its description."""
    fields = [one for name, values in product.attributes.items() for one in (name, *values)]
    return [*_called(product), *tokenise(" / ".join([*product.category, *fields]))]


def _called(product: Product) -> list[str]:
    """The terms of a product's name and of what its description begins by calling it."""
    return [*tokenise(product_name(product)), *described_as(product.description)]
