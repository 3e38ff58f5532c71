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
_GRID = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 15.0)


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


def outcomes(queries: Sequence[Judged], weights: Sequence[float]) -> NDArray[np.float64]:
    """Pairs ordered right, and pairs whose grades differ by more than 0.5, a request, ``[n, 2]``."""
    rows = [
        pairwise_accuracy(query.scores(weight), query.grades)
        for query, weight in zip(queries, weights, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def share(found: NDArray[np.float64]) -> float:
    """Pairs ordered right, of all pairs of `outcomes`; 0 if there are none."""
    right, pairs = found.sum(axis=0)
    return float(right / pairs) if pairs else 0.0


def accuracy(queries: Sequence[Judged], weight: float) -> float:
    """Share of the pairs of one request that are ordered right at one weight for all."""
    return share(outcomes(queries, [weight] * len(queries)))


def fit(queries: Sequence[Judged]) -> float:
    """The weight with the best accuracy; the smallest wins a tie, and 0 is one of them."""
    return max(_GRID, key=lambda weight: (accuracy(queries, weight), -weight))


def crossed(queries: Sequence[Judged]) -> list[float]:
    """A weight for each request that it didn't help to choose: that of the half it isn't in."""
    halves = [fit(queries[1::2]), fit(queries[0::2])]
    return [halves[place % 2] for place in range(len(queries))]


def error_of_gain(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Standard error of the difference of two shares over the same requests.

    A request's pairs go right or wrong together, so requests are what is counted (the ratio
    estimator of cluster sampling: Cochran, Sampling Techniques, 1977, chapter 6).
    """
    gained, pairs = after[:, 0] - before[:, 0], before[:, 1]
    if not pairs.sum():
        return 0.0
    left = gained - pairs * (gained.sum() / pairs.sum())
    return float(np.sqrt(np.square(left).sum()) / pairs.sum())
