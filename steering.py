"""Steering a ranking: less of the same, and as popular as the shopper likes it.

Puts `retrieval.diversity` and `retrieval.calibration` to work on hits of one opened shop. Both
reorder the best hundred; neither brings up what wasn't found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .indexes.vector_index import VectorIndex
from .retrieval.calibration import calibrate, popularity_target
from .retrieval.diversity import mmr, require_share
from .retrieval.popularity_groups import group_codes, popularity_groups
from .retrieval.retriever import Hit

POOL = 100
"""Candidates that are reordered; fixed, because both trade-offs are relative to the candidates."""


@dataclass(frozen=True, slots=True)
class Steering:
    """How far to steer.

    Attributes:
        diversity: 0 leaves the ranking as it is, 1 looks at nothing but difference.
        calibration: the same for popularity: 1 shows popular, middle and tail products in exactly
            the shares that the shopper's own history has.

    Raises:
        RequestError: one isn't a number from 0 to 1.
    """

    diversity: float = 0.0
    calibration: float = 0.0

    def __post_init__(self) -> None:
        require_share("diversity", self.diversity)
        require_share("calibration", self.calibration)

    @property
    def active(self) -> bool:
        """Whether there is anything to steer."""
        return bool(self.diversity or self.calibration)


class Steerer:
    """Reorders hits of one opened shop.

    Args:
        index: the products' text vectors; two products are alike if these are.
        counts: item id to the number of shoppers who bought it.
        item_ids: the catalog.
    """

    def __init__(
        self, index: VectorIndex, counts: Mapping[str, int], item_ids: Sequence[str]
    ) -> None:
        self._index = index
        self._counts = counts
        self._groups = popularity_groups(counts, item_ids)

    def best(
        self, hits: Sequence[Hit], k: int, steering: Steering, history: Sequence[str]
    ) -> list[Hit]:
        """The k to show, in order; `history` sets how popular they should be."""
        if not steering.active or not hits:
            return list(hits[:k])
        scores = np.array([hit.score for hit in hits], dtype=np.float32)
        ids = [hit.item_id for hit in hits]
        order = np.arange(len(hits))
        if steering.diversity:
            wanted = len(hits) if steering.calibration else k
            order = mmr(scores, self._index.reconstruct(ids), wanted, steering.diversity)
            scores = -np.arange(len(order), dtype=np.float32)  # calibration starts from its ranks
        if steering.calibration:
            groups = group_codes([ids[row] for row in order.tolist()], self._groups)
            target = popularity_target(history, self._groups, self._counts)
            order = order[calibrate(scores, groups, target, k, steering.calibration)]
        return [hits[row] for row in order.tolist()]
