"""How sure it is that a card answers: the tuned decoder's reading and the readable score, together.

A logistic model over three numbers a card, fitted on validation questions after the training and
kept in the adapter's card: other weights need other numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from .limits import Limits

_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Choice:
    """Fitted numbers.

    Attributes:
        chosen: weight of the log-probability with which the decoder says that the card answers.
        none: weight of the log-probability with which it says that it doesn't.
        score: weight of the log-odds of `scoring`'s score.
        bias: added.
        answer: least probability to be answered with; the other limits follow from it.
    """

    chosen: float
    none: float
    score: float
    bias: float
    answer: float

    @classmethod
    def of(cls, card: Mapping[str, Any]) -> Choice:
        """Read an adapter's card.

        Raises:
            ModelError: the numbers are missing or are none.
        """
        try:
            values = {name: float(card["choice"][name]) for name in cls.__slots__}
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError("the adapter's card has no fitted choice: train it anew") from error
        if not all(math.isfinite(value) for value in values.values()):
            raise ModelError("the adapter's card has a fitted number that is none: train it anew")
        return cls(**values)

    @property
    def limits(self) -> Limits:
        """From which probability on a card is used, and for what."""
        middle = (1 + self.answer) / 2
        return Limits(answer=self.answer, near=self.answer / 2, second=middle, sure=middle)

    def to_dict(self) -> dict[str, float]:
        """As the card keeps it."""
        return {name: round(value, 4) for name, value in asdict(self).items()}

    def likely(
        self, weighed: NDArray[np.float64], scores: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Probability of each card that it answers.

        Args:
            weighed: f64 [cards, 2], log-probabilities: it doesn't answer, it does.
            scores: f64 [cards], of `scoring`.
        """
        return self.judge(features(weighed, scores))

    def judge(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of a table that `features` made."""
        weights = np.array([self.chosen, self.none, self.score])
        likely: NDArray[np.float64] = 1 / (1 + np.exp(-(table @ weights + self.bias)))
        return likely


def features(weighed: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a card is judged by, f64 [cards, 3]: log p(answers), log p(doesn't), log-odds of its score."""
    held = np.clip(scores, _LEAST, 1 - _LEAST)
    weighed = np.maximum(weighed, math.log(_LEAST))
    return np.stack([weighed[:, 1], weighed[:, 0], np.log(held / (1 - held))], axis=1)
