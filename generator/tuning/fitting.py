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
from ..advise import rank
from ..choice import Choice, features
from ..evaluation import LabelledQuestion
from ..questions import Question, understand_question
from ..reading_prompt import MOST_CARDS
from ..scoring import Relevance, Scored

Weigh = Callable[[Question, Sequence[Scored], str], NDArray[np.float64]]
_LEAST = 20


def fit_choice(
    questions: Sequence[LabelledQuestion], weigh: Weigh, relevance: Relevance, seed: int = 0
) -> Choice:
    """Fit the weights on cards, and the limit on questions.

    The weights are those of a logistic regression over all cards read; the limit is the one that
    abstains best (F1) where as many questions can be answered as can't, the second kind left out:
    with it the limit would rather say nothing than what comes near.

    Args:
        questions: labelled, with all their candidates.
        weigh: the trained decoder's log-probabilities of none and of each card.
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
    tables, labels, answered = [], [], []
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
        answered.append(one.answerable)
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(np.concatenate(tables), np.concatenate(labels))
    best = np.array([model.predict_proba(table)[:, 1].max() for table in tables])
    chosen, none, score = (float(weight) for weight in model.coef_[0])
    balanced = len(answerable) + len(others)
    limit = best_limit(best[:balanced], np.array(answered[:balanced]))
    return Choice(chosen, none, score, float(model.intercept_[0]), limit)


def _without_answer(asked: LabelledQuestion) -> LabelledQuestion:
    left = [n for n, label in enumerate(asked.labels) if label < 1]
    return replace(
        asked,
        pieces=tuple(asked.pieces[n] for n in left),
        labels=tuple(asked.labels[n] for n in left),
    )


def best_limit(likely: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """The probability below which to abstain, by F1 of abstaining; between two values seen.

    Args:
        likely: f64 [questions], of the likeliest card.
        answerable: bool [questions].
    """
    seen = np.unique(likely)
    limits = (seen[1:] + seen[:-1]) / 2
    best, chosen = -1.0, 0.5
    for limit in limits:
        silent = likely < limit
        right = float((silent & ~answerable).sum())
        f1 = 2 * right / max(1.0, float(silent.sum() + (~answerable).sum()))
        if f1 > best:
            best, chosen = f1, float(limit)
    return chosen
