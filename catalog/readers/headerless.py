"""Interaction tables that come without a header line: ``user,item,rating,timestamp``."""

from __future__ import annotations

import re

_ROW = re.compile(r"^[^,\t]+([,\t])[^,\t]+\1-?\d+(?:\.\d+)?(?:\1\d{9,13}(?:\.\d+)?)?\r?$")
_ASIN = re.compile(r"^(?:B[0-9A-Z]{9}|\d{9}[\dX])$")
_SAMPLE = 50


def guess_header(head: str) -> list[str] | None:
    """Column names for a table of ratings without a header; None if it has one.

    Amazon's rating-only files name the user first (2014) or the item first (2018); ids that look
    like ASINs tell which.
    """
    lines = [line for line in head.lstrip("\ufeff").split("\n")[:_SAMPLE] if line.strip()]
    whole = (
        lines[:-1] if len(lines) > 1 and len(lines) < _SAMPLE and not head.endswith("\n") else lines
    )
    if not whole or not all(_ROW.match(line) for line in whole):
        return None
    cells = [re.split(r"[,\t]", line.rstrip("\r")) for line in whole]
    first_is_item = all(_ASIN.match(row[0]) for row in cells) and not all(_ASIN.match(row[1]) for row in cells)  # fmt: skip
    names = ["item", "user"] if first_is_item else ["user", "item"]
    return [*names, "rating", "timestamp"][: len(cells[0])]
