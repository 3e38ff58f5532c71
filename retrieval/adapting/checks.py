"""Whether an adapted encoder may serve: better than before, and as good in int8 as in float32.

Measured on requests that were not trained on, among a sample of the catalog. What fails isn't used.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..fast_encoder import convert
from ..fast_engine import FastEngine
from ..model_folder import ModelFolder
from ..stock_engine import StockEngine
from ..text_encoder import TextEncoder
from .judged import Preferences, share_in_order
from .pairs import Pairs

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
) -> tuple[Check, TextEncoder]:
    """Measure both encoders and the adapted one's int8 version on the same requests.

    Args:
        before: what was trained from.
        after: what came out.
        held_out: requests that were not trained on, each with its product.
        judged: pairs of graded products of requests that were not trained on.

    Returns:
        The scores, and the adapted encoder in the precision that may serve.
    """
    plain = TextEncoder(after, StockEngine(after))
    old = score(TextEncoder(before, StockEngine(before)), held_out, judged)
    new = score(plain, held_out, judged)
    small, int8 = _int8(after), None
    if small is not None:
        int8 = score(small, held_out, judged)
    found = Check(old, new, int8)
    return found, small if small is not None and found.int8_holds else plain


def score(encoder: TextEncoder, pairs: Pairs, judged: Preferences | None) -> Score:
    """R@10 and R@100 of the requests over all products of `pairs`, and accuracy over the judged."""
    texts = dict(zip(pairs.rows, pairs.texts, strict=True))
    place = {row: number for number, row in enumerate(texts)}
    products = encoder.encode(list(texts.values()))
    requests = encoder.encode(pairs.requests[:REQUESTS], "query")
    own = np.array([place[row] for row in pairs.rows[:REQUESTS]])
    cosines = requests @ products.T
    ranks = (cosines > cosines[np.arange(len(own)), own][:, None]).sum(axis=1)
    ordered = share_in_order(encoder.encode, judged) if judged and judged.requests else None
    return Score(float((ranks < 10).mean()), float((ranks < 100).mean()), ordered)


def _int8(folder: ModelFolder) -> TextEncoder | None:
    """The model in int8, made for this alone; None where it can't be.

    Without the graph for many texts: that is no int8, and its file is gone with the folder.
    """
    with tempfile.TemporaryDirectory() as scratch:
        try:
            convert(folder, Path(scratch))
            engine = FastEngine.open(Path(scratch), bulk=False)
        except Exception:  # converters fail in many ways; then float32 serves
            return None
    return TextEncoder(folder, engine) if "int8" in engine.name else None
