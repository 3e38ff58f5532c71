"""What is taken after what: an item-to-item table counted from histories, no training.

Sequential rules (Ludewig and Jannach, 2018) with the weights of item-to-item filtering (Linden et
al., 2003): a pair counts less the more steps lie between, less in the reverse order, and less the
more often its items occur anyway. It knows single pairs by heart where the Transformer
generalises; each finds what the other misses, so both together rank better than either.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy import sparse

from ...errors import StoreError
from .histories import Histories

_WINDOW = 8  # steps that a pair may lie apart
_DISTANCE = 0.7  # what one step more counts
_REVERSE = 0.4  # what a pair counts from the later item to the earlier
_SOURCE = 0.5  # power of the earlier item's count that a pair is divided by
_TARGET = 0.25  # power of the later item's count; small, for what is bought often is bought again
_AGE = 0.6  # what an item of the asking history counts for each step that it is older
_READ = 20  # steps of the asking history that are looked at
_KEPT = 300  # followers kept an item


class CoPurchases:
    """For each item row, what shoppers took around it and how much that counts.

    Args:
        table: float32 CSR ``[items, items]``.
    """

    def __init__(self, table: sparse.csr_matrix) -> None:
        self._table = table

    @classmethod
    def count(
        cls, histories: Histories, items: int, stand_ins: sparse.csr_matrix | None = None
    ) -> Self:
        """Count pairs over histories.

        Args:
            histories: over item rows.
            items: number of item rows.
            stand_ins: whose counts an item that nobody took yet gets, CSR ``[items, items]``.
        """
        shopper = np.repeat(np.arange(len(histories)), histories.lengths)
        table = sparse.csr_matrix((items, items), dtype=np.float32)
        rows = histories.items
        for lag in range(1, _WINDOW + 1):
            together = (shopper[lag:] == shopper[:-lag]) & (rows[lag:] != rows[:-lag])
            earlier, later = rows[:-lag][together], rows[lag:][together]
            weight = np.full(len(earlier), _DISTANCE ** (lag - 1), dtype=np.float32)
            for source, target, share in ((earlier, later, 1.0), (later, earlier, _REVERSE)):
                pairs = sparse.coo_matrix((weight * share, (source, target)), (items, items))
                table = table + pairs.tocsr()
        counts = np.maximum(np.bincount(rows, minlength=items), 1).astype(np.float32)
        scaled = sparse.diags(counts**-_SOURCE) @ table @ sparse.diags(counts**-_TARGET)
        counted = _strongest(scaled.tocsr().astype(np.float32), _KEPT)
        if stand_ins is not None:
            counted = _strongest((stand_ins @ counted @ stand_ins.T).tocsr(), _KEPT)
        return cls(counted)

    def votes(self, histories: Histories) -> sparse.csr_matrix:
        """What followed the items of each history, as shares: CSR ``[n, items]``, rows sum to 1.

        A history of which nothing is known to follow has an empty row.
        """
        ends = np.repeat(histories.offsets[1:], histories.lengths)
        ages = ends - 1 - np.arange(len(histories.items))
        read = ages < _READ
        shopper = np.repeat(np.arange(len(histories)), histories.lengths)
        weights = np.power(_AGE, ages[read], dtype=np.float32)
        asking = sparse.csr_matrix(
            (weights, (shopper[read], histories.items[read])),
            (len(histories), self._table.shape[0]),
        )
        return shares_of(asking @ self._table)

    def save(self, path: Path) -> None:
        """Write the table as Parquet: one row an entry."""
        entries = self._table.tocoo()
        columns = {
            "item": pa.array(entries.row, pa.int32()),
            "follower": pa.array(entries.col, pa.int32()),
            "weight": pa.array(entries.data, pa.float32()),
        }
        meta = {b"items": str(self._table.shape[0]).encode()}
        pq.write_table(pa.table(columns).replace_schema_metadata(meta), path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            StoreError: damaged.
        """
        try:
            table = pq.read_table(path)
            items = int((table.schema.metadata or {})[b"items"])
            place = tuple(table[name].to_numpy() for name in ("item", "follower"))
            entries = sparse.coo_matrix((table["weight"].to_numpy(), place), (items, items))
        except (pa.ArrowException, OSError, KeyError, ValueError) as error:
            raise StoreError(f"{path} is damaged: run `shopctl index` again") from error
        return cls(entries.tocsr())


def shares_of(votes: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each row divided by its sum."""
    totals = np.asarray(votes.sum(axis=1)).ravel()
    scale = sparse.diags(np.where(totals > 0, 1 / np.where(totals > 0, totals, 1), 0))
    return (scale @ votes).tocsr().astype(np.float32)


def _strongest(table: sparse.csr_matrix, kept: int) -> sparse.csr_matrix:
    """Only the `kept` largest entries of each row."""
    lengths = np.diff(table.indptr)
    if not len(lengths) or lengths.max(initial=0) <= kept:
        return table
    row = np.repeat(np.arange(table.shape[0]), lengths)
    order = np.lexsort((-table.data, row))
    place = np.arange(len(order)) - np.repeat(table.indptr[:-1], lengths)
    chosen = order[place < kept]
    return sparse.csr_matrix(
        (table.data[chosen], (row[chosen], table.indices[chosen])), table.shape
    )
