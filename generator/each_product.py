"""A question about a kind of product ("how heavy is the tent?") of which several were found.

The answer depends on which of them is meant, so that each says its own, by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .evidence import Piece, PieceKind
from .extract import frame
from .messages import say
from .scoring import Scored
from .statements import Statement

_FIELDS: tuple[PieceKind, ...] = ("price", "rating", "availability", "brand", "attribute", "list")


def of_product(statement: Statement, name: str, language: str) -> Statement:
    """A statement on a line of its own that begins with whose it is."""
    text = say("for_product", language, title=name, sentence=statement.text)
    return replace(statement, text=text, line=True)


def each_product(
    answering: Sequence[Scored], order: Sequence[str], language: str, terms: tuple[str, ...] = ()
) -> list[Statement]:
    """Each product's own field, where the best answer is a field and another product has one too.

    Args:
        answering: pieces that answer, best first.
        order: item ids, the likeliest meant first.
        language: of the fixed phrases.
        terms: stems of the question.

    Returns:
        No statements where fewer than two products answer by a field.
    """
    best = answering[0].piece
    if best.kind not in _FIELDS:
        return []
    own: dict[str, Piece] = {}
    for one in answering:
        # The height of one and the packed height of another aren't the same thing.
        if one.piece.kind == best.kind and one.piece.field.casefold() == best.field.casefold():
            own.setdefault(one.piece.item_id, one.piece)
    if len(own) < 2:
        return []
    return fields_of([own[item] for item in order if item in own], language, terms)


def fields_of(
    pieces: Sequence[Piece], language: str, terms: tuple[str, ...] = ()
) -> list[Statement]:
    """That it depends on the product, and each one's field."""
    said = [of_product(frame(piece, language, terms), piece.title, language) for piece in pieces]
    return [Statement(say("depends", language)), *said]


def framed(
    piece: Piece, language: str, terms: tuple[str, ...], several: bool, variant: str = ""
) -> Statement:
    """The catalog's words; where several products are spoken of, it says whose they are."""
    statement = frame(piece, language, terms, variant)
    return of_product(statement, piece.title, language) if several else statement
