"""What serves: reads the best candidates of a request together with it and reorders them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ...errors import ModelError
from ..converted import converted_folder
from ..model_folder import find_model
from ..onnx_export import adds_exactly
from .mixing import CANDIDATES, below
from .pair_engine import PairEngine

Floats = NDArray[np.float32]
Texts = Callable[[Sequence[str]], Sequence[str]]
"""Item ids to what the reranker reads of each, in their order."""

_FORMAT = 1
_NO_SPREAD = 1e-6  # below it, float32 noise
_KEPT = 20_000  # texts of products, a few hundred bytes each


class Reranker:
    """A trained cross-encoder with the weight that its opinion has.

    Args:
        engine: scores pairs.
        weight: what a logit counts beside a fused score.
        texts: looks up what is read of products.
    """

    def __init__(self, engine: PairEngine, weight: float, texts: Texts) -> None:
        self.engine = engine
        self.weight = weight
        self._texts = texts
        self._known: dict[str, str] = {}

    @classmethod
    def open(cls, folder: Path, fingerprint: str, texts: Texts) -> Self:
        """The reranker in `folder`; converted on first use, kept in the user's cache.

        Raises:
            ModelError: it is missing, or not what `fingerprint` (SHA-256 of weights, settings and
                card) was taken of.
        """
        again = "train it again (`shopctl train reranker`), or search with --no-rerank"
        if not folder.is_dir():
            raise ModelError(f"the reranker {folder} is missing: {again}")
        found = find_model(str(folder))
        if found.fingerprint != fingerprint:
            raise ModelError(f"the reranker in {folder} was altered since it was trained: {again}")
        int8, most = bool(found.card["int8"]), int(found.card["settings"]["max_tokens"])
        bits = (8 if adds_exactly() else 7) if int8 else 32

        def convert(target: Path) -> None:
            from .pair_export import export

            export(folder, target, most, int8)

        made = converted_folder(f"pairs-{fingerprint[:32]}-{_FORMAT}-{bits}", convert)
        return cls(PairEngine(made), float(found.card["check"]["weight"]), texts)

    def rescored(self, text: str, item_ids: Sequence[str], scores: Floats) -> Floats:
        """Scores with the head of the list reordered, the head before the rest as it was.

        The head's scores keep their mean and deviation, so what is added to scores afterwards
        (`wishes`) counts as much as before.

        Args:
            text: the request, as the catalog spells it.
            item_ids: candidates, in any order, ``[n]``.
            scores: fused scores, ``[n]``.
        """
        best = np.lexsort((np.asarray(item_ids), -scores))[:CANDIDATES]
        if len(best) < 2:
            return scores
        logits = self.engine.score([text] * len(best), self._read([item_ids[row] for row in best]))
        before = scores[best]
        mixed = before + np.float32(self.weight) * logits
        spread, own = float(mixed.std()), float(before.std())
        if spread < _NO_SPREAD:
            return scores
        stretch = own / spread if own >= _NO_SPREAD else 1.0
        mixed = before.mean() + (mixed - mixed.mean()) * np.float32(stretch)
        found = scores.copy()
        found[best] = mixed
        head = np.zeros(len(scores), dtype=np.bool_)
        head[best] = True
        return below(found, head)

    def _read(self, item_ids: Sequence[str]) -> list[str]:
        missing = [item for item in item_ids if item not in self._known]
        if missing:
            if len(self._known) > _KEPT:
                self._known.clear()
                missing = list(item_ids)
            self._known.update(zip(missing, self._texts(missing), strict=True))
        return [self._known[item] for item in item_ids]
