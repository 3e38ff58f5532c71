"""A Gemma 3 folder to the int8 tensors that `fast_gemma` reads. Knows no tokens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch

from .adapter import Adapter
from .fast_gemma import NORMS, Shape
from .int8 import quantise_rows

_NORM_NAMES = dict(
    zip(
        NORMS,
        (
            "input_layernorm",
            "post_attention_layernorm",
            "pre_feedforward_layernorm",
            "post_feedforward_layernorm",
            "self_attn.q_norm",
            "self_attn.k_norm",
        ),
        strict=True,
    )
)
_LINEARS = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "out": ("self_attn.o_proj",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}


def quantised(get: Callable[[str], torch.Tensor], shape: Shape) -> dict[str, torch.Tensor]:
    """Int8 weights from full ones.

    Args:
        get: gives a tensor by its name in `transformers`, without ``model.`` before it.
        shape: of the model.
    """
    made: dict[str, torch.Tensor] = {"norm": get("norm.weight").float()}
    made["embed.q"], made["embed.s"] = quantise_rows(get("embed_tokens.weight").float())
    for n in range(shape.layers):
        for name, parts in _LINEARS.items():
            weight = torch.cat([get(f"layers.{n}.{part}.weight").float() for part in parts])
            made[f"{n}.{name}.q"], made[f"{n}.{name}.s"] = quantise_rows(weight)
        for name, part in _NORM_NAMES.items():
            made[f"{n}.{name}"] = get(f"layers.{n}.{part}.weight").float()
    return made


def from_safetensors(
    file: Path, shape: Shape, adapter: Adapter | None = None
) -> dict[str, torch.Tensor]:
    """`quantised` straight from a safetensors file, one tensor in memory at a time.

    Args:
        file: of the full weights.
        shape: of the model.
        adapter: what training changed; added before the weights are rounded.

    Raises:
        ModelError: the adapter's shapes don't fit.
    """
    from safetensors import safe_open

    with safe_open(file, framework="pt") as tensors:
        names = set(tensors.keys())
        prefix = "model." if "model.norm.weight" in names else ""

        def get(name: str) -> torch.Tensor:
            tensor: torch.Tensor = tensors.get_tensor(prefix + name)
            return tensor

        return quantised(adapter.changed(get) if adapter else get, shape)
