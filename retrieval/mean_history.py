"""The history channel of a shop that has trained nothing: the mean of the items' text vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..catalog.shopper_steps import ShopperSteps
from ..indexes.vector_index import VectorIndex
from .history import HALF_LIFE, contributions, history_vector
from .history_channel import Because, Floats, Ranking, speaking

_BATCH = 1024


class MeanHistory:
    """Nearest products to the recency-weighted mean of a history.

    Args:
        index: the products' text vectors.
        half_life: how many steps back an item of a history counts half.
    """

    trained = False

    def __init__(self, index: VectorIndex, half_life: float = HALF_LIFE) -> None:
        self._index = index
        self._half_life = half_life

    def knows(self, item_id: str) -> bool:
        """Whether the index has a vector of it."""
        return item_id in self._index

    def search(
        self, steps: ShopperSteps, k: int, allowed: Sequence[str] | None = None
    ) -> list[Ranking]:
        """The k products nearest to each mean, with their cosine."""
        found: list[Ranking] = []
        for start in range(0, len(steps), _BATCH):
            batch = steps.select(range(start, min(start + _BATCH, len(steps))))
            found += self._index.search(self._shoppers(batch), k, allowed)
        known = (any(self.knows(item) for item in items) for _, items in steps.sequences())
        return [ranking if some else [] for ranking, some in zip(found, known, strict=True)]

    def scores(self, steps: ShopperSteps, item_ids: Sequence[str]) -> Floats:
        """Cosine of the mean and each product."""
        scores: Floats = self._index.reconstruct(item_ids) @ self._shoppers(steps)[0]
        return scores

    def because_of(self, steps: ShopperSteps, item_ids: Sequence[str]) -> list[Because]:
        """Each item's part of the cosine; only positive parts, each id once."""
        history = [item for item in steps.of(0) if self.knows(item)]
        vectors = self._index.reconstruct(history)
        return [
            speaking(history, contributions(vectors, target, self._half_life).tolist())
            for target in self._index.reconstruct(item_ids)
        ]

    def behind(self, steps: ShopperSteps) -> dict[str, int]:
        """Nothing is known of look-alikes here."""
        return {}

    def _shoppers(self, steps: ShopperSteps) -> Floats:
        """One vector a history; every item's vector is fetched once."""
        known = {item for item in steps.item_ids if item in self._index}
        place = {item: row for row, item in enumerate(known)}
        vectors = self._index.reconstruct(list(known))
        rows = ([place[item] for item in items if item in known] for _, items in steps.sequences())
        return np.stack([history_vector(vectors[row], self._half_life) for row in rows])
