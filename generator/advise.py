"""The advise job without a decoder: choose the evidence, decide whether it answers, quote it.

Order: a field that answers the question by itself (price, stock …), then the ingredient lists,
then the best piece if it is good enough, else the honest "doesn't say" with what comes near.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .asides import unknown
from .asked_field import asked_fields
from .asked_measure import is_another_side, measure_fields
from .asked_option import asked_option
from .asked_variant import asked_variant, price_range
from .asked_year import asked_year
from .each_product import each_product, fields_of, of_product
from .evidence import LIST_PRICE, Piece, pieces_of
from .extract import frame, lower_first
from .grounded import Found
from .ingredients import ingredient_answer, whole_list
from .limits import UNREAD, Limits
from .messages import say
from .polarity import says_no
from .questions import Question, called, title_words, understand_question
from .reading import Reading
from .said_by_name import said_by_name, told_by_name
from .said_in_chinese import said_in_chinese
from .scoring import Relevance, Scored, lexical_order, score_pieces
from .statements import Statement, mark
from .warned import warned
from .words import has_han

Reader = Callable[[Question, Sequence[Scored], str], Reading | None]

MIN_COVERAGE = 0.15
STRICT_COVERAGE = 0.30  # for fit and safety, where a near miss misleads
MAX_ENCODED = 32
_WHICH = re.compile(
    r"\s*(?:which|what)\b.{0,40}\b(?:is|are|has|have|can|do|does|contain\w*)\b|.{0,12}哪[些款个种]",
    re.IGNORECASE,
)
_NAMES = ("title", "category")
_NO_WORDS = ("rating", "availability")
_DIRECT = ("price", "rating", "availability", "brand")


@dataclass(frozen=True, slots=True)
class Advice:
    """What to say about a question, before the decoder has had its try.

    Attributes:
        statements: the extract, in order; never empty.
        abstained: the first statement says that the catalog doesn't know.
        final: nothing can be put better: a field or a list answers by itself.
        evidence: the scored pieces, best first, for the decoder's cards.
        reading: what a tuned decoder read; None: there is none, or it wasn't asked.
        several: the pieces are of several products, so that a sentence must say whose it is.
    """

    question: Question
    statements: tuple[Statement, ...]
    abstained: bool
    final: bool
    evidence: tuple[Scored, ...]
    reading: Reading | None = None
    several: bool = False


def advise(
    text: str,
    found: Sequence[Found],
    relevance: Relevance,
    language: str,
    reader: Reader | None = None,
) -> Advice:
    """Answer a question about the products found, the first being the likeliest meant.

    Args:
        text: the question.
        found: products, the likeliest meant first.
        relevance: the encoder's similarity.
        language: of the fixed phrases.
        reader: a tuned decoder's reading of the likeliest pieces.
    """
    pieces = [piece for one in found for piece in pieces_of(one)]
    first = [one.product for one in found[:1]]
    names = frozenset[str]().union(
        *(
            title_words(one.title, one.item_id, *one.category, called(one.description))
            for one in first
        )
    )
    question = understand_question(text, names)
    if question.language == "zh":  # cut elsewhere than in the name, its words still are the name's
        title = " ".join(one.title for one in first)
        question = replace(question, terms=tuple(t for t in question.terms if t not in title))
    return advise_from(question, pieces, relevance, language, reader)


def advise_from(
    question: Question,
    pieces: Sequence[Piece],
    relevance: Relevance,
    language: str,
    reader: Reader | None = None,
) -> Advice:
    """The same, from pieces (what the evaluation gives)."""
    if not pieces:
        return Advice(question, (Statement(say("no_cards", language)),), True, True, ())
    products = list(dict.fromkeys(piece.item_id for piece in pieces))
    several = len(products) > 1
    if not several and (variant := asked_variant(question, pieces, language)):
        return Advice(question, tuple(variant), False, True, ())
    direct = _direct(question, pieces, language) or _measured(question, pieces, language)
    if direct:
        return Advice(question, tuple(direct), False, True, (), several=several)
    settled = _listed(question, pieces, products, language)
    if settled:
        return Advice(question, tuple(settled), False, True, (), several=several)
    by_name = [] if several else said_by_name(question, pieces, language)
    if by_name:
        return Advice(question, tuple(by_name), False, True, ())
    for tells in () if several else (asked_year, asked_option, said_in_chinese):
        if told := tells(question, pieces, language):
            return Advice(question, tuple(told), False, True, ())
    if (warning := warned(question, pieces)) is not None:
        said = _framed(warning, language, question.terms, several)
        return Advice(question, (said,), False, True, (), several=several)
    scored = rank(question, pieces, relevance)
    reading = reader(question, scored, language) if reader is not None else None
    limits = UNREAD
    if reading is not None:
        scored, limits = list(reading.scored), reading.limits
    answering = answers_of(question, scored, limits)
    # A name is the last resort: "Kids Rain Jacket" says no age where the description does.
    answering.sort(key=lambda one: one.piece.kind in _NAMES)
    by_name = (
        [] if several or not _names_only(answering) else told_by_name(question, pieces, language)
    )
    if by_name:
        return Advice(question, tuple(by_name), False, True, tuple(scored), reading)
    if answering:
        scored = [*answering, *(one for one in scored if one not in answering)]
        each = each_product(answering, products, language, question.terms)
        if _WHICH.match(question.text):
            each = each[1:]  # who asks which has no one in mind
        statements = each or _quote(question, answering, language, several, limits)
        return Advice(
            question, tuple(statements), False, bool(each), tuple(scored), reading, several
        )
    statements = [Statement(unknown(question, language))]
    near = [one for one in scored if one.score >= limits.near and _comes_near(question, one)]
    near.sort(key=lambda one: (not one.fits, -one.coverage))  # of the asked kind first
    if near:
        known = _framed(near[0].piece, language, question.terms, several)
        statements.append(
            replace(
                known,
                text=say("known", language)
                + ("" if language == "zh" else " ")
                + lower_first(known.text),
            )
        )
    return Advice(question, tuple(statements), True, False, tuple(scored), reading, several)


def rank(question: Question, pieces: Sequence[Piece], relevance: Relevance) -> list[Scored]:
    """Pieces by how well they answer, best first; only the likeliest reach the encoder."""
    order = lexical_order(question, pieces)[:MAX_ENCODED]
    chosen = [pieces[i] for i in sorted(order)]
    similarity = np.asarray(
        relevance(question.text, [piece.read for piece in chosen]), dtype=np.float64
    )
    return sorted(score_pieces(question, chosen, similarity), key=lambda one: -one.score)


def answers_of(question: Question, scored: Sequence[Scored], limits: Limits) -> list[Scored]:
    """The pieces that answer: likely enough, and about what is asked. In their order."""
    return [
        one for one in scored if one.score >= limits.answer and _speaks_of(question, one, limits)
    ]


def _names_only(answering: Sequence[Scored]) -> bool:
    return all(one.piece.kind in _NAMES for one in answering)


def _direct(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    kind = question.kinds[0] if question.kinds else None
    if kind is None or question.terms:
        return []
    several = len({piece.item_id for piece in pieces}) > 1
    if kind.direct == LIST_PRICE:
        return _reductions(pieces, several, language)
    if kind.direct not in _DIRECT:
        return []
    fields = [piece for piece in pieces if piece.kind == kind.direct]
    if len(fields) > 1:
        return fields_of(fields, language)
    more = price_range(pieces, language) if kind.direct == "price" and not several else []
    return [*(_framed(piece, language, (), several) for piece in fields), *more]


def _reductions(pieces: Sequence[Piece], several: bool, language: str) -> list[Statement]:
    """What is reduced, from what to what; empty if nothing is."""
    out = []
    for before in (piece for piece in pieces if piece.field == LIST_PRICE):
        now = next(p for p in pieces if p.kind == "price" and p.item_id == before.item_id)
        text = say("price_was", language, text=now.text, before=before.text, n=mark(), m=mark(1))
        said = Statement(text, (now, before), (now.text, before.text))
        out.append(of_product(said, before.title, language) if several else said)
    return out


def _measured(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    fields = measure_fields(question, pieces) or asked_fields(question, pieces)
    several = len({piece.item_id for piece in pieces}) > 1
    if several and len(fields) > 1:
        return fields_of(fields, language)
    return [_framed(piece, language, (), several) for piece in fields[:1]]


def _listed(
    question: Question, pieces: Sequence[Piece], products: Sequence[str], language: str
) -> list[Statement]:
    """What the products' ingredient lists say, each product's by its name where there are several."""
    out = []
    for item in products:
        own = [piece for piece in pieces if piece.item_id == item]
        whole = whole_list(question, own)
        if whole is not None:
            said = [frame(whole, language)]
        else:
            # Two things asked for may stand in one sentence: it is quoted once.
            said = list(dict.fromkeys(ingredient_answer(question, own, language) or ()))
        if said and len(products) > 1:
            said[0] = of_product(said[0], own[0].title, language)
        out.append(said)
    told = [said for said in out if said]
    which = _WHICH.match(question.text) is not None
    depends = [Statement(say("depends", language))] if len(told) > 1 and not which else []
    return [*depends, *(one for said in told for one in said)]


def _speaks_of(question: Question, one: Scored, limits: Limits) -> bool:
    """Whether a piece is about the question's terms and of its kind, not only near them."""
    bare = question.yes_no and not question.terms
    if bare and (one.piece.kind == "title" or (question.kinds and not one.of_kind)):
        # All that it asks for are words of the name or of the kind: the name can't answer it, and
        # of the rest only what is of that kind.
        return False
    label = one.piece.label
    if has_han(label) and label in question.text and label not in one.piece.title:
        return True  # the field that is asked for by its name
    if one.piece.kind in _NO_WORDS and not _asked_for(question, one):
        return False  # "what security rating has it?" asks for no stars
    if is_another_side(question, one.piece):
        return False
    if question.kinds and not one.of_kind and _must_be_of_kind(question, one):
        return False
    if one.piece.kind in _NAMES and one.score < limits.sure:
        return False  # nobody labelled names: what just passes the limit may be any of its words
    strict = question.yes_no and any(kind.strict for kind in question.kinds)
    if not question.terms and not question.kinds:
        # It asks for nothing that could be recognised; the name is known to who asks.
        return one.score >= limits.sure and one.piece.kind != "title"
    if not question.terms or one.coverage >= (STRICT_COVERAGE if strict else MIN_COVERAGE):
        return True
    if strict:
        return False
    return one.score >= limits.sure or (one.coverage > 0 and one.fits and not question.yes_no)


