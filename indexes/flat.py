"""Flat: every query is compared with every vector. Exact, and fast enough below 100,000."""

from __future__ import annotations

import math

import faiss
import numpy as np

from .backend import FaissIndex, Scores
from .id_map import Rows
from .vectors import Vectors


class FlatBackend:
    """float32 vectors, scanned whole: 4·d bytes a vector."""

    kind = "flat"

    def __init__(self, dimension: int, index: FaissIndex = None) -> None:
        self._index = faiss.IndexFlatIP(dimension) if index is None else index

    @staticmethod
    def fits(index: FaissIndex) -> bool:
        """Whether a FAISS object that was read from disk is of this kind."""
        return isinstance(index, faiss.IndexFlat)

    @property
    def store(self) -> FaissIndex:
        """The index itself."""
        return self._index

    def add(self, vectors: Vectors) -> None:
        """Append vectors ``[n, d]``."""
        self._index.add(vectors)

    def prepare(self) -> None:
        """Nothing to build."""

    def least_beam(self) -> int:
        """None: every search is exact."""
        return 0

    def cost(self, beam: int) -> float:
        """There is no short cut."""
        return math.inf

    def nearest(self, queries: Vectors, beam: int) -> tuple[Scores, Rows]:
        """The exact answer."""
        scores, rows = self._index.search(queries, beam)
        return np.asarray(scores), np.asarray(rows)

    def to_faiss(self) -> FaissIndex:
        """The index itself."""
        return self._index
