"""Product vectors for the benchmarks, encoded once and kept in the user's cache."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import numpy as np
from shopctl.cache import cache_folder
from shopctl.retrieval.fast_encoder import conversion_key
from shopctl.retrieval.text_encoder import TextEncoder


def embed(encoder: TextEncoder, texts: Sequence[str]) -> np.ndarray:
    """Embeddings ``[n, d]``, from the user's cache if these texts were encoded before."""
    made = [conversion_key(encoder.folder), encoder.engine.name]
    key = hashlib.sha256("\0".join([*made, *texts]).encode())
    path = cache_folder() / "benchmarks" / f"{key.hexdigest()[:32]}.npy"
    if path.is_file():
        return np.load(path, allow_pickle=False)
    began = time.perf_counter()
    vectors = encoder.encode(texts, "product", progress=True)
    seconds = time.perf_counter() - began
    print(f"encoded {len(texts):,} texts in {seconds:.0f} s ({len(texts) / seconds:.0f}/s)")
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors, allow_pickle=False)
    return vectors
