"""What shoppers did: histories, popularity, and forgetting one.

Users are pseudonyms here. An interaction with an item that the catalog doesn't hold stays in the
store and out of everything this module gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .database import Database
from .records import Interaction
from .rows import interaction_of, review_of, review_row
from .schema import INTERACTION_FIELDS, REVIEW_FIELDS, REVIEWS, columns
from .upsert import upsert

_FETCH = 65_536
# Oldest first. Feeds without times have positions; what has neither is ordered by item, so that
# the order is the same every time.
ORDER = 'i."time" NULLS FIRST, i."position" NULLS FIRST, i.item_id, i.event'
KNOWN = "shop.interactions AS i SEMI JOIN shop.products AS p ON p.item_id = i.item_id"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What `forget` removed: interactions deleted, reviews that lost their author."""

    interactions: int
    reviews: int


def history(database: Database, pseudonym: str) -> list[Interaction]:
    """A shopper's interactions with items of the catalog, oldest first."""
    rows = database.query(
        f"SELECT {columns(INTERACTION_FIELDS, 'i')} FROM {KNOWN} "
        f'WHERE i."user" = ? ORDER BY {ORDER}',
        [pseudonym],
    )
    return [interaction_of(row) for row in rows]


def histories(database: Database) -> Iterator[tuple[str, list[str]]]:
    """Every shopper's item ids, oldest first, in the order of the pseudonyms.

    Steps on the same item that follow one another (view, cart, buy) are one entry; an item that
    comes back later is there again.
    """
    user: str | None = None
    items: list[str] = []
    with database.cursor() as cursor:
        cursor.execute(f'SELECT i."user", i.item_id FROM {KNOWN} ORDER BY i."user", {ORDER}')
        while rows := cursor.fetchmany(_FETCH):
            for shopper, item_id in rows:
                if shopper != user:
                    if user is not None:
                        yield user, items
                    user, items = shopper, []
                if not items or items[-1] != item_id:
                    items.append(item_id)
    if user is not None:
        yield user, items


def popularity(database: Database) -> dict[str, int]:
    """Item id to the number of distinct shoppers who bought it, most bought first."""
    rows = database.query(
        f"""
        SELECT i.item_id, count(DISTINCT i."user") AS shoppers FROM {KNOWN}
        WHERE i.event = 'buy' GROUP BY i.item_id ORDER BY shoppers DESC, i.item_id
        """
    )
    return dict(rows)


def unknown_item_interactions(database: Database) -> int:
    """How many interactions are kept aside because the catalog doesn't hold their item."""
    known = "shop.products AS p ON p.item_id = i.item_id"
    return int(
        database.query(f"SELECT count(*) FROM shop.interactions AS i ANTI JOIN {known}")[0][0]
    )


def forget(database: Database, pseudonym: str) -> Forgotten:
    """Delete a shopper's interactions and take the name off their reviews.

    The file is rewritten, so the deleted rows leave no bytes in it. A feed that still names the
    shopper brings them back when it is indexed again.
    """
    where = 'WHERE "user" = ?'
    with database.transaction():
        found = database.query(f"SELECT count(*) FROM shop.interactions {where}", [pseudonym])
        interactions = int(found[0][0])
        rows = database.query(
            f"SELECT {columns(REVIEW_FIELDS)} FROM shop.reviews {where}", [pseudonym]
        )
        if interactions or rows:
            database.query(f"DELETE FROM shop.interactions {where}", [pseudonym])
            database.query(f"DELETE FROM shop.reviews {where}", [pseudonym])
            nameless = [replace(review_of(row), user=None) for row in rows]
            upsert(database, REVIEWS, (review_row(review) for review in nameless))
            database.changed(compact=True)
    return Forgotten(interactions, len(rows))
