"""Which products lie nearest to each product: a table of rows, made once from a vector index.

Rows are those of the index it was made from, whose items are all alive (`FaissVectorIndex.compact`).
Knows no text and no request.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ..errors import StoreError
from ..progress import track
from .id_map import Rows
from .vector_index import FaissVectorIndex

Table = NDArray[np.int32]

NEIGHBOURS = 20
NEIGHBOURS_FILE = "neighbours.npy"
_BATCH = 1024


class NeighbourGraph:
    """The rows of each item's nearest others, nearest first.

    Args:
        table: int32 ``[n, k]``; an item's own row stands where the index found no other.
    """

    def __init__(self, table: Table) -> None:
        self.table = table

    def __len__(self) -> int:
        return len(self.table)

    @classmethod
    def build(cls, index: FaissVectorIndex, k: int = NEIGHBOURS) -> Self:
        """Search for every item of `index` in it.

        Args:
            index: without tombstones.
            k: neighbours an item; fewer in an index of `k` items or fewer.

        Raises:
            ValueError: the index has tombstones.
        """
        if index.tombstones:
            raise ValueError("compact the index first: removed items have no neighbours")
        count = len(index)
        k = max(0, min(k, count - 1))
        table = np.zeros((count, k), dtype=np.int32)
        starts = range(0, count, _BATCH) if k else range(0)
        for start in track(starts, "finding what is alike"):
            rows = np.arange(start, min(start + _BATCH, count), dtype=np.int64)
            found = index.search_rows(index.vectors(rows), k + 1)[1]
            table[rows] = _without_own(rows, found)
        return cls(table)

    def of(self, rows: Rows) -> Table:
        """The neighbours of some rows, int32 ``[len(rows), k]``."""
        return self.table[rows]

    def save(self, folder: Path) -> None:
        """Write `NEIGHBOURS_FILE` into `folder`.

        Raises:
            StoreError: the folder can't be written to.
        """
        try:
            np.save(folder / NEIGHBOURS_FILE, self.table, allow_pickle=False)
        except OSError as error:
            raise StoreError(f"can't write {folder / NEIGHBOURS_FILE}: {error.strerror}") from error

    @classmethod
    def load(cls, folder: Path, count: int) -> Self:
        """Read what `save` wrote; the file stays on disk and is read where it is asked for.

        Args:
            folder: whose checksums are verified.
            count: of the index that it belongs to.

        Raises:
            StoreError: missing, damaged, or of another index.
        """
        path = folder / NEIGHBOURS_FILE
        try:
            table = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path} can't be read: run `shopctl index` again") from error
        fits = table.ndim == 2 and table.dtype == np.int32 and len(table) == count
        if not fits or (table.size and not 0 <= table.min() <= table.max() < count):
            raise StoreError(f"{path} belongs to another index: run `shopctl index` again")
        return cls(table)


def _without_own(rows: Rows, found: Rows) -> Table:
    """Of the ``[n, k + 1]`` nearest of each row the k others; its own row for what wasn't found."""
    own = found == rows[:, None]
    # Of twins so many that the row itself isn't among the nearest, the farthest goes.
    own[~own.any(axis=1), -1] = True
    others = found[~own].reshape(len(rows), -1)
    return np.where(others < 0, rows[:, None], others).astype(np.int32)
