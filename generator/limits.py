"""From which probability on a piece answers, adds to an answer, or comes near one. Plain numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Least probabilities that a piece answers.

    Attributes:
        answer: to be answered with.
        near: to be mentioned beside "the catalog doesn't say".
        second: to be added to an answer.
        sure: to answer in other words than the question's.
    """

    answer: float
    near: float
    second: float
    sure: float


UNREAD = Limits(answer=0.35, near=0.20, second=0.45, sure=0.55)
"""For `scoring`'s own probabilities, chosen on validation questions (hetPQA and semiPQA ranking dev)."""
