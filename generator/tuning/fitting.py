"""Fits `Choice` for trained weights: how sure a card's choice and score make it that it answers.

On labelled questions of products that weren't learned from, each also put to another question's
cards, and to its own without those that answer: a shop's unanswered questions are of the second
kind, and harder. Knows no file.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ...errors import ModelError
from ...progress import track
from ..advise import answers_of, rank
from ..choice import Choice, features
from ..evaluation import LabelledQuestion
from ..questions import Question, understand_question
from ..reading_prompt import MOST_CARDS
from ..scoring import Relevance, Scored

Weigh = Callable[[Question, Sequence[Scored], str], NDArray[np.float64]]
_LEAST = 20
_LIMITS = tuple(round(0.02 + 0.005 * n, 3) for n in range(160))


def fit_choice(
    questions: Sequence[LabelledQuestion], weigh: Weigh, relevance: Relevance, seed: int = 0
) -> Choice:
    """Fit the weights on cards, and the limit on questions.

    The weights are those of a logistic regression over all cards read; the limit is the one that
    abstains best (F1) where as many questions can be answered as can't, the second kind left out:
    with it the limit would rather say nothing than what comes near.

    Args:
        questions: labelled, with all their candidates.
        weigh: the trained decoder's log-probabilities f64 [cards, 2] that a card doesn't answer, and that it does.
        relevance: the encoder's similarity.
        seed: pairs questions with others' cards.

    Raises:
        ModelError: too few questions, or none that can be answered.
    """
    answerable = [one for one in questions if one.answerable]
    if len(answerable) < _LEAST:
        raise ModelError(
            f"only {len(answerable)} labelled questions that have an answer: at least {_LEAST} are needed"
        )
    order = list(range(len(answerable)))
    random.Random(seed).shuffle(order)
    shift = len(order) // 2
    others = [
        replace(
            answerable[at],
            pieces=answerable[order[(n + shift) % len(order)]].pieces,
            labels=(0,) * len(answerable[order[(n + shift) % len(order)]].pieces),
        )
        for n, at in enumerate(order)
    ]
    stripped = [_without_answer(one) for one in answerable]
    unanswerable = [*others, *(one for one in stripped if one.pieces)]
    tables, labels, read = [], [], []
    for one in track([*answerable, *unanswerable], "fitting the choice of a card"):
        asked = understand_question(one.question)
        scored = rank(asked, one.pieces, relevance)[:MOST_CARDS]
        table = features(
            weigh(asked, scored, one.language), np.array([piece.score for piece in scored])
        )
        right = {
            id(piece) for piece, label in zip(one.pieces, one.labels, strict=True) if label >= 1
        }
        tables.append(table)
        labels.append(np.array([id(piece.piece) in right for piece in scored]))
        read.append((asked, scored))
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(np.concatenate(tables), np.concatenate(labels))
    chosen, none, score = (float(weight) for weight in model.coef_[0])
    choice = Choice(chosen, none, score, float(model.intercept_[0]), 0.5)
    balanced = len(answerable) + len(others)
    likely = [model.predict_proba(table)[:, 1] for table in tables[:balanced]]
    judged = [
        (asked, [replace(one, score=float(p)) for one, p in zip(scored, sure, strict=True)])
        for (asked, scored), sure in zip(read[:balanced], likely, strict=True)
    ]

    def silent(limit: float) -> NDArray[np.bool_]:
        """As it is served: likely enough, and about what is asked."""
        limits = replace(choice, answer=limit).limits
        return np.array([not answers_of(asked, cards, limits) for asked, cards in judged])

    can = np.array([True] * len(answerable) + [False] * len(others))
    return replace(choice, answer=best_limit(silent, can))


def _without_answer(asked: LabelledQuestion) -> LabelledQuestion:
    left = [n for n, label in enumerate(asked.labels) if label < 1]
    return replace(
        asked,
        pieces=tuple(asked.pieces[n] for n in left),
        labels=tuple(asked.labels[n] for n in left),
    )


def best_limit(
    silent: Callable[[float], NDArray[np.bool_]], answerable: NDArray[np.bool_]
) -> float:
    """The limit that abstains best (F1); of several as good, the middle one.

    Args:
        silent: which questions a limit leaves without an answer, bool [questions].
        answerable: which of them have one, bool [questions].
    """
    f1 = []
    for limit in _LIMITS:
        quiet = silent(limit)
        right = float((quiet & ~answerable).sum())
        f1.append(2 * right / max(1.0, float(quiet.sum() + (~answerable).sum())))
    best = np.flatnonzero(np.isclose(f1, max(f1)))
    return _LIMITS[int(best[len(best) // 2])]
