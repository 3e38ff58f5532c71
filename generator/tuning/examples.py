"""Worked examples for the decoder: a question, cards, which of them answer, and the answer.

Knows no file and no model. The cards are read one at a time and compared with each other; an
example without an answer teaches only which of them answer, one without an answering card that
none does.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..evidence import Piece
from ..questions import Question, understand_question
from ..reading_prompt import card_line, card_of
from .targets import target

_MOST_CARDS, _MOST_RIGHT = 5, 2
"""Cards of one example, and those among them that answer: the others are what they compete with."""


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example.

    Attributes:
        question: as asked.
        lines: the cards as the prompt shows them, those that answer first.
        answering: how many of them answer.
        answer: what to say from the first; ``""`` teaches only which cards answer.
        language: of the prompt's fixed words, ``"en"`` or ``"zh"``.
        source: where it comes from, for the card that is kept with the weights.
    """

    question: str
    lines: tuple[str, ...]
    answering: int
    answer: str
    language: str
    source: str


def worked(
    question: str,
    pieces: Sequence[Piece],
    answering: Sequence[int],
    answer: str,
    source: str,
    rng: random.Random,
    language: str = "en",
) -> Example:
    """An example from pieces in any order: at most `_MOST_CARDS` of them.

    Args:
        question: as asked.
        pieces: candidates.
        answering: indices into `pieces` of those that answer, the best first.
        answer: what a person answered, or ``""``. Learned as far as the first answering piece
            says it; see `targets.target`.
        source: where it comes from.
        rng: draws the others.
        language: of the prompt.
    """
    right = list(answering)[:_MOST_RIGHT]
    others = [n for n in range(len(pieces)) if n not in set(answering)]
    rng.shuffle(others)
    chosen = right + others[: _MOST_CARDS - len(right)]
    asked = understand_question(question)
    if right and answer:
        answer = target(answer, pieces[right[0]], asked)
    lines = tuple(line_of(pieces[n], asked, language) for n in chosen)
    return Example(question, lines, len(right), answer if right else "", language, source)


def line_of(piece: Piece, question: Question, language: str) -> str:
    """A card's line as it is when a shop is asked: the same excerpt of a long piece."""
    return card_line(card_of(piece, question), language)


def digest(examples: Iterable[Example]) -> str:
    """SHA-256 over all that is learned, in order."""
    sha = hashlib.sha256()
    for one in examples:
        told = (one.question, *one.lines, str(one.answering), one.answer, one.language)
        sha.update("\0".join(told).encode("utf-8", "replace") + b"\1")
    return sha.hexdigest()
