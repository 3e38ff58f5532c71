"""The words of a catalog as they are written, how many products have each, and which are alike.

Knows letters and counts; which word a shopper meant is `spelling.py`'s business. Alike words are
found without an index of deletions: two bit operations leave a few hundred words of any
vocabulary, and rapidfuzz measures these.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from .edit_cost import edit_cost

_BITS = 64
_MOST_MEASURED = 24


class SpellingWords:
    """Words by how many products have them, most first.

    Args:
        words: case-folded, letters only, each once.
        counts: products that have each, ≥ 1.
        stems: the term that lexical search makes of each.
        kept: whether a word must never be taken for a slip (a brand).
    """

    def __init__(
        self,
        words: Sequence[str],
        counts: NDArray[np.int32],
        stems: Sequence[str],
        kept: NDArray[np.bool_],
    ) -> None:
        self.words = list(words)
        self.counts = counts
        self.stems = list(stems)
        self.kept = kept

    def __len__(self) -> int:
        return len(self.words)

    def count(self, word: str) -> int:
        """Products that have `word` written so."""
        row = self._rows.get(word)
        return 0 if row is None else int(self.counts[row])

    def is_kept(self, word: str) -> bool:
        """Whether `word` must stay as it is."""
        row = self._rows.get(word)
        return row is not None and bool(self.kept[row])

    def has_stem(self, stem: str) -> bool:
        """Whether any form of a word is in a product."""
        return stem in self._stems

    def alike(self, word: str, distance: int) -> list[tuple[str, int, float]]:
        """Words at most `distance` edits from `word`, itself left out.

        Returns:
            ``(word, products, price of the slip)``, at most 24: nearest first, then most frequent.
        """
        if not self.words:
            return []
        lengths, masks = self._shapes
        near = np.abs(lengths - len(word)) <= distance
        # An edit changes at most two of the letters that a word has.
        near &= np.bitwise_count(masks ^ np.uint64(_mask(word))) <= 2 * distance
        rows = np.flatnonzero(near)
        if not len(rows):
            return []
        distances = cdist(
            [word], [self.words[row] for row in rows], scorer=OSA.distance,
            score_cutoff=distance, dtype=np.uint8,
        )[0]  # fmt: skip
        fitting = np.flatnonzero((distances > 0) & (distances <= distance))
        best = fitting[np.argsort(distances[fitting], kind="stable")][:_MOST_MEASURED]
        found = [self.words[rows[place]] for place in best]
        return [(one, self.count(one), edit_cost(word, one)) for one in found]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {word: row for row, word in enumerate(self.words)}

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(self.stems)

    @cached_property
    def _shapes(self) -> tuple[NDArray[np.int16], NDArray[np.uint64]]:
        """Length and set of letters of every word, the set as bits."""
        lengths = np.array([len(word) for word in self.words], dtype=np.int16)
        letters = np.frombuffer("".join(self.words).encode("utf-32-le"), dtype=np.uint32)
        bits = np.left_shift(np.uint64(1), letters.astype(np.uint64) % np.uint64(_BITS))
        starts = np.cumsum(lengths, dtype=np.int64) - lengths
        return lengths, np.bitwise_or.reduceat(bits, starts)


def _mask(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % _BITS)
    return bits