def _asked_for(question: Question, one: Scored) -> bool:
    return any(kind.direct == one.piece.kind for kind in question.kinds)


def _must_be_of_kind(question: Question, one: Scored) -> bool:
    """Whether nothing but the kind asked for ("how heavy is it?") could make a piece an answer."""
    if one.piece.kind in _NAMES:
        return True
    if question.yes_no:
        return False
    # A kind that no word or unit tells in prose ("who makes it?") can't be asked of prose.
    told = any(kind.answer or kind.units for kind in question.kinds)
    return question.kinds[0].exact or (not question.terms and told)


def _comes_near(question: Question, one: Scored) -> bool:
    if one.piece.kind == "title":
        return False  # whoever sees the product sees its name
    if one.piece.kind in _DIRECT:
        return False  # asked for, it would have answered: "it is in stock" comes near no colour
    if not question.terms:
        return one.fits
    return one.coverage >= MIN_COVERAGE or (one.fits and one.coverage > 0)


def _quote(
    question: Question,
    answering: Sequence[Scored],
    language: str,
    several: bool,
    limits: Limits,
) -> list[Statement]:
    top = answering[0]
    out = [_framed(top.piece, language, question.terms, several)]
    opposite = next((one for one in answering[1:] if _contradicts(top.piece, one.piece)), None)
    second = opposite or next(
        (
            one
            for one in answering[1:3]
            if one.score >= max(limits.second, 0.8 * top.score) and _adds(top, one, limits)
        ),
        None,
    )
    if second is not None:
        both = top.piece.kind == second.piece.kind == "review"
        variant = (
            ("_but" if opposite else "_more")
            if both and top.piece.source != second.piece.source
            else ""
        )
        if opposite and not both:
            out.insert(0, Statement(say("conflict", language)))
        out.append(_framed(second.piece, language, question.terms, several, variant))
    return out


def _contradicts(a: Piece, b: Piece) -> bool:
    one, other = says_no(a.text), says_no(b.text)
    return one is not None and other is not None and one != other


def _adds(top: Scored, other: Scored, limits: Limits) -> bool:
    """Whether a second piece says more: not for a field that already gives the value asked for."""
    a, b = top.piece, other.piece
    if b.kind == "title" or (top.fits and a.kind == "attribute" and other.coverage < limits.sure):
        return False
    return b.text.lower() not in a.text.lower() and a.text.lower() not in b.text.lower()


def _framed(
    piece: Piece, language: str, terms: tuple[str, ...], several: bool, variant: str = ""
) -> Statement:
    """The catalog's words; where several products are spoken of, it says whose they are."""
    statement = frame(piece, language, terms, variant)
    return of_product(statement, piece.title, language) if several else statement
