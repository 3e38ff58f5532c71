"""Finding: words and history to ranked item ids, over vectors and words together.

Knows an encoder, a vector index and a lexical index; no store, no products. Hard filters arrive
as the ids they allow and are pushed into both searches, so filtering never costs recall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..indexes.vector_index import VectorIndex
from .fusion import DENSE_WEIGHT, HISTORY_WEIGHT, fuse, weights_for
from .history import HALF_LIFE, contributions, history_vector
from .lexical import LexicalIndex
from .text_encoder import TextEncoder

Floats = NDArray[np.float32]

_DEPTH = 200
_MIN_READABLE = 0.3
_HISTORY_BATCH = 1024


@dataclass(frozen=True, slots=True)
class Hit:
    """One product found.

    Attributes:
        score: what the ranking goes by; comparable within one list only.
        dense: cosine of request and product (0 if there is no request text).
        lexical: BM25 of request and product; 0 if they share no word.
        history: cosine of the shopper's history and product (0 without history).
    """

    item_id: str
    score: float
    dense: float = 0.0
    lexical: float = 0.0
    history: float = 0.0


class Retriever:
    """Candidates from every channel, all of them scored on every channel, fused.

    Args:
        dense_weight: the dense channel's part where the encoder reads the request's script.
        history_weight: the history's part where there is also a request.
        half_life: how many steps back an item of a history counts half.
    """

    def __init__(
        self,
        encoder: TextEncoder,
        index: VectorIndex,
        lexical: LexicalIndex,
        *,
        dense_weight: float = DENSE_WEIGHT,
        history_weight: float = HISTORY_WEIGHT,
        half_life: float = HALF_LIFE,
    ) -> None:
        self.encoder = encoder
        self.index = index
        self.lexical = lexical
        self.dense_weight = dense_weight
        self.history_weight = history_weight
        self.half_life = half_life

    def retrieve(
        self,
        text: str | None,
        history: Sequence[str] = (),
        allowed: Sequence[str] | None = None,
        k: int = 10,
        mask_history: bool = True,
    ) -> list[Hit]:
        """The best `k` products, best first.

        Args:
            text: what to search for; None or blank to go by the history alone.
            history: item ids, oldest first; unknown ones are passed over.
            allowed: only these ids may be returned (what the hard filters left); None: all.
            k: fewer come back if fewer are allowed, or if the encoder can't read the request's
                script and no product shares a word with it.
            mask_history: leave out what the shopper has already.

        Returns:
            Empty if there is neither text nor a known history to go by.
        """
        text = (text or "").strip()
        known = [item_id for item_id in history if item_id in self.index]
        if k <= 0 or not (text or known) or (allowed is not None and not len(allowed)):
            return []
        readable = self.encoder.readable_share(text) if text else 0.0
        if readable < _MIN_READABLE:
            readable = 0.0
        weights = weights_for(
            readable, bool(text), bool(known), self.dense_weight, self.history_weight
        )
        query = self.encoder.encode([text], "query")[0] if weights.dense else None
        shopper = self._shopper(known) if known else None
        masked = set(known) if mask_history else set()
        found = self._candidates(text, query, shopper, allowed, max(_DEPTH, k) + len(masked))
        ids = [item_id for item_id in found if item_id not in masked]
        reference = sum(found[item_id] for item_id in ids)
        if not ids:
            return []
        vectors = self.index.reconstruct(ids)
        none = np.zeros(len(ids), dtype=np.float32)
        dense = vectors @ query if query is not None else none
        liking = vectors @ shopper if shopper is not None else none
        words = self.lexical.scores_for(text, ids) if text else none
        scores = fuse(dense, words, liking, weights, reference)
        columns = [array.tolist() for array in (scores, dense, words, liking)]
        best = np.lexsort((np.asarray(ids), -scores))[:k]
        return [Hit(ids[row], *(column[row] for column in columns)) for row in best]

    def retrieve_many(
        self, histories: Sequence[Sequence[str]], k: int = 10, mask_history: bool = True
    ) -> list[list[Hit]]:
        """The best `k` products for each history, in order; batched, for evaluation and offline use.

        A history without a known item gives an empty list.
        """
        if k <= 0:
            return [[] for _ in histories]
        known = [[item for item in history if item in self.index] for history in histories]
        answers: list[list[Hit]] = [[] for _ in known]
        filled = [row for row, items in enumerate(known) if items]
        for start in range(0, len(filled), _HISTORY_BATCH):
            rows = filled[start : start + _HISTORY_BATCH]
            longest = max(len(set(known[row])) for row in rows) if mask_history else 0
            shoppers = self._shoppers([known[row] for row in rows])
            for row, ranking in zip(rows, self.index.search(shoppers, k + longest), strict=True):
                masked = set(known[row]) if mask_history else set()
                kept = [(item, score) for item, score in ranking if item not in masked][:k]
                answers[row] = [Hit(item, score, history=score) for item, score in kept]
        return answers

    def because_of(
        self, item_id: str, history: Sequence[str], limit: int = 3
    ) -> list[tuple[str, float]]:
        """The items of a history that speak most for a product, strongest first.

        Returns:
            ``(item id, its part of the history's cosine)``; only positive parts, each id once.
        """
        known = [item for item in history if item in self.index]
        if not known or item_id not in self.index:
            return []
        target = self.index.reconstruct([item_id])[0]
        parts = contributions(self.index.reconstruct(known), target, self.half_life)
        total: dict[str, float] = {}
        for item, part in zip(known, parts.tolist(), strict=True):
            total[item] = total.get(item, 0.0) + part
        ranked = sorted(total.items(), key=lambda pair: -pair[1])
        return [(item, part) for item, part in ranked if part > 0][:limit]

    def _shopper(self, known: Sequence[str]) -> Floats:
        return history_vector(self.index.reconstruct(known), self.half_life)

    def _shoppers(self, histories: Sequence[Sequence[str]]) -> Floats:
        """One vector a history; every item's vector is fetched once."""
        rows = {item: 0 for history in histories for item in history}
        rows = {item: row for row, item in enumerate(rows)}
        vectors = self.index.reconstruct(list(rows))
        return np.stack(
            [history_vector(vectors[[rows[i] for i in h]], self.half_life) for h in histories]
        )

    def _candidates(
        self,
        text: str,
        query: Floats | None,
        shopper: Floats | None,
        allowed: Sequence[str] | None,
        depth: int,
    ) -> dict[str, bool]:
        """What any channel puts among its best `depth`, each id once.

        True, and first, is what stands among the best `_DEPTH` of a channel: scores are
        standardised over these, so that the head of the list doesn't depend on its length.
        """
        rankings = [self.lexical.search(text, depth, allowed)] if text else []
        for vector in (query, shopper):
            if vector is not None:
                rankings += self.index.search(vector[None], depth, allowed)
        found: dict[str, bool] = {}
        for head in (True, False):
            for ranking in rankings:
                part = ranking[:_DEPTH] if head else ranking[_DEPTH:]
                for item, _ in part:
                    if item in self.index:
                        found.setdefault(item, head)
        return found
