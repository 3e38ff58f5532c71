"""One score from several: dense, lexical, letters' and history channels, weighted.

Every channel scores every candidate, so no product is held back for having been found by one
search only. Knows arrays; not where the scores come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Chosen on the validation queries of homedepot-search: best R@100 (.815; BM25 .774, MiniLM .711);
# pairwise accuracy hardly moves between 0.5 and 0.7.
DENSE_WEIGHT = 0.5
HISTORY_WEIGHT = 0.3
LETTERS_WEIGHT = 0.1
_GRID = tuple(round(step * 0.05, 2) for step in range(21))
_GRADE_GAP = 0.5
_NO_SPREAD = 1e-6  # below it, float32 noise


@dataclass(frozen=True, slots=True)
class Weights:
    """What each channel counts; they sum to 1."""

    dense: float
    lexical: float
    history: float
    letters: float = 0.0


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """One validation request: the channels' scores of its candidates and what is known of them.

    Attributes:
        dense: cosines, ``[n]``: of what the searches found, then of judged products they didn't.
        lexical: BM25, ``[n]``.
        grades: ``[n]``; NaN where nobody judged.
        reference: how many rows from the start the searches found; None: all.
        letters: how alike they are spelled, ``[n]``; None: that isn't known.
    """

    dense: Floats
    lexical: Floats
    grades: Floats
    reference: int | None = None
    letters: Floats | None = None


def weights_for(
    readable: float,
    has_text: bool,
    has_history: bool,
    dense_weight: float = DENSE_WEIGHT,
    history_weight: float = HISTORY_WEIGHT,
    letters: bool = False,
) -> Weights:
    """The weights of one request.

    Args:
        readable: share of the request that the encoder can read, 0 to 1. The dense channel counts
            that much less, because vectors of a script the encoder never saw say nothing.
        has_text: there are words to search for.
        has_history: there is a history to go by.
        dense_weight: the dense channel's part of the text's weight, fitted on validation.
        history_weight: the history's part where there is also text.
        letters: the catalog's letters are known; they take their part of both others' alike.
    """
    history = (history_weight if has_text else 1.0) if has_history else 0.0
    text = (1.0 - history) if has_text else 0.0
    spelled = text * LETTERS_WEIGHT if letters else 0.0
    dense = (text - spelled) * dense_weight * readable
    return Weights(dense=dense, lexical=text - spelled - dense, history=history, letters=spelled)


def standardised(scores: Floats, reference: int | None = None) -> Floats:
    """Scores of one channel with mean 0 and deviation 1; zeros where all are equal.

    Mean and deviation are those of the first `reference` scores (None: of all), so that a longer
    list ranks its head as a short one does. Rounded, so that equal products stay equal.
    """
    known = scores[:reference].astype(np.float64)
    spread = known.std() if len(known) else 0.0
    if spread < _NO_SPREAD:
        return np.zeros(len(scores), dtype=np.float32)
    return np.asarray(np.round((scores - known.mean()) / spread, 5), dtype=np.float32)


def fuse(
    dense: Floats,
    lexical: Floats,
    history: Floats,
    weights: Weights,
    reference: int | None = None,
    letters: Floats | None = None,
) -> Floats:
    """Weighted sum of the standardised channels, float32 ``[n]``; a weight of 0 drops a channel."""
    total = np.zeros(len(dense), dtype=np.float32)
    for scores, weight in (
        (dense, weights.dense),
        (lexical, weights.lexical),
        (history, weights.history),
        (letters, weights.letters),
    ):
        if weight and scores is not None:
            total += np.float32(weight) * standardised(scores, reference)
    return total


def pairwise_accuracy(scores: Floats, grades: Floats) -> tuple[float, int]:
    """Pairs whose grades differ by more than 0.5 that `scores` orders right (ties half), and pairs."""
    higher = grades[:, None] - grades[None, :] > _GRADE_GAP
    gap = scores[:, None] - scores[None, :]
    right = (gap > 0)[higher].sum() + 0.5 * (gap == 0)[higher].sum()
    return float(right), int(higher.sum())


def fit_weight(queries: Sequence[JudgedQuery], grid: Sequence[float] = _GRID) -> float:
    """The dense weight with the best pairwise accuracy over all pairs of `queries`.

    The smallest one wins a tie. Give it validation requests only.

    Raises:
        ValueError: no request has two products whose grades differ by more than 0.5.
    """
    best, best_right = 0.0, -1.0
    for weight in grid:
        right = pairs = 0.0
        for query in queries:
            weights = weights_for(1, True, False, weight, letters=query.letters is not None)
            none = np.zeros(len(query.dense), dtype=np.float32)
            scores = fuse(query.dense, query.lexical, none, weights, query.reference, query.letters)
            judged = ~np.isnan(query.grades)
            ordered, compared = pairwise_accuracy(scores[judged], query.grades[judged])
            right, pairs = right + ordered, pairs + compared
        if not pairs:
            raise ValueError("no two judged products of one request differ by more than 0.5")
        if right > best_right:
            best, best_right = weight, right
    return best
