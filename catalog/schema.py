"""The tables of catalog.duckdb, and the Arrow shapes in which rows are handed to them.

Every content table has ``key`` (which row it is) and ``digest`` (what it says), both 64-bit
hashes made in `rows.py`: a row with a known key and another digest is an update. Products also
carry folded keys and words beside their text, which is what filters compare (`filter_sql.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = 1
# Money is kept to four decimals and fourteen digits before the point.
PRICE_SCALE = 4
PRICE_DIGITS = 18
# Parts the words of one value from the next: a phrase can't match across it.
VALUE_BREAK = " \x1f "

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)
_PRICE = pa.decimal128(PRICE_DIGITS, PRICE_SCALE)
_TIME = pa.timestamp("us")
_KEYS = [("key", pa.uint64()), ("digest", pa.uint64())]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the store: its name and its columns as Arrow types, in order."""

    name: str
    columns: pa.Schema

    @property
    def ddl(self) -> str:
        """The statement that makes it in the database attached as ``shop``."""
        columns = ", ".join(f'"{field.name}" {_sql_type(field.type)}' for field in self.columns)
        return f"CREATE TABLE shop.{self.name} ({columns})"


PRODUCT_FIELDS = (
    "item_id",
    "title",
    "description",
    "brand",
    "category",
    "price",
    "currency",
    "list_price",
    "availability",
    "rating",
    "rating_count",
    "attributes",
    "image_url",
    "url",
    "language",
    "updated_at",
)

PRODUCTS = Table(
    "products",
    pa.schema(
        [
            *_KEYS,
            ("item_id", _TEXT),
            ("title", _TEXT),
            ("description", _TEXT),
            ("brand", _TEXT),
            ("category", _TEXTS),
            ("price", _PRICE),
            ("currency", _TEXT),
            ("list_price", _PRICE),
            ("availability", _TEXT),
            ("rating", pa.float64()),
            ("rating_count", pa.int64()),
            ("attributes", pa.map_(_TEXT, _TEXTS)),
            ("image_url", _TEXT),
            ("url", _TEXT),
            ("language", _TEXT),
            ("updated_at", _TIME),
            ("item_id_key", _TEXT),
            ("title_key", _TEXT),
            ("description_key", _TEXT),
            ("brand_key", _TEXT),
            ("currency_key", _TEXT),
            ("availability_key", _TEXT),
            ("language_key", _TEXT),
            ("category_keys", _TEXTS),
            ("attribute_keys", pa.map_(_TEXT, _TEXTS)),
            ("item_id_words", _TEXT),
            ("title_words", _TEXT),
            ("description_words", _TEXT),
            ("brand_words", _TEXT),
            ("currency_words", _TEXT),
            ("availability_words", _TEXT),
            ("language_words", _TEXT),
            ("category_words", _TEXT),
            ("attribute_words", pa.map_(_TEXT, _TEXT)),
        ]
    ),
)

REVIEW_FIELDS = ("item_id", "user", "rating", "title", "text", "time", "helpful")
REVIEWS = Table(
    "reviews",
    pa.schema(
        [
            *_KEYS,
            ("item_id", _TEXT),
            ("user", _TEXT),
            ("rating", pa.float64()),
            ("title", _TEXT),
            ("text", _TEXT),
            ("time", _TIME),
            ("helpful", pa.int64()),
        ]
    ),
)

QA_FIELDS = ("item_id", "question", "answer", "time")
QAS = Table(
    "qa",
    pa.schema(
        [
            *_KEYS,
            ("item_id", _TEXT),
            ("question", _TEXT),
            ("answer", _TEXT),
            ("time", _TIME),
        ]
    ),
)

INTERACTION_FIELDS = ("user", "item_id", "event", "weight", "time", "position")
INTERACTIONS = Table(
    "interactions",
    pa.schema(
        [
            *_KEYS,
            ("user", _TEXT),
            ("item_id", _TEXT),
            ("event", _TEXT),
            ("weight", pa.float64()),
            ("time", _TIME),
            ("position", pa.int64()),
        ]
    ),
)

REJECT_FIELDS = ("file", "line", "reason", "raw")
REJECTS = Table(
    "rejects",
    pa.schema([*_KEYS, ("file", _TEXT), ("line", pa.int64()), ("reason", _TEXT), ("raw", _TEXT)]),
)

TABLES = (PRODUCTS, REVIEWS, QAS, INTERACTIONS, REJECTS)
# What `CatalogStore.version` covers: rejects and notes are not content.
CONTENT = (PRODUCTS, REVIEWS, QAS, INTERACTIONS)
META_DDL = "CREATE TABLE shop.meta (name VARCHAR, value VARCHAR)"


def columns(fields: tuple[str, ...], alias: str = "") -> str:
    """The column list of a SELECT, quoted (``user`` and ``time`` are SQL words)."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{field}"' for field in fields)


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_map(kind):
        return f"MAP({_sql_type(kind.key_type)}, {_sql_type(kind.item_type)})"
    if pa.types.is_list(kind):
        return f"{_sql_type(kind.value_type)}[]"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    names = {"string": "VARCHAR", "double": "DOUBLE", "int64": "BIGINT", "uint64": "UBIGINT"}
    return names.get(str(kind), "TIMESTAMP")
