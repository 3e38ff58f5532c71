"""String item ids to FAISS rows and back, with removed rows kept as tombstones.

Rows are append-only: a vector's row never changes until the index is compacted, because a graph
index can't give a row back. Removing or replacing an id marks its row dead; the dead row stays in
FAISS and is excluded from every answer. Knows nothing of vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

Rows = NDArray[np.int64]


class IdMap:
    """Ids by row, row by id, and which rows are alive."""

    def __init__(self, ids: Sequence[str] = (), live: NDArray[np.bool_] | None = None) -> None:
        """Rebuild a map from the ids of all rows, dead ones included.

        Raises:
            InputError: an id stands for two live rows.
        """
        self.ids: list[str] = list(ids)
        self._live = np.ones(len(self.ids), dtype=bool) if live is None else live.astype(bool)
        self._rows = {self.ids[row]: row for row in np.flatnonzero(self._live).tolist()}
        if len(self._rows) != int(self._live.sum()):
            raise InputError("the index names an item twice: rebuild it with `shopctl index`")

    def __len__(self) -> int:
        """Number of live ids."""
        return len(self._rows)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._rows

    @property
    def total(self) -> int:
        """Number of rows, dead ones included."""
        return len(self.ids)

    @property
    def live(self) -> NDArray[np.bool_]:
        """Which rows are alive, ``[total]``; a view, not to be written to."""
        return self._live

    @property
    def dead(self) -> int:
        """Number of tombstones."""
        return len(self.ids) - len(self._rows)

    def live_ids(self) -> list[str]:
        """Live ids in row order."""
        return [self.ids[row] for row in np.flatnonzero(self._live).tolist()]

    def append(self, ids: Sequence[str]) -> None:
        """Give each id the next row; an id that already has one leaves it dead.

        Of an id that occurs twice in `ids` the last stays alive.

        Raises:
            InputError: an id is not a non-empty string; nothing was appended.
        """
        for item_id in ids:
            if not isinstance(item_id, str) or not item_id:
                raise InputError(f"item id {item_id!r} isn't a non-empty string")
        first = len(self.ids)
        self._live = np.concatenate([self._live, np.ones(len(ids), dtype=bool)])
        self.ids.extend(ids)
        for row, item_id in enumerate(ids, start=first):
            before = self._rows.get(item_id)
            if before is not None:
                self._live[before] = False
            self._rows[item_id] = row

    def drop(self, ids: Iterable[str]) -> int:
        """Mark the rows of `ids` dead; unknown ids are passed over. Returns how many were alive."""
        dropped = 0
        for item_id in ids:
            row = self._rows.pop(item_id, None)
            if row is not None:
                self._live[row] = False
                dropped += 1
        return dropped

    def rows(self, ids: Iterable[str]) -> Rows:
        """Rows of the known ids among `ids`, in their order; unknown ids are left out."""
        found = (self._rows.get(item_id) for item_id in ids)
        return np.fromiter((row for row in found if row is not None), dtype=np.int64)
