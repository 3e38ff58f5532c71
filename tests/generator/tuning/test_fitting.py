"""The limit by hand, and weights that tell right cards from wrong ones."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.errors import ModelError
from shopctl.generator.evaluation import LabelledQuestion
from shopctl.generator.evidence import Piece
from shopctl.generator.tuning.fitting import best_limit, fit_choice, fit_weights


def test_the_limit_lies_between_what_can_and_what_cannot_be_answered() -> None:
    likely = np.array([0.75, 0.7, 0.3, 0.25])
    answerable = np.array([True, True, False, False])
    assert best_limit(lambda limit: likely < limit, answerable) == pytest.approx(0.5, abs=0.01)


def test_where_they_overlap_the_best_f1_is_taken() -> None:
    # Below .4: two silent, both rightly: F1 = 2·2/(2+3) = .8. Below .5: three, two rightly: 4/6.
    # Below .65: four, three rightly: 6/7.
    likely = np.array([0.75, 0.45, 0.6, 0.3, 0.3])
    answerable = np.array([True, True, False, False, False])
    best = best_limit(lambda limit: likely < limit, answerable)
    assert 0.6 < best < 0.75


def labelled(count: int) -> list[LabelledQuestion]:
    def piece(text: str) -> Piece:
        return Piece("x", "", "description", "description", text)

    return [
        LabelledQuestion(
            f"what is thing{n}?", (piece(f"thing{n} is red"), piece(f"thing{n} is odd")), (2, 0)
        )
        for n in range(count)
    ]


def overlap(question: str, sentences: object) -> np.ndarray:
    words = set(question.strip("?").split())
    return np.array([len(words & set(s.split())) / 4 for s in sentences])  # type: ignore[union-attr]


def test_a_decoder_that_knows_is_believed() -> None:
    def weigh(question: object, scored: object, language: str) -> np.ndarray:
        right = ["red" in one.piece.text for one in scored]  # type: ignore[attr-defined]
        return np.log([[0.1, 0.9] if yes else [0.9, 0.1] for yes in right])

    choice = fit_choice(labelled(24), weigh, overlap)
    assert choice.chosen > 0
    sure, unsure = choice.likely(np.log([[0.1, 0.9], [0.9, 0.1]]), np.array([0.5, 0.5]))
    assert sure > choice.answer > unsure


def cards(rng: np.random.Generator, score: float, decoder: float) -> tuple[np.ndarray, np.ndarray]:
    """Three cards, the first answers: what each of the two sees of that, in noise."""
    right = np.array([True, False, False])
    said = rng.normal(size=3) + decoder * right
    return np.stack([said, -said, rng.normal(size=3) + score * right], axis=1), right


def test_what_was_learned_counts_only_as_far_as_it_helps() -> None:
    rng = np.random.default_rng(0)
    blind = fit_weights(*zip(*(cards(rng, score=3, decoder=0) for _ in range(60)), strict=True))
    seeing = fit_weights(*zip(*(cards(rng, score=3, decoder=3) for _ in range(60)), strict=True))
    assert blind.score > 1
    assert abs(blind.chosen - blind.none) < 0.1
    assert seeing.chosen - seeing.none > 1


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(ModelError, match="only 3 labelled questions"):
        fit_choice(labelled(3), lambda *_: np.zeros((3, 2)), overlap)
