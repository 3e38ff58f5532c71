"""What reads like the items of a history: nearest products to its mean in whitened text.

No training and no counting, so it treats an item that joined today, or one that hardly sells, like
any other: what the other sources know least about.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ...indexes.vector_index import FaissVectorIndex, make_index
from ..history import recency_weights
from .histories import Histories, Ints

Floats = NDArray[np.float32]

_HALF_LIFE = 1.5  # steps; chosen, like the temperature, on validation items of amazon-beauty
_TEMPERATURE = 0.12
_NEAREST = 300
_READ = 20  # steps of the asking history that are looked at
_STEM = "texts"


class SimilarItems:
    """Products by their whitened text vectors.

    Args:
        index: unit vectors, in the order of the item rows.
    """

    def __init__(self, index: FaissVectorIndex) -> None:
        self._index = index

    @classmethod
    def build(cls, item_ids: Sequence[str], whitened: Floats) -> Self:
        """Index whitened text vectors ``[n, k]``."""
        lengths = np.linalg.norm(whitened, axis=1, keepdims=True)
        units = np.divide(whitened, lengths, out=np.zeros_like(whitened), where=lengths > 0)
        # An index holds unit vectors: what has no direction of its own gets one apart from all.
        apart = (lengths == 0).astype(np.float32)
        index = make_index(units.shape[1] + 1, len(item_ids))
        index.add(item_ids, np.concatenate([units, apart], axis=1))
        return cls(index)

    def votes(self, histories: Histories, permitted: Ints | None = None) -> sparse.csr_matrix:
        """Shares of the nearest permitted items for each history, CSR ``[n, items]``, rows sum to 1."""
        used = np.unique(histories.items)
        place = np.searchsorted(used, histories.items)
        vectors = self._index.vectors(used)
        queries = np.zeros((len(histories), vectors.shape[1]), dtype=np.float32)
        for row in range(len(histories)):
            start, end = histories.offsets[row : row + 2]
            steps = place[max(start, end - _READ) : end]
            if len(steps):
                mean = recency_weights(len(steps), _HALF_LIFE) @ vectors[steps]
                queries[row] = mean / (np.linalg.norm(mean) or 1.0)
        cosines, rows = self._index.search_rows(queries, _NEAREST, permitted)
        return softmax_rows(cosines / _TEMPERATURE, rows, len(self._index), histories.lengths > 0)

    def save(self, folder: Path) -> None:
        """Write ``texts.faiss`` and its ids."""
        self._index.save(folder, _STEM)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            StoreError: missing or damaged.
        """
        return cls(FaissVectorIndex.load(folder, _STEM))


def softmax_rows(
    logits: Floats, rows: Ints, width: int, asked: NDArray[np.bool_]
) -> sparse.csr_matrix:
    """Softmax over each line's found rows as CSR ``[n, width]``; nothing where nothing was asked.

    Args:
        logits: ``[n, k]``, best first.
        rows: item rows, -1 where nothing was found, ``[n, k]``.
        width: number of item rows.
        asked: lines that count, ``[n]``.
    """
    found = (rows >= 0) & asked[:, None]
    top = logits[:, :1] if logits.shape[1] else logits
    likely = np.where(found, np.exp(np.where(found, logits - top, 0.0)), 0.0)
    total = likely.sum(axis=1, keepdims=True)
    shares = (likely / np.where(total > 0, total, 1.0)).astype(np.float32)
    counts = np.concatenate([[0], np.cumsum(found.sum(axis=1))])
    return sparse.csr_matrix((shares[found], rows[found], counts), (len(rows), width))
