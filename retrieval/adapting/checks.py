"""Whether an adapted encoder may serve: better than before, and as good in int8 as in float32.

Measured on requests that were not trained on, among a sample of the catalog. What fails isn't used.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..fast_encoder import convert
from ..fast_engine import FastEngine
from ..model_folder import ModelFolder
from ..stock_engine import StockEngine
from .judged import Preferences
from .pairs import Pairs

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

PRODUCTS, REQUESTS = 3_000, 500
_LEAST_RECALL, _MOST_LOST = 0.99, 0.005


@dataclass(frozen=True, slots=True)
class Score:
    """How well requests find their products.

    Attributes:
        recall_at_10, recall_at_100: share of the requests whose product is among the best so many.
        pairwise: share of the judged pairs that are ordered right; None without judgements.
    """

    recall_at_10: float
    recall_at_100: float
    pairwise: float | None

    def holds_against(self, other: Score) -> bool:
        """At least 99% of the other's R@100, and at most .005 of pairwise accuracy below it."""
        lost = (other.pairwise or 0.0) - (self.pairwise or 0.0)
        return self.recall_at_100 >= _LEAST_RECALL * other.recall_at_100 and lost <= _MOST_LOST


@dataclass(frozen=True, slots=True)
class Check:
    """Scores of the encoder before, of the adapted one, and of that in int8 (None: no int8 made)."""

    before: Score
    after: Score
    int8: Score | None

    @property
    def better(self) -> bool:
        """Whether the adapted encoder finds more than the one before (judged pairs count first)."""
        if self.after.pairwise is not None and self.before.pairwise is not None:
            return self.after.pairwise > self.before.pairwise
        return self.after.recall_at_10 > self.before.recall_at_10

    @property
    def int8_holds(self) -> bool:
        """Whether int8 may serve."""
        return self.int8 is not None and self.int8.holds_against(self.after)


def check(
    before: ModelFolder, after: ModelFolder, held_out: Pairs, judged: Preferences | None
) -> Check:
    """Measure both encoders and the adapted one's int8 version on the same requests.

    Args:
        before: what was trained from.
        after: what came out.
        held_out: requests that were not trained on, each with its product.
        judged: pairs of graded products of requests that were not trained on.
    """
    scores = [score(_plain(folder), folder, held_out, judged) for folder in (before, after)]
    with tempfile.TemporaryDirectory() as scratch:
        try:
            convert(after, Path(scratch))
            engine = FastEngine.open(Path(scratch))
            int8 = score(engine.encode, after, held_out, judged) if "int8" in engine.name else None
        except Exception:  # converters fail in many ways; then float32 serves
            int8 = None
    return Check(scores[0], scores[1], int8)


def score(encode: Encode, folder: ModelFolder, pairs: Pairs, judged: Preferences | None) -> Score:
    """R@10 and R@100 of the requests over all products of `pairs`, and accuracy over the judged."""
    texts = dict(zip(pairs.rows, pairs.texts, strict=True))
    place = {row: number for number, row in enumerate(texts)}
    tell, ask = folder.prompts["product"], folder.prompts["query"]
    products = encode([tell + text for text in texts.values()])
    some = slice(0, REQUESTS)
    requests = encode([ask + text for text in pairs.requests[some]])
    own = np.array([place[row] for row in pairs.rows[some]])
    cosines = requests @ products.T
    ranks = (cosines > cosines[np.arange(len(own)), own][:, None]).sum(axis=1)
    return Score(
        float((ranks < 10).mean()), float((ranks < 100).mean()), _pairwise(encode, folder, judged)
    )


def _pairwise(encode: Encode, folder: ModelFolder, judged: Preferences | None) -> float | None:
    if judged is None or not judged.requests:
        return None
    tell, ask = folder.prompts["product"], folder.prompts["query"]
    requests = encode([ask + text for text in judged.requests])
    better = encode([tell + text for text in judged.better])
    worse = encode([tell + text for text in judged.worse])
    gaps = ((better - worse) * requests).sum(axis=1)
    return float(((gaps > 0) + 0.5 * (gaps == 0)).mean())


def _plain(folder: ModelFolder) -> Encode:
    engine = StockEngine(folder, None)
    return engine.encode
