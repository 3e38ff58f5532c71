"""Less of the same: Maximal Marginal Relevance, a greedy choice between good and different.

Knows arrays; not what the rows are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import RequestError

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]


def mmr(scores: Floats, vectors: Floats, k: int, trade_off: float) -> Rows:
    """Rows in an order that trades relevance for diversity.

    ``next = argmax over rows left of (1 − λ)·relevance(i) − λ·max over rows taken of cos(i, j)``
    (Carbonell and Goldstein, The Use of MMR, SIGIR 1998, whose λ is our 1 − λ). The relevance is
    the min-max scaled score: 0 for the worst candidate, 1 for the best, the range that cosines of
    products have too, so λ means the same for every scorer. It is relative to the candidates:
    another depth is another trade. The first row is always the best one. O(n·k·d).

    Args:
        scores: higher is better, ``[n]``, finite; leave out what mustn't be shown.
        vectors: unit length, float32 ``[n, d]``.
        k: how many rows are wanted; at most n come.
        trade_off: λ: 0 leaves the ranking as it is, 1 looks at nothing but diversity.

    Returns:
        Row numbers, ``[min(k, n)]``. Of equals the better ranked comes first, of those the lower
        row.

    Raises:
        RequestError: λ isn't in 0 to 1, or a score or vector isn't finite.
    """
    require_share("diversity", trade_off)
    order, relevance = ranked(scores)
    require_finite("vectors", vectors)
    wanted = min(max(k, 0), len(order))
    if not trade_off or not wanted:
        return order[:wanted]
    candidates = vectors[order]
    kept = (1.0 - trade_off) * relevance
    nearest = np.full(len(order), -np.inf)
    taken = [0]
    while len(taken) < wanted:
        # Rounded, because a matrix product may give copies of one product other last bits.
        similar = np.round(candidates @ candidates[taken[-1]], 5)
        np.maximum(nearest, similar, out=nearest)
        gains = kept - trade_off * nearest
        gains[taken] = -np.inf
        taken.append(int(gains.argmax()))
    return order[taken]


def ranked(scores: Floats) -> tuple[Rows, NDArray[np.float64]]:
    """The ranking that scores make, and its scores scaled to 0 to 1.

    Re-ranking starts from it, so that a tie always goes to the better ranked.

    Args:
        scores: ``[n]``, finite.

    Returns:
        Rows best first, equal scores in row order, ``[n]``; ``(s − min) / (max − min)`` of them,
        in that order, ``[n]``: zeros where all are equal.

    Raises:
        RequestError: a score isn't finite.
    """
    require_finite("scores", scores)
    order = np.argsort(-scores, kind="stable")
    best_first = scores[order].astype(np.float64)
    if not len(order) or best_first[0] == best_first[-1]:
        return order, np.zeros(len(order))
    return order, (best_first - best_first[-1]) / (best_first[0] - best_first[-1])


def require_share(name: str, value: float) -> None:
    """Refuse what isn't a number from 0 to 1.

    Raises:
        RequestError: it isn't.
    """
    if not 0 <= value <= 1:  # False for NaN too
        raise RequestError(
            f"{name} must be a number from 0 (the ranking as it is) to 1, not {value}"
        )


def require_finite(name: str, values: NDArray[np.floating]) -> None:
    """Refuse arrays with NaN or infinity: no order can be made of them.

    Raises:
        RequestError: there is one.
    """
    wrong = values.size - int(np.isfinite(values).sum())
    if wrong:
        raise RequestError(
            f"{wrong} of {values.size} {name} of the candidates are NaN or infinite: "
            "leave those products out"
        )
