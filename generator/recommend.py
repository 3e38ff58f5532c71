"""The recommend job without a decoder: name, price and one reason in the product's own words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .evidence import Piece, pieces_of
from .extract import frame
from .grounded import Found
from .messages import say
from .questions import Question, understand_question
from .scoring import Relevance, Scored, lexical_order, score_pieces
from .statements import Statement, mark

MAX_PRODUCTS = 4
MAX_ENCODED_EACH = 10
_REASONS = ("attribute", "description", "qa", "review", "list")


def recommend(
    text: str, found: Sequence[Found], relevance: Relevance, language: str
) -> list[tuple[Statement, list[Scored]]]:
    """One statement a product, best product first, with the pieces its reason was chosen from."""
    question = understand_question(text)
    chosen: list[list[Piece]] = []
    heads: list[list[Piece]] = []
    for one in found[:MAX_PRODUCTS]:
        pieces = pieces_of(one)
        heads.append([piece for piece in pieces if piece.kind in ("title", "price")])
        reasons = [piece for piece in pieces if piece.kind in _REASONS]
        order = lexical_order(question, reasons)[:MAX_ENCODED_EACH]
        chosen.append([reasons[i] for i in sorted(order)])
    similarity = (
        relevance(text, [piece.read for pieces in chosen for piece in pieces])
        if any(chosen)
        else np.zeros(0)
    )
    out = []
    at = 0
    for head, pieces in zip(heads, chosen, strict=True):
        scored = score_pieces(
            question, pieces, np.asarray(similarity[at : at + len(pieces)], dtype=np.float64)
        )
        at += len(pieces)
        scored.sort(key=lambda one: -one.score)
        out.append((_line(question, head, scored, language), scored))
    return out


def headline(
    head: Sequence[Piece], language: str
) -> tuple[str, tuple[Piece, ...], tuple[str, ...]]:
    """Name and price from the catalog, cited: the one place where a product is named."""
    title = next(piece for piece in head if piece.kind == "title")
    price = next((piece for piece in head if piece.kind == "price"), None)
    if price is None:
        return say("recommend_plain", language, title=title.text, n=mark()), (title,), (title.text,)
    text = say("recommend_priced", language, title=title.text, price=price.text, n=mark())
    return text, (price,), (price.text,)


def _line(
    question: Question, head: Sequence[Piece], scored: Sequence[Scored], language: str
) -> Statement:
    text, pieces, quotes = headline(head, language)
    if scored:
        reason = frame(scored[0].piece, language, question.terms)
        joint = "：" if language == "zh" else ": "
        text += joint + lower_first(reason.text.replace(mark(), mark(1)))
        pieces, quotes = (*pieces, *reason.pieces), (*quotes, *reason.quotes)
    return Statement(text, pieces, quotes, line=True)


def lower_first(text: str) -> str:
    """A frame that goes on after a colon begins in lower case; names and acronyms stay."""
    for opening in ("The description", "The shop", "The product", "One shopper", "Asked"):
        if text.startswith(opening):
            return text[0].lower() + text[1:]
    return text
