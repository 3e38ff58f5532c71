"""What else a shop knows that tells a slip from a word: which products have which terms, and whether
the text encoder's tokeniser knows a word whole.

Reads a lexical index and an encoder; corrects nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .lexical import LexicalIndex
from .text_encoder import TextEncoder

_NO_WORD = "qzxvkjwq"
_MOST_LETTERS = 30


class TermProducts:
    """The products that have a term, out of a lexical index's own columns."""

    def __init__(self, lexical: LexicalIndex) -> None:
        self._count = len(lexical)
        # bm25s keeps a column a term: rows of products and scores. Read, never written.
        self._bm25 = lexical._bm25

    def __len__(self) -> int:
        return self._count

    def products_with(self, term: str) -> NDArray[np.int32]:
        """Rows of the products whose text has `term` (as `tokenise` gives it), int32 ``[n]``."""
        column = None if self._bm25 is None else self._bm25.vocab_dict.get(term)
        if column is None or self._bm25 is None:
            return np.zeros(0, dtype=np.int32)
        start, end = self._bm25.scores["indptr"][column : column + 2]
        rows: NDArray[np.int32] = self._bm25.scores["indices"][start:end]
        return rows


class WholeWords:
    """The words that an encoder's tokeniser doesn't cut, as it does with what is rare or mistyped.

    Of an encoder that cuts nothing into pieces (hashed n-grams) nothing can be said.
    """

    def __init__(self, encoder: TextEncoder) -> None:
        self._flags = encoder.engine.unknown_flags
        self._cuts = len(self._flags(_NO_WORD)) > 1

    def __call__(self, word: str) -> bool:
        """Whether `word` is one known piece; False where nothing can be said."""
        flags = self._flags(word[:_MOST_LETTERS]) if self._cuts else ()
        return len(flags) == 1 and not flags[0]
