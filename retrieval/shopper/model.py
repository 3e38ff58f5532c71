"""The history encoder as one network: item tower, causal Transformer, unit vectors out.

A history's vector at a step is compared with the items' vectors by cosine, so histories and items
share one space and FAISS finds what comes next. Causal self-attention over a history is SASRec's
idea (Kang and McAuley, 2018); text embeddings as item input follow UniSRec (Hou et al., 2022).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (torch's own custom)

from .batches import Batch
from .blocks import Block
from .histories import EVENTS, GAP_CODES, RATING_CODES
from .item_tower import ItemInputs, ItemTower
from .settings import MAX_STEPS, Settings

_INPUT_SCALE = 0.3  # of an item's vector among positions; times the root of the width


class HistoryModel(nn.Module):
    """Histories and items to unit vectors of one space.

    Attributes:
        scale: inverse temperature of the softmax over cosines, learned.
    """

    def __init__(self, settings: Settings, text_width: int, tag_count: int, id_count: int) -> None:
        super().__init__()
        self.settings = settings
        width = settings.width
        self.tower = ItemTower(settings, text_width, tag_count, id_count)
        self.events = nn.Embedding(len(EVENTS), width, padding_idx=0)
        self.ratings = nn.Embedding(RATING_CODES, width, padding_idx=0)
        self.gaps = nn.Embedding(GAP_CODES, width, padding_idx=0)
        self.positions = nn.Embedding(MAX_STEPS, width) if settings.positions == "learned" else None
        self.blocks = nn.ModuleList(Block(settings) for _ in range(settings.blocks))
        self.norm = nn.LayerNorm(width)
        self.scale = nn.Parameter(torch.tensor(1 / settings.temperature))
        for table in (self.events, self.ratings, self.gaps):
            nn.init.zeros_(table.weight)  # what a store doesn't know changes nothing
        if self.positions is not None:
            nn.init.normal_(self.positions.weight, std=0.02)
        for module in self.blocks.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_normal_(module.weight)
                nn.init.zeros_(module.bias)

    def items(self, inputs: ItemInputs, ids: Tensor | None = None) -> Tensor:
        """Unit vectors of items, ``[n, width]``; `ids` as in `ItemTower.forward`."""
        vectors: Tensor = self.tower(inputs, ids)
        return vectors

    def states(self, batch: Batch, items: Tensor) -> Tensor:
        """The history up to each step as a unit vector, ``[n, steps, width]``.

        Args:
            batch: steps whose items are rows of `items`.
            items: unit vectors of items, ``[items, width]``.
        """
        settings = self.settings
        x = F.embedding(batch.items, items) * (_INPUT_SCALE * math.sqrt(settings.width))
        x = x + self.events(batch.events) + self.ratings(batch.ratings) + self.gaps(batch.gaps)
        if self.positions is not None:
            x = x + self.positions.weight[: x.shape[1]]
        x = F.dropout(x, settings.input_dropout, self.training)
        for block in self.blocks:
            x = block(x)
        return F.normalize(self.norm(x), dim=-1)

    def last(self, batch: Batch, items: Tensor) -> Tensor:
        """Each whole history as a unit vector, ``[n, width]``; the zero vector for an empty one."""
        states = self.states(batch, items)
        ends = (batch.lengths - 1).clamp(min=0)
        return states[torch.arange(len(ends)), ends] * (batch.lengths > 0)[:, None]
