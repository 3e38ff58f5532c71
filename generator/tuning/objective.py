"""What is learned: the right card first, then the answer's words. Knows tensors; no text."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812

from .batches import IGNORED


class KeptHead:
    """The head's rows that answers use: two thirds of a small Gemma are its vocabulary.

    Args:
        model: a causal model, or one that peft wraps; its head isn't trained.
        kept: i64 [rows], sorted ids; every id that is learned must be among them.
    """

    def __init__(self, model: Any, kept: torch.Tensor) -> None:
        inner = model.get_base_model() if hasattr(model, "get_base_model") else model
        self.trunk = inner.model
        weight = inner.lm_head.weight.detach()
        self._kept = kept.to(weight.device)
        self._weight = weight[self._kept]

    def logits(self, hidden: torch.Tensor) -> torch.Tensor:
        """f32 [n, rows] of hidden states [n, d]."""
        found: torch.Tensor = F.linear(hidden.to(self._weight.dtype), self._weight).float()
        return found

    def places(self, ids: torch.Tensor) -> torch.Tensor:
        """Where ids stand among the rows."""
        return torch.searchsorted(self._kept, ids)


def losses(
    head: KeptHead, batch: dict[str, torch.Tensor], choice_weight: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean loss of a batch, and the mean negative log-likelihood of its choices (nats).

    The choice's loss is −log of the probability of all right cards together, so that several may
    be right; an answer's token has the usual cross-entropy. Only the positions that are learned
    meet the vocabulary's rows.

    Args:
        head: of the model that is trained, with its trunk.
        batch: as `batches.collate` gives it.
        choice_weight: of a choice against a token.
    """
    hidden = head.trunk(
        input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], use_cache=False
    ).last_hidden_state
    rows = torch.arange(len(hidden), device=hidden.device)
    chosen = head.logits(hidden[rows, batch["start"] - 1]).log_softmax(dim=-1)
    right = torch.zeros_like(chosen, dtype=torch.bool).scatter_(
        1, head.places(batch["right"]), True
    )
    choice = -chosen.masked_fill(~right, -torch.inf).logsumexp(dim=-1)
    labels = batch["labels"][:, 1:]
    learned = labels != IGNORED
    words = choice.new_zeros(0)
    if bool(learned.any()):
        logits = head.logits(hidden[:, :-1][learned])
        words = F.cross_entropy(logits, head.places(labels[learned]), reduction="none")
    total = choice_weight * choice.sum() + words.sum()
    weight = choice_weight * len(choice) + len(words)
    return total / weight, choice.mean().detach()
