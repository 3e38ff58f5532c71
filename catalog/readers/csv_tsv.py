"""Delimited text with a header line (CSV, TSV, semicolons, bars) to rows."""

from __future__ import annotations

from ...errors import InputError
from ..sniff import Sniffed, text_of
from .csv_dialect import delimiter_name, find_dialect, header_names
from .csv_records import RecordReader
from .rows import RAW_LIMIT, BadRow, Parsed, RawRow, Rows


def parse_csv(
    sniffed: Sniffed,
    delimiter: str | None = None,
    prefer_tab: bool = False,
    header: list[str] | None = None,
) -> Parsed:
    """Open a delimited file.

    Args:
        sniffed: the opened file.
        delimiter: one character; None sniffs it.
        prefer_tab: settles a tie for the tab (``.tsv``).
        header: column names of a file that has no header line.

    Raises:
        InputError: no header, an unreadable header, or too many columns.
    """
    dialect = find_dialect(sniffed.head, sniffed.name, delimiter, prefer_tab)
    records = RecordReader(text_of(sniffed), dialect, sniffed.name)
    if header is None:
        first = next(records, None)
        if first is None:
            raise InputError(f"{sniffed.name}: the file is empty")
        if first.fault:
            raise InputError(f"{sniffed.name}: line {first.line}, the header, can't be parsed: {first.fault}")  # fmt: skip
        header = header_names(first.fields, sniffed.name)
    records.set_width(len(header))
    parsed = Parsed(
        format="tsv" if dialect.delimiter == "\t" else "csv",
        rows=iter(()),
        columns=header,
        delimiter=dialect.delimiter,
    )
    parsed.rows = _rows(records, header, parsed)
    return parsed


def one_column_error(name: str, header: str, delimiter: str) -> InputError:
    """The error for a table that isn't one: a wrong delimiter, most likely."""
    shown = header if len(header) <= 60 else header[:57] + "..."
    return InputError(
        f"{name}: only one column ('{shown}') with {delimiter_name(delimiter)} as delimiter; "
        "columns must be split by comma, tab, semicolon or bar"
    )


def _rows(records: RecordReader, header: list[str], parsed: Parsed) -> Rows:
    for record in records:
        if record.fault:
            yield BadRow(record.line, record.fault, record.raw.strip("\r\n")[:RAW_LIMIT])
        else:
            values = dict(zip(header, record.fields, strict=True))
            yield RawRow(record.line, values, record.raw.rstrip("\r\n"))
    if records.rows_with_nul:
        parsed.notes.append(f"NUL bytes removed from {records.rows_with_nul} lines")
