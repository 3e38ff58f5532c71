"""Which text columns are lists in disguise: "Normal, Dry, and Oily" → normal, dry, oily.

Decided on a sample: a column is a list when its pieces come from a small vocabulary that repeats.
Sentences, ingredients with a long tail, sizes and addresses stay whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..columns import normal_name

_SPLIT = re.compile(r"\s*(?:[;|]|,(?=\s))\s*")
_AND = re.compile(r"^(?:and|und|&|or)\s+", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:size|dimension|weight|volume|url|link|id|sku|model|date|time|ingredients?)\b|尺寸|规格|型号|净含量|重量")  # fmt: skip
_MAX_PIECE = 45
_MAX_VOCABULARY = 300
_MIN_ROWS = 20
_MIN_REPEATS = 4.0


class ListColumns:
    """The list columns of a file and how to cut their cells."""

    def __init__(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> None:
        self._vocabularies: dict[str, frozenset[str]] = {}
        for column in columns:
            vocabulary = self._vocabulary(column, sample)
            if vocabulary:
                self._vocabularies[column] = vocabulary

    def __contains__(self, column: str) -> bool:
        return column in self._vocabularies

    def names(self) -> list[str]:
        """The columns that are cut."""
        return list(self._vocabularies)

    def split(self, column: str, text: str) -> list[str]:
        """The pieces of one cell; the whole text if the column is no list."""
        vocabulary = self._vocabularies.get(column)
        if vocabulary is None:
            return [text]
        return [part for piece in _pieces(text) for part in _halves(piece, vocabulary)]

    @staticmethod
    def _vocabulary(column: str, sample: Sequence[Mapping[str, Any]]) -> frozenset[str] | None:
        texts = [value for row in sample if isinstance(value := row.get(column), str) and value.strip()]  # fmt: skip
        if len(texts) < _MIN_ROWS or _WHOLE.search(normal_name(column)):
            return None
        if not any(_SPLIT.search(text) for text in texts):
            return None
        counts: Counter[str] = Counter()
        several = 0
        for text in texts:
            pieces = _pieces(text)
            if any(len(piece) > _MAX_PIECE for piece in pieces):
                return None
            several += len(pieces) > 1
            counts.update(pieces)
        repeats = sum(counts.values()) / max(len(counts), 1)
        if len(counts) > _MAX_VOCABULARY or several < 0.05 * len(texts) or repeats < _MIN_REPEATS:
            return None
        return frozenset(piece.casefold() for piece in counts)


def _pieces(text: str) -> list[str]:
    pieces = (_AND.sub("", piece.strip()) for piece in _SPLIT.split(text))
    return [piece for piece in pieces if piece]


def _halves(piece: str, vocabulary: frozenset[str]) -> list[str]:
    """Cut "Dry and Oily" where both halves are known; "Fine Lines and Wrinkles" stays."""
    left, joint, right = piece.partition(" and ")
    if joint and left.casefold() in vocabulary and right.casefold() in vocabulary:
        return [left, right]
    return [piece]
