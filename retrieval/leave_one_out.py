"""Leave-one-out: the last item of a shopper is the test, the one before it the validation.

The protocol of SASRec (Kang and McAuley, 2018) and of the S3-Rec files: at test time the history
holds everything before the last item, the validation item included; training sees neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..errors import InputError

Part = Literal["test", "validation"]
_HELD_OUT = {"test": 1, "validation": 2}


@dataclass(frozen=True, slots=True)
class Case:
    """One shopper's question: what comes after `history`? The answer is `target`."""

    user: str
    history: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Split:
    """The cases of a split and the counts that must stand beside every score.

    Attributes:
        users: shoppers in the data.
        interactions: items over all their sequences.
        too_short: shoppers left out because no history would be left.
        repeats: cases whose target is in their own history: masking makes them unanswerable.
        sampled_from: number of cases before sampling, or None if all are there.
    """

    part: Part
    cases: tuple[Case, ...]
    users: int
    interactions: int
    too_short: int
    repeats: int
    sampled_from: int | None = None

    def sample(self, count: int, seed: int = 0) -> Split:
        """A seeded random subset of the cases, in their order; all of them if there are fewer."""
        if count >= len(self.cases):
            return self
        chosen = np.sort(np.random.default_rng(seed).permutation(len(self.cases))[:count])
        cases = tuple(self.cases[index] for index in chosen.tolist())
        repeats = sum(case.target in case.history for case in cases)
        return replace(self, cases=cases, repeats=repeats, sampled_from=len(self.cases))


def leave_one_out(
    sequences: Iterable[tuple[str, Sequence[str]]], part: Part = "test", min_history: int = 1
) -> Split:
    """Cut sequences into histories and targets.

    Args:
        sequences: ``(shopper, item ids oldest first)``; shoppers are distinct.
        part: ``"test"`` (last item) or ``"validation"`` (second last; the last isn't looked at).
        min_history: how many items must be left before the target; at least 1.

    Raises:
        InputError: an unknown part, a min_history below 1, or the same shopper twice.
    """
    if part not in _HELD_OUT:
        raise InputError(f"split {part!r} is unknown: use test or validation")
    if min_history < 1:
        raise InputError(f"a history needs at least 1 item, not {min_history}")
    held_out = _HELD_OUT[part]
    cases: list[Case] = []
    seen: set[str] = set()
    users = interactions = too_short = 0
    for user, items in sequences:
        if user in seen:
            raise InputError(f"shopper {user!r} occurs twice: join their items in one sequence")
        seen.add(user)
        users += 1
        interactions += len(items)
        at = len(items) - held_out
        if at < min_history:
            too_short += 1
        else:
            cases.append(Case(user, tuple(items[:at]), items[at]))
    repeats = sum(case.target in case.history for case in cases)
    return Split(part, tuple(cases), users, interactions, too_short, repeats)


def training_part(sequences: Iterable[tuple[str, Sequence[str]]]) -> Iterator[list[str]]:
    """What a model may learn from: every sequence without its last two items, empty ones left out."""
    for _, items in sequences:
        kept = list(items[:-2])
        if kept:
            yield kept
