"""The tuned decoder reads the likeliest cards and says which of them answers, if any.

One look at one token: the prompt's last word is an open bracket, and what may follow is a card's
number or none. `Choice` turns that and the readable score into a probability a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .choice import Choice
from .evidence import Card
from .extract import excerpt
from .limits import Limits
from .questions import Question
from .reading_prompt import CARD_CHARS, MOST_CARDS, card_line, choices, reading_prompt
from .scoring import Scored

if TYPE_CHECKING:
    from .decoder import Decoder


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what came of it.

    Attributes:
        prompt: as the decoder has it; its answer goes on from there.
        cards: those in the prompt, by number.
        scored: all pieces, likeliest to answer first; those that weren't read come last.
        limits: what their probabilities are held against.
    """

    prompt: str
    cards: tuple[Card, ...]
    scored: tuple[Scored, ...]
    limits: Limits

    def number_of(self, one: Scored) -> int | None:
        """The number of a piece's card; None if it wasn't read."""
        return next((card.number for card in self.cards if card.piece is one.piece), None)


def read(
    decoder: Decoder, choice: Choice, question: Question, scored: Sequence[Scored], language: str
) -> Reading:
    """Read the first pieces and judge them anew.

    Args:
        decoder: tuned.
        choice: fitted with it.
        question: as understood.
        scored: pieces, best first by `scoring`; at least one.
        language: of the prompt's fixed words.
    """
    some = list(scored[:MOST_CARDS])
    prompt, cards, weighed = weigh(decoder, question, some, language)
    likely = choice.likely(weighed, np.array([one.score for one in some]))
    judged = [replace(one, score=float(p)) for one, p in zip(some, likely, strict=True)]
    order = sorted(judged, key=lambda one: -one.score)
    rest = [replace(one, score=0.0) for one in scored[MOST_CARDS:]]
    return Reading(prompt, cards, (*order, *rest), choice.limits)


def weigh(
    decoder: Decoder, question: Question, scored: Sequence[Scored], language: str
) -> tuple[str, tuple[Card, ...], np.ndarray]:
    """The prompt of some pieces, its cards, and the log-probabilities of none and of each."""
    cards = tuple(
        Card(number, one.piece, excerpt(one.piece.text, question.terms, CARD_CHARS)[0])
        for number, one in enumerate(scored, 1)
    )
    prompt = reading_prompt(question.text, [card_line(card, language) for card in cards], language)
    return prompt, cards, decoder.weigh(prompt, choices(len(cards)))
