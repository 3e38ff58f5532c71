"""Text to vectors without any weights: hashed character n-grams.

For a machine on which no encoder is installed: the shop works, by spelling alone. Two texts are
near if they share word pieces; a synonym is as far away as any other word. It reads every script.
Asked for by the name ``"hashing"``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer

from .model_folder import ModelFolder

NAME = "hashing"
_DIMENSION = 1024
_PIECES = (2, 4)


class HashingEngine:
    """Signed feature hashing (Weinberger et al. 2009) of character n-grams within words."""

    name = "hashed n-grams"
    dimension = _DIMENSION

    def __init__(self) -> None:
        self._hash = HashingVectorizer(
            n_features=_DIMENSION, analyzer="char_wb", ngram_range=_PIECES, norm=None
        )

    def encode(self, texts: Sequence[str], show_progress: bool = False) -> NDArray[np.float32]:
        """Unit vectors, float32 ``[n, 1024]``; a text without letters gets the same one as any other such."""
        counts = self._hash.transform(list(texts)).toarray()
        damped = np.sign(counts) * np.log1p(np.abs(counts))
        lengths = np.linalg.norm(damped, axis=1, keepdims=True)
        damped[lengths[:, 0] == 0, 0] = 1.0
        return np.asarray(damped / np.where(lengths == 0, 1.0, lengths), dtype=np.float32)

    def unknown_flags(self, text: str) -> list[bool]:
        """One known piece a word: no script is unknown to it."""
        return [False] * len(text.split())


def hashing_folder() -> ModelFolder:
    """What stands for the model's files: there are none, only these settings."""
    settings = f"hashing-{_DIMENSION}-{_PIECES[0]}-{_PIECES[1]}-log1p"
    return ModelFolder(NAME, Path(), settings, {"query": "", "product": ""}, 4096)
