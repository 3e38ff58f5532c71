"""How a cross-encoder's opinion joins a fused score, and what it should weigh.

Knows arrays. Only the head of a list is read by the cross-encoder; whatever it says, the head
stays before the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..fusion import pairwise_accuracy

Floats = NDArray[np.float32]

CANDIDATES = 50
_GRID = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """One validation request: its judged products.

    Attributes:
        fused: scores before reranking, ``[n]``.
        head: whether a product is among the `CANDIDATES` best of the shop, ``[n]``.
        logits: the cross-encoder's scores, ``[n]``; what stands outside the head isn't read.
        grades: ``[n]``.
    """

    fused: Floats
    head: NDArray[np.bool_]
    logits: Floats
    grades: Floats

    def scores(self, weight: float) -> Floats:
        """What the shop would rank by, with the head before the rest."""
        mixed = self.fused.copy()
        mixed[self.head] = self.fused[self.head] + np.float32(weight) * self.logits[self.head]
        return below(mixed, self.head)


def below(scores: Floats, head: NDArray[np.bool_]) -> Floats:
    """Scores whose rest, where it would overtake the head, is lowered as a whole."""
    rest = ~head
    if not head.any() or not rest.any():
        return scores
    over = float(scores[rest].max() - scores[head].min())
    if over < 0:
        return scores
    lowered = scores.copy()
    lowered[rest] -= np.float32(over + 1.0)
    return lowered


def accuracy(queries: Sequence[Judged], weight: float) -> float:
    """Share of the pairs of one request that are ordered right; 0 if there are none."""
    right, pairs = 0.0, 0
    for query in queries:
        ordered, compared = pairwise_accuracy(query.scores(weight), query.grades)
        right, pairs = right + ordered, pairs + compared
    return right / pairs if pairs else 0.0


def pairs_of(queries: Sequence[Judged]) -> int:
    """Pairs of one request whose grades differ by more than 0.5."""
    return sum(pairwise_accuracy(query.fused, query.grades)[1] for query in queries)


def fit(queries: Sequence[Judged]) -> float:
    """The weight with the best accuracy; the smallest wins a tie, and 0 is one of them."""
    return max(_GRID, key=lambda weight: (accuracy(queries, weight), -weight))


def crossed(queries: Sequence[Judged], other: Sequence[Judged] | None = None) -> float:
    """Accuracy where no request helped to choose its own weight: each half is scored with the other's.

    Args:
        queries: whose weights are fitted.
        other: the same requests with other logits, to be scored in their stead.
    """
    scored = queries if other is None else other
    right, pairs = 0.0, 0
    for own, foreign in ((0, 1), (1, 0)):
        weight = fit(queries[foreign::2])
        half = scored[own::2]
        count = pairs_of(half)
        right, pairs = right + accuracy(half, weight) * count, pairs + count
    return right / pairs if pairs else 0.0
