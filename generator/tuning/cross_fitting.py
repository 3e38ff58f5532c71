"""Labelled questions teach the decoder and still tell how sure it is: each is judged by one that didn't learn from it.

There are few questions whose cards are all labelled, and they are the likest to what a shop asks: cards of one
product that come near, some of which answer. So each half of them is read by a decoder that learned from the
other half (cross-fitting: Chernozhukov et al., 2018, section 3); those readings fit the choice. What is kept
learned from both.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..choice import Choice
from ..evaluation import LabelledQuestion
from ..questions import Question, understand_question
from ..scoring import Relevance, Scored
from .examples import Example, worked
from .fitting import Weigh, fit_choice

T = TypeVar("T")
Halves = tuple[Sequence[LabelledQuestion], Sequence[LabelledQuestion]]
SOURCE = "hetPQA ranking"
RATE = 1 / 3
"""Of the learning rate that the training before had: it goes on from what was learned."""
_DRAWS = 2


def cross_fit(
    halves: Halves,
    before: Sequence[Example],
    teach: Callable[[Sequence[Example]], T],
    weigh_by: Callable[[T], Weigh],
    relevance: Relevance,
    seed: int = 0,
) -> tuple[T, Choice, float]:
    """Teach three times, twice to fit the choice.

    Args:
        halves: labelled questions, of different products.
        before: examples that were learned from; as many as labelled ones are repeated, lest they be forgotten.
        teach: goes on with some examples and gives what came of it.
        weigh_by: how such a one reads cards; see `fitting.fit_choice`.
        relevance: the encoder's similarity.
        seed: of what is drawn.

    Returns:
        What learned from both halves; the choice, fitted on what each half's reader didn't learn from; and the share
        of the questions that can be answered for which that choice puts an answering card first.

    Raises:
        ModelError: too few questions to fit.
    """
    readers = [weigh_by(teach(labelled_examples(half, before, seed))) for half in reversed(halves)]
    at = {
        understand_question(one.question).text: n for n, half in enumerate(halves) for one in half
    }
    labelled = [*halves[0], *halves[1]]
    right = {
        id(p) for one in labelled for p, n in zip(one.pieces, one.labels, strict=True) if n >= 1
    }
    own = {(understand_question(one.question).text, id(p)) for one in labelled for p in one.pieces}
    read: list[tuple[Sequence[Scored], NDArray[np.float64]]] = []

    def weigh(question: Question, scored: Sequence[Scored], language: str) -> NDArray[np.float64]:
        weighed = readers[at[question.text]](question, scored, language)
        if all((question.text, id(one.piece)) in own for one in scored) and any(
            id(one.piece) in right for one in scored
        ):
            read.append((scored, weighed))
        return weighed

    choice = fit_choice(labelled, weigh, relevance, seed)
    firsts = [
        scored[int(choice.likely(weighed, np.array([one.score for one in scored])).argmax())]
        for scored, weighed in read
    ]
    first = sum(id(one.piece) in right for one in firsts) / max(1, len(firsts))
    return teach(labelled_examples(labelled, before, seed)), choice, first


def labelled_examples(
    questions: Sequence[LabelledQuestion], before: Sequence[Example], seed: int
) -> list[Example]:
    """Which cards answer, each question twice beside other cards, among as many examples of before."""
    rng = random.Random(seed)
    made = []
    for one in [*questions] * _DRAWS:
        right = [n for n, label in enumerate(one.labels) if label >= 1]
        rng.shuffle(right)
        made.append(worked(one.question, one.pieces, right, "", SOURCE, rng, one.language))
    made += rng.sample(list(before), min(len(before), len(made)))
    rng.shuffle(made)
    return made


def in_halves(
    by_product: Sequence[Sequence[LabelledQuestion]], seed: int
) -> tuple[tuple[LabelledQuestion, ...], tuple[LabelledQuestion, ...]]:
    """Questions parted by product; one that is asked of products of both halves stays in the first."""
    order = list(by_product)
    random.Random(seed).shuffle(order)
    first, second = ([one for some in order[n::2] for one in some] for n in (0, 1))
    asked = {understand_question(one.question).text for one in first}
    return tuple(first), tuple(
        one for one in second if understand_question(one.question).text not in asked
    )
