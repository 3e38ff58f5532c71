"""Scores of request–product pairs on a CPU: ONNX, pairs of about equal length together, all cores.

Needs neither torch nor sentence-transformers. In int8 a score depends a little on the pairs it is
computed with, because activations are quantised by the batch's own range.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..onnx_session import session_of

Floats = NDArray[np.float32]

MODEL, TOKENIZER, SETTINGS = "model.onnx", "tokenizer.json", "settings.json"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
"""What networks read; the last only some."""
_BATCH = 16  # pairs: their activations stay in the cache, and two cores share fifty evenly
_CHARS_PER_TOKEN = 24  # no tokeniser makes fewer tokens of real text; more is never read


class PairEngine:
    """A cross-encoder and its tokeniser, from a verified folder that `pair_export` made."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        self.name = str(settings["name"])
        self._pad, self._most = int(settings["pad_id"]), int(settings["max_tokens"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._most, strategy="longest_first")
        self._session = session_of(folder / MODEL)
        self._inputs = [one.name for one in self._session.get_inputs()]
        self._streams = ThreadPoolExecutor(_cores())

    def score(self, requests: Sequence[str], texts: Sequence[str]) -> Floats:
        """Logits, float32 ``[n]``: how well each text answers the request beside it."""
        most = self._most * _CHARS_PER_TOKEN
        pairs = [(a[:most], b[:most]) for a, b in zip(requests, texts, strict=True)]
        coded = self._tokenizer.encode_batch(pairs)
        order = np.argsort([-len(one.ids) for one in coded], kind="stable")
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        found = np.zeros(len(pairs), dtype=np.float32)
        parts = self._streams.map(lambda rows: self._run([coded[row] for row in rows]), batches)
        for rows, scores in zip(batches, parts, strict=True):
            found[rows] = scores
        return found

    def _run(self, coded: Sequence[Any]) -> Floats:
        longest = max(len(one.ids) for one in coded)
        ids = np.full((len(coded), longest), self._pad, dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, one in enumerate(coded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
            types[row, : len(one.ids)] = one.type_ids
        told = dict(zip(INPUTS, (ids, mask, types), strict=True))
        scores: Floats = self._session.run(None, {name: told[name] for name in self._inputs})[0]
        return scores


def _cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1
