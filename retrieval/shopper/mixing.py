"""One ranking from five sources: the model, what is taken after what, look-alikes, similar text, words.

Each source gives shares that sum to 1 over what may be suggested; the mixture is their weighted
sum, as kNN-LM mixes a language model with its neighbours (Khandelwal et al., 2020). The weights
are fitted on validation items, with counts made without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from .validation import scores_of

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

_CO_PURCHASES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_LOOK_ALIKES = (0.0, 0.05, 0.1, 0.2)
_SIMILAR = (0.0, 0.1, 0.2, 0.3, 0.4)
_LEAST_MODEL = 0.1  # only the model knows what no counted source names
_WORDS = (0.0, 0.1, 0.2, 0.3, 0.4)

SOURCES = ("model", "co_purchases", "look_alikes", "similar", "words")


@dataclass(frozen=True, slots=True)
class Mix:
    """What each source counts; they sum to 1."""

    model: float = 1.0
    co_purchases: float = 0.0
    look_alikes: float = 0.0
    similar: float = 0.0
    words: float = 0.0

    def as_array(self) -> Floats:
        """``[5]`` in the order of `SOURCES`."""
        return np.array([getattr(self, name) for name in SOURCES], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Shares:
    """What the sources say of the candidates of one history.

    Attributes:
        rows: item rows, each once, ``[n]``.
        sources: shares by each of `SOURCES`, float32 ``[n, 5]``.
    """

    rows: Rows
    sources: Floats


def fit_mix(
    shares: Sequence[Shares], histories: Sequence[Rows], targets: Rows
) -> tuple[Mix, dict[str, float]]:
    """The weights with the best N@10, each shopper's own history masked; and its scores.

    Args:
        shares: of validation histories, from sources that saw nothing of the targets.
        histories: their item rows.
        targets: item row that followed each.
    """
    mixes = [
        Mix(model, co, look, similar, words)
        for co, look, similar, words in product(_CO_PURCHASES, _LOOK_ALIKES, _SIMILAR, _WORDS)
        if (model := round(1 - co - look - similar - words, 2)) >= _LEAST_MODEL
    ]
    weights = np.stack([mix.as_array() for mix in mixes], axis=1)
    ranks = np.full((len(shares), len(mixes)), np.iinfo(np.int64).max)
    for case, (one, own, target) in enumerate(zip(shares, histories, targets, strict=True)):
        place = np.flatnonzero(one.rows == target)
        if len(place):  # what no source named is not among the first ten either
            open_to = ~np.isin(one.rows, own)
            mixed = one.sources @ weights
            ranks[case] = (mixed[open_to] > mixed[place[0]]).sum(axis=0)
            ranks[case, mixed[place[0]] <= 0] = np.iinfo(np.int64).max
    scores = [scores_of(ranks[:, column].astype(np.int64)) for column in range(len(mixes))]
    best = max(range(len(mixes)), key=lambda column: scores[column]["N@10"])
    return mixes[best], scores[best]
