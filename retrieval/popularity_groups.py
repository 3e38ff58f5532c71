"""Which items are popular, which are the tail: three groups cut by the purchases they hold.

Groups by share of all interactions rather than by number of items, with a head, a middle and a
tail, as in Abdollahpouri et al. (User-centered Evaluation of Popularity Bias, UMAP 2021), whose
head and tail hold a fifth each. The thirds are ours: each group then has about as many purchases
to measure on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Group(IntEnum):
    """How popular an item is; the number is its place in an array over groups."""

    POPULAR = 0
    MIDDLE = 1
    TAIL = 2

    @property
    def label(self) -> str:
        """The name in tables and JSON."""
        return self.name.lower()


def popularity_groups(counts: Mapping[str, int], item_ids: Iterable[str] = ()) -> dict[str, Group]:
    """The group of every counted item and of every item of the catalog.

    Items are sorted by count, descending, ties by item id. Popular is the smallest set from the
    start that holds at least a third of all interactions, tail the smallest such set from the
    end; an item that would be both is popular. Items nobody bought are tail.

    Args:
        counts: item id to the distinct shoppers who bought it in training.
        item_ids: the catalog; those without a count were never bought.
    """
    total = sum(counts.values())
    groups = dict.fromkeys(item_ids, Group.TAIL)
    before = 0
    for item_id in sorted(counts, key=lambda item_id: (-counts[item_id], item_id)):
        count = counts[item_id]
        after = total - before - count
        # Multiplied, not divided: whole numbers put an item on the border in one group for sure.
        if count and 3 * before < total:
            groups[item_id] = Group.POPULAR
        elif 3 * after < total:
            groups[item_id] = Group.TAIL
        else:
            groups[item_id] = Group.MIDDLE
        before += count
    # Without a single purchase "fewer than a third come after" holds for no item.
    return groups if total else dict.fromkeys(groups, Group.TAIL)


def group_codes(item_ids: Sequence[str], groups: Mapping[str, Group]) -> NDArray[np.int64]:
    """The groups of some items as numbers, int64 ``[n]``; an item without a group is tail."""
    return np.array([groups.get(item_id, Group.TAIL) for item_id in item_ids], dtype=np.int64)
