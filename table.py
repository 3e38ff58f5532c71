"""A plain text table: the one renderer for every evaluation and report that a person reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

Cell = str | int | float | None


def render_table(
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    title: str = "",
    notes: Sequence[str] = (),
) -> str:
    """Lay out a table for a terminal.

    Numbers stand right-aligned, counts with thousands separators, scores (floats) with four
    decimals; None is an empty cell. Chinese characters count as two columns wide.

    Args:
        headers: column names.
        rows: as many cells each as there are headers.
        title: a line above.
        notes: lines below.

    Returns:
        The text, without a trailing newline.
    """
    cells = [[_text(cell) for cell in row] for row in rows]
    grid = [list(headers), *cells]
    widths = [max(_width(row[column]) for row in grid) for column in range(len(headers))]
    right = [
        any(
            isinstance(row[column], (int, float)) and not isinstance(row[column], bool)
            for row in rows
        )
        for column in range(len(headers))
    ]
    lines = [title] if title else []
    lines.append(_line(headers, widths, right))
    lines.append("  ".join("─" * width for width in widths))
    lines.extend(_line(row, widths, right) for row in cells)
    lines.extend(notes)
    return "\n".join(lines)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:.4f}" if isinstance(cell, float) else " ".join(cell.split())


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - _width(cell))
        padded.append(space + cell if to_right else cell + space)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
