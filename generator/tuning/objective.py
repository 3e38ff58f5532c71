"""What is learned: the right card first, then the answer's words. Knows tensors; no text."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812

from .batches import IGNORED


def losses(
    model: Any, batch: dict[str, torch.Tensor], choice_weight: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean loss of a batch, and the mean negative log-likelihood of its choices (nats).

    The choice's loss is −log of the probability of all right cards together, so that several may
    be right; an answer's token has the usual cross-entropy. Only the positions that are learned
    meet the vocabulary's rows, which would cost more than all layers together.

    Args:
        model: a causal model whose trunk is `base_model`-like: gives hidden states [B, T, d].
        batch: as `batches.collate` gives it.
        choice_weight: of a choice against a token.
    """
    trunk, head = _parts(model)
    hidden = trunk(
        input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], use_cache=False
    ).last_hidden_state
    rows = torch.arange(len(hidden), device=hidden.device)
    chosen = head(hidden[rows, batch["start"] - 1]).float().log_softmax(dim=-1)
    right = _right_mask(batch["right"], chosen.shape[1])
    choice = -chosen.masked_fill(~right, -torch.inf).logsumexp(dim=-1)
    labels = batch["labels"][:, 1:]
    learned = labels != IGNORED
    words = choice.new_zeros(0)
    if bool(learned.any()):
        logits = head(hidden[:, :-1][learned]).float()
        words = F.cross_entropy(logits, labels[learned], reduction="none")
    total = choice_weight * choice.sum() + words.sum()
    weight = choice_weight * len(choice) + len(words)
    return total / weight, choice.mean().detach()


def _right_mask(right: torch.Tensor, size: int) -> torch.Tensor:
    mask = torch.zeros(len(right), size, dtype=torch.bool, device=right.device)
    return mask.scatter_(1, right, True)


def _parts(model: Any) -> tuple[Any, Any]:
    """The layers and the head of a causal model, or of one that peft wraps."""
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    return inner.model, inner.lm_head
