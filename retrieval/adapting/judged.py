"""Judgements as examples: of two products for one request, which is better and by how much."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..judgements import Judgement
from ..model_folder import Kind

Encode = Callable[[Sequence[str], Kind], NDArray[np.float32]]
"""Texts of a kind to unit vectors ``[n, d]``."""

_LEAST_GAP = 0.15  # of the grades' whole span; closer ones are the judges' noise
_MOST_A_REQUEST = 6


@dataclass(frozen=True, slots=True)
class Preferences:
    """One pair of graded products a row.

    Attributes:
        requests, better, worse: texts, ``[n]``.
        gaps: difference of the two grades as a share of the file's span, ``[n]``.
    """

    requests: Sequence[str]
    better: Sequence[str]
    worse: Sequence[str]
    gaps: Sequence[float]

    def first(self, count: int) -> Preferences:
        """The first `count` rows."""
        return Preferences(
            self.requests[:count], self.better[:count], self.worse[:count], self.gaps[:count]
        )


def preferences(
    judgements: Sequence[Judgement], texts: Mapping[str, str], seed: int = 0
) -> Preferences:
    """Every pair of one request whose grades differ by .15 of the span, at most 6 a request.

    Args:
        judgements: of the part to learn from.
        texts: item id to the product's text; what isn't there is passed over.
        seed: of the choice where a request has more pairs.
    """
    source = random.Random(seed)
    grades = [one.grade for one in judgements]
    span = (max(grades) - min(grades)) if grades else 0.0
    by_request: dict[str, list[tuple[str, float]]] = {}
    for one in judgements:
        if one.item_id in texts:
            by_request.setdefault(one.query, []).append((one.item_id, one.grade))
    rows: list[tuple[str, str, str, float]] = []
    for request, graded in by_request.items():
        pairs = [
            (request, texts[better], texts[worse], (high - low) / span)
            for better, high in graded
            for worse, low in graded
            if span and (high - low) / span >= _LEAST_GAP
        ]
        rows += source.sample(pairs, min(len(pairs), _MOST_A_REQUEST))
    source.shuffle(rows)
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return Preferences(*(list(column) for column in columns))


def share_in_order(encode: Encode, judged: Preferences) -> float:
    """Share of the pairs whose better product is nearer to the request; ties count half."""
    asked = encode(judged.requests, "query")
    better, worse = encode(judged.better, "product"), encode(judged.worse, "product")
    gaps = ((better - worse) * asked).sum(axis=1)
    return float(((gaps > 0) + 0.5 * (gaps == 0)).mean())
