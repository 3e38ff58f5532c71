"""Bulk writing: rows go to a staging table in Arrow batches, then into their table in one step.

Knows keys and digests (`schema.py`), not what rows mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from .database import Database
from .rows import Row
from .schema import Table

_BATCH_ROWS = 8_192
_BATCH_CHARS = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write did.

    Attributes:
        added: rows that are new.
        updated: rows that were there and say something else now.
        unchanged: rows that were there as they are; repeated rows of one write count here too.
        unknown_items: of all rows written, those of items that the catalog doesn't hold (yet).
            They are kept aside: no history shows them until the item comes.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    unknown_items: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.unknown_items + other.unknown_items,
        )

    def __bool__(self) -> bool:
        """Whether the content is another one now."""
        return bool(self.added or self.updated)


def upsert(database: Database, table: Table, rows: Iterable[Row]) -> Changes:
    """Write rows by key, all or none; of rows with one key the last counts.

    Raises:
        StoreError: read-only, busy, disk full; the old content stays.
    """
    with database.transaction(), database.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            written = _stage(database, cursor, table, rows)
            changes = _merge(cursor, table, written) if written else Changes()
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
        if changes:
            database.changed()
    return changes


def _stage(
    database: Database, cursor: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Row]
) -> int:
    cursor.execute("DROP TABLE IF EXISTS temp.staging")
    cursor.execute(
        f"CREATE TEMP TABLE staging AS SELECT *, 0::BIGINT AS seq FROM shop.{table.name} LIMIT 0"
    )
    written = 0
    for batch in _batches(rows):
        columns = [
            pa.array(values, field.type)
            for values, field in zip(zip(*batch, strict=True), table.columns, strict=True)
        ]
        columns.append(pa.array(range(written, written + len(batch)), pa.int64()))
        schema = table.columns.append(pa.field("seq", pa.int64()))
        with database.arrow(cursor, pa.Table.from_arrays(columns, schema=schema)) as name:
            cursor.execute(f"INSERT INTO temp.staging SELECT * FROM {name}")
        written += len(batch)
    return written


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Cut rows so that neither many rows nor long texts fill the memory."""
    batch: list[Row] = []
    chars = 0
    for row in rows:
        batch.append(row)
        chars += sum(len(value) for value in row if isinstance(value, str))
        if len(batch) >= _BATCH_ROWS or chars >= _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _merge(cursor: duckdb.DuckDBPyConnection, table: Table, written: int) -> Changes:
    keys = cursor.execute("SELECT count(DISTINCT key) FROM temp.staging").fetchall()[0][0]
    if keys < written:  # of rows said over within one write, the last stays
        cursor.execute(
            """
            DELETE FROM temp.staging
            WHERE seq NOT IN (SELECT max(seq) FROM temp.staging GROUP BY key)
            """
        )
    added, updated = cursor.execute(
        f"""
        SELECT count(*) FILTER (old.key IS NULL), count(*) FILTER (old.digest <> new.digest)
        FROM temp.staging AS new LEFT JOIN shop.{table.name} AS old USING (key)
        """
    ).fetchall()[0]
    if updated:
        cursor.execute(
            f"""
            DELETE FROM shop.{table.name} AS old USING temp.staging AS new
            WHERE old.key = new.key AND old.digest <> new.digest
            """
        )
    if added or updated:
        cursor.execute(
            f"""
            INSERT INTO shop.{table.name} SELECT new.* EXCLUDE (seq) FROM temp.staging AS new
            ANTI JOIN shop.{table.name} AS old ON old.key = new.key
            """
        )
    unknown = 0
    if table.name != "products" and "item_id" in table.columns.names:
        unknown = cursor.execute(
            """
            SELECT count(*) FROM temp.staging AS new
            ANTI JOIN shop.products AS known ON known.item_id = new.item_id
            """
        ).fetchall()[0][0]
    return Changes(added, updated, written - added - updated, unknown)
