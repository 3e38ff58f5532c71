"""An item as a unit vector: its text, its tags, and an id where it was seen in training.

A brand-new item is placed by its text and tags alone; that works because training hides the ids of
a random share of the items at every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (torch's own custom)

from ...errors import ModelError
from .settings import Settings

_ID_DEVIATION = 0.02  # small, so that an id seen twice hardly moves an item from its text


@dataclass(frozen=True, slots=True)
class ItemInputs:
    """What the tower reads of n items.

    Attributes:
        text: whitened text embeddings, float32 ``[n, text width]``.
        tags: tag numbers of all items one after another, int64 ``[t]``.
        tag_starts: where each item's tags begin, int64 ``[n]``.
        ids: id row of each item, int64 ``[n]``; -1 where it wasn't seen in training.
    """

    text: Tensor
    tags: Tensor
    tag_starts: Tensor
    ids: Tensor

    def __len__(self) -> int:
        return len(self.ids)

    def head(self, count: int) -> Self:
        """The first `count` items."""
        end = int(self.tag_starts[count]) if count < len(self) else len(self.tags)
        return type(self)(
            self.text[:count], self.tags[:end], self.tag_starts[:count], self.ids[:count]
        )


class ItemTower(nn.Module):
    """Items to unit vectors, ``[n, width]``."""

    def __init__(self, settings: Settings, text_width: int, tag_count: int, id_count: int) -> None:
        super().__init__()
        self.id_dropout = settings.id_dropout
        width = settings.width
        self.text = nn.Linear(text_width, width, bias=False) if settings.text else None
        self.tags = nn.EmbeddingBag(tag_count, width, mode="sum") if settings.tags and tag_count else None  # fmt: skip
        self.ids = nn.Embedding(id_count, width) if settings.ids and id_count else None
        if self.text is not None:
            nn.init.xavier_normal_(self.text.weight)
        for table in (self.tags, self.ids):
            if table is not None:
                nn.init.normal_(table.weight, std=_ID_DEVIATION)

    def id_part(self, items: ItemInputs) -> Tensor | None:
        """Id embeddings, zeros for items without one, ``[n, width]``; None where there are no ids."""
        if self.ids is None:
            return None
        part: Tensor = self.ids(items.ids.clamp(min=0)) * (items.ids >= 0)[:, None]
        return part

    def forward(self, items: ItemInputs, ids: Tensor | None = None) -> Tensor:
        """Unit vectors, ``[n, width]``; `ids` stands in for `id_part` where it was filled in."""
        total: Tensor | None = None
        if self.text is not None:
            total = self.text(items.text)
        if self.tags is not None:
            tags = self.tags(items.tags, items.tag_starts) / _root_counts(items)
            total = tags if total is None else total + tags
        ids = self.id_part(items) if ids is None else ids
        if ids is not None:
            if self.training and self.id_dropout:
                ids = ids * (torch.rand(len(items), 1, device=ids.device) >= self.id_dropout)
            total = ids if total is None else total + ids
        if total is None:  # tags were asked for alone, and the catalog has none
            raise ModelError("the items have nothing to be told apart by: use text or ids")
        return F.normalize(total, dim=-1)


def _root_counts(items: ItemInputs) -> Tensor:
    """Square root of the number of tags of each item, at least 1, ``[n, 1]``."""
    ends = torch.cat([items.tag_starts[1:], items.tag_starts.new_tensor([len(items.tags)])])
    return (ends - items.tag_starts).clamp(min=1).sqrt()[:, None]
