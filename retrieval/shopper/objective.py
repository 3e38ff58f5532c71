"""Which loss a training minimises, and the negatives it draws at each step."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from .histories import Histories
from .losses import binary_cross_entropy, full_softmax, sampled_softmax
from .settings import FULL_SOFTMAX_UP_TO, Settings

_EVEN = 0.5
"""Share of the softmax's negatives drawn evenly; the rest by how often an item is bought."""


class Objective:
    """The loss of one training.

    Attributes:
        name: ``"softmax"``, ``"sampled"``, ``"gbce"`` or ``"bce"``.
    """

    def __init__(self, settings: Settings, histories: Histories, item_count: int) -> None:
        self.name = settings.loss
        if self.name == "auto":
            self.name = "softmax" if item_count <= FULL_SOFTMAX_UP_TO else "sampled"
        self.seed, self.negatives, self.item_count = settings.seed, settings.negatives, item_count
        bought = np.bincount(histories.items, minlength=item_count)
        self.chances = _EVEN / item_count + (1 - _EVEN) * bought / max(1, bought.sum())
        self._cumulated = np.cumsum(self.chances)

    def __call__(
        self, states: Tensor, items: Tensor, targets: Tensor, scale: Tensor, step: int
    ) -> Tensor:
        """Mean loss over states ``[n, d]`` whose next items are rows ``[n]`` of ``[v, d]``."""
        if self.name == "softmax":
            return full_softmax(states, items, targets, scale)
        generator = np.random.default_rng([self.seed, 1, step])
        if self.name == "sampled":
            drawn = np.searchsorted(self._cumulated, generator.random(self.negatives))
            drawn = np.minimum(drawn, self.item_count - 1)
            chances = torch.from_numpy(self.chances[drawn].astype(np.float32)).to(states.device)
            negatives = torch.from_numpy(drawn).to(states.device)
            return sampled_softmax(states, items, targets, scale, negatives, chances)
        calibrated = self.name == "gbce"
        count = self.negatives if calibrated else len(targets)
        drawn = generator.integers(0, self.item_count, count)
        negatives = torch.from_numpy(drawn).to(states.device)
        return binary_cross_entropy(states, items, targets, scale, negatives, calibrated)
