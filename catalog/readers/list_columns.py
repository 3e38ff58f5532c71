"""Which text columns are lists in disguise: "Normal, Dry, and Oily" → normal, dry, oily.

Decided on a sample: a column is a list when its pieces come from a small vocabulary that repeats.
Sentences, ingredients with a long tail, sizes and addresses stay whole. What a column's name says of
it is `list_names.py`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..columns import normal_name
from .list_names import listed, may_hold_several

_SPLIT = re.compile(r"\s*(?:[;|]|,(?=\s))\s*")
_AND = re.compile(r"^(?:and|und|&|or)\s+", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:size|dimension|weight|volume|url|link|id|sku|model|date|time|ingredients?)\b|尺寸|规格|型号|净含量|重量")  # fmt: skip
_LONG_PIECE = 45
_LONGEST_PIECE = 90
_MAX_VOCABULARY = 300
_MIN_ROWS = 20
_MIN_REPEATS = 4.0


class ListColumns:
    """The list columns of a file and how to cut their cells."""

    def __init__(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._named = [
            column
            for column in columns
            if may_hold_several(column) and _holds_several(column, sample)
        ]
        for column in columns:
            counts = _vocabulary(column, sample)
            if counts:
                self._counts[column] = counts

    def __contains__(self, column: str) -> bool:
        return column in self._counts

    def names(self) -> list[str]:
        """The columns of the sample that are cut, by what repeats in them or by their names."""
        return list(dict.fromkeys([*self._counts, *self._named]))

    def split(self, column: str, text: str) -> list[str]:
        """The values of one cell; the whole text if the column is no list."""
        counts = self._counts.get(column)
        if counts is None:
            return [text]
        return [part for piece in _pieces(text) for part in _parts(piece, counts)]


def _holds_several(column: str, sample: Sequence[Mapping[str, Any]]) -> bool:
    return any(isinstance(text := row.get(column), str) and len(listed(text)) > 1 for row in sample)


def _vocabulary(column: str, sample: Sequence[Mapping[str, Any]]) -> Counter[str] | None:
    """How often each piece occurs in a list column; None for any other column."""
    texts = [value for row in sample if isinstance(value := row.get(column), str) and value.strip()]
    if len(texts) < _MIN_ROWS or _WHOLE.search(normal_name(column)):
        return None
    cells = [_pieces(text) for text in texts]
    counts = Counter(piece.casefold() for pieces in cells for piece in pieces)
    several = sum(len(pieces) > 1 for pieces in cells)
    total = sum(counts.values())
    if not counts or several < 0.05 * len(texts) or total < _MIN_REPEATS * len(counts):
        return None
    long = sum(count for piece, count in counts.items() if len(piece) > _LONG_PIECE)
    if len(counts) > _MAX_VOCABULARY or long > 0.01 * total or len(max(counts, key=len)) > _LONGEST_PIECE:  # fmt: skip
        return None
    return counts


def _pieces(text: str) -> list[str]:
    pieces = (_AND.sub("", piece.strip()) for piece in _SPLIT.split(text))
    return [piece for piece in pieces if piece]


def _parts(piece: str, counts: Counter[str]) -> list[str]:
    """Cut "Dry and Oily" where both halves are commoner than the whole.

    "Fine Lines and Wrinkles" is a common value itself and stays.
    """
    whole = counts[piece.casefold()]
    for joint in re.finditer(r" and ", piece):
        left, right = piece[: joint.start()], piece[joint.end() :]
        if min(counts[left.casefold()], counts[right.casefold()]) > whole:
            return [*_parts(left, counts), *_parts(right, counts)]
    return [piece]
