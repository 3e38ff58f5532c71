"""Lexical search: BM25 over a catalog's words, in memory, saved as plain arrays and JSON.

Builds on bm25s, which computes every term's score for every product once, so a search adds up a
few sparse columns. Knows ids and words only; no vectors, no filters but a list of allowed ids.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
from numpy.typing import NDArray

from ..errors import StoreError
from ..progress import track
from .tokens import request_terms, tokenise

_SETTINGS = "lexical.json"
logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
_FORMAT = 1


class LexicalIndex:
    """BM25 (Lucene's variant; Robertson & Zaragoza 2009) over product texts.

    Scores are sums of idf-weighted, length-normalised term frequencies: ≥ 0, unbounded, and
    comparable within one request only. A product that shares no term with the request scores 0
    and is never returned by `search`.
    """

    def __init__(self, ids: Sequence[str], bm25: bm25s.BM25 | None, language: str) -> None:
        self.ids = list(ids)
        self.language = language
        self._bm25 = bm25  # None: no product has a term
        self._rows = {item_id: row for row, item_id in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def build(
        cls,
        ids: Sequence[str],
        texts: Iterable[str],
        language: str = "en",
        k1: float = 1.2,
        b: float = 0.75,
    ) -> Self:
        """Index one text an id, in the order of `ids`.

        Args:
            ids: item ids, each once.
            texts: as many texts; one without a word is never found.
            language: which stemmer and stop words spaced scripts get; kept with the index.
            k1: how fast repeated terms stop counting.
            b: how much a long text is held against it, 0 to 1.
        """
        vocabulary: dict[str, int] = {}
        rows = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in tokenise(text, language)]
            for text in track(texts, "indexing words", total=len(ids))
        ]
        if len(rows) != len(ids):
            raise ValueError(f"{len(ids)} ids but {len(rows)} texts")
        bm25 = None
        if vocabulary:
            bm25 = bm25s.BM25(method="lucene", k1=k1, b=b)
            bm25.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        return cls(ids, bm25, language)

    def search(
        self, query: str, k: int, allowed: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """The best `k` products that share a term with `query`, best first; ties by id order.

        Args:
            query: a request's words.
            k: at most so many.
            allowed: only these ids may be returned; the best `k` *of them* are.
        """
        scores = self._scores(query)
        rows = (
            np.flatnonzero(scores)
            if allowed is None
            else np.array([r for r in map(self._rows.get, allowed) if r is not None], dtype=np.intp)
        )
        rows = rows[scores[rows] > 0]
        if len(rows) > k:
            rows = rows[np.argpartition(-scores[rows], k - 1)[:k]] if k > 0 else rows[:0]
        rows = rows[np.lexsort((rows, -scores[rows]))]
        return [(self.ids[row], float(scores[row])) for row in rows]

    def scores_for(self, query: str, ids: Sequence[str]) -> NDArray[np.float32]:
        """The score of each of `ids`, float32 ``[n]``; 0 where no term is shared or id unknown."""
        scores = np.append(self._scores(query), np.float32(0))
        rows = np.array([self._rows.get(item_id, -1) for item_id in ids], dtype=np.intp)
        return scores[rows]

    def by_term(self, query: str) -> Iterator[NDArray[np.float32]]:
        """For each term of `query` that the catalog knows, all products' scores, float32 ``[len]``.

        They add up to `scores_for`.
        """
        if self._bm25 is None:
            return
        columns = self._bm25.scores
        for term in self._bm25.get_tokens_ids(request_terms(query, self.language)):
            start, end = columns["indptr"][term : term + 2]
            scores = np.zeros(len(self.ids), dtype=np.float32)
            scores[columns["indices"][start:end]] = columns["data"][start:end]
            yield scores

    def products_with(self, term: str) -> NDArray[np.int32]:
        """Rows of the products whose text has `term` (as `tokenise` gives it), int32 ``[n]``."""
        column = None if self._bm25 is None else self._bm25.vocab_dict.get(term)
        if column is None or self._bm25 is None:
            return np.zeros(0, dtype=np.int32)
        # bm25s keeps a column a term: rows of products and scores. Read, never written.
        start, end = self._bm25.scores["indptr"][column : column + 2]
        rows: NDArray[np.int32] = self._bm25.scores["indices"][start:end]
        return rows

    def save(self, folder: Path) -> None:
        """Write the index into `folder` (made if missing): ``.npy`` arrays and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._bm25 is not None:
            self._bm25.save(folder, show_progress=False)
        settings = {
            "format": _FORMAT,
            "language": self.language,
            "terms": self._bm25 is not None,
            "ids": self.ids,
        }
        (folder / _SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote. Checksums are the business of the caller's manifest.

        Raises:
            StoreError: a file is missing, of a newer format, or not what `save` writes.
        """
        try:
            settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
            if settings["format"] > _FORMAT:
                raise StoreError(f"{folder}: written by a newer shopctl; update with pip")
            bm25 = None
            if settings["terms"]:
                bm25 = bm25s.BM25.load(folder, allow_pickle=False, show_progress=False)
            return cls(settings["ids"], bm25, settings["language"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{folder}: the lexical index can't be read; run `shopctl index` again"
            ) from error

    def _scores(self, query: str) -> NDArray[np.float32]:
        if self._bm25 is None:
            return np.zeros(len(self.ids), dtype=np.float32)
        terms = self._bm25.get_tokens_ids(request_terms(query, self.language))
        scores: NDArray[np.float32] = self._bm25.get_scores_from_ids(terms)
        return scores
