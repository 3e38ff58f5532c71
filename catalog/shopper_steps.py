"""What every shopper did, as arrays: the steps that a history encoder learns from.

Like `shoppers.histories`, with what is known of each step, and without a Python object a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
        events: place in `EVENTS`, int64 ``[steps]``.
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


def shopper_steps(database: Database, pseudonym: str | None = None) -> ShopperSteps:
    """Steps with items of the catalog; of one shopper if a pseudonym is given."""
    kinds = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(EVENTS))
    one = '' if pseudonym is None else 'WHERE i."user" = ?'
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
