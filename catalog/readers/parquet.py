"""Parquet to rows, batch by batch. Rejects name the row's number; there are no lines."""

from __future__ import annotations

from typing import Any

import pyarrow
import pyarrow.parquet

from ...errors import InputError
from ..sniff import Sniffed
from .rows import MAX_COLUMNS, Parsed, RawRow, Rows

_BATCH = 2_048


def parse_parquet(sniffed: Sniffed) -> Parsed:
    """Open a Parquet file.

    Raises:
        InputError: damaged, or more columns than a catalog can have.
    """
    try:
        file = pyarrow.parquet.ParquetFile(sniffed.stream)
    except (pyarrow.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0][:120]
        raise InputError(f"{sniffed.name}: damaged Parquet file ({reason})") from None
    columns = [str(name) for name in file.schema_arrow.names]
    if len(columns) > MAX_COLUMNS:
        raise InputError(f"{sniffed.name}: {len(columns):,} columns, at most {MAX_COLUMNS:,} are read; is this a table of products?")  # fmt: skip
    return Parsed("parquet", _rows(file, sniffed.name), columns)


def _rows(file: Any, name: str) -> Rows:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            for values in batch.to_pylist():
                number += 1
                yield RawRow(number, values, "")
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:120]
        raise InputError(f"{name}: damaged Parquet file after row {number} ({reason})") from None
