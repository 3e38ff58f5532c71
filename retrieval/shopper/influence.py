"""Why a product stands where it stands: how its score changes when a step of the history is left out.

Leave-one-out influence: what the model itself would have said without that item, no approximation
and no attention weights. It says what moved the score, not why the shopper bought; two items that
say the same share the credit between them, and each alone may show little.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .encoder import HistoryEncoder
from .histories import Histories
from .settings import MAX_STEPS

Floats = NDArray[np.float32]


def influence(
    encoder: HistoryEncoder, history: Histories, vectors: Floats, targets: Floats
) -> Floats:
    """Change of each target's cosine for each step, computed in one batch.

    Args:
        encoder: what ranks.
        history: one shopper's, its rows those of `vectors`; the last 50 steps are read.
        vectors: unit vectors of the items in it, ``[v, d]``.
        targets: unit vectors of the products to explain, ``[k, d]``.

    Returns:
        float32 ``[steps, k]``: the score with the whole history less the score without the step.
        Positive speaks for the product. Steps beyond the last 50 have no say: zeros.
    """
    steps = int(history.lengths[0])
    read = np.arange(max(0, steps - MAX_STEPS), steps)
    whole = history.at(read)
    rows = [whole, *(history.at(np.delete(read, place)) for place in range(len(read)))]
    states = encoder.encode_histories(Histories.join(rows), vectors)
    scores = states @ targets.T
    found = np.zeros((steps, len(targets)), dtype=np.float32)
    found[read] = scores[0] - scores[1:]
    return found
