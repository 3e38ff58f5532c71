"""Text to vectors: a sentence-transformers bi-encoder, on a fast CPU path where there is one.

`TextEncoder` is what the other rooms see. It knows prompts, lengths and scripts; the arithmetic
is done by an `Engine`: `fast_encoder.py` on a CPU, sentence-transformers itself elsewhere.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from .fast_encoder import fast_engine
from .hashing_engine import NAME as HASHING
from .hashing_engine import HashingEngine, hashing_folder
from .model_folder import Kind, ModelFolder, find_model
from .scripts import ScriptKnowledge
from .stock_engine import StockEngine

Floats = NDArray[np.float32]
# No tokeniser makes fewer tokens than one in 24 characters of real text; more is never read.
_CHARS_PER_TOKEN = 24


class Engine(Protocol):
    """What turns texts into unit vectors."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str], show_progress: bool = False) -> Floats:
        """Unit vectors, float32 ``[n, dimension]``, in the order of `texts`."""
        ...

    def unknown_flags(self, text: str) -> Sequence[bool]:
        """One flag a token of `text`: is it the unknown token?"""
        ...


class TextEncoder:
    """Requests and products to unit vectors of one space.

    Attributes:
        fingerprint: SHA-256 of weights and settings; vectors of one store share it.
        dimension: length of a vector.
        dense_weight: what its vectors should count beside words, where that was fitted.
    """

    def __init__(self, folder: ModelFolder, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self.fingerprint = folder.fingerprint
        self.dimension = engine.dimension
        weight = folder.card.get("dense_weight")
        self.dense_weight = float(weight) if isinstance(weight, (int, float)) else None
        self._scripts: ScriptKnowledge | None = None

    @classmethod
    def load(cls, name: str = "default", device: str | None = None, fast: bool = True) -> Self:
        """Load the packaged default, a model folder, or a hub id.

        Args:
            name: ``"default"``, a local folder, a hub id such as
                ``"intfloat/multilingual-e5-small"``, or ``"hashing"`` for spelling alone.
            device: a torch device; None picks CUDA if there is one, else the CPU.
            fast: use the converted model on the CPU (made on first use, kept in the cache folder).

        Raises:
            ModelError: not installed, not found, or no sentence-transformers model.
        """
        if name == HASHING:
            return cls(hashing_folder(), HashingEngine())
        folder = find_model(name)
        engine: Engine | None = None
        if fast and (device == "cpu" or (device is None and not _has_gpu())):
            engine = fast_engine(folder)
        return cls(folder, engine or StockEngine(folder, device))

    def encode(
        self, texts: Sequence[str], kind: Kind = "product", progress: bool = False
    ) -> Floats:
        """Unit vectors of `texts`, float32 ``[n, dimension]``.

        Args:
            texts: any strings; what is beyond the model's length is not read.
            kind: requests and products get different prompts where the model was trained so.
            progress: show a bar on a terminal.
        """
        if kind not in self.folder.prompts:
            raise ModelError(f'kind is "query" or "product", not {kind!r}')
        if not len(texts):
            return np.zeros((0, self.dimension), dtype=np.float32)
        prompt, limit = self.folder.prompts[kind], self.folder.max_tokens * _CHARS_PER_TOKEN
        rows: dict[str, int] = {}  # a catalog of variants repeats its texts: each is encoded once
        where = [rows.setdefault(prompt + text[:limit], len(rows)) for text in texts]
        vectors = self.engine.encode(list(rows), progress)
        return vectors if len(rows) == len(texts) else vectors[where]

    def readable_share(self, text: str) -> float:
        """Share of the letters of `text` whose script this encoder knows, 0 to 1."""
        if self._scripts is None:
            self._scripts = ScriptKnowledge(self.engine.unknown_flags)
        return self._scripts.readable_share(text)


def _has_gpu() -> bool:
    """Whether torch can use a GPU; torch is only asked (seconds) where a driver is installed."""
    if shutil.which("nvidia-smi") is None and shutil.which("rocm-smi") is None:
        return False
    import torch

    return torch.cuda.is_available()
