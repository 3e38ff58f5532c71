"""What every shopper did, as arrays: the steps that a history encoder learns from.

Like `shoppers.histories`, with what is known of each step, and without a Python object a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .database import Database
from .shoppers import KNOWN, ORDER

EVENTS = ("view", "cart", "buy", "rate")
"""Kinds of event, the weightiest last; of one step's events the weightiest is kept."""


@dataclass(frozen=True, slots=True)
class ShopperSteps:
    """Steps of all shoppers, in the order of the pseudonyms, each shopper's oldest first.

    Steps on the same item that follow one another (view, cart, buy) are one.

    Attributes:
        users: pseudonyms, ``[shoppers]``.
        offsets: where each shopper's steps begin, and the end, int64 ``[shoppers + 1]``.
        item_ids: the items that occur, each once.
        items: place in `item_ids`, int64 ``[steps]``.
        events: place in `EVENTS`, -1 where not known, int64 ``[steps]``.
        ratings: what the shopper gave, NaN where there is none, float64 ``[steps]``.
        times: seconds since 1970 UTC, NaN where not known, float64 ``[steps]``.
    """

    users: list[str]
    offsets: NDArray[np.int64]
    item_ids: list[str]
    items: NDArray[np.int64]
    events: NDArray[np.int64]
    ratings: NDArray[np.float64]
    times: NDArray[np.float64]

    def __len__(self) -> int:
        """Number of shoppers."""
        return len(self.users)

    @classmethod
    def of_items(cls, sequences: Sequence[Sequence[str]]) -> Self:
        """Histories of which only the items are known, oldest first; shoppers without a name."""
        lengths = [len(sequence) for sequence in sequences]
        place: dict[str, int] = {}
        items = [place.setdefault(item, len(place)) for sequence in sequences for item in sequence]
        unknown = np.full(len(items), np.nan)
        return cls(
            users=[""] * len(sequences),
            offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            item_ids=list(place),
            items=np.array(items, dtype=np.int64),
            events=np.full(len(items), -1, dtype=np.int64),
            ratings=unknown,
            times=unknown.copy(),
        )

    def of(self, shopper: int) -> list[str]:
        """Item ids of one shopper, oldest first."""
        rows = self.items[self.offsets[shopper] : self.offsets[shopper + 1]]
        return [self.item_ids[row] for row in rows.tolist()]

    def sequences(self) -> Iterator[tuple[str, list[str]]]:
        """Pseudonym and item ids of every shopper."""
        return ((user, self.of(shopper)) for shopper, user in enumerate(self.users))

    def select(self, shoppers: Sequence[int] | NDArray[np.int64]) -> Self:
        """These shoppers, in this order."""
        chosen = np.asarray(shoppers, dtype=np.int64)
        return self._spans(chosen, self.offsets[:-1][chosen], self.offsets[1:][chosen])

    def without_last(self, count: int) -> Self:
        """The same shoppers with their last `count` steps cut off; some may be left with none."""
        ends = np.maximum(self.offsets[1:] - count, self.offsets[:-1])
        return self._spans(np.arange(len(self)), self.offsets[:-1], ends)

    def followed_by(self, item_ids: Sequence[str]) -> Self:
        """One shopper's history with further items at its end, of which no more is known."""
        more = type(self).of_items([[*self.of(0), *item_ids]])
        for name in ("events", "ratings", "times"):
            getattr(more, name)[: len(self.items)] = getattr(self, name)
        return more

    def _spans(
        self, shoppers: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> Self:
        offsets, where = spans(starts, ends)
        return replace(
            self,
            users=[self.users[row] for row in shoppers.tolist()],
            offsets=offsets,
            items=self.items[where],
            events=self.events[where],
            ratings=self.ratings[where],
            times=self.times[where],
        )


def spans(
    starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Offsets of spans laid one after another, and the place that each of their steps came from."""
    lengths = ends - starts
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return offsets, np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)


def shopper_steps(database: Database, pseudonym: str | None = None) -> ShopperSteps:
    """Steps with items of the catalog; of one shopper if a pseudonym is given."""
    kinds = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(EVENTS))
    one = "" if pseudonym is None else 'WHERE i."user" = ?'
    sql = f"""
        SELECT i."user" AS shopper, i.item_id AS item, CASE i.event {kinds} ELSE 2 END AS event,
            CASE WHEN i.event = 'rate' THEN i.weight END AS rating, epoch(i."time") AS seconds
        FROM {KNOWN} {one} ORDER BY i."user", {ORDER}
    """
    with database.cursor() as cursor:
        table = cursor.sql(sql, params=[] if pseudonym is None else [pseudonym]).to_arrow_table()
    users, shopper = _coded(table["shopper"])
    item_ids, item = _coded(table["item"])
    event = table["event"].to_numpy().astype(np.int64)
    rating, seconds = (_floats(table[name]) for name in ("rating", "seconds"))

    starts = np.flatnonzero(_changes(shopper) | _changes(item))
    ends = np.append(starts[1:], len(item)) - 1
    kept = shopper[starts]
    counts = np.bincount(kept, minlength=len(users)).astype(np.int64)
    return ShopperSteps(
        users=users,
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        item_ids=item_ids,
        items=item[starts],
        events=np.maximum.reduceat(event, starts) if len(starts) else event,
        # fmax passes over NaN: the best rating given in one step.
        ratings=np.fmax.reduceat(rating, starts) if len(starts) else rating,
        times=seconds[ends] if len(starts) else seconds,
    )


def _coded(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int64]]:
    """The values that occur, in order of first occurrence, and each row's place among them."""
    coded = column.combine_chunks().dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy().astype(np.int64)


def _floats(column: Any) -> NDArray[np.float64]:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _changes(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a value differs from the one before; the first always does."""
    changed = np.ones(len(codes), dtype=bool)
    changed[1:] = codes[1:] != codes[:-1]
    return changed
