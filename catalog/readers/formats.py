"""Which format a file is in, by its magic bytes, its first characters and its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ...errors import InputError
from ..sniff import Sniffed, open_sniffed
from .csv_tsv import parse_csv
from .json_array import parse_json
from .json_lines import parse_json_lines
from .rows import Parsed
from .source import Source

Opener = Callable[[Sniffed, Source], Parsed]

FORMATS: dict[str, Opener] = {
    "csv": lambda sniffed, source: parse_csv(sniffed, source.delimiter),
    "tsv": lambda sniffed, source: parse_csv(sniffed, source.delimiter, prefer_tab=True),
    "json": lambda sniffed, source: parse_json(sniffed),
    "jsonl": lambda sniffed, source: parse_json_lines(sniffed),
}
"""Format name → how to open it; the names that `Source.format` takes."""


def open_source(source: Source) -> tuple[Parsed, str]:
    """Open a source with the parser of its format; also gives its encoding.

    Raises:
        InputError: unreadable, empty, binary, or of an unknown format.
    """
    if source.format is not None and source.format not in FORMATS:
        raise InputError(f"unknown format '{source.format}': choose from {', '.join(FORMATS)}")
    sniffed = open_sniffed(source.path)
    name = source.format or format_of(sniffed, source)
    parsed = FORMATS[name](sniffed, source)
    if sniffed.note:
        parsed.notes.append(sniffed.note)
    return parsed, sniffed.encoding


def format_of(sniffed: Sniffed, source: Source) -> str:
    """The name of the format, from the content first and the file name where that leaves it open."""
    suffix = Path(source.name.casefold().removesuffix(".gz")).suffix
    head = sniffed.head.lstrip("\ufeff \t\r\n")
    if head.startswith("["):
        return "json"
    if head.startswith("{"):
        return "jsonl" if suffix in {".jsonl", ".ndjson"} or _one_object_a_line(head) else "json"
    return "tsv" if suffix in {".tsv", ".tab"} else "csv"


def _one_object_a_line(head: str) -> bool:
    first, newline, rest = head.partition("\n")
    if not rest.lstrip().startswith("{"):
        return False
    if first.lstrip().startswith("{'"):
        return True
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        # A cut first line: an object that is spread over lines ends them with , or {.
        return bool(newline) and not first.rstrip().endswith((",", "{", "["))
