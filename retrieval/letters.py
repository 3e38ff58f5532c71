"""How alike a request and a product's name are spelled: letter trigrams, rare ones counting more.

Words have to be the same to meet, letters needn't: "dishwasher" and "dish washer", "1/2in" and
"1/2 in.", a plural, a part number with a letter more. Kept product by product, three letters as
two bytes: it scores products that were found, and finds none. Trigrams that fall on one of the
65,536 places are held for the same. Chinese, Japanese and Thai have no letters to slip: of a
request in them it says nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ..errors import StoreError
from ..indexes.id_map import Rows
from .tokens import SPACED_RUN, folded

Floats = NDArray[np.float32]

_PLACES = 1 << 16
_LENGTH = 3
_PARTS = ("starts", "places", "weights", "lengths")
_KINDS = {"starts": np.int64, "places": np.uint16, "weights": np.float32, "lengths": np.float32}


class LetterIndex:
    """Cosine of two texts' trigrams, each weighed by its inverse document frequency.

    Args:
        starts: int64 ``[n + 1]``, where each text's places begin.
        places: uint16, each place of a text once.
        weights: float32 ``[65536]``, of a place.
        lengths: float32 ``[n]``, of the texts' vectors.
    """

    def __init__(
        self, starts: Rows, places: NDArray[np.uint16], weights: Floats, lengths: Floats
    ) -> None:
        self._starts = starts
        self._places = places
        self._weights = weights
        self._lengths = lengths

    def __len__(self) -> int:
        return len(self._lengths)

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Index texts, in the order of their rows."""
        rows = [_places_of(text) for text in texts]
        starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        places = np.concatenate(rows) if rows else np.zeros(0, dtype=np.uint16)
        frequency = np.bincount(places, minlength=_PLACES)
        weights = (np.log((1 + len(rows)) / (1 + frequency)) + 1).astype(np.float32)
        # The 0 at the end is what stands before the first.
        squares = np.append(np.cumsum(weights[places].astype(np.float64) ** 2), 0)
        lengths = np.sqrt(np.diff(squares[starts - 1])).astype(np.float32)
        return cls(starts, places.astype(np.uint16), weights, lengths)

    def scores(self, text: str, rows: Rows) -> Floats:
        """Cosines of `text` and the texts of some rows, float32 ``[len(rows)]``."""
        wanted = _places_of(text)
        if not len(wanted) or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        squared = np.zeros(_PLACES, dtype=np.float32)
        squared[wanted] = self._weights[wanted] ** 2
        starts, ends = self._starts[rows], self._starts[np.asarray(rows) + 1]
        shared = np.array(
            [squared[self._places[a:b]].sum() for a, b in zip(starts, ends, strict=True)],
            dtype=np.float32,
        )
        length = np.sqrt(squared.sum())
        found: Floats = shared / np.maximum(self._lengths[rows] * length, 1e-9)
        return found

    def save(self, folder: Path) -> None:
        """Write four arrays into `folder`, made if missing.

        Raises:
            StoreError: the folder can't be written to.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in _PARTS:
                np.save(folder / f"{name}.npy", getattr(self, f"_{name}"), allow_pickle=False)
        except OSError as error:
            raise StoreError(f"can't write to {folder}: {error.strerror}") from error

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote. Checksums are the business of the caller's manifest.

        Raises:
            StoreError: a file is missing, or not what `save` writes.
        """
        try:
            parts = [
                np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                for name in _PARTS
            ]
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder} can't be read: run `shopctl index` again") from error
        starts, places, weights, lengths = parts
        fits = all(
            part.ndim == 1 and part.dtype == _KINDS[name]
            for name, part in zip(_PARTS, parts, strict=True)
        )
        if not (
            fits
            and len(weights) == _PLACES
            and len(starts) == len(lengths) + 1
            and starts[0] == 0
            and starts[-1] == len(places)
            and (np.diff(starts) >= 0).all()
        ):
            raise StoreError(f"{folder} is damaged: run `shopctl index` again")
        return cls(starts, places, weights, lengths)


def _places_of(text: str) -> NDArray[np.uint16]:
    """The places of a text's trigrams, each once, in order."""
    runs = SPACED_RUN.findall(folded(text))
    found = {place for run in runs for place in _places_of_run(run)}
    return np.array(sorted(found), dtype=np.uint16)


@lru_cache(maxsize=1 << 16)
def _places_of_run(run: str) -> Sequence[int]:
    """Of each three letters in a row; the first and the last stand beside a space."""
    padded = f" {run} "
    return tuple(
        zlib.crc32(padded[at : at + _LENGTH].encode("utf-8", "replace")) % _PLACES
        for at in range(max(1, len(padded) - _LENGTH + 1))
    )
