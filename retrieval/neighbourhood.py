"""What the products nearest to a product say for it, where many products are nearly the same.

A seller calls one of twenty ceiling fans "fan" and forgets "indoor"; its neighbours have the word.
Document expansion with a product's neighbourhood (Tao, Wang, Mei & Zhai, "Language Model
Information Retrieval with Document Expansion", 2006), here at the time of the request and a word
at a time: what a product lacks counts as far as its neighbours have it, never more than having it.
The vectors' channel is smoothed likewise (Diaz, "Regularizing Ad Hoc Retrieval Scores", 2005).
Knows rows; no history.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..indexes.id_map import Rows
from ..indexes.neighbour_graph import NeighbourGraph
from ..indexes.vector_index import FaissVectorIndex
from .fusion import standardised
from .lexical import LexicalIndex

Floats = NDArray[np.float32]

# Chosen on the validation queries of homedepot-search and held against catalogs cut out of it.
_NEAREST = 10  # neighbours whose vectors count
_THEIRS = 1 / 3  # of the vectors' channel
_ONE = 2 / 9  # of the words' channel: what a single neighbour has; the rest: what most have


class Neighbourhood:
    """Both channels' scores with what the neighbours say added.

    Args:
        graph: of the rows of `index`.
        index: the products' vectors.
        lexical: their words, its rows the same.

    Raises:
        ValueError: they don't hold the same products in the same order.
    """

    def __init__(
        self, graph: NeighbourGraph, index: FaissVectorIndex, lexical: LexicalIndex
    ) -> None:
        if len(graph) != len(index) or index.ids != lexical.ids:
            raise ValueError("neighbours, vectors and words aren't of the same products")
        self.graph = graph
        self._index = index
        self._lexical = lexical

    def rows(self, ids: Sequence[str]) -> Rows:
        """Rows of known ids."""
        return self._index.rows(ids)

    def dense(self, query: Floats, rows: Rows, own: Floats, reference: int | None) -> Floats:
        """The vectors' channel ``[n]``: a product's cosine, and the mean of its nearest's.

        Args:
            query: the request's vector ``[d]``.
            rows: of the products ``[n]``.
            own: their own cosines ``[n]``.
            reference: how many of them both are standardised over; None: all.
        """
        near = self.graph.of(rows)[:, :_NEAREST]
        every, place = np.unique(near, return_inverse=True)
        cosines = self._index.vectors(every.astype(np.int64)) @ query
        theirs = cosines[place.reshape(near.shape)].mean(axis=1)
        return _mixed(own, theirs, _THEIRS, reference)

    def words(self, text: str, rows: Rows, reference: int | None) -> Floats:
        """The words' channel ``[n]``: BM25 where a word that a product lacks is lent to it.

        In one part as far as all its neighbours have it, in the other as far as one has.

        Args:
            text: the request.
            rows: of the products ``[n]``.
            reference: how many of them both parts are standardised over; None: all.
        """
        near = self.graph.of(rows)
        most, one = np.zeros((2, len(rows)), dtype=np.float32)
        for scores in self._lexical.by_term(text):
            own, theirs = scores[rows], scores[near]
            most += np.maximum(own, theirs.mean(axis=1))
            one += np.maximum(own, theirs.max(axis=1))
        return _mixed(most, one, _ONE, reference)


def _mixed(first: Floats, second: Floats, share: float, reference: int | None) -> Floats:
    """Both standardised, `share` of the second."""
    a, b = standardised(first, reference), standardised(second, reference)
    mixed: Floats = np.float32(1 - share) * a + np.float32(share) * b
    return mixed
