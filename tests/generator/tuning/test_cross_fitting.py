"""Labelled questions that teach and fit: no half is judged by what learned from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from shopctl.generator.evaluation import LabelledQuestion
from shopctl.generator.evidence import Piece
from shopctl.generator.questions import Question
from shopctl.generator.scoring import Scored
from shopctl.generator.tuning.cross_fitting import (
    SOURCE,
    cross_fit,
    in_halves,
    labelled_examples,
)
from shopctl.generator.tuning.examples import Example


def asked(thing: str) -> LabelledQuestion:
    right = Piece("x", "", "description", "description", f"the {thing} is {len(thing)} cm long")
    wrong = Piece("x", "", "description", "description", "it comes in blue")
    return LabelledQuestion(f"how long is the {thing}?", (right, wrong), (2, 0))


THINGS = [f"part{'abcdefghijklmnopqrstuvwxyz'[n]}" for n in range(24)]
HALVES = (tuple(map(asked, THINGS[:12])), tuple(map(asked, THINGS[12:])))
BEFORE = [
    Example(f"old question {n}?", ("Description: old",), 1, "", "en", "old") for n in range(99)
]


def same(_: str, texts: Sequence[str]) -> NDArray[np.float32]:
    return np.full(len(texts), 0.5, dtype=np.float32)


def test_a_half_is_read_by_what_learned_from_the_other() -> None:
    taught: list[set[str]] = []
    read: list[tuple[str, set[str]]] = []

    def teach(examples: Sequence[Example]) -> set[str]:
        taught.append({one.question for one in examples if one.source == SOURCE})
        return taught[-1]

    def weigh_by(known: set[str]):  # type: ignore[no-untyped-def]
        def weigh(question: Question, scored: Sequence[Scored], _: str) -> NDArray[np.float64]:
            read.append((question.text, known))
            sure = [-0.01 if "long" in one.piece.text else -4.0 for one in scored]
            return np.array([[np.log1p(-np.exp(one)), one] for one in sure])

        return weigh

    kept, choice, first = cross_fit(HALVES, BEFORE, teach, weigh_by, same)
    assert [len(one) for one in taught] == [12, 12, 24]
    assert kept == {one.question for half in HALVES for one in half}
    assert {text for text, _ in read} == kept
    assert not any(text in known for text, known in read)
    assert 0 < choice.answer < 1
    assert first == 1  # both the reader and the score know the right one


def test_each_question_is_drawn_twice_among_as_many_of_before() -> None:
    made = labelled_examples(HALVES[0], BEFORE, seed=1)
    assert sum(one.source == SOURCE for one in made) == 24
    assert sum(one.source == "old" for one in made) == 24
    assert made == labelled_examples(HALVES[0], BEFORE, seed=1)
    assert all(one.answering == 1 and not one.answer for one in made)
    assert len(labelled_examples(HALVES[0], BEFORE[:5], seed=1)) == 29


def test_halves_share_no_product_and_no_question() -> None:
    products = [[asked(thing), asked("lid")] for thing in THINGS[:6]]
    first, second = in_halves(products, seed=0)
    assert sum(one.question == "how long is the lid?" for one in first) == 3
    assert sorted(one.question for one in second) == sorted(
        {one.question for product in products for one in product} - {one.question for one in first}
    )
    assert len(second) == 3
