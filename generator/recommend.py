"""The recommend job without a decoder: name, price and one reason in the product's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from .asked_origin import asks_for_an_origin, tells_the_origin
from .evidence import LIST_PRICE, Piece, pieces_of
from .extract import frame, lower_first
from .grounded import Found
from .ingredients import absence, holds
from .limits import UNREAD
from .messages import say
from .polarity import says_no
from .questions import Question, free_terms, understand_question
from .scoring import Relevance, Scored, lexical_order, score_pieces
from .statements import Statement, mark
from .words import has_han, near, stems

MAX_PRODUCTS = 4
MAX_ENCODED_EACH = 10
MIN_DESCRIBING = 25  # characters
A_KIND = 2  # words that name a kind, at most
BARE_NAME = 2  # words: "SUNDVIK" says nothing of a cot
TOLD_COVERAGE = 0.5
_SORTED_INTO = re.compile(r"categor|taxonom|product type|类目|分类", re.IGNORECASE)
"""Fields that say where a shop keeps a thing, which is no reason to buy it."""
_REASONS = ("attribute", "description", "qa", "review", "list")


def recommend(
    text: str, found: Sequence[Found], relevance: Relevance, language: str
) -> list[tuple[Statement, list[Scored]]]:
    """One statement a product, best product first, with the pieces its reason was chosen from."""
    question = understand_question(text)
    chosen: list[list[Piece]] = []
    heads: list[list[Piece]] = []
    everything: list[list[Piece]] = []
    for one in _free_of_it(question, found)[:MAX_PRODUCTS]:
        pieces = pieces_of(one)
        heads.append([piece for piece in pieces if piece.kind in ("title", "price")])
        everything.append(pieces)
        reasons = [piece for piece in pieces if piece.kind in _REASONS]
        order = lexical_order(question, reasons)[:MAX_ENCODED_EACH]
        chosen.append([reasons[i] for i in sorted(order)])
    similarity = (
        relevance(text, [piece.read for pieces in chosen for piece in pieces])
        if any(chosen)
        else np.zeros(0)
    )
    out: list[tuple[Statement, list[Scored], bool]] = []
    at = 0
    for head, pieces, whole in zip(heads, chosen, everything, strict=True):
        scored = score_pieces(
            question, pieces, np.asarray(similarity[at : at + len(pieces)], dtype=np.float64)
        )
        at += len(pieces)
        scored.sort(key=lambda one: -one.score)
        line = _line(question, head, whole, scored, language)
        out.append((line, scored, _against(question, whole)))
    # A product is left out for what speaks against it, unless that leaves none.
    kept = [one for one in out if not one[2]] or out
    return [(line, scored) for line, scored, _ in kept]


def _free_of_it(question: Question, found: Sequence[Found]) -> Sequence[Found]:
    """Without the products whose lists name what is to be absent; all if none is left."""
    terms = free_terms(question.text)
    if not terms:
        return found
    cut = [(one, pieces_of(one)) for one in found]
    kept = [one for one, pieces in cut if not any(holds(term, pieces) for term in terms)]
    return kept or found


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
    question: Question,
    head: Sequence[Piece],
    pieces: Sequence[Piece],
    scored: Sequence[Scored],
    language: str,
) -> Statement:
    text, cited, quotes = headline(head, language)
    reasons = [_reason(question, scored, language)]
    for term in free_terms(question.text):
        said = absence(term, pieces, language)[:1]
        # The name stands there already.
        reasons.extend(one for one in said if one.pieces[0].kind != "title")
    told = [reason for reason in reasons if reason is not None]
    for number, reason in enumerate(dict.fromkeys(told)):
        joint = ("" if number else "：") if language == "zh" else (" " if number else ": ")
        words = lower_first(reason.text) if not number else reason.text
        text += joint + words.replace(mark(), mark(len(cited)))
        cited, quotes = (*cited, *reason.pieces), (*quotes, *reason.quotes)
    if not told:
        text += "。" if language == "zh" else "."
    return Statement(text, cited, quotes, line=True)


def _speaks_for(one: Scored) -> bool:
    """The product's own fields do; a review or an answer only if it is plainly on the matter."""
    told = one.piece.kind in ("review", "qa")
    return not told or (one.score >= UNREAD.answer and one.coverage >= TOLD_COVERAGE)


def _beyond_the_name(question: Question, piece: Piece) -> bool:
    """Whether a piece has a term of the need, or one near it, that the product's name hasn't."""
    named = {near(one) for one in stems(piece.title)}
    said = {near(one) for one in stems(f"{piece.label} {piece.text}")} - named
    return any(
        near(term) in said or (has_han(term) and term in piece.read and term not in piece.title)
        for term in question.terms
    )


def _in_name(piece: Piece) -> bool:
    """Whether a field says no more than the product's name: "Product class: jackets" of a suit jacket."""
    said = stems(piece.text)  # of "Waterproof: yes" nothing
    return piece.kind == "attribute" and 0 < len(said) <= A_KIND and said <= stems(piece.title)


def _reason(question: Question, scored: Sequence[Scored], language: str) -> Statement | None:
    """The piece that matches the need best; else what the product is; else nothing."""
    matching = [
        one
        for one in scored
        if one.coverage > 0
        and _speaks_for(one)
        and not _in_name(one.piece)
        and not _SORTED_INTO.search(one.piece.label)
    ]
    if asks_for_an_origin(question.text):
        matching = [one for one in scored if tells_the_origin(one.piece)] or matching
    if any(kind.direct == LIST_PRICE for kind in question.kinds):
        matching = [one for one in scored if one.piece.field == LIST_PRICE] or matching
    describing = [
        one
        for one in scored
        if one.piece.kind == "description"
        and (len(one.piece.text) >= MIN_DESCRIBING or len(one.piece.title.split()) <= BARE_NAME)
    ]
    # What the name says already is no reason: of a weed killer for pets the line about pets.
    matching.sort(key=lambda one: not _beyond_the_name(question, one.piece))
    chosen = (matching or describing)[:1]
    return frame(chosen[0].piece, language, question.terms) if chosen else None


def _against(question: Question, pieces: Sequence[Piece]) -> bool:
    """Whether the shop was asked for what the need asks, and said no.

    "Is it okay while pregnant? No." speaks against a need for pregnancy; an answer that a product
    holds nothing of what should be absent speaks for it.
    """
    for piece in pieces:
        if not piece.question or says_no(piece.text) is not True:
            continue
        asked = understand_question(piece.question)
        shared = set(asked.terms) & set(question.terms)
        same = bool(shared) and 2 * len(shared) >= len(asked.terms)
        if same and bool(free_terms(question.text)) == asked.free_of:
            return True
    return False
