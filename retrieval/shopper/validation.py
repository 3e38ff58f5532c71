"""What chooses: how well a model ranks each shopper's validation item among the whole catalog.

Only for choosing (the epoch, the weight of the look-alikes). Figures that are reported come from
`evaluation`, which knows none of this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .batches import in_order, make_batch
from .histories import Histories, Ints
from .item_tower import ItemInputs
from .model import HistoryModel

_BATCH = 512
MOST_SHOPPERS = 20_000
"""More shoppers than these say nothing new: the error of N@10 is some .0015 with so many."""


@dataclass(frozen=True, slots=True)
class Validation:
    """Shoppers with what they took next.

    Attributes:
        items: the whole catalog, in the order of the rows.
        histories: what came before, ``[n]`` of them.
        targets: item row that followed, ``[n]``.
    """

    items: ItemInputs
    histories: Histories
    targets: Ints

    @classmethod
    def of(
        cls,
        items: ItemInputs,
        histories: Histories,
        seed: int,
        held_out: int = 2,
        most: int = MOST_SHOPPERS,
    ) -> Validation | None:
        """Cut whole histories `held_out` steps before their end, of at most so many shoppers.

        None if no shopper has enough history.
        """
        enough = np.flatnonzero(histories.lengths > held_out)
        if not len(enough):
            return None
        if len(enough) > most:
            chosen = np.random.default_rng(seed).permutation(len(enough))[:most]
            enough = enough[np.sort(chosen)]
        kept = histories.select(enough)
        return cls(items, kept.without_last(held_out), kept.items[kept.offsets[1:] - held_out])

    @torch.inference_mode()
    def measure(self, model: HistoryModel) -> dict[str, float]:
        """R@10 and N@10, each shopper's own history masked."""
        training = model.training
        model.eval()
        ranks = self.ranks(*encode(model, self.items, self.histories))
        model.train(training)
        return scores_of(ranks)

    def ranks(self, states: Tensor, items: Tensor) -> Ints:
        """Items that score above each target, ``[n]``; 0 is the first place."""
        ranks = np.empty(len(self.targets), dtype=np.int64)
        for start in range(0, len(ranks), _BATCH):
            shoppers = np.arange(start, min(start + _BATCH, len(ranks)))
            logits = states[shoppers] @ items.T
            wanted = torch.from_numpy(self.targets[shoppers])[:, None]
            own = logits.gather(1, wanted).clone()
            row, item = self.own(shoppers)
            logits[row, item] = -torch.inf
            ranks[shoppers] = (logits > own).sum(1).numpy()
        return ranks

    def own(self, shoppers: Ints) -> tuple[Ints, Ints]:
        """Row within `shoppers` and item of every step of their histories, for masking."""
        kept = self.histories.select(shoppers)
        return np.repeat(np.arange(len(shoppers)), kept.lengths), kept.items


def scores_of(ranks: NDArray[np.int64]) -> dict[str, float]:
    """R@10 and N@10 of one wanted item each, from ranks that start at 0."""
    found = ranks < 10
    return {
        "R@10": float(found.mean()),
        "N@10": float((found / np.log2(ranks + 2.0)).mean()),
    }


def encode(model: HistoryModel, items: ItemInputs, histories: Histories) -> tuple[Tensor, Tensor]:
    """Vectors of histories ``[n, width]`` and of items ``[v, width]``; the model must be in eval."""
    table = model.items(items)
    states = torch.zeros(len(histories), table.shape[1])
    for shoppers in in_order(histories.lengths, _BATCH):
        states[shoppers] = model.last(make_batch(histories, shoppers), table)
    return states, table
