"""Vectors by item id: add, replace, remove, search under a filter, save and load.

Inner product on L2-normalised vectors, so a score is a cosine. FAISS does the work; this file
knows ids, filters and tombstones, not how a kind finds its neighbours (`flat`, `hnsw`, `ivf`), how
a filter keeps recall (`filtered_search`) or how files become live (`generations`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, UnknownItemError
from . import index_files
from .backend import Backend, Scores, vectors_of
from .filtered_search import search_allowed
from .flat import FlatBackend
from .hnsw import HnswBackend
from .id_map import IdMap, Rows
from .ivf import IvfBackend
from .threads import faiss_threads
from .vectors import Vectors, checked

Kind = Literal["auto", "flat", "hnsw", "ivf"]
Allowed = Sequence[str] | NDArray[np.int64]
Ranking = list[tuple[str, float]]

FLAT_BELOW = 100_000
HNSW_BELOW = 500_000
_COMPACT_SHARE = 0.2
_BATCH = 65_536
_BACKENDS: dict[str, Any] = {"flat": FlatBackend, "hnsw": HnswBackend, "ivf": IvfBackend}


class VectorIndex(Protocol):
    """What retrieval asks of an index."""

    @property
    def dimension(self) -> int:
        """Width of the vectors."""

    @property
    def ids(self) -> list[str]:
        """Item ids, in the order they were added."""

    def __len__(self) -> int:
        """Number of items."""

    def __contains__(self, item_id: object) -> bool:
        """Whether an item is in the index."""

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace items."""

    def search(self, queries: Vectors, k: int, allowed: Allowed | None = None) -> list[Ranking]:
        """The k best allowed items of each query."""

    def remove(self, ids: Sequence[str]) -> int:
        """Take items out."""

    def rows(self, ids: Sequence[str]) -> Rows:
        """Rows of the known ids."""

    def reconstruct(self, ids: Sequence[str]) -> Vectors:
        """The vectors of items."""

    def save(self, directory: Path, stem: str = "items") -> None:
        """Write to a folder."""


def choose_kind(expected_count: int) -> Literal["flat", "hnsw", "ivf"]:
    """Index kind by size: exact while that is fast, then a graph, then cells of codes."""
    if expected_count < FLAT_BELOW:
        return "flat"
    return "hnsw" if expected_count < HNSW_BELOW else "ivf"


def make_index(
    dimension: int, expected_count: int = 0, kind: Kind = "auto", threads: int | None = None
) -> FaissVectorIndex:
    """Make an empty index.

    Args:
        dimension: width of the vectors, at least 1.
        expected_count: how many items it will hold; picks the kind if that is left open.
        kind: ``"flat"``, ``"hnsw"``, ``"ivf"``, or ``"auto"`` for `choose_kind`.
        threads: how many threads FAISS may use; None leaves its own setting (all cores).

    Raises:
        InputError: a dimension or thread count below 1, or an unknown kind.
    """
    if dimension < 1:
        raise InputError(f"an index needs a dimension of at least 1, not {dimension}")
    if threads is not None and threads < 1:
        raise InputError(f"the number of threads must be at least 1, not {threads}")
    chosen = choose_kind(expected_count) if kind == "auto" else kind
    if chosen not in _BACKENDS:
        raise InputError(f"index kind {kind!r} is unknown: use auto, flat, hnsw or ivf")
    return FaissVectorIndex(dimension, _BACKENDS[chosen](dimension), IdMap(), threads)


