"""One reading of a stretch of a request, and the page that readers take turns on.

Readers run in a fixed order (`understand.py`); what one has read is blanked for the next, so no
words are read twice ("no more than 50" isn't a negation once it is a price limit).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..catalog.filters import Condition
from .request import Sort
from .request_text import fold

BLANK = "\ue000"  # private use: `clean` never lets one in, and no pattern matches it
"""What a stretch that has been read looks like to later readers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words at ``[start, end)`` were read as.

    Attributes:
        start: first character, in the cleaned text.
        end: one past the last character.
        note: one line for the shopper, without the quoted words: ``"price < 40"``.
        replacement: what stands in the search text instead of the words; None keeps them.
        conditions: hard filters that the words ask for.
        soft: wishes that only move the ranking.
        sort: the order asked for, if any.
        count: number of results asked for, if any.
    """

    start: int
    end: int
    note: str
    replacement: str | None = ""
    conditions: tuple[Condition, ...] = ()
    soft: tuple[str, ...] = ()
    sort: Sort | None = None
    count: int | None = None


@dataclass(slots=True)
class Page:
    """A request while it is being read.

    Attributes:
        text: the cleaned words.
        language: of the request, which notes are written in.
        folded: `text` folded for matching, same length, with `BLANK` where it has been read.
        readings: so far, in the order they were made.
    """

    text: str
    language: str
    folded: str = ""
    readings: list[Reading] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folded = fold(self.text)

    @property
    def chinese(self) -> bool:
        """Whether notes are to be in Chinese."""
        return self.language == "zh"

    def say(self, english: str, chinese: str) -> str:
        """The form of a note in the request's language."""
        return chinese if self.chinese else english

    def take(self, readings: list[Reading]) -> None:
        """Keep `readings` (which must not overlap) and blank their words for later readers."""
        if not readings:
            return
        pieces, at = [], 0
        for reading in sorted(readings, key=lambda one: one.start):
            pieces += [self.folded[at : reading.start], BLANK * (reading.end - reading.start)]
            at = reading.end
        self.folded = "".join(pieces) + self.folded[at:]
        self.readings += readings

    def quoted(self, reading: Reading) -> str:
        """The shopper's own words of a reading."""
        return self.text[reading.start : reading.end].strip(" ,.;，。；")

    def remaining(self) -> str:
        """The words without those that a reading cut or replaced."""
        pieces, at = [], 0
        for reading in sorted(self.readings, key=lambda one: one.start):
            if reading.replacement is None:
                continue
            pieces += [self.text[at : reading.start], reading.replacement]
            at = reading.end
        return _join([*pieces, self.text[at:]])


def _join(pieces: list[str]) -> str:
    """Pieces in a row, with a space between two that aren't Chinese."""
    joined = ""
    for piece in pieces:
        glue = " " if (joined + " ")[-1].isascii() or piece[:1].isascii() else ""
        joined += glue + piece if piece else ""
    return joined
