"""One product in short: "tell me more about the second one". Every line is the catalog's own, cited."""

from __future__ import annotations

from ..generator.evidence import pieces_of
from ..generator.extract import frame
from ..generator.grounded import Found, GroundedText
from ..generator.recommend import headline
from ..generator.statements import Numbering, Statement

_MOST_DESCRIPTION = 2
_MOST_ATTRIBUTES = 5


def details_of(found: Found, language: str) -> GroundedText:
    """Name, price, rating, the first sentences of the description, a handful of attributes."""
    pieces = pieces_of(found)
    numbering = Numbering()
    text, cited, quotes = headline(
        [one for one in pieces if one.kind in {"title", "price"}], language
    )
    parts = [numbering.render(Statement(text + ("。" if language == "zh" else "."), cited, quotes))]
    told = [one for one in pieces if one.kind == "rating"]
    told += [one for one in pieces if one.kind == "description"][:_MOST_DESCRIPTION]
    told += [one for one in pieces if one.kind == "attribute"][:_MOST_ATTRIBUTES]
    told += [one for one in pieces if one.kind == "availability" and one.text != "in stock"]
    parts += [numbering.render(frame(piece, language)) for piece in told]
    return GroundedText("\n".join(parts), numbering.citations(), False, "extract")
