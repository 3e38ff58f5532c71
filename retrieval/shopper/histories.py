"""Histories as flat arrays: which item, and what is known of each step.

One array for all shoppers with the offsets of each, so that a million shoppers are four arrays and
not a million lists. Item rows are numbers; whose they are, the caller knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.uint8]

EVENTS = ("", "view", "cart", "buy", "rate")
"""Kinds of event by code; 0 is not known."""
RATING_CODES = 7  # 0 not known, then six bands of the shop's own scale
GAP_CODES = 16  # 0 not known, then powers of two of hours
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Histories:
    """Steps of all shoppers, oldest first.

    Attributes:
        offsets: where each shopper's steps begin, and the end, int64 ``[shoppers + 1]``.
        items: item row of each step, int64 ``[steps]``.
        events: kind of event by place in `EVENTS`, uint8 ``[steps]``.
        ratings: band of the rating, 0 if there is none, uint8 ``[steps]``.
        gaps: time since the step before, logarithmic, 0 if not known, uint8 ``[steps]``.
    """

    offsets: Ints
    items: Ints
    events: Codes
    ratings: Codes
    gaps: Codes

    def __len__(self) -> int:
        """Number of shoppers."""
        return len(self.offsets) - 1

    @classmethod
    def of_items(cls, sequences: Iterable[Sequence[int]]) -> Self:
        """Histories of which only the items are known."""
        rows = [np.asarray(sequence, dtype=np.int64) for sequence in sequences]
        offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        items = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        nothing = np.zeros(len(items), dtype=np.uint8)
        return cls(offsets, items, nothing, nothing, nothing)

    @property
    def lengths(self) -> Ints:
        """Steps of each shopper, ``[shoppers]``."""
        return np.diff(self.offsets)

    def of(self, shopper: int) -> Ints:
        """Item rows of one shopper, oldest first."""
        return self.items[self.offsets[shopper] : self.offsets[shopper + 1]]

    def sequences(self) -> Iterator[Ints]:
        """Item rows of every shopper."""
        return (self.of(shopper) for shopper in range(len(self)))

    def without_last(self, count: int) -> Self:
        """The same shoppers with their last `count` steps cut off; some may be left with none."""
        ends = np.maximum(self.offsets[1:] - count, self.offsets[:-1])
        return self._spans(self.offsets[:-1], ends)

    def select(self, shoppers: Ints) -> Self:
        """Only these shoppers, in this order."""
        return self._spans(self.offsets[:-1][shoppers], self.offsets[1:][shoppers])

    def _spans(self, starts: Ints, ends: Ints) -> Self:
        lengths = ends - starts
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        where = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)
        return type(self)(
            offsets, self.items[where], self.events[where], self.ratings[where], self.gaps[where]
        )


def rating_codes(ratings: NDArray[np.float64]) -> Codes:
    """Bands of ratings within the scale that they span; NaN (no rating) and a flat scale are 0."""
    known = np.isfinite(ratings)
    if not known.any() or np.nanmax(ratings) == np.nanmin(ratings):
        return np.zeros(len(ratings), dtype=np.uint8)
    low, high = np.nanmin(ratings), np.nanmax(ratings)
    place = np.where(known, (ratings - low) / (high - low), 0.0)
    return np.where(known, 1 + np.round(place * (RATING_CODES - 2)), 0).astype(np.uint8)


def gap_codes(times: NDArray[np.float64], offsets: Ints) -> Codes:
    """Powers of two of the hours since the shopper's step before; 0 for the first and the unknown.

    Args:
        times: seconds, NaN where not known, ``[steps]``.
        offsets: as in `Histories`.
    """
    hours = np.full(len(times), np.nan)
    hours[1:] = np.diff(times) / _HOUR_S
    hours[offsets[:-1][offsets[:-1] < len(times)]] = np.nan
    known = np.isfinite(hours)
    powers = np.log2(np.maximum(np.where(known, hours, 0.0), 0.0) + 1.0)
    return np.where(known, np.minimum(1 + np.floor(powers), GAP_CODES - 1), 0).astype(np.uint8)
