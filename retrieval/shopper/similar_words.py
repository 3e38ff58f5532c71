"""What is called like the items of a history: TF-IDF cosines of titles and brands.

An encoder's vectors blur what tells a shop's products apart: the line, the shade, the size. The words
themselves don't. No training and no counting, so what joined today is treated like the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from ..tokens import tokenise
from .vote_table import VoteTable, strongest

MOST_ITEMS = 100_000
"""Above it every item beside every other takes too long: then this source is silent."""
_TEMPERATURE = 0.2  # chosen on validation items of amazon-beauty, like the two below
_KEPT = 200  # neighbours kept an item
_LEAST = 2  # items that a word must stand in to tell anything
_ROWS = 500


class SimilarWords(VoteTable):
    """For each item row, the items that share the rarest words with it."""

    @classmethod
    def build(cls, names: Sequence[str]) -> Self:
        """Compare all with all.

        Args:
            names: what each item is called, in the order of the rows.
        """
        nothing = sparse.csr_matrix((len(names), len(names)), dtype=np.float32)
        if not 0 < len(names) <= MOST_ITEMS:
            return cls(nothing)
        vectorizer = TfidfVectorizer(
            tokenizer=tokenise,
            token_pattern=None,
            lowercase=False,
            sublinear_tf=True,
            min_df=min(_LEAST, len(names)),
            dtype=np.float32,
        )
        try:
            words = vectorizer.fit_transform(names).tocsr()
        except ValueError:  # no word stands in two names
            return cls(nothing)
        parts = []
        for start in range(0, len(names), _ROWS):
            cosines = (words[start : start + _ROWS] @ words.T).tocsr()
            own = np.arange(start, start + cosines.shape[0])
            rows = np.repeat(own, np.diff(cosines.indptr))
            votes = np.exp((cosines.data - 1) / _TEMPERATURE)
            cosines.data = np.where(cosines.indices == rows, 0, votes).astype(np.float32)
            cosines.eliminate_zeros()
            parts.append(strongest(cosines, _KEPT))
        return cls(sparse.vstack(parts).tocsr())
