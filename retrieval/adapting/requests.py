"""What a shopper might type for a product, written from what the shop says of it.

No request of a real shopper is needed: a request is a few words of the title (most often with
those that say what the thing is), a category, a brand or an attribute with the kind, a piece of
the description or of a review, or a question that was asked. Some are mistyped. Everything random
comes from one seed.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...catalog.records import Product
from ..product_kind import kind_words
from .mistyping import mistyped

_WORD = re.compile(r"[^\W_]+(?:[.'’&/-][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCES = re.compile(r"[.!?。！？;；\n]+")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "or",
        "of",
        "in",
        "on",
        "with",
        "for",
        "the",
        "to",
        "by",
        "from",
        "at",
        "as",
        "is",
        "it",
        "its",
        "this",
        "that",
        "your",
        "you",
        "are",
        "be",
        "x",
        "w",
        "no",
        "的",
        "了",
        "和",
        "与",
        "及",
        "或",
        "是",
    ]
)
_MOST_CHARS = 2_000
_MISTYPED, _RUN_TOGETHER = 0.12, 0.05
_LENGTHS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Said:
    """What others wrote about one product: pieces of reviews, and questions."""

    reviews: Sequence[str] = ()
    questions: Sequence[str] = ()


class RequestWriter:
    """Writes requests for products of one catalog.

    Args:
        products: the catalog; only counts of its words are kept.
        seed: the same catalog and seed give the same requests in the same order of asking.
    """

    def __init__(self, products: Iterable[Product], seed: int = 0) -> None:
        self._source = random.Random(seed)
        self._products_with: Counter[str] = Counter()
        for product in products:
            self._products_with.update({word.casefold() for word in words_of(product.title)})

    def write(self, product: Product, said: Said | None = None) -> str:
        """One request that `product` answers; never empty."""
        source, said = self._source, said or Said()
        kinds = kind_words(product.title, most=3)
        choices = [("title", 20.0), ("span", 15.0), ("kind", 45.0 if kinds else 0.0)]
        choices += [("category", 15.0 if product.category else 0.0)]
        choices += [("brand", 6.0 if product.brand else 0.0)]
        choices += [("attribute", 10.0 if product.attributes else 0.0)]
        choices += [("description", 10.0 if product.description else 0.0)]
        choices += [("review", 12.0 if said.reviews else 0.0)]
        choices += [("question", 12.0 if said.questions else 0.0)]
        names, weights = zip(*choices, strict=True)
        way = source.choices(names, weights)[0]
        words = self._words(way, product, kinds, said) or words_of(product.title)[:4]
        return self._typed(words) or product.title

    def _words(self, way: str, product: Product, kinds: list[str], said: Said) -> list[str]:
        source = self._source
        title = words_of(product.title)
        match way:
            case "kind":
                last = kinds[-source.choices((1, 2, 3), (0.3, 0.45, 0.25))[0] :]
                taken = {word.casefold() for word in last}
                rest = [word for word in title if word.casefold() not in taken]
                return [*self._some(rest, source.choices((0, 1, 2), (0.4, 0.4, 0.2))[0]), *last]
            case "span":
                length = source.choices((2, 3, 4), (0.4, 0.4, 0.2))[0]
                start = source.randrange(max(1, len(title) - length + 1))
                return title[start : start + length]
            case "category":
                leaf = words_of(product.category[-1])
                return [*self._some(title, source.choices((0, 1, 2), (0.4, 0.4, 0.2))[0]), *leaf]
            case "brand":
                rest = kinds or words_of(product.category[-1] if product.category else "")
                return [*words_of(product.brand)[:3], *(rest or self._some(title, 2))]
            case "attribute":
                value = self._value(product)
                return [*value, *(kinds[-2:] or self._some(title, 2))] if value else []
            case "description":
                said_so = words_of(self._piece(product.description))
                return [*self._some(said_so, source.randint(2, 4)), *kinds[-1:]]
            case "review":
                return words_of(self._piece(source.choice(said.reviews)))[:10]
            case "question":
                return words_of(source.choice(said.questions), stop=False)[:16]
        return self._some(title, source.choices(_LENGTHS, (0.08, 0.32, 0.32, 0.18, 0.1))[0])

    def _some(self, words: Sequence[str], count: int) -> list[str]:
        """`count` of the words, in their order; those that many titles share are likelier.

        A shopper names what sort of thing it is more often than what only one product is called.
        """
        keys = [self._source.random() ** (1 / self._weight(word)) for word in words]
        best = sorted(range(len(words)), key=lambda row: -keys[row])[:count]
        return [words[row] for row in sorted(best)]

    def _weight(self, word: str) -> float:
        weight = math.log1p(self._products_with[word.casefold()])
        return max(0.2, weight if word.isalpha() else 0.6 * weight)

    def _value(self, product: Product) -> list[str]:
        short = [
            value
            for values in product.attributes.values()
            for value in values[:4]
            if 0 < len(value) <= 30
        ]
        return words_of(self._source.choice(short))[:3] if short else []

    def _piece(self, text: str) -> str:
        pieces = [one for one in _SENTENCES.split(text[:_MOST_CHARS]) if len(one.strip()) > 2]
        return self._source.choice(pieces) if pieces else ""

    def _typed(self, words: Sequence[str]) -> str:
        words = [word.lower() for word in words]
        if words and self._source.random() < _MISTYPED:
            place = self._source.randrange(len(words))
            words[place] = mistyped(words[place], self._source)
        text = " ".join(words)
        if self._source.random() < _RUN_TOGETHER:
            text = text.replace(" ", "", 1)
        # Chinese is written without spaces; what is left between it and Latin words is a habit.
        return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", text).strip()


def words_of(text: str, stop: bool = True) -> list[str]:
    """The words of a text as it writes them, Chinese cut by jieba; with `stop`, without stop words."""
    found: list[str] = []
    for word in _WORD.findall(text[:_MOST_CHARS]):
        found += _chinese(word) if _HAN.search(word) else [word]
    return [word for word in found if word.casefold() not in _STOP] if stop else found


def _chinese(run: str) -> list[str]:
    from ..chinese import words

    return [word for word in words(run) if word.strip()]
