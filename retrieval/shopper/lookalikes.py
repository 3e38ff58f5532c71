"""Shoppers whose history looked like this one, and what they took next.

The newest steps of every history are points in the space of histories (`users.faiss`), each with
the item that followed. The nearest points vote for their items; an item counts only if at least
five different shoppers stand behind it, so that no one shopper's basket shows through. Nearest
neighbours over a sequence model's states are kNN-LM's idea (Khandelwal et al., 2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ...errors import StoreError
from ...indexes.vector_index import FaissVectorIndex, make_index
from .histories import Ints

Floats = NDArray[np.float32]

MIN_SHOPPERS = 5
"""Different shoppers that must stand behind an item (k-anonymity)."""
_NEIGHBOURS = 300
_TEMPERATURE = 0.1  # of the cosine to a neighbour, over which a vote falls to 1/e
_STEM = "users"
_FOLLOWERS = "followers.parquet"


@dataclass(frozen=True, slots=True)
class Votes:
    """What look-alikes took next.

    Attributes:
        rows: item rows, each once, ``[n]``.
        shares: of all votes, float32 ``[n]``, sum 1.
        shoppers: different shoppers behind each, at least five, ``[n]``.
    """

    rows: Ints
    shares: Floats
    shoppers: Ints


class LookAlikes:
    """Points of histories with the item that followed and the shopper they belong to.

    Args:
        index: the points; their ids are place numbers.
        followers: item row that followed each point, ``[points]``.
        shoppers: number of the shopper of each point, ``[points]``.
    """

    def __init__(self, index: FaissVectorIndex, followers: Ints, shoppers: Ints) -> None:
        self._index = index
        self._followers = followers
        self._shoppers = shoppers

    def __len__(self) -> int:
        return len(self._followers)

    @classmethod
    def build(cls, states: Floats, followers: Ints, shoppers: Ints) -> Self:
        """Index points: unit vectors ``[points, d]``, items that followed, shoppers' numbers."""
        index = make_index(states.shape[1], len(states))
        index.add([str(place) for place in range(len(states))], states)
        return cls(index, followers, shoppers)

    def votes(self, states: Floats) -> list[Votes]:
        """Votes of the 300 nearest points of each state ``[n, d]``.

        A state that is itself among the points (a shopper asking with an old history) finds its
        own follower as one vote of one shopper, which is below five by itself.
        """
        if not len(self) or not len(states):
            return [_NO_VOTES for _ in range(len(states))]
        cosines, places = self._index.search_rows(states, _NEIGHBOURS)
        return [self._counted(*pair) for pair in zip(cosines, places, strict=True)]

    def _counted(self, cosines: Floats, places: Ints) -> Votes:
        kept = places >= 0
        cosines, places = cosines[kept], places[kept]
        if not len(places):
            return _NO_VOTES
        weights = np.exp((cosines - cosines[0]) / _TEMPERATURE)
        rows, slot = np.unique(self._followers[places], return_inverse=True)
        pairs = np.unique(np.stack([slot, self._shoppers[places]]), axis=1)
        shoppers = np.bincount(pairs[0], minlength=len(rows))
        shares = np.bincount(slot, weights, len(rows))
        enough = shoppers >= MIN_SHOPPERS
        if not enough.any():
            return _NO_VOTES
        rows, shares, shoppers = rows[enough], shares[enough], shoppers[enough]
        return Votes(rows, (shares / shares.sum()).astype(np.float32), shoppers)

    def save(self, folder: Path) -> None:
        """Write ``users.faiss``, its ids and what followed."""
        self._index.save(folder, _STEM)
        table = {"follower": self._followers, "shopper": self._shoppers}
        pq.write_table(pa.table(table), folder / _FOLLOWERS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            StoreError: files are missing, damaged, or don't belong together.
        """
        index = FaissVectorIndex.load(folder, _STEM)
        try:
            table = pq.read_table(folder / _FOLLOWERS)
            followers, shoppers = (table[n].to_numpy() for n in ("follower", "shopper"))
        except (pa.ArrowException, OSError, KeyError) as error:
            raise StoreError(f"{folder / _FOLLOWERS} is damaged: index the shop again") from error
        if len(followers) != len(index):
            raise StoreError(f"{folder / _FOLLOWERS} doesn't belong to {_STEM}.faiss: index again")
        return cls(index, followers.astype(np.int64), shoppers.astype(np.int64))


_NO_VOTES = Votes(
    np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64)
)
