"""IVF: vectors sorted into cells around centroids, for catalogs above about half a million.

The cells hold codes (one byte a dimension, or product-quantised above 10 million); what they find
is scored again with the half-precision vectors of `store` (Jégou et al., "Searching in one billion
vectors: re-rank with source coding", 2011). Cells are cut when the index is first searched or
saved, from the vectors then present, so the number of cells follows the real count; until there
are enough vectors to cut from, every search is an exact scan.
"""

from __future__ import annotations

import math
import threading

import faiss
import numpy as np

from .backend import FaissIndex, Scores, vectors_of
from .id_map import Rows
from .vectors import Vectors

_MIN_PER_CELL = 39  # FAISS's own bound for k-means
_TRAIN_PER_CELL = 64
_MIN_COUNT = 1_000
_PRODUCT_QUANTISED_FROM = 10_000_000
_MIN_PROBES = 32
_PROBED_SHARE = 1 / 32
_HELD_PER_WANTED = 16  # deep or filtered lists reach into more cells than the ten best do
_BATCH = 65_536
_SEED = 20_26


class IvfBackend:
    """Cells of codes over a half-precision store: about 3·d bytes a vector."""

    kind = "ivf"

    def __init__(self, dimension: int, index: FaissIndex = None) -> None:
        self._cells: FaissIndex = None
        self._cutting = threading.Lock()  # the first search cuts the cells, and may not be alone
        if index is None:
            self._store = faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )
            self._store.is_trained = True  # half precision is a cast: nothing to learn from data
        elif isinstance(index, faiss.IndexRefine):
            self._refined = index  # owns the two below
            self._store = faiss.downcast_index(index.refine_index)
            self._cells = faiss.downcast_index(index.base_index)
        else:
            self._store = index

    @staticmethod
    def fits(index: FaissIndex) -> bool:
        """Whether a FAISS object that was read from disk is of this kind."""
        return isinstance(index, (faiss.IndexRefine, faiss.IndexScalarQuantizer))

    @property
    def store(self) -> FaissIndex:
        """The half-precision vectors."""
        return self._store

    def add(self, vectors: Vectors) -> None:
        """Append vectors ``[n, d]`` to the store, and to their cells once there are cells."""
        self._store.add(vectors)
        if self._cells is not None:
            self._cells.add(vectors)
            self._refined.ntotal = self._store.ntotal

    def prepare(self) -> None:
        """Cut the cells, if that wasn't done and there are vectors enough.

        Adding later on keeps the cells; the next generation cuts them afresh.
        """
        with self._cutting:
            if self._cells is None and self._store.ntotal >= _MIN_COUNT:
                self._cut()

    def least_beam(self) -> int:
        """None: the number of cells probed has its own lower bound."""
        return 0

    def cost(self, beam: int) -> float:
        """The codes in the probed cells, the centroids, and the second scoring."""
        if self._cells is None:
            return math.inf
        share = self._probes(beam) / self._cells.nlist
        return float(share * self._store.ntotal + self._cells.nlist + beam)

    def nearest(self, queries: Vectors, beam: int) -> tuple[Scores, Rows]:
        """Probe the nearest cells, then score what they gave with the store's vectors."""
        parameters = faiss.IndexRefineSearchParameters(
            k_factor=4.0 if isinstance(self._cells, faiss.IndexIVFPQ) else 1.5,
            base_index_params=faiss.SearchParametersIVF(nprobe=self._probes(beam)),
        )
        scores, rows = self._refined.search(queries, beam, params=parameters)
        return np.asarray(scores), np.asarray(rows)

    def to_faiss(self) -> FaissIndex:
        """Cells and store in one object, or the store alone while there are no cells."""
        return self._store if self._cells is None else self._refined

    def _cut(self) -> None:
        """Train the cells on a sample and sort every vector into them."""
        count = int(self._store.ntotal)
        cells = max(1, min(int(4 * math.sqrt(count)), count // _MIN_PER_CELL))
        index = faiss.index_factory(self._store.d, _recipe(self._store.d, count, cells), _IP)
        generator = np.random.default_rng(_SEED)
        sample = np.sort(generator.permutation(count)[: cells * _TRAIN_PER_CELL])
        index.train(vectors_of(self._store, sample.astype(np.int64)))
        for start in range(0, count, _BATCH):
            rows = np.arange(start, min(start + _BATCH, count), dtype=np.int64)
            index.add(vectors_of(self._store, rows))
        self._refined = faiss.IndexRefine(index, self._store)
        self._cells = index

    def _probes(self, beam: int) -> int:
        """Enough cells to hold sixteen times the beam, and never fewer than the default."""
        cells = int(self._cells.nlist)
        held = int(self._store.ntotal) / cells
        wanted = max(
            _MIN_PROBES, math.ceil(cells * _PROBED_SHARE), math.ceil(_HELD_PER_WANTED * beam / held)
        )
        return min(cells, wanted)


_IP = faiss.METRIC_INNER_PRODUCT


def _recipe(dimension: int, count: int, cells: int) -> str:
    """FAISS's factory string for the cells."""
    if count < _PRODUCT_QUANTISED_FROM:
        return f"IVF{cells},SQ8"
    pieces = next(
        p for p in (dimension // 4, dimension // 2, dimension) if p and dimension % p == 0
    )
    return f"IVF{cells},PQ{pieces}"
