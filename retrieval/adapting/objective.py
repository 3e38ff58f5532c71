"""What an adapted encoder should do: put a request nearer to its product than to the others.

InfoNCE over the products of a batch (van den Oord et al., 2018; sentence-transformers'
MultipleNegativesRankingLoss), but a product that answers the request too is no negative. A shop
has many shower heads, and "shower head" was written for one of them: pushing the rest away would
unlearn what the words mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class AnswersAside(nn.Module):
    """InfoNCE in which products that answer a request as well as its own are left aside.

    A product answers if it holds all pieces of the request that the request's own product holds,
    and is the same kind of thing where the request names the kind. So "shower head holder" stays a
    negative of "shower head" though it has both words: that is what the encoder is to learn.

    Args:
        model: a sentence-transformers model.
        temperature: cosines are divided by it.
        special: ids that are no words: padding, start and end.
        dimensions: also ask it of the vectors' first so many numbers (Matryoshka representation
            learning, Kusupati et al., 2022), with the same weight.
    """

    special: Tensor

    def __init__(
        self,
        model: Any,
        temperature: float,
        special: Iterable[int],
        dimensions: Iterable[int] = (),
    ) -> None:
        super().__init__()
        self.model = model
        self.temperature = temperature
        self.dimensions = tuple(dimensions)
        self.register_buffer("special", torch.tensor(sorted(set(special)), dtype=torch.long))

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """Mean loss of a batch.

        Args:
            sentence_features: tokens of the requests ``[n, t]`` and of their products ``[n, u]``.
            labels: `pairs.Pairs.labels`, ``[n, 2]``.
        """
        requests, products = sentence_features
        aside = answers(requests["input_ids"], products["input_ids"], labels, self.special)
        asked, found = (
            self.model(features)["sentence_embedding"].float() for features in (requests, products)
        )
        right = torch.arange(len(asked), device=asked.device)
        losses = []
        for size in (asked.shape[1], *self.dimensions):
            unit_asked = functional.normalize(asked[:, :size], dim=-1)
            unit_found = functional.normalize(found[:, :size], dim=-1)
            logits = (unit_asked @ unit_found.T) / self.temperature
            logits = logits.masked_fill(aside, float("-inf"))
            losses.append(functional.cross_entropy(logits, right))
        return torch.stack(losses).mean()


def answers(requests: Tensor, products: Tensor, labels: Tensor, special: Tensor) -> Tensor:
    """Which products answer which requests as well as their own do, bool ``[n, n]``; never its own.

    Args:
        requests: token ids, ``[n, t]``.
        products: token ids, ``[n, u]``.
        labels: kind and whether the request names it, ``[n, 2]``.
        special: ids that are no words.
    """
    words = ~torch.isin(requests, special)
    # [n, n, t]: is token t of request i in product j
    held = torch.stack([torch.isin(requests, one) for one in products], dim=1)
    count = (held & words[:, None]).sum(-1)
    as_many = count >= count.diagonal()[:, None]
    kinds, named = labels[:, 0], labels[:, 1].bool()
    same_kind = kinds[:, None] == kinds[None, :]
    aside: Tensor = as_many & (~named[:, None] | same_kind)
    return aside & ~torch.eye(len(aside), dtype=torch.bool, device=aside.device)
