"""The encoder's arithmetic by sentence-transformers itself: any model, any device, fp32."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from .model_folder import ModelFolder

_BATCH = 32


class StockEngine:
    """`SentenceTransformer.encode`, with this project's errors."""

    name = "sentence-transformers"

    def __init__(self, folder: ModelFolder, device: str | None = None) -> None:
        self.model = _load(folder, device)
        self.model.max_seq_length = folder.max_tokens
        self.dimension = int(self.model.get_embedding_dimension())

    def encode(self, texts: Sequence[str], show_progress: bool = False) -> NDArray[np.float32]:
        """Unit vectors, float32 ``[n, d]``."""
        vectors = self.model.encode(
            list(texts),
            batch_size=_BATCH,
            show_progress_bar=show_progress,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, dtype=np.float32)

    def unknown_flags(self, text: str) -> list[bool]:
        """One flag a token: is it the unknown token?"""
        tokenizer = self.model.tokenizer
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        return [i == tokenizer.unk_token_id for i in ids]


def _load(folder: ModelFolder, device: str | None) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        bars: Any = logging
        bars.disable_progress_bar()  # transformers draws one for every load
        return SentenceTransformer(str(folder.path), device=device, trust_remote_code=False)
    except Exception as error:  # a damaged folder fails in many ways
        reason = str(error).split("\n", 1)[0][:200]
        raise ModelError(f"{folder.name}: can't be loaded as a text encoder: {reason}") from error
