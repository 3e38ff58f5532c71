"""A sentence of an answer before numbering: its words, and the pieces it rests on.

A place for a citation is marked with private-use characters, which `sanitise.clean` takes out of
every catalog word, so that no product text can hold one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .evidence import Card, Piece
from .grounded import Citation
from .short_name import short_name

_MARK = re.compile("\ue000(\\d+)\ue001")


def mark(index: int = 0) -> str:
    """The placeholder for the number of the statement's `index`-th piece."""
    return f"\ue000{index}\ue001"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence with its support.

    Attributes:
        text: with `mark` placeholders where ``[n]`` will stand.
        pieces: what it cites, by index.
        quotes: the exact words quoted from each piece.
        line: it starts a line of its own (a product of a list).
        source: ``"decoder"`` or ``"extract"``.
    """

    text: str
    pieces: tuple[Piece, ...] = ()
    quotes: tuple[str, ...] = ()
    line: bool = False
    source: str = "extract"


class Numbering:
    """Gives cards their numbers in the order in which the answer cites them."""

    def __init__(self) -> None:
        self._cards: dict[tuple[Piece, str], Card] = {}
        self._named: dict[str, str] = {}

    def render(self, statement: Statement) -> str:
        """The statement's text with its numbers, new pieces numbered on, and long titles said short."""
        numbers = []
        for piece, quote in zip(statement.pieces, statement.quotes, strict=True):
            card = self._cards.get((piece, quote))
            if card is None:
                card = self._cards[(piece, quote)] = Card(len(self._cards) + 1, piece, quote)
            numbers.append(card.number)
        text = self._with_short_names(statement)
        return _MARK.sub(lambda match: str(numbers[int(match.group(1))]), text)

    def _with_short_names(self, statement: Statement) -> str:
        """Where a product is named, not where its title is quoted: a name comes first."""
        text = statement.text
        for title in dict.fromkeys(piece.title for piece in statement.pieces if piece.title):
            short = short_name(title)
            # Two colours of one cable may begin alike: the second is called by its whole name.
            if f"“{title}”" not in text and self._named.setdefault(short, title) == title:
                text = text.replace(title, short, 1)
        return text

    def citations(self) -> tuple[Citation, ...]:
        """All cards given a number so far, in order."""
        return tuple(card.citation() for card in self._cards.values())
