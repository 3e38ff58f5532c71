"""Whether a product is from a country: the field that tells its origin, by whatever name the shop gives the country.

"Is it made in the UK?" has no word in common with "Made in: Germany", nor with "United Kingdom".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.origins import ORIGIN_NAMES, countries_in
from .evidence import Piece
from .extract import frame
from .questions import Question
from .statements import Statement

_ASKS = re.compile(
    r"\b(?:made|manufactured|produced|built|grown|assembled|come|comes|imported|from|origin)\b|产|制造|进口|原装|来自",
    re.IGNORECASE,
)


def asked_origin(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """The field; none where no country is asked for, or no field tells the origin.

    Args:
        question: as understood.
        pieces: of one product.
        language: of the fixed phrases.
    """
    if not question.yes_no or not asks_for_an_origin(question.text):
        return []
    return [frame(piece, language) for piece in pieces if tells_the_origin(piece)][:1]


def asks_for_an_origin(text: str) -> bool:
    """Whether a text asks for what is from a country that it names."""
    return _ASKS.search(text) is not None and bool(countries_in(text))


def tells_the_origin(piece: Piece) -> bool:
    """Whether a piece is the field of a product's origin."""
    return piece.kind == "attribute" and fold_name(piece.field) in ORIGIN_NAMES
