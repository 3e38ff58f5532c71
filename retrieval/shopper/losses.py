"""Losses over what comes next: the softmax over the catalog, and cheaper stand-ins for it.

All take states ``[n, d]`` and items ``[v, d]`` of unit length, the item row that followed each
state ``[n]``, and the scale that turns a cosine into a logit; all give the mean over the n states.

Softmax over everything is what makes a sequence model of this kind win (Klenitskiy and Vasilev,
2023); `docs/recommendation.md` has the comparison. Sampled losses draw one set of negatives a step
for all states, which is one matrix product instead of n gathers.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 (torch's own custom)

_ROWS = 256  # states at a time: their logits stay in the processor's cache
_GBCE_CALIBRATION = 0.75  # t of gSASRec; the paper's value for large catalogs


def full_softmax(states: Tensor, items: Tensor, targets: Tensor, scale: Tensor) -> Tensor:
    """Cross-entropy over all items, ``−log softmax(scale · states @ items.T)[target]``.

    Logits are made in pieces and never kept: memory is 256 rows of the catalog whatever n is, and
    the gradient is ready when the loss is. `scale` must stay below 80, where exp overflows.
    """
    loss: Tensor = _FullSoftmax.apply(states, items, targets, scale)  # type: ignore[no-untyped-call]
    return loss


class _FullSoftmax(torch.autograd.Function):
    """With p the softmax, the gradient by the logits is p minus the one-hot target."""

    @staticmethod
    def forward(ctx: Any, states: Tensor, items: Tensor, targets: Tensor, scale: Tensor) -> Tensor:
        kind = fast_type(states.device)
        scaled = states * scale
        table = items.to(kind)
        by_state, by_item = torch.empty_like(states), torch.zeros_like(items)
        logits = torch.empty(min(_ROWS, len(states)), len(items), dtype=kind, device=states.device)
        loss = -(scaled * items[targets]).sum()
        for start in range(0, len(states), _ROWS):
            rows = scaled[start : start + _ROWS]
            part = logits[: len(rows)]
            torch.mm(rows.to(kind), table.T, out=part)
            part.exp_()
            total = part.sum(1, dtype=torch.float32, keepdim=True)
            loss += total.log().sum()
            by_state[start : start + _ROWS] = (part @ table) / total
            by_item += part.T @ (rows / total).to(kind)
        by_state -= items[targets]
        by_item.index_add_(0, targets, scaled, alpha=-1.0)
        count = max(1, len(states))
        by_scale = (by_state * states).sum()
        ctx.save_for_backward(by_state * (scale / count), by_item / count, by_scale / count)
        return loss / count

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, None, Tensor]:
        by_state, by_item, by_scale = ctx.saved_tensors
        (gradient,) = gradients
        return gradient * by_state, gradient * by_item, None, gradient * by_scale


def sampled_softmax(
    states: Tensor,
    items: Tensor,
    targets: Tensor,
    scale: Tensor,
    negatives: Tensor,
    chances: Tensor,
) -> Tensor:
    """Cross-entropy over the target and drawn negatives, each counted 1/(k·q) times (logQ).

    The sum over negatives is then an unbiased estimate of the softmax's denominator without the
    target, which is there itself, uncorrected (Bengio and Senécal, 2008; Khrylchenko et al., 2025).

    Args:
        states: ``[n, d]``.
        items: ``[v, d]``.
        targets: item row that followed each state, ``[n]``.
        scale: from cosine to logit.
        negatives: item rows drawn with replacement, ``[k]``.
        chances: the chance q of each at one draw, ``[k]``.
    """
    own = scale * (states * items[targets]).sum(1, keepdim=True)
    others = scale * states @ items[negatives].T - (len(negatives) * chances).log()
    others = others.masked_fill(negatives[None] == targets[:, None], -torch.inf)
    return (torch.logsumexp(torch.cat([own, others], dim=1), dim=1) - own[:, 0]).mean()


def binary_cross_entropy(
    states: Tensor,
    items: Tensor,
    targets: Tensor,
    scale: Tensor,
    negatives: Tensor,
    calibrated: bool = False,
) -> Tensor:
    """The target against drawn negatives, each a yes or no of its own (SASRec's loss).

    Args:
        states: ``[n, d]``.
        items: ``[v, d]``.
        targets: item row that followed each state, ``[n]``.
        scale: from cosine to logit.
        negatives: item rows drawn evenly: ``[n]``, one a state, or ``[k]`` for all states.
        calibrated: gBCE (Petrov and Macdonald, 2023): the target's sigmoid to the power of β, which
            takes back the overconfidence that comes of having seen only k of the v negatives.
            Cosines have no bias that could say how rare a yes is among k + 1 answers, so log k is
            taken off every logit.
    """
    own = scale * (states * items[targets]).sum(1)
    if calibrated:
        rare = math.log(len(negatives))
        own = own - rare
        others = scale * states @ items[negatives].T - rare
        missed = (negatives[None] == targets[:, None]).to(others.dtype)
        unlikely = (F.softplus(others) * (1 - missed)).sum(1)
        share = len(negatives) / max(1, len(items) - 1)
        power = share * (_GBCE_CALIBRATION * (1 - 1 / share) + 1 / share)
    else:
        other = scale * (states * items[negatives]).sum(1)
        unlikely = F.softplus(other) * (negatives != targets)
        power = 1.0
    return (power * F.softplus(-own) + unlikely).mean()


def fast_type(device: torch.device) -> torch.dtype:
    """bfloat16 where the hardware multiplies it, float32 elsewhere (there it is emulated, slowly)."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    return torch.bfloat16 if _cpu_multiplies_bfloat16() else torch.float32


def _cpu_multiplies_bfloat16() -> bool:
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
