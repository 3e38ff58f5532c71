"""Choose the next token: the likeliest that is allowed. Knows no model and no rules of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

_MOST_TRIED = 4096


class Constraint(Protocol):
    """What may be said next. Made for one answer, and told every token that is said."""

    def mask(self) -> NDArray[np.bool_] | None:
        """Tokens that can't come next, [vocabulary]; coarse: `accepts` has the last word."""
        ...

    def accepts(self, token: int) -> bool:
        """Whether this token may come next. Exact."""
        ...

    def may_end(self) -> bool:
        """Whether the text may end here."""
        ...

    def push(self, token: int) -> None:
        """Note that this token was said."""
        ...

    def unsettled(self) -> int:
        """Characters at the end of the text that the next token may still change or forbid."""
        ...


def choose(
    logits: NDArray[Any],
    constraint: Constraint | None,
    ends: Collection[int],
    banned: Collection[int] = (),
) -> int | None:
    """The token of the highest logit among those allowed; ties go to the lowest id.

    Candidates are tried from the likeliest down, so the exact check runs once or twice a token.

    Returns:
        The token id, or None when nothing is allowed.
    """
    scores = logits.copy()
    if banned:
        scores[list(banned)] = -np.inf
    if constraint is None:
        best = int(scores.argmax())
        return best if np.isfinite(scores[best]) else None
    mask = constraint.mask()
    ending = [e for e in ends if constraint.may_end()]
    kept = scores[ending]
    if mask is not None:
        scores[mask] = -np.inf
    scores[list(ends)] = -np.inf
    scores[ending] = kept
    for token in _from_the_top(scores):
        if token in ends or constraint.accepts(token):
            return int(token)
    return ending[0] if ending else None


def _from_the_top(scores: NDArray[Any]) -> Any:
    best = int(scores.argmax())
    if not np.isfinite(scores[best]):
        return
    yield best
    tried = 1
    for most in (32, _MOST_TRIED):
        size = min(most, len(scores))
        top = np.argpartition(-scores, size - 1)[:size]
        order = top[np.lexsort((top, -scores[top]))]
        for token in order[tried:]:
            if not np.isfinite(scores[token]):
                return
            yield int(token)
        tried = size
