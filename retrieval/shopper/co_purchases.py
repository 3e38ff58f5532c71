"""What is taken after what: an item-to-item table counted from histories, no training.

Sequential rules (Ludewig and Jannach, 2018) with the weights of item-to-item filtering (Linden et
al., 2003): a pair counts less the more steps lie between, less in the reverse order, and less the
more often its items occur anyway. It knows single pairs by heart where the Transformer
generalises; each finds what the other misses, so both together rank better than either.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from scipy import sparse

from .histories import Histories
from .vote_table import VoteTable, strongest

_WINDOW = 8  # steps that a pair may lie apart
_DISTANCE = 0.7  # what one step more counts
_REVERSE = 0.4  # what a pair counts from the later item to the earlier
_SOURCE = 0.5  # power of the earlier item's count that a pair is divided by
_TARGET = 0.25  # power of the later item's count; small, for what is bought often is bought again
_KEPT = 300  # followers kept an item


class CoPurchases(VoteTable):
    """For each item row, what shoppers took around it and how much that counts."""

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
        counted = strongest(scaled.tocsr().astype(np.float32), _KEPT)
        if stand_ins is not None:
            counted = strongest((stand_ins @ counted @ stand_ins.T).tocsr(), _KEPT)
        return cls(counted)
