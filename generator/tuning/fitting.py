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
from sklearn.model_selection import GroupKFold

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
_FOLDS = 10
_PENALTIES = (10_000.0, 3000.0, 1000.0, 300.0, 100.0, 30.0, 10.0, 1.0, 0.1)
"""Strongest first."""
_FREE = 100.0
"""The score's scale in the fit: a penalty hardly reaches a weight that may stay small."""
_LIMITS = tuple(round(0.02 + 0.005 * n, 3) for n in range(160))


def fit_choice(
    questions: Sequence[LabelledQuestion], weigh: Weigh, relevance: Relevance, seed: int = 0
) -> Choice:
    """Fit the weights on cards, and the limit on questions.

    The weights are those of `fit_weights` over all cards read; the limit is the one that
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
    choice = fit_weights(tables, labels)
    balanced = len(answerable) + len(others)
    likely = [choice.judge(table) for table in tables[:balanced]]
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


def fit_weights(
    tables: Sequence[NDArray[np.float64]], labels: Sequence[NDArray[np.bool_]]
) -> Choice:
    """A logistic regression that leans on what was learned no more than it has to.

    What the decoder says was learned from questions like these, and says less of a shop whose
    questions are others; the readable score says the same everywhere. So the decoder's weights are
    held back by the strongest penalty whose cross-validated loss is within one standard error of
    the best (Breiman et al., "Classification and Regression Trees", 1984, section 3.4.3; here the
    error of the difference, over questions). The score's weight is all but free.

    Args:
        tables: features f64 [cards, 3] of each question, as `choice.features` gives them.
        labels: whether each card answers, bool [cards].

    Returns:
        The weights; the limit is set later.
    """
    free = np.array([1.0, 1.0, _FREE])
    rows, answers = np.concatenate(tables) * free, np.concatenate(labels)
    asked = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    folds = list(GroupKFold(_FOLDS, shuffle=True, random_state=0).split(rows, answers, asked))
    lost = []
    for penalty in _PENALTIES:
        loss = np.zeros(len(answers))
        for learned, held in folds:
            sure = _logistic(penalty, rows[learned], answers[learned]).predict_proba(rows[held])
            loss[held] = -np.log(np.maximum(sure[np.arange(len(held)), answers[held] * 1], 1e-9))
        lost.append(np.bincount(asked, loss))
    best = min(lost, key=lambda loss: float(loss.mean()))
    errors = [float((loss - best).std() / len(best) ** 0.5) for loss in lost]
    at = next(
        n
        for n, (loss, error) in enumerate(zip(lost, errors, strict=True))
        if (loss - best).mean() <= error
    )
    model = _logistic(_PENALTIES[at], rows, answers)
    chosen, none, score = (float(weight) for weight in model.coef_[0] * free)
    return Choice(chosen, none, score, float(model.intercept_[0]), 0.5)


def _logistic(
    penalty: float, rows: NDArray[np.float64], answers: NDArray[np.bool_]
) -> LogisticRegression:
    return LogisticRegression(C=1 / penalty, max_iter=5000).fit(rows, answers)


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
