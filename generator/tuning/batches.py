"""Examples as token ids, and batches of like length. Knows tokens; no model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from ..reading_prompt import NONE, NUMBER, reading_prompt
from ..vocabulary import Vocabulary
from .examples import Example

_SORTED_TOGETHER = 50  # batches whose examples are sorted by length at once
_ROUNDED = 16
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Tokens:
    """One card of an example as ids: prompt and target.

    Attributes:
        ids: all of it.
        start: length of the prompt; ``ids[start]`` says whether the card answers.
        right: whether it does.
        learned: whether the words after that are learned too.
    """

    ids: list[int]
    start: int
    right: bool
    learned: bool


Group = tuple[Tokens, ...]
"""The cards of one example, which compete with each other."""


def tokens_of(example: Example, vocabulary: Vocabulary) -> Group:
    """Ids of an example, a card each; `NUMBER` and `NONE` are one token in every vocabulary we know."""
    first = [] if vocabulary.first is None else [vocabulary.first]
    found = []
    for n, line in enumerate(example.lines):
        prompt = [
            *first,
            *vocabulary.ids(reading_prompt(example.question, line, example.language)),
        ]
        right, learned = n < example.answering, n == 0 and bool(example.answer)
        said = f"{NUMBER if right else NONE}]" + (f" {example.answer}\n" if learned else "")
        found.append(Tokens([*prompt, *vocabulary.ids(said)], len(prompt), right, learned))
    return tuple(found)


def in_batches(examples: Sequence[Group], batch: int, epochs: int, seed: int) -> list[list[Group]]:
    """All batches of all epochs: shuffled, with examples of like length together."""
    out: list[list[Group]] = []
    for epoch in range(epochs):
        rng = random.Random(f"{seed}/{epoch}")
        order = list(examples)
        rng.shuffle(order)
        batches = []
        for at in range(0, len(order), batch * _SORTED_TOGETHER):
            some = sorted(order[at : at + batch * _SORTED_TOGETHER], key=_length)
            batches += [some[n : n + batch] for n in range(0, len(some), batch)]
        rng.shuffle(batches)
        out += batches
    return out


def collate(batch: Sequence[Group]) -> dict[str, Any]:
    """Tensors of a batch, a row a card.

    Returns:
        ``input_ids`` and ``attention_mask`` i64 [cards, length]; ``labels`` i64 [cards, length],
        the answer's tokens, the rest `IGNORED`; ``start`` i64 [cards]; ``right`` bool [cards];
        ``group`` i64 [cards], the number of the example that a card belongs to.
    """
    cards = [(n, one) for n, group in enumerate(batch) for one in group]
    # Few different lengths: an allocator that sees hundreds keeps memory for each.
    length = -(-max(len(one.ids) for _, one in cards) // _ROUNDED) * _ROUNDED
    ids = torch.zeros(len(cards), length, dtype=torch.int64)
    mask = torch.zeros(len(cards), length, dtype=torch.int64)
    labels = torch.full((len(cards), length), IGNORED, dtype=torch.int64)
    for row, (_, one) in enumerate(cards):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
        if one.learned:
            labels[row, one.start + 1 : len(one.ids)] = torch.tensor(one.ids[one.start + 1 :])
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "labels": labels,
        "start": torch.tensor([one.start for _, one in cards]),
        "right": torch.tensor([one.right for _, one in cards]),
        "group": torch.tensor([n for n, _ in cards]),
    }


def _length(group: Group) -> int:
    return max(len(one.ids) for one in group)
