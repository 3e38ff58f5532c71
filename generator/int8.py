"""Linear layers with int8 weights and activations that are quantised as they come, on CPU.

Three things keep the rounding harmless (`benchmarks/decode.py` prints the figures):

- weights are symmetric with one scale an output row;
- activations have one scale a *token*: a sequence's first token has values a hundred times those
  of the others, and one scale for all would leave those with a few levels;
- both are rotated by Hadamard blocks first, which spreads outliers over all channels and cancels
  in the product (QuaRot, Ashkboos et al. 2024). It takes the divergence from the full-precision
  Gemma from .05–.12 to .008–.024 nats a token; rounding the weights alone costs .006–.018.

The multiplication is PyTorch's FBGEMM kernel. Knows no model.
"""

from __future__ import annotations

import functools
import warnings
from typing import Any

import torch

_BLOCK = 64


def available() -> bool:
    """Whether this PyTorch has an int8 kernel for this CPU."""
    return torch.backends.quantized.engine in ("x86", "fbgemm") and hasattr(
        torch, "_make_per_channel_quantized_tensor"
    )


def rotated(x: torch.Tensor, out: torch.Tensor | None = None) -> torch.Tensor:
    """Multiply the columns by orthonormal Hadamard blocks; twice gives `x` back. f32 [n, columns]."""
    block = _block(x.shape[1])
    if out is None:
        out = torch.empty_like(x, memory_format=torch.contiguous_format)
    torch.mm(x.reshape(-1, block), _hadamard(block), out=out.view(-1, block))
    return out


def _block(columns: int) -> int:
    """Size of the Hadamard blocks: the largest power of two that divides the columns, bounded."""
    return min(_BLOCK, columns & -columns)


@functools.cache
def _hadamard(size: int) -> torch.Tensor:
    matrix = torch.ones(1, 1)
    while len(matrix) < size:
        matrix = torch.cat([torch.cat([matrix, matrix], 1), torch.cat([matrix, -matrix], 1)])
    scaled: torch.Tensor = matrix / size**0.5
    return scaled


def quantise_rows(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Rotated symmetric int8 with one scale a row.

    Args:
        weight: f32 [rows, columns].

    Returns:
        i8 [rows, columns] and f32 [rows]; weight ≈ rotated(int8 * scale[:, None]).
    """
    weight = rotated(weight)
    scale = weight.abs().amax(dim=1).clamp_min(1e-12) / 127
    whole = (weight / scale[:, None]).round_().clamp_(-127, 127).to(torch.int8)
    return whole, scale


class Int8Linear:
    """y = x Wᵀ with W as `quantise_rows` makes it.

    Args:
        whole: i8 [out, in].
        scale: f32 [out].
    """

    def __init__(self, whole: torch.Tensor, scale: torch.Tensor) -> None:
        with warnings.catch_warnings():
            # Deprecated in PyTorch 2.13 with no successor for this kernel; `available` asks for it.
            warnings.simplefilter("ignore", UserWarning)
            weight = torch._make_per_channel_quantized_tensor(
                whole, scale.double(), torch.zeros(len(scale), dtype=torch.int64), 0
            )
            self._packed: Any = torch.ops.quantized.linear_prepack(weight, None)
        # Looked up once: a token passes through here seventy times.
        self._kernel: Any = torch.ops.quantized.linear_dynamic.default
        self._turn = _hadamard(_block(whole.shape[1]))
        # The kernel takes its range from all rows: the last one makes it [-1, 1] every time.
        self._range = torch.zeros(whole.shape[1])
        self._range[0], self._range[1] = 1.0, -1.0
        # Without VNNI, products of 8-bit activations overflow 16 bits; seven bits don't.
        self._seven_bits = not torch.cpu._is_vnni_supported()

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """f32 [tokens, in] to f32 [tokens, out]; no row's result depends on another row."""
        count, columns = x.shape
        if count == 1:  # one row is its own range
            turned = torch.mm(x.view(-1, len(self._turn)), self._turn).view(1, columns)
            one: torch.Tensor = self._kernel(turned, self._packed, self._seven_bits)
            return one
        scaled = torch.empty(count + 1, columns)
        scaled[count] = self._range
        turned = rotated(x, out=scaled[:count])
        largest = turned.abs().amax(dim=1, keepdim=True).clamp_min_(1e-12)
        turned.div_(largest)
        y: torch.Tensor = self._kernel(scaled, self._packed, self._seven_bits)
        return y[:count].mul_(largest)
