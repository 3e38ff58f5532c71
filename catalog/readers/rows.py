"""What a format's parser hands on: a row of raw values, or a piece that is no row, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

RAW_LIMIT = 2_000
MAX_COLUMNS = 2_000
MAX_LINE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RawRow:
    """One logical row, or several that make one record.

    Attributes:
        line: physical line (from 1) on which it starts; row or item number where there are none.
        values: column → raw value.
        raw: its text; "" if the file has none (Parquet), the values are shown instead.
        also: values of further records that the same row holds (a shopper's sequence).
        merged: (line, raw) of all rows behind this record where several make one (Shopify
            variants); () for one row.
    """

    line: int
    values: Mapping[str, Any]
    raw: str
    also: tuple[Mapping[str, Any], ...] = ()
    merged: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be parsed."""

    line: int
    reason: str
    raw: str


Rows = Iterator[RawRow | BadRow]


@dataclass
class Parsed:
    """A file opened by a format's parser.

    Attributes:
        format: name of the format, for the report.
        rows: the rows, streaming; read once.
        columns: the file's own column order, where it has one.
        delimiter: of delimited text.
        notes: what the parser had to decide.
        positional: field → column, where the format itself fixes it.
    """

    format: str
    rows: Rows
    columns: list[str] | None = None
    delimiter: str | None = None
    notes: list[str] = field(default_factory=list)
    positional: dict[str, str] = field(default_factory=dict)
