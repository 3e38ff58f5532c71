"""Which terms stand next to each other in a catalog, and in how many products.

Kept as sorted numbers, so that a million pairs open at once. Knows terms only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_SHIFT = 32


class SpellingPairs:
    """Adjacent terms and the number of products that have them so.

    Args:
        terms: every term of a pair, each once.
        pairs: rows of the first and second term of each pair, int32 ``[n, 2]``.
        counts: products that have the pair, int32 ``[n]``.
    """

    def __init__(
        self, terms: Sequence[str], pairs: NDArray[np.int32], counts: NDArray[np.int32]
    ) -> None:
        self.terms = list(terms)
        self._rows = {term: row for row, term in enumerate(self.terms)}
        keys = (pairs[:, 0].astype(np.int64) << _SHIFT) | pairs[:, 1]
        order = np.argsort(keys, kind="stable")
        self._keys, self._counts = keys[order], counts[order]

    def __len__(self) -> int:
        return len(self._keys)

    @classmethod
    def of(cls, counted: Mapping[tuple[str, str], int]) -> SpellingPairs:
        """From pairs to counts."""
        terms = {
            term: row for row, term in enumerate(sorted({t for pair in counted for t in pair}))
        }
        rows = np.array([(terms[a], terms[b]) for a, b in counted], dtype=np.int32).reshape(-1, 2)
        return cls(list(terms), rows, np.array(list(counted.values()), dtype=np.int32))

    def count(self, first: str, second: str) -> int:
        """Products in which `second` stands right behind `first`."""
        a, b = self._rows.get(first), self._rows.get(second)
        if a is None or b is None:
            return 0
        key = (a << _SHIFT) | b
        at = int(np.searchsorted(self._keys, key))
        return int(self._counts[at]) if at < len(self._keys) and self._keys[at] == key else 0

    def columns(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """``pairs`` and ``counts`` as the constructor takes them."""
        low = (1 << _SHIFT) - 1
        rows = np.stack([self._keys >> _SHIFT, self._keys & low], axis=1).astype(np.int32)
        return rows, self._counts
