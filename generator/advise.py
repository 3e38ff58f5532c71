"""The advise job without a decoder: choose the evidence, decide whether it answers, quote it.

Order: what answers by itself (`settled`), then the best piece if it is good enough, else the honest
"doesn't say" with what comes near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .asides import unknown
from .asked_measure import is_another_side
from .asked_whether import asks_whether_another, asks_whether_it_must
from .each_product import each_product, framed
from .evidence import Piece, pieces_of
from .extract import lower_first
from .grounded import Found
from .limits import UNREAD, Limits
from .messages import say
from .polarity import says_no
from .questions import Question, called, title_words, understand_question
from .reading import Reading
from .said_by_name import told_by_name
from .scoring import Relevance, Scored, lexical_order, score_pieces
from .settled import DIRECT, WHICH, settled_by
from .statements import Statement
from .words import has_han

Reader = Callable[[Question, Sequence[Scored], str], Reading | None]

MIN_COVERAGE = 0.15
STRICT_COVERAGE = 0.30  # for fit and safety, where a near miss misleads
MAX_ENCODED = 32
_NAMES = ("title", "category")
_NO_WORDS = ("rating", "availability")


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
    if settled := settled_by(question, pieces, language):
        return Advice(question, tuple(settled), False, True, (), several=several)
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
        if WHICH.match(question.text):
            each = each[1:]  # who asks which has no one in mind
        statements = each or _quote(question, answering, language, several, limits)
        return Advice(
            question, tuple(statements), False, bool(each), tuple(scored), reading, several
        )
    statements = [Statement(unknown(question, language))]
    near = [one for one in scored if one.score >= limits.near and _comes_near(question, one)]
    near.sort(key=lambda one: (not one.fits, -one.coverage))  # of the asked kind first
    if near:
        known = framed(near[0].piece, language, question.terms, several)
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
    if asks_whether_another(label, question.text) or (
        question.yes_no and asks_whether_it_must(label, question.text)
    ):
        return False
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
    if one.piece.kind in DIRECT:
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
    out = [framed(top.piece, language, question.terms, several)]
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
        out.append(framed(second.piece, language, question.terms, several, variant))
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
