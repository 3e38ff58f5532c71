"""Text to small lexical pieces: words, numbers, Chinese numerals, single characters.

The same cutting serves evidence and generated text, so what is compared was cut alike. A piece
that touches the end of the text is *open*: more text may still lengthen it. Knows no evidence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "number", "numeral", "han", "space", "mark"]

ZH_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两半")
# Between two digits these belong to the number: 1,299.00 · 10:30 · 1/2 · 10-20 · 2024-01-05
_JOINS = frozenset(".,:/-–~'’")


@dataclass(frozen=True, slots=True)
class Piece:
    """A lexical piece.

    Attributes:
        kind: ``word`` (letters), ``number`` (letters and digits with at least one digit),
            ``numeral`` (Chinese numerals), ``han`` (one ideograph), ``space``, ``mark`` (one other).
        start: offset of the first character; `end` is past the last.
        open: the next characters may lengthen it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    open: bool


def is_han(char: str) -> bool:
    """Whether a character is a Chinese ideograph."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or char == "〇"
        or char >= "\U00020000"
    )


def is_digit(char: str) -> bool:
    """Whether a character stands for a number in any script: 7 ７ ٣ ² ½ Ⅳ ①, but not 七."""
    return char.isnumeric() and not is_han(char)


def cut(text: str, start: int = 0) -> Iterator[Piece]:
    """Cut `text` from offset `start`, which must be 0 or the start of a piece."""
    at, size = start, len(text)
    while at < size:
        char = text[at]
        end = at + 1
        kind: Kind
        if char in ZH_NUMERALS:
            kind = "numeral"
            while end < size and text[end] in ZH_NUMERALS:
                end += 1
        elif is_han(char):
            kind = "han"
        elif char.isalnum() or char.isnumeric():
            end, kind = _word_end(text, at)
        elif char == " ":
            kind = "space"
        else:
            kind = "mark"
        still = end == size and kind in ("word", "number", "numeral")
        # "62." may become "62.5": the number isn't over until the next character is seen.
        hanging = (
            kind == "number" and end == size - 1 and text[end] in _JOINS and is_digit(text[end - 1])
        )
        yield Piece(kind, text[at:end], at, end, still or hanging)
        at = end


def _word_end(text: str, at: int) -> tuple[int, Kind]:
    """End of the run of letters and digits at `at`, and whether it has a digit."""
    size, end, digits = len(text), at, False
    while end < size:
        char = text[end]
        if is_digit(char):
            digits = True
        elif char in _JOINS:
            inside = (
                end > at and is_digit(text[end - 1]) and end + 1 < size and is_digit(text[end + 1])
            )
            if not inside:
                break
        elif is_han(char) or not (char.isalpha() or unicodedata.category(char)[0] == "M"):
            break
        end += 1
    return end, "number" if digits else "word"
