"""Any Hugging Face causal model, one sequence at a time, with its key-value cache kept.

The slow road that works for every architecture: bfloat16 where it is fast, else float32. `fast_gemma.py`
is the fast one. Knows nothing of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from .adapter import Adapter

Floats = NDArray[np.float32]


class LanguageModel(Protocol):
    """Next-token logits over one sequence whose cache is kept between calls."""

    vocab_size: int
    max_length: int

    def feed(self, ids: Sequence[int], start: int, last: int = 1) -> Floats:
        """Keep the first `start` cached positions, append `ids`, and read the logits.

        Args:
            ids: token ids at positions start, start + 1, …; at least one.
            start: at most the number of positions fed so far.
            last: for how many of the last positions logits are wanted, at most len(ids).

        Returns:
            f32 [last, vocab_size]. A row of a token the model can't say is -inf.
        """
        ...

    def reusable(self, same: int) -> int:
        """How many of the first `same` cached positions may be kept without changing a result."""
        ...


class HFModel:
    """`LanguageModel` over `AutoModelForCausalLM`."""

    def __init__(self, model: Any) -> None:
        self._model = model.eval()
        self._cache: Any = None
        config = model.config.get_text_config()
        self.vocab_size: int = int(model.get_output_embeddings().weight.shape[0])
        self.max_length: int = int(getattr(config, "max_position_embeddings", None) or 4096)

    @classmethod
    def load(
        cls,
        folder: str | Path,
        device: str = "cpu",
        adapter: Adapter | None = None,
        dtype: torch.dtype | None = None,
    ) -> HFModel:
        """Read safetensors weights; code that comes with a model is never run.

        Args:
            folder: of the model, or a hub id.
            device: to compute on.
            adapter: merged into the weights.
            dtype: of weights and activations; None: `dtype_for` the device.

        Raises:
            ModelError: the adapter's shapes don't fit.
        """
        from transformers import AutoModelForCausalLM

        model: Any = AutoModelForCausalLM.from_pretrained(
            folder,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=dtype or dtype_for(device),
        )
        if adapter is not None:
            weights = dict(model.model.named_parameters())
            changed = adapter.changed(lambda name: weights[name].data)
            with torch.no_grad():
                for name, weight in weights.items():
                    weight.copy_(changed(name))
        return cls(model.to(device))

    def feed(self, ids: Sequence[int], start: int, last: int = 1) -> Floats:
        """See `LanguageModel.feed`."""
        from transformers import DynamicCache

        if start == 0:
            # Without a config every layer keeps all positions, so it can be cropped anywhere.
            self._cache = DynamicCache()
        else:
            for layer in self._cache.layers:  # one by one: Ctrl-C may have left them uneven
                layer.crop(min(0, start - int(layer.get_seq_length())))
        with torch.inference_mode():
            out = self._model(
                input_ids=torch.tensor([list(ids)], device=self._model.device),
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=last,
            )
        logits: Floats = out.logits[0, -last:].float().cpu().numpy()
        return logits

    def reusable(self, same: int) -> int:
        """See `LanguageModel.reusable`; here up to float rounding."""
        return same


def dtype_for(device: str) -> torch.dtype:
    """bfloat16 where the hardware multiplies it; on a CPU without it, it is 100 times slower."""
    if device.startswith("cuda"):
        return torch.bfloat16
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    return torch.bfloat16 if supported() else torch.float32
