"""How many products of a kind the shop has: "There are 3: …", 共3款：….

Counted is what is of the kind that the words end with, by its category or the last word of its title,
and has the other words somewhere. Where nothing is of such a kind, what the search found is counted,
and said to be no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from ..generator.evidence import pieces_of
from ..generator.grounded import Found, GroundedText
from ..generator.recommend import headline
from ..generator.statements import Numbering, Statement
from ..messages import say
from ..retrieval.product_text import product_terms
from ..retrieval.request_text import fold
from ..retrieval.same_kind import head_of, is_of_the_kind
from ..retrieval.tokens import request_terms, tokenise
from .variants import one_of_each

NAMED = 4
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENDS = " 的吗呢么?？!！。"
# A name of a thing in a title goes on with nothing or with whom it is for: 羽绒服女.
_ALONE = r"(?![\u4e00-\u9fff])|(?=[男女儿童中大小])"


def of_the_counted_kind(products: Sequence[Product], thing: str) -> list[Product]:
    """The products that are what a request's words name, colours and sizes of one counted once.

    Args:
        products: best first.
        thing: the words, limits taken out.
    """
    found = _chinese(products, thing) if _HAN.search(thing) else _english(products, thing)
    return one_of_each(found)


def said_to_count(
    products: Sequence[Product], language: str, *, of_the_kind: bool
) -> tuple[GroundedText, list[Product]]:
    """The number, and the first few by name and price, each cited.

    Args:
        products: that are counted, best first; at least one.
        language: of the fixed phrases.
        of_the_kind: they are surely of the kind asked for; else only found by its words.
    """
    named = list(products[:NAMED])
    phrase = "counted" if of_the_kind else "counted_found"
    if len(products) == 1:
        phrase += "_one"
    elif len(products) > NAMED:
        phrase += "_more"
    statements = [Statement(say(phrase, language, n=len(products)))]
    for one in named:
        text, cited, quotes = headline(pieces_of(Found(one)), language)
        end = "。" if language == "zh" else "."
        statements.append(Statement(text + end, cited, quotes, line=True))
    numbering = Numbering()
    text = "\n".join(numbering.render(one) for one in statements)
    return GroundedText(text, numbering.citations(), False, "extract"), named


def _english(products: Sequence[Product], thing: str) -> list[Product]:
    if not head_of(thing):
        return []
    other = frozenset(request_terms(thing)) - head_of(thing)
    return [
        one
        for one in products
        if is_of_the_kind(one, thing) and other <= frozenset(tokenise(product_terms(one)))
    ]


def _chinese(products: Sequence[Product], thing: str) -> list[Product]:
    """The longest ending of the words that is a category or ends a name in a title is the kind."""
    thing = fold(thing).strip(_ENDS)
    for at in range(len(thing)):
        kind = thing[at:]
        if not _HAN.match(kind):
            continue
        alone = re.compile(rf"{re.escape(kind)}(?:{_ALONE})")
        found = [
            one
            for one in products
            if kind in map(fold, one.category)
            or (len(kind) > 1 and alone.search(fold(one.title)) is not None)
        ]
        if found:
            others = [term for term in request_terms(thing[:at]) if len(term) > 1]
            return [one for one in found if all(term in _words(one) for term in others)]
    return []


def _words(product: Product) -> str:
    return fold(product_terms(product))
