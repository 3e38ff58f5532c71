"""How many threads FAISS may use: set for one call, put back after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import faiss


@contextmanager
def faiss_threads(count: int | None) -> Iterator[None]:
    """Let FAISS use `count` threads inside the block; None leaves its setting alone.

    The setting is OpenMP's and belongs to the calling thread, so blocks in different threads
    don't disturb each other.
    """
    if count is None:
        yield
        return
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
