"""Batches of products whose texts are about equally long, so that little of a batch is padding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from sentence_transformers.base.sampler import DefaultBatchSampler

_POOL = 40  # batches whose rows are sorted together: wide enough to mix, narrow enough to fit


class LengthBatches(DefaultBatchSampler):
    """Shuffled rows, sorted by the length of the second text within pools of 40 batches.

    The order depends on the seed and the epoch alone, so a resumed training sees what an unbroken
    one would.
    """

    def __iter__(self) -> Iterator[list[int]]:
        generator = torch.Generator().manual_seed(self.seed + getattr(self, "epoch", 0))
        lengths = [len(text) for text in self._texts()]
        order = torch.randperm(len(lengths), generator=generator).tolist()
        size = self.batch_size
        batches: list[list[int]] = []
        for start in range(0, len(order), size * _POOL):
            pool = sorted(order[start : start + size * _POOL], key=lengths.__getitem__)
            batches += [pool[at : at + size] for at in range(0, len(pool), size)]
        for place in torch.randperm(len(batches), generator=generator).tolist():
            if len(batches[place]) == size or not self.drop_last:
                yield batches[place]

    def _texts(self) -> list[str]:
        dataset: Any = self.sampler
        column = next(name for name in dataset.column_names if name in {"product", "better"})
        return list(dataset[column])


def length_batches(dataset: Any, batch_size: int, drop_last: bool, **more: Any) -> LengthBatches:
    """A `LengthBatches`, in the form that sentence-transformers' trainer asks for one."""
    return LengthBatches(dataset, batch_size=batch_size, drop_last=drop_last, **more)