class FaissVectorIndex:
    """A `VectorIndex` on FAISS. Make one with `make_index` or `load`.

    Searching from several threads is safe; adding, removing and saving need the index alone.
    """

    def __init__(
        self, dimension: int, backend: Backend, ids: IdMap, threads: int | None = None
    ) -> None:
        self.dimension = dimension
        self.threads = threads
        self._backend = backend
        self._ids = ids

    @property
    def kind(self) -> str:
        """``"flat"``, ``"hnsw"`` or ``"ivf"``."""
        return self._backend.kind

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._ids

    @property
    def ids(self) -> list[str]:
        """Item ids, in the order they were added."""
        return self._ids.live_ids()

    @property
    def tombstones(self) -> int:
        """Rows that were removed or replaced and still take space until `compact`."""
        return self._ids.dead

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add items; an id that is there already is replaced, and of a repeated id the last wins.

        Args:
            ids: n item ids.
            vectors: ``[n, dimension]``, rows of unit length.

        Raises:
            InputError: counts differ, an id is empty, or the vectors aren't finite unit vectors
                of the index's width. Nothing was added.
        """
        array = checked(vectors, self.dimension, "vectors", unit=True)
        if len(ids) != len(array):
            raise InputError(f"{len(ids)} ids came with {len(array)} vectors: pass one each")
        if not len(array):
            return
        self._ids.append(ids)
        with faiss_threads(self.threads):
            self._backend.add(array)

    def remove(self, ids: Sequence[str]) -> int:
        """Take items out; unknown ids are passed over.

        No kind gives the space back at once (a graph can't): the row becomes a tombstone that no
        search returns, and `compact` or the next generation drops it.

        Returns:
            How many items were there.
        """
        return self._ids.drop(ids)

    def rows(self, ids: Sequence[str]) -> Rows:
        """Rows of the known ids: an `allowed` that is worked out once and used for many searches.

        Valid until the next `compact`.
        """
        return self._ids.rows(ids)

    def search(self, queries: Vectors, k: int, allowed: Allowed | None = None) -> list[Ranking]:
        """Find the k best items of each query, best first.

        Args:
            queries: ``[n, dimension]``, finite; need not be of unit length.
            k: at most so many; a list is shorter when fewer items are there or allowed.
            allowed: ids (or rows from `rows`) that may be returned; unknown ones are ignored.
                None allows everything.

        Returns:
            One list of ``(item_id, inner product)`` a query.

        Raises:
            InputError: k is negative, or the queries are misshapen or not finite.
        """
        return self._named(*self.search_rows(queries, k, allowed))

    def search_rows(
        self, queries: Vectors, k: int, allowed: Allowed | None = None
    ) -> tuple[Scores, Rows]:
        """As `search`, but as arrays: inner products and rows, ``[n, at most k]`` each, best first.

        Row -1 stands where nothing was found. Rows are valid until the next `compact`.
        """
        array = checked(queries, self.dimension, "queries")
        if k < 0:
            raise InputError(f"k must be 0 or more, not {k}")
        mask = self._mask(allowed)
        count = len(self._ids) if mask is None else int(mask.sum())
        k = min(k, count)
        if k == 0 or not len(array):
            return np.zeros((len(array), 0), dtype=np.float32), np.zeros((len(array), 0), np.int64)
        with faiss_threads(self.threads):
            self._backend.prepare()
            return search_allowed(self._backend, array, k, mask)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of rows from `rows` or `search_rows`, ``[len(rows), dimension]``."""
        return vectors_of(self._backend.store, rows)

    def reconstruct(self, ids: Sequence[str]) -> Vectors:
        """Vectors of items as the index holds them, ``[len(ids), dimension]``.

        Raises:
            UnknownItemError: an id isn't in the index.
        """
        rows = self._ids.rows(ids)
        if len(rows) != len(ids):
            missing = next(item_id for item_id in ids if item_id not in self._ids)
            raise UnknownItemError(f"item {missing!r} isn't in the index: index the catalog again")
        return vectors_of(self._backend.store, rows)

    def compact(self) -> None:
        """Rebuild without tombstones: seconds for flat, as long as building for the others."""
        if not self._ids.dead:
            return
        fresh: Backend = _BACKENDS[self.kind](self.dimension)
        kept = np.flatnonzero(self._ids.live)
        with faiss_threads(self.threads):
            for start in range(0, len(kept), _BATCH):
                fresh.add(vectors_of(self._backend.store, kept[start : start + _BATCH]))
        self._backend, self._ids = fresh, IdMap(self._ids.live_ids())

    def save(self, directory: Path, stem: str = "items") -> None:
        """Write ``<stem>.faiss`` and its ids (``ids.parquet`` for items) into `directory`.

        Tombstones are compacted away first: always for flat, above a fifth of the rows otherwise.

        Raises:
            StoreError: the folder can't be written to.
        """
        if self.kind == "flat" or self._ids.dead > _COMPACT_SHARE * self._ids.total:
            self.compact()
        with faiss_threads(self.threads):
            self._backend.prepare()
        index_files.write(directory, stem, self._backend, self._ids)

    @classmethod
    def load(
        cls, directory: Path, stem: str = "items", threads: int | None = None
    ) -> FaissVectorIndex:
        """Read what `save` wrote. Verify checksums first (`generations`): FAISS trusts its input.

        Raises:
            StoreError: files are missing, damaged, or don't belong together.
        """
        faiss_index, kind, ids = index_files.read(directory, stem)
        backend = _BACKENDS[kind](int(faiss_index.d), faiss_index)
        return cls(int(faiss_index.d), backend, ids, threads)

    def _mask(self, allowed: Allowed | None) -> NDArray[np.bool_] | None:
        """Rows that may be returned, or None when that is every row."""
        if allowed is None:
            return self._ids.live if self._ids.dead else None
        if isinstance(allowed, np.ndarray) and np.issubdtype(allowed.dtype, np.integer):
            rows = allowed
            if len(rows) and (rows.min() < 0 or rows.max() >= self._ids.total):
                raise InputError("allowed rows lie outside the index: get them from rows() afresh")
        else:
            rows = self._ids.rows(allowed)
        mask = np.zeros(self._ids.total, dtype=bool)
        mask[rows] = True
        return mask & self._ids.live

    def _named(self, scores: Scores, rows: Rows) -> list[Ranking]:
        """Rows to ids; places that FAISS left empty (row -1) fall away."""
        ids = self._ids.ids
        return [
            [(ids[row], score) for row, score in zip(row_list, score_list, strict=True) if row >= 0]
            for row_list, score_list in zip(rows.tolist(), scores.tolist(), strict=True)
        ]
