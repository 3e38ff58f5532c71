"""A cross-encoder to an ONNX file: tokens of request and product in, one score a pair out.

As `onnx_export` for the text encoder: attention is fused, then the matrix products become int8.
"""

from __future__ import annotations

import inspect
import json
import shutil
from pathlib import Path
from typing import Any

from ..onnx_export import fuse, quantise, quiet, traced
from .pair_engine import INPUTS, MODEL, SETTINGS, TOKENIZER


def export(folder: Path, target: Path, max_tokens: int, int8: bool) -> None:
    """Write the model in `folder` into `target`, with what `PairEngine` needs beside it.

    Args:
        folder: a sentence-transformers cross-encoder with safetensors.
        target: an empty folder.
        max_tokens: read of a pair.
        int8: matrix products in 8 bits; otherwise float32.

    Raises:
        Exception: whatever the exporter raises for a model it doesn't know.
    """
    import torch

    # eager attention is the one whose graph can be fused
    model = load(folder, device="cpu", model_kwargs={"attn_implementation": "eager"})
    network: Any = model.model.eval()
    example = torch.ones((2, 8), dtype=torch.long)
    plain = target / "float.onnx"
    # MPNet and RoBERTa tell the two texts apart by what stands between them.
    names = [name for name in INPUTS if name in inspect.signature(network.forward).parameters]
    inputs = (example, example, torch.zeros_like(example))[: len(names)]
    traced(_scores(network), inputs, plain, names, ("scores", "pairs"))
    with quiet():
        fuse(plain, int(network.config.num_attention_heads), int(network.config.hidden_size))
    if int8:
        quantise(plain, target / MODEL)
        plain.unlink()
    else:
        plain.rename(target / MODEL)
    shutil.copyfile(folder / TOKENIZER, target / TOKENIZER)
    settings = {
        "name": "ONNX int8" if int8 else "ONNX float32",
        "max_tokens": max_tokens,
        "pad_id": model.tokenizer.pad_token_id or 0,
    }
    (target / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")


def load(folder: Path, **options: Any) -> Any:
    """The `CrossEncoder` in `folder`, without running code of its own, the hub, or a word said."""
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    bars: Any = logging
    bars.disable_progress_bar()  # transformers draws one for every load
    with quiet():  # a text encoder has no head yet: that is what the training is for
        return CrossEncoder(str(folder), trust_remote_code=False, local_files_only=True, **options)


def _scores(network: Any) -> Any:
    """The network as a function of its tensors, in the order of `INPUTS`; ``[pairs]`` logits."""
    import torch

    class Scores(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, *inputs: Any) -> Any:
            found = self.network(**dict(zip(INPUTS, inputs, strict=False)))
            return found.logits[:, 0]

    return Scores().eval()
