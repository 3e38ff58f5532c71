"""Shoppers' histories as lines: ``user item item …``, oldest first, split by spaces."""

from __future__ import annotations

from ..columns import normal_name
from ..sniff import Sniffed
from ..synonyms import INTERACTION_FIELDS
from .numbered_lines import numbered_lines
from .rows import RAW_LIMIT, BadRow, Parsed, RawRow, Rows

_NAMES = frozenset(name for names in INTERACTION_FIELDS.values() for name in names)


def is_sequences(head: str) -> bool:
    """Whether a file's first line is a sequence and no header or delimited row."""
    first = head.lstrip("\ufeff \r\n").split("\n", 1)[0].rstrip("\r")
    if "," in first or ";" in first or "\t" in first or first[:1] in {"{", "[", "<"}:
        return False
    tokens = first.split()
    return len(tokens) >= 2 and not (tokens[0].casefold() in _NAMES or normal_name(tokens[0]) in _NAMES)  # fmt: skip


def parse_sequences(sniffed: Sniffed) -> Parsed:
    """Open a sequence file; each line gives as many interactions as it has items."""
    return Parsed(
        format="sequences",
        rows=_rows(sniffed),
        columns=["user", "item", "position"],
        positional={"user": "user", "item_id": "item", "position": "position"},
    )


def _rows(sniffed: Sniffed) -> Rows:
    for number, line in numbered_lines(sniffed, "a sequence file"):
        tokens = line.replace("\x00", "").split()
        if not tokens:
            continue
        user, *items = tokens
        if not items:
            yield BadRow(number, "a shopper without items", line.strip()[:RAW_LIMIT])
            continue
        events = tuple({"user": user, "item": item, "position": position} for position, item in enumerate(items))  # fmt: skip
        yield RawRow(number, events[0], line.rstrip("\r\n"), also=events[1:])
