"""Histories to padded batches of like length: short ones aren't padded to the longest.

Padding stands at the end, where the causal mask keeps it out of every step that counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .histories import Histories, Ints
from .settings import MAX_STEPS

_MIXING = 4.0  # steps by which lengths in one batch may differ, so that batches change


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded steps of n histories.

    Attributes:
        items, events, ratings, gaps: int64 ``[n, steps]``; 0 where padded.
        lengths: steps of each history that count, int64 ``[n]``.
    """

    items: Tensor
    events: Tensor
    ratings: Tensor
    gaps: Tensor
    lengths: Tensor

    @property
    def real(self) -> Tensor:
        """Which steps are no padding, bool ``[n, steps]``."""
        return torch.arange(self.items.shape[1])[None] < self.lengths[:, None]

    def silenced(self, shoppers: Tensor) -> Batch:
        """All but the items hidden for these shoppers, bool ``[n]``."""
        kept = ~shoppers[:, None]
        return replace(
            self, events=self.events * kept, ratings=self.ratings * kept, gaps=self.gaps * kept
        )

    def shifted(self) -> tuple[Batch, Tensor]:
        """Input without each history's last step, and the item after each step, ``[n, steps - 1]``."""
        before = Batch(
            self.items[:, :-1],
            self.events[:, :-1],
            self.ratings[:, :-1],
            self.gaps[:, :-1],
            self.lengths - 1,
        )
        return before, self.items[:, 1:]


def make_batch(histories: Histories, shoppers: Ints, longest: int = MAX_STEPS) -> Batch:
    """Pad the last `longest` steps of these shoppers to the longest among them."""
    ends = histories.offsets[1:][shoppers]
    lengths = np.minimum(ends - histories.offsets[:-1][shoppers], longest)
    steps = np.arange(max(1, int(lengths.max(initial=0))))
    real = steps[None] < lengths[:, None]
    where = np.where(real, (ends - lengths)[:, None] + steps[None], 0)
    if not len(histories.items):
        where, real = np.zeros_like(where), np.zeros_like(real)
        histories = Histories.of_items([[0]])

    def padded(column: NDArray[Any]) -> Tensor:
        return torch.from_numpy((column[where] * real).astype(np.int64))

    return Batch(
        padded(histories.items),
        padded(histories.events),
        padded(histories.ratings),
        padded(histories.gaps),
        torch.from_numpy(lengths.astype(np.int64)),
    )


def shuffled(lengths: Ints, size: int, generator: np.random.Generator) -> list[Ints]:
    """Shoppers in batches of like length, the batches in random order."""
    order = np.argsort(lengths + generator.random(len(lengths)) * _MIXING, kind="stable")
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    return [batches[place] for place in generator.permutation(len(batches))]


def in_order(lengths: Ints, size: int) -> Iterator[Ints]:
    """Shoppers in batches, the shortest histories first."""
    order = np.argsort(lengths, kind="stable")
    for start in range(0, len(order), size):
        yield order[start : start + size]
