"""CatalogStore: all that the shop knows, in one DuckDB file.

The face of the store. How the file is opened and replaced is in `database.py`, the tables in
`schema.py`, bulk writing in `upsert.py`, shoppers in `shoppers.py`, summaries in `facets.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import pyarrow as pa

from ..errors import InputError
from . import facets, selection, shoppers
from .database import Database
from .filters import Condition
from .folding import clean
from .records import QA, Interaction, Product, Reject, Review
from .rows import (
    interaction_row,
    product_of,
    product_row,
    qa_of,
    qa_row,
    reject_row,
    review_of,
    review_row,
)
from .schema import (
    CONTENT,
    INTERACTIONS,
    PRODUCT_FIELDS,
    PRODUCTS,
    QA_FIELDS,
    QAS,
    REJECT_FIELDS,
    REJECTS,
    REVIEW_FIELDS,
    REVIEWS,
    columns,
)
from .shopper_steps import ShopperSteps, shopper_steps
from .shoppers import Forgotten
from .store_keys import StoreKeys
from .upsert import Changes, upsert

__all__ = ["CatalogStore", "Changes", "Forgotten"]

_BEST_REVIEWS = 'helpful DESC NULLS LAST, "time" DESC NULLS LAST, key'
_NEWEST = '"time" DESC NULLS LAST, key'


_ORDERS = {
    "price_asc": ("price", "price"),
    "price_desc": ("price", "price DESC"),
    "rating_desc": ("rating", "rating DESC, rating_count DESC NULLS LAST"),
    "newest": ("updated_at", "updated_at DESC"),
    "popularity": ("rating_count", "rating_count DESC"),
}
"""Order to the column that must be known, and how it is ordered by."""


class CatalogStore:
    """Products, reviews, shop Q&A, interactions and rejects of one shop.

    Each write is published when its method returns, all of it or (on any error or crash) nothing;
    `transaction` groups several. Readers keep the content they opened. Users are raw ids on the
    way in and pseudonyms once stored.
    """

    def __init__(self, database: Database, key_folder: Path | None = None) -> None:
        self._database = database
        self._keys = StoreKeys(database, key_folder or database.path.parent)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty catalog file at `path`, open for writing.

        Raises:
            StoreError: there is one already, or the disk refuses.
        """
        return cls(Database.create(Path(path)))

    @classmethod
    def open(cls, path: Path, read_only: bool = False, key_folder: Path | None = None) -> Self:
        """Open a catalog file.

        Args:
            path: the DuckDB file.
            read_only: refuse to write.
            key_folder: where the key of the pseudonyms lies; beside the file by default.

        Raises:
            StoreError: missing, damaged, or written by a newer shopctl.
        """
        return cls(Database(Path(path), read_only), key_folder)

    def close(self) -> None:
        """Let go of the file; what was written is on disk already."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Publish all writes of a ``with`` block together at its end, or none if it fails.

        Within it this store reads what it wrote; others read the old content.

        Raises:
            StoreError: opened for reading only, or another writer is at work.
        """
        return self._database.transaction()

    # --- writing -----------------------------------------------------------------------------

    def upsert_products(self, products: Iterable[Product]) -> Changes:
        """Add products, or put them in the place of those with the same item id."""
        return upsert(self._database, PRODUCTS, map(product_row, products))

    def add_reviews(self, reviews: Iterable[Review]) -> Changes:
        """Add reviews; one that is there already changes nothing, but for its helpful votes."""
        with self.transaction():
            self._keys.begin()
            name = self._keys.pseudonym
            named = (replace(r, user=name(r.user) if r.user else None) for r in reviews)
            return upsert(self._database, REVIEWS, map(review_row, named))

    def add_qa(self, qa: Iterable[QA]) -> Changes:
        """Add questions and answers; one that is there already changes nothing."""
        return upsert(self._database, QAS, map(qa_row, qa))

    def add_interactions(self, interactions: Iterable[Interaction]) -> Changes:
        """Add interactions; one that is there already changes nothing, but for its weight.

        Raises:
            InputError: an interaction without a user.
        """
        with self.transaction():
            self._keys.begin()
            named = (replace(one, user=self._keys.pseudonym(one.user)) for one in interactions)
            return upsert(self._database, INTERACTIONS, map(interaction_row, named))

    def add_rejects(
        self,
        rejects: Iterable[Reject],
        kind: Literal["products", "reviews", "qa", "interactions"] = "products",
    ) -> Changes:
        """Add rows that could not be read.

        Rows of reviews and interactions name shoppers, so of those the raw text isn't kept.
        """
        named = kind in {"reviews", "interactions"}
        kept = (replace(reject, raw="") for reject in rejects) if named else rejects
        return upsert(self._database, REJECTS, map(reject_row, kept))

    def clear_rejects(self, files: Sequence[str] | None = None) -> int:
        """Delete the rejects of these files (all files if None): they are being read again."""
        where = "TRUE" if files is None else 'list_contains(?::VARCHAR[], "file")'
        return self._delete("rejects", where, [] if files is None else [[clean(f) for f in files]])

    def remove(self, item_ids: Sequence[str]) -> int:
        """Delete products; their reviews, answers and interactions are kept aside."""
        return self._delete("products", "list_contains(?::VARCHAR[], item_id)", [_clean(item_ids)])

    def remove_products_not_in(self, item_ids: Iterable[str]) -> int:
        """Delete every product but these, for a feed that is the whole catalog."""
        kept = set(_clean(item_ids))
        return self.remove([item_id for item_id in self.item_ids() if item_id not in kept])

    def forget(self, user: str) -> Forgotten:
        """Delete a shopper (raw id): interactions go, reviews lose their author."""
        pseudonym = self._keys.known(user)
        if pseudonym is None:
            return Forgotten(0, 0)
        return shoppers.forget(self._database, pseudonym)

    def _delete(self, table: str, where: str, parameters: list[Any]) -> int:
        with self.transaction():
            sql = f"DELETE FROM shop.{table} WHERE {where}"
            deleted = int(self._database.query(sql, parameters)[0][0])
            if deleted:
                self._database.changed()
        return deleted

    # --- products ----------------------------------------------------------------------------

    def count(self) -> int:
        """Number of products."""
        return self.counts()["products"]

    def counts(self) -> dict[str, int]:
        """Number of rows of each kind: products, reviews, qa, interactions, rejects."""
        tables = [table.name for table in (*CONTENT, REJECTS)]
        sql = " UNION ALL ".join(f"SELECT '{t}', count(*) FROM shop.{t}" for t in tables)
        return dict(self._database.query(sql))

    def get(self, item_id: str) -> Product | None:
        """One product, or None."""
        found = self.get_many([item_id])
        return found[0] if found else None

    def get_many(self, item_ids: Sequence[str]) -> list[Product]:
        """Products in the order of `item_ids`; unknown ones are left out."""
        fields = columns(PRODUCT_FIELDS, "p")
        rows = self._joined(
            f"SELECT {fields} FROM {{wanted}} JOIN shop.products AS p USING (item_id) ORDER BY place",
            item_ids,
        )
        return [product_of(row) for row in rows]

    def item_ids(self) -> list[str]:
        """All item ids, sorted."""
        return self.select_ids(())

    def most_rated(self, limit: int | None = None) -> list[str]:
        """Item ids, those with most ratings first; `limit` None gives all."""
        sql = "SELECT item_id FROM shop.products ORDER BY rating_count DESC NULLS LAST, item_id"
        rows = self._database.query(f"{sql} LIMIT ?", [limit])
        return [row[0] for row in rows]

    def ordered(self, by: str, limit: int | None = None) -> list[str]:
        """Ids of the products that have a value to be ordered by, in that order.

        Args:
            by: ``"price_asc"``, ``"price_desc"``, ``"rating_desc"``, ``"newest"`` or ``"popularity"``.
            limit: None gives all.

        Raises:
            InputError: an unknown order.
        """
        if by not in _ORDERS:
            raise InputError(
                f"products can't be ordered by {by!r}: use one of {', '.join(_ORDERS)}"
            )
        column, order = _ORDERS[by]
        sql = f"SELECT item_id FROM shop.products WHERE {column} IS NOT NULL ORDER BY {order}, item_id LIMIT ?"
        return [row[0] for row in self._database.query(sql, [limit])]

    def products(self, batch_size: int = 4096) -> Iterator[list[Product]]:
        """All products in batches, sorted by item id."""
        item_ids = self.item_ids()
        for start in range(0, len(item_ids), batch_size):
            yield self.get_many(item_ids[start : start + batch_size])

    def select_ids(self, conditions: Sequence[Condition]) -> list[str]:
        """Ids of the products that pass all conditions, sorted.

        Raises:
            InputError: a condition isn't valid.
        """
        return selection.select_ids(self._database, conditions)

    def relaxations(self, conditions: Sequence[Condition]) -> list[tuple[Condition, int]]:
        """For each condition: how many products pass all the others.

        Raises:
            InputError: a condition isn't valid.
        """
        return selection.relaxations(self._database, conditions)

    def check_attributes(self, conditions: Sequence[Condition]) -> None:
        """Make sure that the attributes that filters name occur in the catalog.

        Raises:
            InputError: one doesn't; names the nearest one and some that do.
        """
        selection.check_attributes(self._database, conditions)

    # --- reviews, answers, rejects -------------------------------------------------------------

    def reviews(self, item_id: str, limit: int | None = None) -> list[Review]:
        """Reviews of a product, the most helpful first, then the newest."""
        return self.reviews_many([item_id], limit)[item_id]

    def qa(self, item_id: str, limit: int | None = None) -> list[QA]:
        """Shop questions and answers on a product, newest first."""
        return self.qa_many([item_id], limit)[item_id]

    def reviews_many(
        self, item_ids: Sequence[str], limit_each: int | None = None
    ) -> dict[str, list[Review]]:
        """`reviews` of many products at once; each id is a key, without reviews an empty list."""
        rows = self._best("reviews", REVIEW_FIELDS, _BEST_REVIEWS, item_ids, limit_each)
        found: dict[str, list[Review]] = {}
        for row in rows:
            found.setdefault(row[0], []).append(review_of(row))
        return {item_id: found.get(clean(item_id), []) for item_id in item_ids}

    def qa_many(
        self, item_ids: Sequence[str], limit_each: int | None = None
    ) -> dict[str, list[QA]]:
        """`qa` of many products at once; each id is a key, without answers an empty list."""
        rows = self._best("qa", QA_FIELDS, _NEWEST, item_ids, limit_each)
        found: dict[str, list[QA]] = {}
        for row in rows:
            found.setdefault(row[0], []).append(qa_of(row))
        return {item_id: found.get(clean(item_id), []) for item_id in item_ids}

    def rejects(self, limit: int | None = None) -> list[Reject]:
        """Rows that could not be read, by file and line."""
        sql = f"SELECT {columns(REJECT_FIELDS)} FROM shop.rejects ORDER BY file, line, reason"
        rows = self._database.query(f"{sql} LIMIT ?", [limit])
        return [Reject(*row) for row in rows]

    def _best(
        self,
        table: str,
        fields: tuple[str, ...],
        order: str,
        item_ids: Sequence[str],
        limit: int | None,
    ) -> list[tuple[Any, ...]]:
        rank = f"row_number() OVER (PARTITION BY item_id ORDER BY {order})"
        cut = "" if limit is None else f" WHERE rank <= {int(limit)}"
        return self._joined(
            f"SELECT {columns(fields)} FROM (SELECT *, {rank} AS rank FROM shop.{table} "
            f"SEMI JOIN {{wanted}} USING (item_id)){cut} ORDER BY item_id, rank",
            item_ids,
        )

    def _joined(self, sql: str, item_ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """Run `sql` with ``{wanted}`` as a table of item_id and place."""
        if not item_ids:
            return []
        asked = _clean(item_ids)
        wanted = pa.table({"item_id": asked, "place": pa.array(range(len(asked)), pa.int64())})
        with (
            self._database.cursor() as cursor,
            self._database.arrow(cursor, wanted) as name,
        ):
            return cursor.execute(sql.format(wanted=name)).fetchall()

    # --- shoppers ----------------------------------------------------------------------------

    def history(self, user: str) -> list[Interaction]:
        """Interactions of a shopper (raw id) with items of the catalog, oldest first."""
        pseudonym = self._keys.known(user)
        return [] if pseudonym is None else shoppers.history(self._database, pseudonym)

    def histories(self) -> Iterator[tuple[str, list[str]]]:
        """Pseudonym and item ids of every shopper, oldest first; see `shoppers.histories`."""
        return shoppers.histories(self._database)

    def shopper_steps(self, user: str | None = None) -> ShopperSteps:
        """Every shopper's steps as arrays; those of one shopper (raw id) if `user` is given."""
        pseudonym = None if user is None else self._keys.known(user) or ""
        return shopper_steps(self._database, pseudonym)

    def popularity(self) -> dict[str, int]:
        """Item id to the number of distinct shoppers who bought it, most bought first."""
        return shoppers.popularity(self._database)

    def unknown_item_interactions(self) -> int:
        """How many interactions are kept aside because the catalog doesn't hold their item."""
        return shoppers.unknown_item_interactions(self._database)

    # --- summaries ---------------------------------------------------------------------------

    def vocabulary(self) -> facets.Vocabulary:
        """The catalog's own words, as `retrieval.request.CatalogVocabulary` takes them."""
        return facets.vocabulary(self._database)

    def facets(self, item_ids: Sequence[str] | None = None) -> facets.Facets:
        """Price bands, brands, categories and attributes of these products (all if None)."""
        return facets.facets(self._database, None if item_ids is None else _clean(item_ids))

    def languages(self) -> dict[str, int]:
        """Language tag to number of products, most first; products of no known tag are left out."""
        rows = self._database.query(
            "SELECT language, count(*) AS n FROM shop.products WHERE language IS NOT NULL "
            "GROUP BY language ORDER BY n DESC, language"
        )
        return dict(rows)

    def version(self, part: Literal["all", "products"] = "all") -> str:
        """A hash of the content: the same content gives the same version, in any order of writing.

        Args:
            part: ``"products"`` leaves reviews, answers and interactions out.
        """
        tables = CONTENT if part == "all" else (PRODUCTS,)
        sql = "SELECT count(*), sum(digest), bit_xor(digest) FROM shop."
        state = [self._database.query(sql + table.name)[0] for table in tables]
        return sha256(repr(state).encode()).hexdigest()[:16]


def _clean(item_ids: Iterable[str]) -> list[str]:
    return [clean(item_id) for item_id in item_ids]
