"""Examples as token ids, and batches of like length. Knows tokens; no model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from ..reading_prompt import NONE, reading_prompt
from ..vocabulary import Vocabulary
from .examples import Example

_SORTED_TOGETHER = 50  # batches whose examples are sorted by length at once
_ROUNDED = 16
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Tokens:
    """An example as ids: prompt and target, how long the prompt is, and what may be chosen first.

    Attributes:
        ids: all of it.
        start: length of the prompt; ``ids[start]`` is the choice.
        right: ids of the choices that are right.
        learned: whether the words after the choice are learned too.
    """

    ids: list[int]
    start: int
    right: tuple[int, ...]
    learned: bool


def tokens_of(example: Example, vocabulary: Vocabulary) -> Tokens:
    """Ids of an example; the choice is one token in every vocabulary that we know."""
    prompt = vocabulary.ids(reading_prompt(example.question, example.lines, example.language))
    if vocabulary.first is not None:
        prompt = [vocabulary.first, *prompt]
    numbers = [str(n) for n in example.answering] or [NONE]
    right = tuple(vocabulary.ids(number)[0] for number in numbers)
    said = f"{numbers[0]}] {example.answer}\n" if example.answer else f"{numbers[0]}]"
    return Tokens([*prompt, *vocabulary.ids(said)], len(prompt), right, bool(example.answer))


def in_batches(
    examples: Sequence[Tokens], batch: int, epochs: int, seed: int
) -> list[list[Tokens]]:
    """All batches of all epochs: shuffled, with examples of like length together."""
    out: list[list[Tokens]] = []
    for epoch in range(epochs):
        rng = random.Random(f"{seed}/{epoch}")
        order = list(examples)
        rng.shuffle(order)
        batches = []
        for at in range(0, len(order), batch * _SORTED_TOGETHER):
            some = sorted(order[at : at + batch * _SORTED_TOGETHER], key=lambda one: len(one.ids))
            batches += [some[n : n + batch] for n in range(0, len(some), batch)]
        rng.shuffle(batches)
        out += batches
    return out


def collate(batch: Sequence[Tokens], most_right: int) -> dict[str, Any]:
    """Tensors of a batch.

    Returns:
        ``input_ids`` and ``attention_mask`` i64 [batch, length]; ``labels`` i64 [batch, length],
        the answer's tokens, the rest `IGNORED`; ``start`` i64 [batch]; ``right`` i64
        [batch, most_right], padded with its first.
    """
    # Few different lengths: an allocator that sees hundreds keeps memory for each.
    length = -(-max(len(one.ids) for one in batch) // _ROUNDED) * _ROUNDED
    ids = torch.zeros(len(batch), length, dtype=torch.int64)
    mask = torch.zeros(len(batch), length, dtype=torch.int64)
    labels = torch.full((len(batch), length), IGNORED, dtype=torch.int64)
    right = torch.zeros(len(batch), most_right, dtype=torch.int64)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
        if one.learned:
            labels[row, one.start + 1 : len(one.ids)] = torch.tensor(one.ids[one.start + 1 :])
        padded = [*one.right, *[one.right[0]] * (most_right - len(one.right))]
        right[row] = torch.tensor(padded[:most_right])
    start = torch.tensor([one.start for one in batch])
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "labels": labels,
        "start": start,
        "right": right,
    }
