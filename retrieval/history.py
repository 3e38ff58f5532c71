"""A shopper's history as one vector: the recency-weighted mean of its items, untrained.

Until a trained history encoder takes its place. Also says how much each item of the history
speaks for a product, which is what `because_of` shows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
HALF_LIFE = 0.5  # best region on amazon-beauty's validation items: N@10 .039, against .031 at 2


def recency_weights(count: int, half_life: float = HALF_LIFE) -> Floats:
    """Weights that sum to 1, oldest first; one `half_life` steps back counts half as much."""
    ages = np.arange(count - 1, -1, -1, dtype=np.float64)
    weights = np.exp2(-ages / half_life)
    return np.asarray(weights / weights.sum() if count else weights, dtype=np.float32)


def history_vector(vectors: Floats, half_life: float = HALF_LIFE) -> Floats:
    """The history's vector, L2-normalised.

    Args:
        vectors: float32 ``[n, d]``, one row an item, oldest first; rows are L2-normalised here.
        half_life: how many steps back an item counts half; ``math.inf`` is the plain mean.

    Returns:
        float32 ``[d]``; zeros for an empty history, or one whose items cancel out.
    """
    mean: Floats = recency_weights(len(vectors), half_life) @ _normalised(vectors)
    return _normalised(mean[None]).reshape(-1)


def contributions(vectors: Floats, target: Floats, half_life: float = HALF_LIFE) -> Floats:
    """How much each item of the history speaks for `target`, float32 ``[n]``.

    They add up to the cosine of `history_vector` and `target`.
    """
    unit = _normalised(vectors)
    weights = recency_weights(len(vectors), half_life)
    length = float(np.linalg.norm(weights @ unit))
    towards = unit @ _normalised(target[None])[0]
    return np.asarray(weights * towards / length if length else weights * 0, dtype=np.float32)


def _normalised(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)
