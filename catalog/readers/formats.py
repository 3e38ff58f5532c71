"""Which format a file is in, by its magic bytes, its first characters and its name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from ...errors import InputError
from ..sniff import Sniffed, open_sniffed
from .csv_tsv import parse_csv
from .google_merchant import parse_xml
from .headerless import guess_header
from .json_array import parse_json
from .json_lines import parse_json_lines
from .parquet import parse_parquet
from .recbole import is_recbole, parse_recbole
from .rows import Parsed
from .schema_org import parse_schema_org
from .sequences import is_sequences, parse_sequences
from .shopify import is_shopify, merge_shopify
from .source import Source
from .woocommerce import is_woocommerce, read_woocommerce

_JSON_LD = re.compile(r'"@(?:context|graph|type)"\s*:')

Opener = Callable[[Sniffed, Source], Parsed]


def _delimited(sniffed: Sniffed, source: Source, prefer_tab: bool = False) -> Parsed:
    header = guess_header(sniffed.head) if source.kind == "interactions" else None
    parsed = parse_csv(sniffed, source.delimiter, prefer_tab, header)
    if header:
        parsed.notes.append(f"no header line: columns read as {', '.join(header)}")
    if source.kind == "products" and is_shopify(parsed.columns or []):
        return merge_shopify(parsed)
    if source.kind == "products" and is_woocommerce(parsed.columns or []):
        return read_woocommerce(parsed)
    return parsed


FORMATS: dict[str, Opener] = {
    "csv": _delimited,
    "tsv": lambda sniffed, source: _delimited(sniffed, source, prefer_tab=True),
    "json": lambda sniffed, _: parse_json(sniffed),
    "jsonl": lambda sniffed, _: parse_json_lines(sniffed),
    "parquet": lambda sniffed, _: parse_parquet(sniffed),
    "google-merchant": lambda sniffed, source: (
        parse_xml(sniffed) if _is_xml(sniffed) else _delimited(sniffed, source, prefer_tab=True)
    ),
    "schema-org": lambda sniffed, source: parse_schema_org(sniffed, source.kind),
    "shopify": _delimited,
    "woocommerce": _delimited,
    "amazon": lambda sniffed, _: parse_json_lines(sniffed),
    "recbole": lambda sniffed, _: parse_recbole(sniffed),
    "sequences": lambda sniffed, _: parse_sequences(sniffed),
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
    if sniffed.is_parquet and name != "parquet":
        raise InputError(f"{sniffed.name}: is a Parquet file, not {name}")
    parsed = FORMATS[name](sniffed, source)
    if sniffed.note:
        parsed.notes.append(sniffed.note)
    return parsed, sniffed.encoding


def format_of(sniffed: Sniffed, source: Source) -> str:
    """The name of the format, from the content first and the file name where that leaves it open."""
    suffix = Path(source.name.casefold().removesuffix(".gz")).suffix
    head = sniffed.head.lstrip("\ufeff \t\r\n")
    if sniffed.is_parquet:
        return "parquet"
    if head.startswith("<"):
        return "google-merchant" if _is_xml(sniffed) else "schema-org"
    if is_recbole(head):
        return "recbole"
    if (
        head.startswith(("{", "["))
        and _JSON_LD.search(head)
        and suffix not in {".jsonl", ".ndjson"}
    ):
        return "schema-org"
    if head.startswith("["):
        return "json"
    if head.startswith("{"):
        return "jsonl" if suffix in {".jsonl", ".ndjson"} or _one_object_a_line(head) else "json"
    if source.kind == "interactions" and suffix not in {".csv", ".tsv"} and is_sequences(head):
        return "sequences"
    return "tsv" if suffix in {".tsv", ".tab"} else "csv"


def _is_xml(sniffed: Sniffed) -> bool:
    head = sniffed.head.lstrip("\ufeff \t\r\n")[:2000].casefold()
    return head.startswith("<") and not ("<!doctype html" in head or "<html" in head or "<script" in head)  # fmt: skip


def _one_object_a_line(head: str) -> bool:
    first, newline, rest = head.partition("\n")
    if first.startswith("{'"):
        return True
    if not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        # A cut first line: an object that is spread over lines ends them with , or {.
        return bool(newline) and not first.rstrip().endswith((",", "{", "["))
