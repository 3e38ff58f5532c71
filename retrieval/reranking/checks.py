"""Whether a reranker may serve: it orders more judged pairs right, in time, and int8 costs little.

Measured on validation requests as a shop would serve them: the fused search finds, the reranker
reorders the head. What doesn't pay isn't used.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..retriever import Retriever
from ..weight_fitting import Grades
from .mixing import CANDIDATES, Judged, crossed, error_of_gain, fit, outcomes, share
from .pair_engine import PairEngine

Texts = Callable[[Sequence[str]], Sequence[str]]
"""Item ids to what the reranker reads of each."""

MOST_MS = 100.0
"""A shopper shouldn't wait longer for a better order (p95, 50 candidates)."""
_MOST_LOST = 0.005
_ERRORS = 2.0
_POOL = 1_000  # ranks among which a judged product is looked for; what isn't there stands last
_TIMED, _TRIES = 60, 3


@dataclass(frozen=True, slots=True)
class RerankCheck:
    """What a reranker is worth on judged requests that it wasn't trained on.

    Attributes:
        pairs: pairs of products of one request whose grades differ by more than 0.5.
        before: share of them that the fused search orders right.
        after: share after reranking, float32, each half at the weight fitted on the other.
        int8: the same in int8; None: no int8 was made.
        error: standard error of what is gained, over requests.
        weight: what the cross-encoder's score counts beside the fused one, fitted on all of them.
        p50_ms, p95_ms: time for 50 candidates of one request in the precision that serves, over
            requests, the best of three tries each.
    """

    pairs: int
    before: float
    after: float
    int8: float | None
    error: float
    weight: float
    p50_ms: float
    p95_ms: float

    @property
    def int8_holds(self) -> bool:
        """Whether int8 may serve: it loses at most .005."""
        return self.int8 is not None and self.int8 >= self.after - _MOST_LOST

    @property
    def better(self) -> bool:
        """Whether what would serve gains more than two standard errors over the search before."""
        served = self.int8 if self.int8 is not None and self.int8_holds else self.after
        return self.weight > 0 and served - self.before > _ERRORS * self.error

    @property
    def pays(self) -> bool:
        """Whether it is better and fast enough to be on by default."""
        return self.better and self.p95_ms <= MOST_MS


@dataclass(frozen=True, slots=True)
class Requests:
    """Validation requests with what the fused search says of the products judged for them.

    Attributes:
        texts: requests as the catalog spells them.
        items: judged products of each.
        heads: the candidates of each, best first.
        judged: as `mixing` takes them, logits still 0.
    """

    texts: Sequence[str]
    items: Sequence[Sequence[str]]
    heads: Sequence[Sequence[str]]
    judged: Sequence[Judged]


def searched(retriever: Retriever, grades: Grades) -> Requests:
    """Search for each request as the shop does without a reranker.

    Args:
        retriever: the shop's, without a reranker.
        grades: request to item to grade; items that aren't in the catalog are passed over.
    """
    texts, items, heads, judged = [], [], [], []
    for request, of_request in grades.items():
        hits = retriever.retrieve(request, k=_POOL)
        known = {item: grade for item, grade in of_request.items() if item in retriever.index}
        found = {hit.item_id: hit.score for hit in hits}
        last = min(found.values(), default=0.0) - 1.0
        head = [hit.item_id for hit in hits[:CANDIDATES]]
        texts.append(retriever.corrected(request).text)
        items.append(list(known))
        heads.append(head)
        judged.append(
            Judged(
                np.array([found.get(item, last) for item in known], dtype=np.float32),
                np.array([item in head for item in known], dtype=np.bool_),
                np.zeros(len(known), dtype=np.float32),
                np.array(list(known.values()), dtype=np.float32),
            )
        )
    return Requests(texts, items, heads, judged)


def check(
    plain: PairEngine, small: PairEngine | None, requests: Requests, texts: Mapping[str, str]
) -> RerankCheck:
    """Measure a cross-encoder in float32 and in int8 on the same requests.

    Args:
        plain: in float32.
        small: in int8; None if it couldn't be made.
        requests: of the validation part.
        texts: item id to what the reranker reads.
    """
    scored = _with_logits(plain, requests, texts)
    weights = crossed(scored)
    before, after = outcomes(scored, [0.0] * len(scored)), outcomes(scored, weights)
    int8, gained = None, after
    if small is not None:
        quick = outcomes(_with_logits(small, requests, texts), weights)
        int8 = share(quick)
    found = RerankCheck(
        pairs=int(before[:, 1].sum()),
        before=share(before),
        after=share(after),
        int8=int8,
        error=0.0,
        weight=fit(scored),
        p50_ms=0.0,
        p95_ms=0.0,
    )
    if small is not None and found.int8_holds:
        gained = quick
    serving = small if small is not None and found.int8_holds else plain
    times = timed(serving, requests, texts)
    return replace(
        found,
        error=error_of_gain(before, gained),
        p50_ms=float(np.percentile(times, 50)),
        p95_ms=float(np.percentile(times, 95)),
    )


def timed(engine: PairEngine, requests: Requests, texts: Mapping[str, str]) -> NDArray[np.float64]:
    """Milliseconds of one request's candidates, at most 60 requests; the first few aren't counted.

    The best of three tries each: what other processes take of the CPU isn't the reranker's time.
    """
    full = [row for row, head in enumerate(requests.heads) if head][: _TIMED + 3]
    taken = []
    for row in full:
        read = [texts[item] for item in requests.heads[row]]
        tries = []
        for _ in range(_TRIES):
            began = time.perf_counter()
            engine.score([requests.texts[row]] * len(read), read)
            tries.append(1000 * (time.perf_counter() - began))
        taken.append(min(tries))
    return np.array(taken[3:] or taken or [0.0])


def _with_logits(engine: PairEngine, requests: Requests, texts: Mapping[str, str]) -> list[Judged]:
    """The requests with the cross-encoder's scores of judged products that stand in the head."""
    found = []
    for text, items, one in zip(requests.texts, requests.items, requests.judged, strict=True):
        rows = [int(row) for row in np.flatnonzero(one.head)]
        logits = np.zeros(len(items), dtype=np.float32)
        if rows:
            logits[rows] = engine.score([text] * len(rows), [texts[items[row]] for row in rows])
        found.append(replace(one, logits=logits))
    return found
