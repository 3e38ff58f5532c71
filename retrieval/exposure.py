"""Which items a recommender shows at all: catalog coverage and the Gini index of exposure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np


def coverage(lists: Iterable[Sequence[str]], catalog_size: int) -> float:
    """Share of the catalog that stands in at least one list, 0 to 1."""
    shown = {item_id for items in lists for item_id in items}
    return len(shown) / catalog_size if catalog_size else 0.0


def gini(lists: Iterable[Sequence[str]], catalog_size: int) -> float:
    """Gini index of how often each catalog item is shown: 0 all alike, 1 always the same one.

    ``G = Σ (2i − n − 1)·xᵢ / (n·Σ xᵢ)`` over exposures sorted ascending, items that are never
    shown included (Gini, 1912; for recommenders: Castells, Hurley and Vargas, 2015).
    """
    counts = Counter(item_id for items in lists for item_id in items)
    total = sum(counts.values())
    if not total:
        return 0.0
    size = max(catalog_size, len(counts))
    exposures = np.zeros(size)
    exposures[size - len(counts) :] = sorted(counts.values())
    weights = 2 * np.arange(1, size + 1) - size - 1
    return float((weights * exposures).sum() / (size * total))
