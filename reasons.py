"""Why a product is suggested: each reason names the words or items it rests on.

Reads what retrieval scored and what the catalog says; changes no ranking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .catalog.filters import Condition, describe
from .catalog.folding import fold_name
from .catalog.origins import ORIGIN_NAMES
from .catalog.records import Product
from .results import Reason
from .retrieval.request import Request
from .retrieval.tokens import request_terms, tokenise

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MOST_WORDS = 6
MIN_SHOPPERS = 5
"""A count of shoppers is shown from here on (k-anonymity); fewer could point at a person."""


def query_reasons(product: Product, request: Request) -> list[Reason]:
    """Reasons from the words: which fields of the product carry words of the request."""
    wanted = set(request_terms(request.text))  # “for” says nothing for a product
    reasons: list[Reason] = []
    explained: set[str] = set()
    for field, text in _fields(product):
        words, terms = _shared_words(text, wanted - explained)
        if not words:
            continue
        explained |= terms
        quoted = ", ".join(f"“{word}”" for word in words)
        said = (
            f"{_FIELD_ZH.get(field, field)}里有{quoted}"
            if request.language == "zh"
            else f"its {field} says {quoted}"
        )
        reasons.append(Reason(text=said, kind="query", field=field, evidence=tuple(words)))
        if len(reasons) == 2:
            break
    if not reasons:
        said = "意思与需求相近" if request.language == "zh" else "close in meaning to the request"
        reasons.append(Reason(text=said, kind="query", field="title", evidence=(product.title,)))
    return reasons


def filter_reasons(
    product: Product, conditions: Sequence[Condition], language: str
) -> list[Reason]:
    """One reason a hard filter, with the value that passes it."""
    reasons = []
    for condition in conditions:
        values = _values(product, condition.field)
        if values:
            reasons.append(
                Reason(
                    text=describe(condition, language),
                    kind="filter",
                    field=condition.field,
                    evidence=values,
                )
            )
    return reasons


def popularity_reason(product: Product, shoppers: int, language: str) -> Reason:
    """A reason for a shopper about whom nothing is known."""
    if shoppers >= MIN_SHOPPERS:
        said = f"{shoppers}位顾客买过" if language == "zh" else f"bought by {shoppers} shoppers"
        return Reason(text=said, kind="popular", field="interactions", evidence=(str(shoppers),))
    if product.rating is not None:
        said = f"评分{product.rating}" if language == "zh" else f"rated {product.rating}"
        return Reason(text=said, kind="popular", field="rating", evidence=(str(product.rating),))
    said = "本店商品" if language == "zh" else "from the catalog; nothing is known of its sales"
    return Reason(text=said, kind="popular", field="title", evidence=(product.title,))


_FIELD_ZH = {"title": "标题", "brand": "品牌", "category": "分类", "description": "描述"}


def _fields(product: Product) -> list[tuple[str, str]]:
    named = [(name, ", ".join(values)) for name, values in product.attributes.items()]
    return [
        ("title", product.title),
        ("brand", product.brand),
        ("category", " / ".join(product.category)),
        *named,
        ("description", product.description),
    ]


def _shared_words(text: str, wanted: set[str]) -> tuple[list[str], set[str]]:
    """Words of `text`, as written, whose terms are wanted; and those terms."""
    words: list[str] = []
    seen: set[str] = set()
    for match in _WORD.finditer(text):
        # A run of Chinese is one "word" here: show the tokens in it, not the whole run.
        for term in tokenise(match[0]):
            if term in wanted and term not in seen:
                seen.add(term)
                word = match[0] if match[0].isascii() else term
                if word not in words:
                    words.append(word)
        if len(words) >= _MOST_WORDS:
            break
    return words, seen


def _values(product: Product, field: str) -> tuple[str, ...]:
    if field.startswith("attributes."):
        wanted = field.removeprefix("attributes.").replace("_", " ").casefold()
        for name, values in product.attributes.items():
            if name.replace("_", " ").casefold() == wanted:
                return tuple(values)
        return ()
    if field == "category":
        return product.category
    if field == "origin":
        groups = product.attributes.items()
        told = tuple(one for name, own in groups if fold_name(name) in ORIGIN_NAMES for one in own)
        return told or (product.title,)
    if field == "text":
        return (product.title,)
    value = getattr(product, field, None)
    return () if value is None or value == "" else (str(value),)
