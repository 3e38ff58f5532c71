"""One Transformer block over a history, causal: a step sees itself and what came before.

Pre-norm attention and a gated feed-forward net (SwiGLU: Shazeer, 2020). ``gated`` adds a sigmoid
gate on each branch, as LiGR does (Borisyuk et al., 2024); ``gelu`` is the plain net, for the
ablation. Rotary positions are those of RoFormer (Su et al., 2021).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (torch's own custom)

from .settings import Settings


class Block(nn.Module):
    """Attention, then a feed-forward net, each on a normalised input and added to it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width = settings.width
        self.heads = settings.heads
        self.rotary = settings.positions == "rotary"
        self.gated = settings.block == "gated"
        self.swiglu = settings.block != "gelu"
        self.dropout = settings.dropout
        self.attention_norm = nn.LayerNorm(width)
        self.attention_in = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.net_norm = nn.LayerNorm(width)
        self.net_in = nn.Linear(width, 4 * width)
        self.net_out = nn.Linear(2 * width if self.swiglu else 4 * width, width)
        if self.gated:
            self.attention_gate = nn.Linear(width, width)
            self.net_gate = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """``[n, steps, width]`` to the same shape. Padding stands at the end, so nothing sees it."""
        n, steps, width = x.shape
        y = self.attention_norm(x)
        shape = (n, steps, 3, self.heads, width // self.heads)
        query, key, value = self.attention_in(y).view(shape).permute(2, 0, 3, 1, 4)
        if self.rotary:
            query, key = _rotated(query), _rotated(key)
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        mixed = self.attention_out(mixed.transpose(1, 2).reshape(n, steps, width))
        mixed = F.dropout(mixed, self.dropout, self.training)
        x = x + (mixed * torch.sigmoid(self.attention_gate(y)) if self.gated else mixed)

        y = self.net_norm(x)
        inner = self.net_in(y)
        if self.swiglu:
            gate, inner = inner.chunk(2, dim=-1)
            inner = F.silu(gate) * inner
        else:
            inner = F.gelu(inner)
        made = self.net_out(F.dropout(inner, self.dropout, self.training))
        made = F.dropout(made, self.dropout, self.training)
        return x + (made * torch.sigmoid(self.net_gate(y)) if self.gated else made)


def _rotated(x: Tensor) -> Tensor:
    """Pairs of channels turned by an angle that grows with the position, ``[n, heads, steps, d]``."""
    steps, width = x.shape[-2:]
    rates = 10_000.0 ** (-torch.arange(0, width, 2, device=x.device) / width)
    angles = torch.arange(steps, device=x.device)[:, None] * rates
    cos, sin = angles.cos(), angles.sin()
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)
