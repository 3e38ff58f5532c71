"""Physical lines of a text file with their numbers, none of them endless."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import InputError
from ..sniff import Sniffed, text_of
from .rows import MAX_LINE


def numbered_lines(sniffed: Sniffed, format_name: str) -> Iterator[tuple[int, str]]:
    """Number (from 1) and text of every line, line end included.

    Raises:
        InputError: a line of 64 MB or more, so the file isn't `format_name`.
    """
    text = text_of(sniffed)
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise InputError(
                f"{sniffed.name}: line {number} is longer than 64 MB; is this {format_name}?"
            )
        yield number, line
