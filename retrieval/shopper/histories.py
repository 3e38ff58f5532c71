"""Histories as flat arrays: which item, and what is known of each step.

One array for all shoppers with the offsets of each, so that a million shoppers are four arrays and
not a million lists. Item rows are numbers; whose they are, the caller knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ...catalog.shopper_steps import spans

Ints = NDArray[np.int64]
Codes = NDArray[np.uint8]

EVENTS = ("", "view", "cart", "buy", "rate")
"""Kinds of event by code; 0 is not known."""
RATING_CODES = 7  # 0 not known, then six bands of the shop's own scale
GAP_CODES = 16  # 0 not known, then powers of two of hours


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

    def at(self, steps: Ints) -> Self:
        """One shopper's history made of these steps."""
        return self._taken(np.array([0, len(steps)], dtype=np.int64), steps)

    @classmethod
    def join(cls, parts: Sequence[Histories]) -> Self:
        """The shoppers of all parts, in their order."""
        offsets = np.concatenate([[0], np.cumsum(np.concatenate([p.lengths for p in parts]))])
        return cls(
            offsets.astype(np.int64),
            np.concatenate([part.items for part in parts]),
            np.concatenate([part.events for part in parts]),
            np.concatenate([part.ratings for part in parts]),
            np.concatenate([part.gaps for part in parts]),
        )

    def without_items(self, items: Ints) -> Self:
        """The same shoppers without every step on one of these items."""
        kept = ~np.isin(self.items, items)
        before = np.concatenate([[0], np.cumsum(kept)])
        return self._taken(before[self.offsets], np.flatnonzero(kept))

    def renumbered(self, row_of: Ints) -> Self:
        """The same steps with item row r now called ``row_of[r]``."""
        return replace(self, items=row_of[self.items])

    def renumbered_by(self, rows: Ints) -> Self:
        """The same steps with items numbered by their place in `rows`, sorted and holding all."""
        return replace(self, items=np.searchsorted(rows, self.items))

    def _spans(self, starts: Ints, ends: Ints) -> Self:
        return self._taken(*spans(starts, ends))

    def _taken(self, offsets: Ints, where: Ints) -> Self:
        return type(self)(
            offsets, self.items[where], self.events[where], self.ratings[where], self.gaps[where]
        )
