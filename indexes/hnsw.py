"""HNSW: a navigable graph over the vectors, for catalogs of about 100,000 to half a million.

Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical
Navigable Small World graphs", 2016. The vectors are kept in half precision: for unit vectors the
scores move by less than 1e-3, memory halves and so does the time of an exact scan.
"""

from __future__ import annotations

import faiss
import numpy as np

from .backend import FaissIndex, Scores
from .id_map import Rows
from .vectors import Vectors

_LINKS = 32  # neighbours a node; FAISS keeps twice as many on the ground layer
_BUILD_BEAM = 200
_MIN_BEAM = 128
# Among more vectors more lie about as near, and a walk of the same width passes the best by.
# R@10 of a grown catalog: .98 at 100,000 and .96 at 300,000 with a beam of 128, .99 there with 400. At a
# million .74 and, with 1,250, .79: of heaps of near copies the links don't lead out; there IVF serves.
_ROWS_A_NODE = 800


class HnswBackend:
    """A graph of half-precision vectors: about 2·d + 8·32 bytes a vector."""

    kind = "hnsw"

    def __init__(self, dimension: int, index: FaissIndex = None) -> None:
        if index is None:
            index = faiss.IndexHNSWSQ(
                dimension, faiss.ScalarQuantizer.QT_fp16, _LINKS, faiss.METRIC_INNER_PRODUCT
            )
            index.hnsw.efConstruction = _BUILD_BEAM
            index.is_trained = True  # half precision is a cast: nothing to learn from data
        self._index = index

    @staticmethod
    def fits(index: FaissIndex) -> bool:
        """Whether a FAISS object that was read from disk is of this kind."""
        return isinstance(index, faiss.IndexHNSWSQ)

    @property
    def store(self) -> FaissIndex:
        """The graph's vectors."""
        return faiss.downcast_index(self._index.storage)

    def add(self, vectors: Vectors) -> None:
        """Insert vectors ``[n, d]`` into the graph."""
        self._index.add(vectors)

    def prepare(self) -> None:
        """Nothing to build: the graph grows with every vector."""

    def least_beam(self) -> int:
        """128 nodes up to 100,000 vectors, then as many more as there are vectors."""
        return max(_MIN_BEAM, int(self._index.ntotal) // _ROWS_A_NODE)

    def cost(self, beam: int) -> float:
        """A walk that keeps `beam` nodes looks at the ground-layer links of each."""
        return max(beam, self.least_beam()) * 2.0 * _LINKS

    def nearest(self, queries: Vectors, beam: int) -> tuple[Scores, Rows]:
        """Walk the graph with a beam of `beam` nodes and return them all."""
        beam = max(beam, self.least_beam())
        parameters = faiss.SearchParametersHNSW(efSearch=beam)
        scores, rows = self._index.search(queries, beam, params=parameters)
        return np.asarray(scores), np.asarray(rows)

    def to_faiss(self) -> FaissIndex:
        """The graph, its vectors inside."""
        return self._index
