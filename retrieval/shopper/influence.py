"""Why a product stands where it stands: how its score changes when a step of the history is left out.

Leave-one-out influence: the whole mixture is asked again without that step, no approximation and
no attention weights. It says what moved the score, not why the shopper bought; two items that say
the same share the credit between them, and each alone may show little.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..history_channel import Because, speaking
from .histories import Histories
from .settings import MAX_STEPS

Floats = NDArray[np.float32]


def left_out(history: Histories) -> Histories:
    """One shopper's history, then the same without each of its last 50 steps, oldest first."""
    steps = int(history.lengths[0])
    read = np.arange(max(0, steps - MAX_STEPS), steps)
    rows = [history.at(read), *(history.at(np.delete(read, place)) for place in range(len(read)))]
    return Histories.join(rows)


def because(names: Sequence[str], scores: Floats) -> list[Because]:
    """For each product the items that speak for it, the weightiest first, each once.

    Args:
        names: item ids of the steps that were left out, ``[steps]``.
        scores: of k products with the whole history, then without each step, ``[steps + 1, k]``.

    Returns:
        Item id and by how much the score falls without it, for items without which it does fall.
    """
    return [speaking(names, column.tolist()) for column in (scores[:1] - scores[1:]).T]
