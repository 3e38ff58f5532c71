"""Finding: words and history to ranked item ids, over vectors and words together.

Knows an encoder, a vector index and a lexical index; no store, no products. Hard filters arrive
as the ids they allow and are pushed into both searches, so filtering never costs recall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..catalog.shopper_steps import ShopperSteps
from ..indexes.vector_index import VectorIndex
from .fusion import DENSE_WEIGHT, HISTORY_WEIGHT, fuse, weights_for
from .history_channel import HistoryChannel
from .lexical import LexicalIndex
from .mean_history import MeanHistory
from .refinement import Refinement
from .seller_words import without_seller_words
from .spelling import SpellingBook
from .spelling_evidence import WholeWords
from .spelling_reading import Corrected
from .text_encoder import TextEncoder

Floats = NDArray[np.float32]

DEPTH = 200
"""Products of a channel that are looked at; scores are standardised over them."""
_MIN_READABLE = 0.3
_MANY = 512
_SAMPLED = 1000
_COMMON = 0.6

History = Sequence[str] | ShopperSteps
"""One shopper's items, oldest first, or all that is known of the steps."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One product found.

    Attributes:
        score: what the ranking goes by; comparable within one list only.
        dense: cosine of request and product (0 if there is no request text).
        lexical: BM25 of request and product; 0 if they share no word.
        history: what the shopper's history says of the product (0 without history): a cosine, or
            the logarithm of a share where the history encoder is trained.
    """

    item_id: str
    score: float
    dense: float = 0.0
    lexical: float = 0.0
    history: float = 0.0


class Rescorer(Protocol):
    """What reads the best candidates of a request once more, closely."""

    def rescored(self, text: str, item_ids: Sequence[str], scores: Floats) -> Floats:
        """Scores ``[n]`` of candidates ``[n]``, reordered."""
        ...


class Retriever:
    """Candidates from every channel, all of them scored on every channel, fused.

    Args:
        dense_weight: the dense channel's part where the encoder reads the request's script.
        history_weight: the history's part where there is also a request.
        history: how a history finds products; by default the mean of its items' text vectors.
        spelling: how the catalog spells; without it requests are searched for as they are typed.
        reranker: reorders the best of what a request in words finds.
        refinement: what else tells products apart; None: nothing.
    """

    def __init__(
        self,
        encoder: TextEncoder,
        index: VectorIndex,
        lexical: LexicalIndex,
        *,
        dense_weight: float = DENSE_WEIGHT,
        history_weight: float = HISTORY_WEIGHT,
        history: HistoryChannel | None = None,
        spelling: SpellingBook | None = None,
        reranker: Rescorer | None = None,
        refinement: Refinement | None = None,
    ) -> None:
        self.encoder = encoder
        self.index = index
        self.lexical = lexical
        self.dense_weight = dense_weight
        self.history_weight = history_weight
        self.history: HistoryChannel = history or MeanHistory(index)
        self.spelling = spelling
        self.reranker = reranker
        self.refinement = refinement
        self._corrected = lru_cache(maxsize=64)(self._correct)
        self._encoded = lru_cache(maxsize=64)(self._encode)

    def retrieve(
        self,
        text: str | None,
        history: History = (),
        allowed: Sequence[str] | None = None,
        k: int = 10,
        mask_history: bool = True,
    ) -> list[Hit]:
        """The best `k` products, best first.

        Args:
            text: what to search for; None or blank to go by the history alone.
            history: item ids, oldest first, or the steps of one shopper; unknown items are passed
                over.
            allowed: only these ids may be returned (what the hard filters left); None: all.
            k: fewer come back if fewer are allowed, or if the encoder can't read the request's
                script and no product shares a word with it.
            mask_history: leave out what the shopper has already.

        Returns:
            Empty if there is neither text nor a known history to go by.
        """
        text = without_seller_words((text or "").strip())
        steps = _steps(history)
        known = [item_id for item_id in steps.of(0) if self.history.knows(item_id)]
        if k <= 0 or not (text or known) or (allowed is not None and not len(allowed)):
            return []
        better = self.corrected(text)
        text = better.text
        readable = self.encoder.readable_share(text) if text else 0.0
        if readable < _MIN_READABLE:
            readable = 0.0
        weights = weights_for(
            readable, bool(text), bool(known), self.dense_weight, self.history_weight,
            letters=self.refinement is not None,
        )  # fmt: skip
        query = self._encoded(text) if weights.dense else None
        masked = set(known) if mask_history else set()
        shopper = steps if known else None
        found = self._candidates(better.both, query, shopper, allowed, max(DEPTH, k) + len(masked))
        ids = [item_id for item_id in found if item_id not in masked]
        reference = sum(found[item_id] for item_id in ids)
        if not ids:
            return []
        vectors = self.index.reconstruct(ids)
        none = np.zeros(len(ids), dtype=np.float32)
        dense = vectors @ query if query is not None else none
        liking = self.history.scores(steps, ids) if known else none
        words = self.lexical.scores_for(better.both, ids) if text else none
        near, said, spelled = self.channels(ids, better, query, dense, words, reference)
        scores = fuse(near, said, liking, weights, reference, spelled)
        if self.reranker is not None and readable:  # it reads what the encoder reads
            scores = self.reranker.rescored(text, ids, scores)
        columns = [array.tolist() for array in (scores, dense, words, liking)]
        best = np.lexsort((np.asarray(ids), -scores))[:k]
        return [Hit(ids[row], *(column[row] for column in columns)) for row in best]

    def corrected(self, text: str) -> Corrected:
        """`text` as the catalog spells; as it is without a spelling book."""
        return self._corrected(text)

    def background(self, text: str) -> float:
        """Cosine of a request and the middle of all products: what an encoder gives anything.

        0 for an encoder whose products have little in common, which needs no such thing.
        """
        middle = self._middle
        if float(middle @ middle) < _COMMON:
            return 0.0
        return float(self._encoded(self.corrected(text).text) @ middle)

    @cached_property
    def _middle(self) -> Floats:
        ids = self.index.ids
        some = ids[:: max(1, len(ids) // _SAMPLED)][:_SAMPLED]
        if not some:
            return np.zeros(self.index.dimension, dtype=np.float32)
        mean: Floats = self.index.reconstruct(some).mean(axis=0)
        return mean

    def as_typed(self) -> Retriever:
        """The same without spelling, for comparison; the indexes are shared."""
        return Retriever(
            self.encoder, self.index, self.lexical, dense_weight=self.dense_weight,
            history_weight=self.history_weight, history=self.history, reranker=self.reranker,
            refinement=self.refinement,
        )  # fmt: skip

    def with_reranker(self, reranker: Rescorer | None) -> Retriever:
        """The same with another reranker, or with none; the indexes are shared."""
        return Retriever(
            self.encoder, self.index, self.lexical, dense_weight=self.dense_weight,
            history_weight=self.history_weight, history=self.history, spelling=self.spelling,
            reranker=reranker, refinement=self.refinement,
        )  # fmt: skip

    def retrieve_many(
        self,
        histories: Sequence[Sequence[str]] | ShopperSteps,
        k: int = 10,
        mask_history: bool = True,
    ) -> list[list[Hit]]:
        """The best `k` products for each history, in order; batched, for evaluation and offline use.

        A history without a known item gives an empty list.
        """
        steps = histories if isinstance(histories, ShopperSteps) else ShopperSteps.of_items(histories)  # fmt: skip
        if k <= 0:
            return [[] for _ in range(len(steps))]
        answers: list[list[Hit]] = []
        for start in range(0, len(steps), _MANY):
            batch = steps.select(range(start, min(start + _MANY, len(steps))))
            own = [set(items) if mask_history else set() for _, items in batch.sequences()]
            longest = max(map(len, own))
            for masked, ranking in zip(own, self.history.search(batch, k + longest), strict=True):
                kept = [(item, score) for item, score in ranking if item not in masked][:k]
                answers.append([Hit(item, score, history=score) for item, score in kept])
        return answers

    def because_of(
        self, item_ids: Sequence[str], history: History, limit: int = 3
    ) -> list[list[tuple[str, float]]]:
        """For each product the items of a history that speak most for it, strongest first.

        Returns:
            ``(item id, how much)``; only what speaks for it, each id once.
        """
        steps = _steps(history)
        wanted = [item_id for item_id in item_ids if item_id in self.index]
        if not wanted or not any(self.history.knows(item) for item in steps.of(0)):
            return [[] for _ in item_ids]
        found = dict(zip(wanted, self.history.because_of(steps, wanted), strict=True))
        return [found.get(item_id, [])[:limit] for item_id in item_ids]

    def _encode(self, text: str) -> Floats:
        vector: Floats = self.encoder.encode([text], "query")[0]
        return vector

    def _correct(self, text: str) -> Corrected:
        if self.spelling is None or not text:
            return Corrected(text, text)
        return self.spelling.correct(text, self.lexical, self._is_word)

    @cached_property
    def _is_word(self) -> WholeWords:
        return WholeWords(self.encoder)

    def channels(
        self,
        ids: Sequence[str],
        better: Corrected,
        query: Floats | None,
        dense: Floats,
        words: Floats,
        reference: int | None,
    ) -> tuple[Floats, Floats, Floats | None]:
        """What the words of a request rank products by.

        Args:
            ids: of ``n`` products.
            better: the request.
            query: its vector; None where the encoder can't read it.
            dense: the products' cosines ``[n]``.
            words: their BM25 ``[n]``.
            reference: how many of the products scores are standardised over; None: all.

        Returns:
            The vectors' channel, the words' and the letters', ``[n]`` each; the first two as they
            are and None where there is no refinement.
        """
        if self.refinement is None or not better.text:
            return dense, words, None
        beside, rows = self.refinement.neighbourhood, self.index.rows(ids)
        if query is not None:
            dense = beside.dense(query, rows, dense, reference)
        spelled = self.refinement.letters.scores(better.text, rows)
        return dense, beside.words(better.both, rows, reference), spelled

    def _candidates(
        self,
        text: str,
        query: Floats | None,
        shopper: ShopperSteps | None,
        allowed: Sequence[str] | None,
        depth: int,
    ) -> dict[str, bool]:
        """What any channel puts among its best `depth`, each id once.

        True, and first, is what stands among the best `DEPTH` of a channel: scores are
        standardised over these, so that the head of the list doesn't depend on its length.
        """
        rankings = [self.lexical.search(text, depth, allowed)] if text else []
        if query is not None:
            rankings += self.index.search(query[None], depth, allowed)
        if shopper is not None:
            rankings += self.history.search(shopper, depth, allowed)
        found: dict[str, bool] = {}
        for head in (True, False):
            for ranking in rankings:
                part = ranking[:DEPTH] if head else ranking[DEPTH:]
                for item, _ in part:
                    if item in self.index:
                        found.setdefault(item, head)
        return found


def _steps(history: History) -> ShopperSteps:
    return history if isinstance(history, ShopperSteps) else ShopperSteps.of_items([history])
