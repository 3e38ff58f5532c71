"""The tuned decoder reads the likeliest cards, one at a time, and says of each whether it answers.

One look at one token a card: the prompt's last word is an open bracket, and what may follow is the
card's number or none. `Choice` turns that and the readable score into a probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .choice import Choice
from .evidence import Card
from .limits import UNREAD, Limits
from .questions import Question
from .reading_prompt import CHOICES, MOST_CARDS, card_line, card_of, reading_prompt
from .scoring import Scored

if TYPE_CHECKING:
    from .decoder import Decoder


@dataclass(frozen=True, slots=True)
class Read:
    """One card, and the prompt that the decoder read it in; an answer goes on from there."""

    card: Card
    prompt: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what came of it.

    Attributes:
        cards: those that were read.
        scored: all pieces, likeliest to answer first; those that weren't read come last.
        limits: what their probabilities are held against.
    """

    cards: tuple[Read, ...]
    scored: tuple[Scored, ...]
    limits: Limits

    def of(self, one: Scored) -> Read | None:
        """A piece's card; None if it wasn't read."""
        return next((read for read in self.cards if read.card.piece is one.piece), None)


def read(
    decoder: Decoder, choice: Choice, question: Question, scored: Sequence[Scored], language: str
) -> Reading:
    """Read the first pieces and judge them anew.

    Chinese questions aren't: there are no labelled ones to fit the choice on, and what was learned
    from templates that say a field's name doesn't know that "能装多少水" asks for a capacity.

    Args:
        decoder: tuned.
        choice: fitted with it.
        question: as understood.
        scored: pieces, best first by `scoring`; at least one.
        language: of the prompt's fixed words.
    """
    some = list(scored[:MOST_CARDS])
    cards = cards_of(question, some, language)
    if question.language == "zh":
        return Reading(cards, tuple(scored), UNREAD)
    likely = choice.likely(weigh(decoder, cards), np.array([one.score for one in some]))
    judged = [replace(one, score=float(p)) for one, p in zip(some, likely, strict=True)]
    order = sorted(judged, key=lambda one: -one.score)
    rest = [replace(one, score=0.0) for one in scored[MOST_CARDS:]]
    return Reading(cards, (*order, *rest), choice.limits)


def weigh(decoder: Decoder, cards: Sequence[Read]) -> np.ndarray:
    """Log-probabilities f64 [cards, 2]: it doesn't answer, it does."""
    # The likeliest is read last: a sentence goes on from it without reading it again.
    weighed = [decoder.weigh(read.prompt, CHOICES) for read in reversed(cards)]
    return np.stack(weighed[::-1])


def cards_of(question: Question, scored: Sequence[Scored], language: str) -> tuple[Read, ...]:
    """The cards of some pieces, each with its prompt."""
    cards = []
    for one in scored:
        card = card_of(one.piece, question)
        prompt = reading_prompt(question.text, card_line(card, language), language)
        cards.append(Read(card, prompt))
    return tuple(cards)
