"""The encoder's arithmetic on a CPU: int8 ONNX, batches of equal length, one stream a core.

Needs neither torch nor sentence-transformers once the model is converted, so a warm start takes
half a second instead of ten. A text's vector depends a little (cosine > .99) on the batch it is
encoded in, because activations are quantised by the batch's own range. Where the CPU and the
conversion allow it, many texts at once go through `bulk_session` instead.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ..progress import bar
from .bulk_session import BATCH_TOKENS, BULK, BulkSession
from .onnx_session import session_of

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]
Run = Callable[[Ids, Ids], Floats]

MODEL, TOKENIZER, SETTINGS = "model.onnx", "tokenizer.json", "settings.json"
_BATCH_TOKENS = 2048  # small enough that a batch's activations stay in the cache
_CHUNK = 16_384  # texts tokenised and sorted by length at a time
_MANY = 512  # texts from which compiling the other graph has paid


class FastEngine:
    """An ONNX encoder and its tokeniser, from a folder that `fast_encoder` made.

    Args:
        folder: verified; with a graph for many texts it has to stay, that graph is read when needed.
        bulk: use such a graph if there is one.
    """

    def __init__(self, folder: Path, bulk: bool = True) -> None:
        from tokenizers import Tokenizer

        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        self.name = str(settings["name"])
        self.dimension = int(settings["dimension"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(settings["max_tokens"]))
        self._pad, self._unknown = int(settings["pad_id"]), settings["unknown_id"]
        self._session = session_of(folder / MODEL)
        self._bulk = folder / BULK if bulk and (folder / BULK).is_file() else None
        if self._bulk is not None:
            self.name += ", many texts in OpenVINO bf16"
        self._streams = _cores()

    @classmethod
    def open(cls, folder: Path, bulk: bool = True) -> Self:
        """The engine of a verified folder."""
        return cls(folder, bulk)

    def encode(
        self, texts: Sequence[str], show_progress: bool = False, bulk: bool | None = None
    ) -> Floats:
        """Unit vectors, float32 ``[n, d]``, in the order of `texts`.

        Args:
            texts: any strings.
            show_progress: show a bar on a terminal.
            bulk: take the graph for many texts, if there is one; None: from 512 texts on.
        """
        wanted = len(texts) >= _MANY if bulk is None else bulk
        run: Run = self._int8
        most = _BATCH_TOKENS
        if wanted and self._bulk is not None:
            run, most = BulkSession(self._bulk, self._streams), BATCH_TOKENS
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        with (
            bar("encoding", len(texts), "text") if show_progress else nullcontext() as progress,
            ThreadPoolExecutor(self._streams) as streams,
        ):
            for start in range(0, len(texts), _CHUNK):
                part = self._tokenizer.encode_batch_fast(list(texts[start : start + _CHUNK]))
                ids = [np.asarray(encoded.ids, dtype=np.int64) for encoded in part]
                batches = list(_batches([len(row) for row in ids], most))
                for rows, found in zip(
                    batches,
                    streams.map(
                        lambda rows, ids=ids: run(*self._padded([ids[r] for r in rows])), batches
                    ),
                    strict=True,
                ):
                    vectors[start + rows] = found
                    if progress is not None:
                        progress.update(len(rows))
        return vectors

    def unknown_flags(self, text: str) -> list[bool]:
        """One flag a token: is it the unknown token?"""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return [token == self._unknown for token in ids]

    def _int8(self, ids: Ids, mask: Ids) -> Floats:
        found: Floats = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return found

    def _padded(self, rows: Sequence[Ids]) -> tuple[Ids, Ids]:
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), self._pad, dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.int64)
        for row, tokens in enumerate(rows):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return ids, mask


def _batches(lengths: Sequence[int], most: int) -> Iterator[NDArray[np.intp]]:
    """Rows of nearly equal length, longest first, at most `most` tokens with padding a batch."""
    order = np.argsort(-np.asarray(lengths), kind="stable")
    start = 0
    while start < len(order):
        size = max(1, most // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size


def _cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1
