"""What the index asks of an index kind: an exact store of vectors, and perhaps a short cut to it.

Every kind keeps all vectors readable by row (`store`), so that an exact scan of any subset is
always possible; HNSW and IVF add an approximate `nearest` that looks at few of them. Row numbers
are FAISS's own, 0 … n-1 in the order of adding.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .id_map import Rows
from .vectors import Vectors

Scores = NDArray[np.float32]
FaissIndex = Any  # FAISS's SWIG classes carry no types


class Backend(Protocol):
    """One way of holding vectors in FAISS."""

    kind: str

    @property
    def store(self) -> FaissIndex:
        """A FAISS index whose search is exhaustive and takes an ID selector."""

    def add(self, vectors: Vectors) -> None:
        """Append vectors ``[n, d]`` as the next n rows."""

    def prepare(self) -> None:
        """Build what an approximate search needs, if rows were added since."""

    def least_beam(self) -> int:
        """The narrowest beam that finds the best of an unfiltered catalog of this size."""

    def cost(self, beam: int) -> float:
        """About how many distances `nearest` computes per query; infinite if it can't be used."""

    def nearest(self, queries: Vectors, beam: int) -> tuple[Scores, Rows]:
        """Approximately the `beam` best rows per query, best first; row -1 where none was found."""

    def to_faiss(self) -> FaissIndex:
        """The one FAISS object that is written to disk."""


def vectors_of(store: FaissIndex, rows: Rows) -> Vectors:
    """Read the vectors of `rows` back from a store, ``[len(rows), d]``."""
    if not len(rows):
        return np.empty((0, store.d), dtype=np.float32)
    return np.asarray(store.reconstruct_batch(rows), dtype=np.float32)
