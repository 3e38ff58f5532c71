"""Judgements as a cross-encoder learns from them: request, product, how well it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...catalog.records import Product
from ..judgements import Judgement
from ..product_text import product_text
from ..weight_fitting import by_request

_TEXT_CHARS = 300  # more is beyond `max_tokens`


@dataclass(frozen=True, slots=True)
class Graded:
    """One judged pair a row.

    Attributes:
        requests, texts: what was asked, and the product in words, ``[n]``.
        targets: the grade's place in the file's span, 0 for its lowest and 1 for its highest, ``[n]``.
    """

    requests: Sequence[str]
    texts: Sequence[str]
    targets: Sequence[float]

    def __len__(self) -> int:
        return len(self.requests)

    def digest(self) -> str:
        """SHA-256 over all of it: what a checkpoint belongs to."""
        content = "\0".join([*self.requests, *self.texts, *map(repr, self.targets)])
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def pair_text(product: Product) -> str:
    """A product as the reranker reads it: the beginning of what the encoder reads."""
    return product_text(product, _TEXT_CHARS)


def graded(
    judgements: Sequence[Judgement], texts: Mapping[str, str], heard: Callable[[str], str]
) -> Graded:
    """Rows of the judgements whose product is known; of a pair judged twice the later grade counts.

    Args:
        judgements: of the part to learn from.
        texts: item id to the product's text; what isn't there is passed over.
        heard: a request as the catalog spells it, because that is what serving reads.
    """
    grades = [one.grade for one in judgements]
    low, high = min(grades, default=0.0), max(grades, default=0.0)
    span = high - low
    rows = [
        (heard(request), texts[item], (grade - low) / span)
        for request, of_request in by_request(judgements).items()
        for item, grade in of_request.items()
        if span and item in texts
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return Graded(*(list(column) for column in columns))
