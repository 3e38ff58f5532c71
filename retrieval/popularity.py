"""The baseline that any recommender must beat: what most shoppers bought, the same for everyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Self


class PopularityRecommender:
    """Recommends the items that most distinct shoppers took; ties in order of item id.

    Attributes:
        counts: item id to the number of distinct shoppers.
    """

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self._ranking = sorted(
            ((item_id, float(count)) for item_id, count in counts.items()),
            key=lambda pair: (-pair[1], pair[0]),
        )

    @classmethod
    def from_histories(cls, histories: Iterable[Sequence[str]]) -> Self:
        """Count over training histories; a shopper counts once an item."""
        counts: Counter[str] = Counter()
        for history in histories:
            counts.update(set(history))
        return cls(dict(counts))

    def recommend(
        self, histories: Sequence[Sequence[str]], k: int
    ) -> list[list[tuple[str, float]]]:
        """The k most popular items for every history, with the number of shoppers as score."""
        return [self._ranking[:k] for _ in histories]
