"""The k best allowed rows of an index: filtering never costs recall.

Two ways to answer, chosen by counting distances:

1. *Exact scan of what is allowed*: the filter becomes a FAISS ID selector on the exact store, so
   only allowed vectors are scored. Taken when that is no more work than the short cut, which for
   selective filters it always is (`_EXACT_FREE`, and the rule in `beam_for`).
2. *Short cut, then filter*: the graph or the cells are asked for a beam wide enough to hold k
   allowed rows twice over; what isn't allowed is dropped. A query that keeps fewer than k rows
   (its neighbourhood is nearly all filtered away) is answered by way 1.

A selector inside the graph walk itself is deliberately not used: it fills its k places with
allowed rows met on the way and gives no sign that nearer ones were missed. Knows rows, not ids.
"""

from __future__ import annotations

import math

import faiss
import numpy as np
from numpy.typing import NDArray

from .backend import Backend, Scores
from .id_map import Rows
from .vectors import Vectors

Mask = NDArray[np.bool_]

_EXACT_FREE = 20_000  # scanning so few takes a few milliseconds: never worth an approximation
_LISTED_SHARE = 0.05  # below it a list of rows beats a bitmap on float32 stores


def search_allowed(
    backend: Backend, queries: Vectors, k: int, mask: Mask | None
) -> tuple[Scores, Rows]:
    """Find the k best allowed rows of each query.

    Args:
        backend: prepared for searching.
        queries: ``[n, d]``.
        k: at least 1, at most the number of allowed rows.
        mask: which rows are allowed, ``[rows]``; None allows all.

    Returns:
        Scores and rows, ``[n, k]`` each, best first.
    """
    total = int(backend.store.ntotal)
    beam = beam_for(backend, k, total if mask is None else int(mask.sum()), total)
    if beam is None:
        return _scan(backend, queries, k, mask)
    scores, rows = backend.nearest(queries, beam)
    allowed = rows >= 0
    if mask is not None:
        allowed &= mask[rows]  # row -1 reads the last row, and was already ruled out
    # A stable sort brings the allowed places to the front and keeps their order.
    front = np.argsort(~allowed, axis=1, kind="stable")[:, :k]
    scores, rows = np.take_along_axis(scores, front, 1), np.take_along_axis(rows, front, 1)
    short = np.flatnonzero(allowed.sum(axis=1) < k)
    if len(short):
        scores[short], rows[short] = _scan(backend, queries[short], k, mask)
    return scores, rows


def beam_for(backend: Backend, k: int, count: int, total: int) -> int | None:
    """How wide to search so that k of `count` allowed rows turn up; None for an exact scan.

    An even spread would put k allowed rows among the nearest ``k·total/count``; twice that is
    asked for, and never less than the narrowest beam widened by ``total/count``, so that as many
    allowed rows are met as an unfiltered search meets. When looking at so many costs as much as
    scoring every allowed row, the scan is both exact and no slower.
    """
    if count <= _EXACT_FREE:
        return None
    beam = math.ceil(max(2 * k, backend.least_beam()) * total / count)
    return beam if backend.cost(beam) < count else None


def _scan(backend: Backend, queries: Vectors, k: int, mask: Mask | None) -> tuple[Scores, Rows]:
    """Score every allowed row."""
    parameters = None
    store = backend.store
    if mask is not None:
        listed = np.flatnonzero(mask)
        if isinstance(store, faiss.IndexFlat) and len(listed) < _LISTED_SHARE * len(mask):
            selector = faiss.IDSelectorArray(listed)
        else:
            selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        parameters = faiss.SearchParameters(sel=selector)
    scores, rows = store.search(queries, k, params=parameters)
    return np.asarray(scores), np.asarray(rows)
