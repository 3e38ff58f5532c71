"""The words of a request that spelling may look at, and where they stand.

A piece with a digit in it (a size, a model number, "2x4"), an address, a word with an apostrophe
and every script written without spaces are never looked at.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .tokens import SPACED_LETTER

_PIECE = re.compile(r"\S+")
_WORD = re.compile(rf"(?<!['’])(?:{SPACED_LETTER})+(?!['’]\w)")
_ADDRESS = re.compile(r"@|://|^www\.|\w\.\w")
_DIGIT = re.compile(r"\d")
_READ_CHARS = 2000
_MOST_WORDS = 64
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """A word and where it stands.

    Attributes:
        start: first character in the request.
        end: one past the last.
        word: its letters, case-folded.
        written: as the shopper wrote it.
        open: whether it may be changed.
    """

    start: int
    end: int
    word: str
    written: str
    open: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """A request in the catalog's spelling.

    Attributes:
        text: what is searched for.
        wrote: what the shopper wrote.
        changes: each stretch that was changed, as written, and what it became; empty if none.
    """

    text: str
    wrote: str
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def both(self) -> str:
        """What words are searched for: both spellings count."""
        return f"{self.wrote} {self.text}" if self.changes else self.wrote


def words_of(text: str) -> list[Spot]:
    """The words of the first 2,000 characters of `text`, in order, at most 64."""
    spots: list[Spot] = []
    for piece in _PIECE.finditer(text[:_READ_CHARS]):
        free = not (_DIGIT.search(piece[0]) or _ADDRESS.search(piece[0]))
        for match in _WORD.finditer(text, piece.start(), piece.end()):
            word = unicodedata.normalize("NFKC", match[0]).casefold()
            may_change = free and word.isalpha() and len(word) <= LONGEST
            spots.append(Spot(match.start(), match.end(), word, match[0], may_change))
            if len(spots) == _MOST_WORDS:
                return spots
    return spots


def in_case_of(written: str, word: str) -> str:
    """`word` with capitals as `written` has them."""
    if len(written) > 1 and written.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if written[:1].isupper() else word
