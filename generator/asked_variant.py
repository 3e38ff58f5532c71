"""The one variant that a question names: "is the 1 kg bag in stock?", "how much is the black one?".

The product's own price is its cheapest variant's, and it is in stock if any of them is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import VARIANTS, Piece
from .extract import frame
from .questions import Question
from .statements import Statement

_KINDS = frozenset({"price", "availability", "sale"})
_PARTS = re.compile(r"\s*[/,|·]\s*")
_RANGE = re.compile(r"price range|价格区间", re.IGNORECASE)


def asked_variant(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """What the catalog says of the variants named; none where none is, or something else is asked.

    Args:
        question: as understood.
        pieces: of one product.
        language: of the fixed phrases.
    """
    own = [piece for piece in pieces if piece.field == VARIANTS]
    named = [piece for piece in own if _names(question.text, piece.label)]
    asks = question.kinds and question.kinds[0].name in _KINDS
    if not named or len(named) == len(own) or not (asks or question.yes_no):
        return []
    return [frame(piece, language) for piece in named[:3]]


def price_range(pieces: Sequence[Piece], language: str) -> list[Statement]:
    """From what to what the variants cost; none where they cost the same."""
    return [
        frame(p, language) for p in pieces if p.kind == "attribute" and _RANGE.fullmatch(p.label)
    ][:1]


def _names(text: str, variant: str) -> bool:
    """Whether a text says every option of a variant's name, as words and with or without blanks."""
    said = text.casefold()
    packed = re.sub(r"(?<=\d)\s+(?=[a-z])", "", said)  # "1 kg" is "1kg"
    return all(
        any(
            re.search(rf"(?<![\w.]){re.escape(part.casefold())}(?![\w.]|\s*%)", form)
            for form in (said, packed)
        )
        for part in _PARTS.split(variant)
    )
