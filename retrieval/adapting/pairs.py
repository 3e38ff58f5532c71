"""Request–product pairs of a catalog as the trainer wants them: columns of a `datasets.Dataset`.

The label of a pair is not a grade but what the product is, so that the objective can tell "shower
head" from "shower head holder" (see `objective.py`).
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...catalog.records import Product
from ...progress import track
from ..product_kind import kind_words
from ..product_text import product_text
from ..tokens import tokenise
from .requests import RequestWriter, Said

_TEXT_CHARS = 400  # more is beyond `max_tokens` anyway


@dataclass(frozen=True, slots=True)
class Pairs:
    """Requests and the products they were written for, one a row.

    Attributes:
        requests: what was asked, ``[n]``.
        texts: the product's text, as it is embedded, ``[n]``.
        rows: row of the product in the catalog, ``[n]``.
        labels: ``(kind, named)`` a row: what the product is (a hash of the word's stem, 0 if the
            title doesn't say), and whether the request names it.
    """

    requests: Sequence[str]
    texts: Sequence[str]
    rows: Sequence[int]
    labels: Sequence[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.requests)

    def digest(self) -> str:
        """SHA-256 over requests and texts: what a checkpoint belongs to."""
        content = "\0".join([*self.requests, *self.texts])
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def written_pairs(
    products: Sequence[Product], count: int, seed: int, said: Mapping[str, Said] | None = None
) -> Pairs:
    """`count` pairs, the products taken in turn in a random order.

    Products without a word to write a request from are passed over.
    """
    said = said or {}
    writer = RequestWriter(products, seed)
    order = list(range(len(products)))
    random.Random(seed).shuffle(order)
    kinds = [_kind(product) for product in products]
    requests, texts, rows, labels = [], [], [], []
    for turn in track(range(count), "writing requests", total=count):
        row = order[turn % len(order)]
        product = products[row]
        request = writer.write(product, said.get(product.item_id))
        if not any(map(str.isalnum, request)):
            continue
        requests.append(request)
        texts.append(product_text(product, _TEXT_CHARS))
        rows.append(row)
        labels.append((_number(kinds[row]), int(kinds[row] in tokenise(request))))
    return Pairs(requests, texts, rows, labels)


def _kind(product: Product) -> str:
    words = kind_words(product.title, most=1)
    terms = tokenise(words[0]) if words else []
    return terms[-1] if terms else ""


def _number(kind: str) -> int:
    """A positive number of 31 bits for a word, 0 for none."""
    if not kind:
        return 0
    return int.from_bytes(hashlib.sha256(kind.encode()).digest()[:4], "big") // 2 + 1
