"""As popular as the shopper likes it: calibrated recommendations over popularity groups.

After Steck (Calibrated Recommendations, RecSys 2018), with the popularity groups in the place of
genres, as Abdollahpouri et al. do (User-centered Evaluation of Popularity Bias, UMAP 2021).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .diversity import Floats, Rows, ranked, require_share
from .popularity_groups import Group, group_codes

Shares = NDArray[np.float64]

_ALPHA = 0.01  # Steck's: small, so that the smoothed shares stay close to the real ones
_SUM_ERROR = 1e-4  # a target in float32 doesn't sum to 1 exactly


def calibrate(
    scores: Floats, groups: NDArray[np.int64], target: Shares, k: int, strength: float
) -> Rows:
    """Rows in an order whose groups come in the target's proportions.

    Greedy for ``max over I of (1 − λ)·Σ relevance(i) − λ·KL(p ‖ q(I))``: each step takes the row
    that makes the list so far best, so every prefix is calibrated as well as it can be. The
    relevance is the min-max scaled score, as in `diversity.mmr`; ranks all weigh the same in q.
    O(n·k).

    Args:
        scores: higher is better, ``[n]``, finite.
        groups: each row's group, 0 to G − 1, ``[n]``.
        target: p, the wanted share of each group, ``[G]``, sums to 1.
        k: how many rows are wanted; at most n come.
        strength: λ: 0 leaves the ranking as it is, 1 looks at nothing but the groups.

    Returns:
        Row numbers, ``[min(k, n)]``. Of equals the better ranked comes first, of those the lower
        row.

    Raises:
        RequestError: λ isn't in 0 to 1, or a score isn't finite.
        ValueError: the target isn't a distribution.
    """
    require_share("calibration", strength)
    order, relevance = ranked(scores)
    wanted = min(max(k, 0), len(order))
    if not (target >= 0).all() or abs(target.sum() - 1) > _SUM_ERROR:
        raise ValueError(f"target shares must be 0 or more and sum to 1: {target.tolist()}")
    if not strength:
        return order[:wanted]
    group_of = groups[order]
    kept = (1.0 - strength) * relevance
    counts = np.zeros(len(target))
    one_more = np.eye(len(target))
    free = np.ones(len(order), dtype=bool)
    taken: list[int] = []
    while len(taken) < wanted:
        # A row changes q by its group only: one divergence a group serves all its rows.
        costs = divergence(target, (counts + one_more) / (len(taken) + 1))
        gains = np.where(free, kept - strength * costs[group_of], -np.inf)
        row = int(gains.argmax())
        free[row] = False
        counts[group_of[row]] += 1
        taken.append(row)
    return order[np.array(taken, dtype=np.intp)]


def divergence(target: Shares, shown: Shares) -> Shares:
    """How far the shown groups are from the target, in nats; 0 is calibrated.

    ``KL(p ‖ q̃) = Σ_g p(g)·log(p(g) / q̃(g))`` with ``q̃ = (1 − α)·q + α·p``, α = 0.01, so that a
    group which isn't shown costs much but not infinitely much (Steck 2018).

    Args:
        target: p, ``[G]``.
        shown: q, ``[…, G]``.

    Returns:
        ``[…]``, rounded, so that groups in the same position tie.
    """
    wanted = target > 0  # the limit of p·log p is 0
    p = target[wanted]
    smoothed = (1 - _ALPHA) * shown[..., wanted] + _ALPHA * p
    return np.asarray(np.round((p * np.log(p / smoothed)).sum(axis=-1), 9), dtype=np.float64)


def popularity_target(
    history: Sequence[str], groups: Mapping[str, Group], counts: Mapping[str, int]
) -> Shares:
    """The shares of popular, middle and tail that suit a shopper, ``[3]``, sum 1.

    Args:
        history: what the shopper bought; empty for a new one, who gets the shares of all
            purchases.
        groups: from `popularity_groups`; an item without a group is tail.
        counts: the training counts that the groups were made from.
    """
    if history:
        sizes = np.bincount(group_codes(history, groups), minlength=len(Group))
    else:
        codes = group_codes(list(counts), groups)
        sizes = np.bincount(codes, weights=list(counts.values()), minlength=len(Group))
    if not sizes.sum():  # nobody bought anything: every item is tail
        sizes = np.bincount([Group.TAIL], minlength=len(Group))
    return np.asarray(sizes / sizes.sum(), dtype=np.float64)
