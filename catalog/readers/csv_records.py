"""Delimited lines to logical records, without ever letting one row swallow others.

The csv module alone reads an unclosed quote as one endless field: the products after it vanish
without a word. Here a record is put together line by line, parsed strictly, and looked at: where
its quotes don't pair up, or the line that closes a quote is itself a whole record of this table,
the line that opened the quote is rejected and the lines after it are read on their own.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from ...errors import InputError
from .csv_dialect import Dialect
from .rows import MAX_LINE

_MAX_RECORD_LINES = 20_000
_MAX_RECORD_CHARS = 32 * 1024 * 1024
_NUMBER = re.compile(r"\s*\d[\d.,\s]*")
_ROWS_FOR_SHAPE = 5

csv.field_size_limit(MAX_LINE)  # a setting of the whole process; its default, 131,072, is too small


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One logical record: where it starts, its text, and its fields or what is wrong with it."""

    line: int
    raw: str
    fields: list[str]
    fault: str = ""


class RecordReader:
    """Iterates over the records of a text stream; set `width` once the header is known."""

    def __init__(self, text: TextIO, dialect: Dialect, name: str) -> None:
        self._text = text
        self._dialect = dialect
        self._name = name
        self._back: deque[tuple[int, str]] = deque()
        self._number = 0
        self._shape = _Shape(0)
        self.rows_with_nul = 0

    def set_width(self, width: int) -> None:
        """Expect `width` fields in every record from here on."""
        self._shape = _Shape(width)

    def __iter__(self) -> Iterator[CsvRecord]:
        return self

    def __next__(self) -> CsvRecord:
        while True:
            first = self._next_line()
            if first is None:
                raise StopIteration
            if first[1].strip():
                return self._record(first)

    def _record(self, first: tuple[int, str]) -> CsvRecord:
        group = [first]
        is_open = self._leaves_open(first[1], inside=False)
        size = len(first[1])
        while is_open and len(group) < _MAX_RECORD_LINES and size < _MAX_RECORD_CHARS:
            more = self._next_line()
            if more is None:
                break
            group.append(more)
            size += len(more[1])
            is_open = self._leaves_open(more[1], inside=True)
        texts = [text for _, text in group]
        fields: list[str] = []
        fault = "a quote is opened and never closed" if is_open else ""
        if not fault:
            try:
                fields = self._dialect.parse(texts)
            except csv.Error as error:
                fault = f"broken quotes ({error})"
        if not fault and len(group) > 1 and self._shape.is_record(texts[-1], self._dialect):
            fault = "a quote is opened here and closed only in a later row"
        if fault:
            self._back.extendleft(reversed(group[1:]))
            return CsvRecord(first[0], texts[0], [], fault)
        width = self._shape.width
        if width:
            while len(fields) > width and not fields[-1].strip():
                fields.pop()
            if len(fields) == width:
                self._shape.learn(fields)
            else:
                fault = f"has {len(fields)} columns, the header has {width}"
        return CsvRecord(first[0], "".join(texts), fields, fault)

    def _next_line(self) -> tuple[int, str] | None:
        if self._back:
            return self._back.popleft()
        line = self._text.readline(MAX_LINE)
        if not line:
            return None
        self._number += 1
        if len(line) >= MAX_LINE:
            raise InputError(f"{self._name}: line {self._number} is longer than 64 MB; is this a table?")  # fmt: skip
        if "\x00" in line:
            self.rows_with_nul += 1
            line = line.replace("\x00", "")
        return self._number, line

    def _leaves_open(self, line: str, inside: bool) -> bool:
        """Whether a quoted field is still open at the end of `line`.

        A quote opens a field only as its first character; inside, a doubled (or escaped) quote is
        text. Quotes elsewhere (``5" pipe``) are text too.
        """
        delimiter, escape = self._dialect.delimiter, self._dialect.escape
        if not inside and '"' not in line:
            return False
        at, end = 0, len(line)
        at_start = not inside
        while at < end:
            if inside:
                close = line.find('"', at)
                if escape:
                    while close > 0 and _is_escaped(line, close, escape, at):
                        close = line.find('"', close + 1)
                if close < 0:
                    return True
                if not escape and line.startswith('"', close + 1):
                    at = close + 2
                    continue
                inside, at = False, close + 1
                continue
            if at_start:
                start = at
                while self._dialect.skip_space and start < end and line[start] == " ":
                    start += 1
                at_start = False
                if line.startswith('"', start):
                    inside, at = True, start + 1
                    continue
            next_field = line.find(delimiter, at)
            if next_field < 0:
                return False
            at, at_start = next_field + 1, True
        return inside


def _is_escaped(line: str, position: int, escape: str, floor: int) -> bool:
    count = 0
    while position - count - 1 >= floor and line[position - count - 1] == escape:
        count += 1
    return count % 2 == 1


class _Shape:
    """What this table's records look like: their width, and which columns hold numbers."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._rows = 0
        self._filled = [0] * width
        self._numeric = [0] * width

    def learn(self, fields: list[str]) -> None:
        self._rows += 1
        for position, value in enumerate(fields):
            if value and not value.isspace():
                self._filled[position] += 1
                self._numeric[position] += bool(_NUMBER.fullmatch(value))

    def is_record(self, line: str, dialect: Dialect) -> bool:
        """Whether a line that closes a quote is, read alone, a record of this table.

        As wide as the header, filled wherever all rows are filled, and numbers where the rows
        have numbers. The end of a real multi-line text almost never is.
        """
        if self.width < 3:
            return False
        fields = next(csv.reader([line], delimiter=dialect.delimiter), [])
        if len(fields) != self.width:
            return False
        if self._rows < _ROWS_FOR_SHAPE:
            return sum(bool(value.strip()) for value in fields) * 2 > self.width
        numbers = 0
        for position, value in enumerate(fields):
            filled = self._filled[position]
            if not value.strip():
                if filled == self._rows:
                    return False
            elif filled and self._numeric[position] >= 0.95 * filled:
                if not _NUMBER.fullmatch(value):
                    return False
                numbers += 1
        return numbers > 0 or self.width >= 6
