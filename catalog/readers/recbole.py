"""RecBole's atomic files (.item, .inter): tab-separated, with types in the header.

``item_id:token<tab>title:token_seq<tab>price:float``; a ``_seq`` holds several values split by
spaces, or quoted and split by commas. There is no quoting of cells.
"""

from __future__ import annotations

import re
from typing import Any

from ...errors import InputError
from ..columns import normal_name
from ..sniff import Sniffed, text_of
from .csv_dialect import header_names
from .rows import MAX_LINE, RAW_LIMIT, BadRow, Parsed, RawRow, Rows

HEADER = re.compile(r"^[^\t\n:]+:(?:token|float)(?:_seq)?(?:\t[^\t\n:]+:(?:token|float)(?:_seq)?)*\r?$")  # fmt: skip
_TEXTS = re.compile(r"title|name|description|text|review|summary|brand")


def is_recbole(head: str) -> bool:
    """Whether a file starts with a typed header."""
    return bool(HEADER.match(head.lstrip("\ufeff").split("\n", 1)[0]))


def parse_recbole(sniffed: Sniffed) -> Parsed:
    """Open an atomic file.

    Raises:
        InputError: the header isn't typed.
    """
    text = text_of(sniffed)
    header = text.readline(MAX_LINE).strip("\r\n\ufeff")
    if not HEADER.match(header):
        raise InputError(f"{sniffed.name}: no RecBole header such as 'item_id:token'")
    typed = [cell.rsplit(":", 1) for cell in header.split("\t")]
    names = header_names([name for name, _ in typed], sniffed.name)
    split = [kind.endswith("_seq") and not _TEXTS.search(normal_name(name)) for name, kind in typed]
    rows = _rows(text, names, split)
    return Parsed("recbole", rows, names, delimiter="\t")


def _rows(text: Any, names: list[str], split: list[bool]) -> Rows:
    number = 1
    while line := text.readline(MAX_LINE):
        number += 1
        line = line.rstrip("\r\n").replace("\x00", "")
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(names):
            yield BadRow(number, f"has {len(cells)} columns, the header has {len(names)}", line[:RAW_LIMIT])  # fmt: skip
            continue
        values = {name: _parts(cell) if several else cell for name, cell, several in zip(names, cells, split, strict=True)}  # fmt: skip
        yield RawRow(number, values, line)


def _parts(cell: str) -> list[str]:
    quoted = re.findall(r"'([^']*)'|\"([^\"]*)\"", cell)
    if quoted and cell.lstrip()[:1] in {"'", '"'}:
        return [single or double for single, double in quoted]
    return cell.split()
