"""One JSON object (or Python literal, Amazon 2014) a line to rows."""

from __future__ import annotations

from ..json_values import parse_object_line
from ..sniff import Sniffed
from .numbered_lines import numbered_lines
from .rows import RAW_LIMIT, BadRow, Parsed, RawRow, Rows


def parse_json_lines(sniffed: Sniffed) -> Parsed:
    """Open a JSON Lines file; a line that can't be parsed is a bad row, the rest is read."""
    return Parsed(format="json lines", rows=_rows(sniffed))


def _rows(sniffed: Sniffed) -> Rows:
    for number, line in numbered_lines(sniffed, "JSON Lines"):
        if not line.strip("\r\n\t \x00\ufeff"):
            continue
        try:
            values = parse_object_line(line)
        except ValueError as error:
            yield BadRow(number, str(error), line.strip()[:RAW_LIMIT])
        else:
            yield RawRow(number, values, line.rstrip("\r\n"))
