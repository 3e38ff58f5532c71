"""A JSON document to rows, streaming: an array, or an object that holds one.

``[{...}, {...}]`` and ``{"products": [{...}], "total": 2}`` are read piece by piece; a lone object
is one row. Memory is bounded by the largest element.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from ..json_values import DECODER
from ..sniff import Sniffed, text_of
from .rows import MAX_LINE, RAW_LIMIT, BadRow, Parsed, RawRow, Rows

_CHUNK = 256 * 1024
_SPACE = " \t\r\n\ufeff\x00"


def parse_json(sniffed: Sniffed) -> Parsed:
    """Open a JSON document."""
    return Parsed(format="json", rows=_rows(_Scanner(text_of(sniffed))))


def _rows(scanner: _Scanner) -> Rows:
    first = scanner.peek()
    try:
        if first == "[":
            yield from _array(scanner)
        else:
            yield from _object(scanner)
    except ValueError as error:
        yield BadRow(scanner.line, str(error), scanner.rest(RAW_LIMIT))


def _array(scanner: _Scanner) -> Rows:
    scanner.take("[")
    if scanner.peek() == "]":
        return
    while True:
        yield _row(scanner)
        if scanner.peek() == "]":
            return
        scanner.take(",")


def _object(scanner: _Scanner) -> Rows:
    """The first array of objects in an object, or else the object itself."""
    line = scanner.line
    scanner.take("{")
    values: dict[str, Any] = {}
    while scanner.peek() != "}":
        key = scanner.value()
        scanner.take(":")
        if scanner.peek() == "[" and scanner.peek_second() == "{" and not _is_part(values):
            yield from _array(scanner)
            return
        values[str(key)] = scanner.value()
        if scanner.peek() == ",":
            scanner.take(",")
    yield RawRow(line, values, json.dumps(values, default=str, ensure_ascii=False)[:RAW_LIMIT])


def _is_part(values: dict[str, Any]) -> bool:
    """Whether an array belongs to a product that is already being read (its variants, images)."""
    return any(
        key.casefold() in {"title", "name", "@type", "标题", "product_name"} for key in values
    )


def _row(scanner: _Scanner) -> RawRow | BadRow:
    scanner.peek()
    line = scanner.line
    value = scanner.value()
    raw = scanner.last[:RAW_LIMIT]
    if not isinstance(value, dict):
        return BadRow(line, f"not a JSON object but {type(value).__name__}", raw)
    return RawRow(line, value, raw)


class _Scanner:
    """Decodes values from a text stream one after another."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._ended = False
        self.line = 1
        self.last = ""

    def peek(self) -> str:
        """The next character that isn't space, or "" at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self.line += self._buffer[self._at] == "\n"
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def peek_second(self) -> str:
        """The first character after the next one and spaces."""
        at = self._at + 1
        while True:
            while at < len(self._buffer) and self._buffer[at] in _SPACE:
                at += 1
            if at < len(self._buffer):
                return self._buffer[at]
            at -= self._at
            if not self._more():
                return ""
            at += self._at

    def take(self, character: str) -> None:
        found = self.peek()
        if found != character:
            if not found:
                raise ValueError("JSON ends in the middle")
            raise ValueError(f"broken JSON: '{character}' expected, '{found}' found; the rest of the file is not read")  # fmt: skip
        self._at += 1

    def value(self) -> Any:
        """Decode the next value, reading on until it is whole."""
        self.peek()
        size = _CHUNK
        while True:
            try:
                value, end = DECODER.raw_decode(self._buffer, self._at)
                # A number at the buffer's end may go on in the next chunk.
                if end < len(self._buffer) or self._ended or not self._more(size):
                    self.last = self._buffer[self._at : end]
                    self.line += self.last.count("\n")
                    self._at = end
                    return value
            except RecursionError:
                raise ValueError("broken JSON: nested too deeply; the rest of the file is not read") from None  # fmt: skip
            except ValueError:
                if self._ended or len(self._buffer) - self._at > MAX_LINE:
                    what = "JSON ends in the middle" if self._ended else "broken JSON"
                    raise ValueError(f"{what}; the rest of the file is not read") from None
                self._more(size)
                size *= 2  # so that a large element is decoded few times, not once a chunk

    def rest(self, limit: int) -> str:
        return self._buffer[self._at : self._at + limit]

    def _more(self, size: int = _CHUNK) -> bool:
        chunk = self._text.read(size)
        if not chunk:
            self._ended = True
            return False
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return True


def elements(text: str) -> Iterator[Any]:
    """All top-level values of a JSON text (several may follow one another).

    Raises:
        ValueError: not JSON.
    """
    at, end = 0, len(text)
    while True:
        while at < end and text[at] in _SPACE + ";":
            at += 1
        if at >= end:
            return
        try:
            value, at = DECODER.raw_decode(text, at)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        yield value
