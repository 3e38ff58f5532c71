"""A table of what each item votes for, asked by the newest items of a history.

What co-purchases and similar words have in common: counted once, sparse, kept as Parquet.
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

_AGE = 0.6  # what an item of the asking history counts for each step that it is older
_READ = 20  # steps of the asking history that are looked at


class VoteTable:
    """For each item row, other rows and how much it speaks for them.

    Args:
        table: float32 CSR ``[items, items]``.
    """

    def __init__(self, table: sparse.csr_matrix) -> None:
        self._table = table

    def votes(self, histories: Histories) -> sparse.csr_matrix:
        """What the items of each history vote for, as shares: CSR ``[n, items]``, rows sum to 1.

        A history whose items vote for nothing has an empty row.
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


def strongest(table: sparse.csr_matrix, kept: int) -> sparse.csr_matrix:
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
