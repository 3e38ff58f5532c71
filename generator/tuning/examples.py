"""Worked examples for the decoder: cards, a question, the cards that answer, and the answer.

Knows no file and no model. An example without an answer teaches only which card to choose; one
without an answering card teaches to stay silent.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..evidence import Card, Piece
from ..extract import excerpt
from ..questions import Question, understand_question
from ..reading_prompt import CARD_CHARS, MOST_CARDS, card_line
from .targets import target


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example.

    Attributes:
        question: as asked.
        lines: the cards as the prompt shows them, first is card 1.
        answering: numbers of the cards that answer; empty: none does.
        answer: what to say from the first of them; ``""`` teaches only the choice.
        language: of the prompt's fixed words, ``"en"`` or ``"zh"``.
        source: where it comes from, for the card that is kept with the weights.
    """

    question: str
    lines: tuple[str, ...]
    answering: tuple[int, ...]
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
    """An example from pieces in any order: at most `MOST_CARDS` of them, shuffled.

    Args:
        question: as asked.
        pieces: candidates.
        answering: indices into `pieces` of those that answer; all are kept if there is room.
        answer: what a person answered, or ``""``. Learned as far as the first answering piece
            says it; see `targets.target`.
        source: where it comes from.
        rng: shuffles.
        language: of the prompt.
    """
    right = list(answering)[: MOST_CARDS - 1]
    others = [n for n in range(len(pieces)) if n not in set(answering)]
    rng.shuffle(others)
    chosen = right + others[: MOST_CARDS - len(right)]
    rng.shuffle(chosen)
    asked = understand_question(question)
    numbers = tuple(chosen.index(n) + 1 for n in right)
    if right and answer:
        answer = target(answer, pieces[right[0]], asked)
    lines = tuple(line_of(pieces[n], number, asked, language) for number, n in enumerate(chosen, 1))
    return Example(question, lines, numbers, answer if right else "", language, source)


def silent(example: Example) -> Example:
    """The same question without the cards that answer it."""
    left = [line for n, line in enumerate(example.lines, 1) if n not in example.answering]
    return replace(
        example,
        lines=tuple(left),
        answering=(),
        answer="",
        source=f"{example.source}, unanswerable",
    )


def line_of(piece: Piece, number: int, question: Question, language: str) -> str:
    """A card's line as it is when a shop is asked: the same excerpt of a long piece."""
    text = excerpt(piece.text, question.terms, CARD_CHARS)[0]
    return card_line(Card(number, piece, text), language)


def digest(examples: Iterable[Example]) -> str:
    """SHA-256 over all that is learned, in order."""
    sha = hashlib.sha256()
    for one in examples:
        told = (one.question, *one.lines, *map(str, one.answering), one.answer, one.language)
        sha.update("\0".join(told).encode("utf-8", "replace") + b"\1")
    return sha.hexdigest()
