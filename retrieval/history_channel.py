"""What retrieval asks of a history: products that go with it, and which of its items say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..catalog.shopper_steps import ShopperSteps

Floats = NDArray[np.float32]
Ranking = list[tuple[str, float]]
Because = list[tuple[str, float]]


def speaking(names: Sequence[str], parts: Sequence[float]) -> Because:
    """Items whose parts add up to more than nothing, each once, the weightiest first.

    Args:
        names: item ids of the steps of a history; an item may stand there more than once.
        parts: how much each step speaks for a product.
    """
    total: dict[str, float] = {}
    for name, part in zip(names, parts, strict=True):
        total[name] = total.get(name, 0.0) + part
    ranked = sorted(total.items(), key=lambda pair: -pair[1])
    return [(name, part) for name, part in ranked if part > 0]


class HistoryChannel(Protocol):
    """A way from histories to products."""

    trained: bool

    def knows(self, item_id: str) -> bool:
        """Whether an item of a history says anything."""

    def search(
        self, steps: ShopperSteps, k: int, allowed: Sequence[str] | None = None
    ) -> list[Ranking]:
        """The k best allowed products for each shopper, best first; nothing is masked."""

    def scores(self, steps: ShopperSteps, item_ids: Sequence[str]) -> Floats:
        """What one shopper's history says of products, float32 ``[n]``, as `search` scores them."""

    def because_of(self, steps: ShopperSteps, item_ids: Sequence[str]) -> list[Because]:
        """For each product the items of one history that speak for it, strongest first."""

    def behind(self, steps: ShopperSteps) -> Mapping[str, int]:
        """Products that shoppers like this one took next, and how many did; five or more each."""
