"""A history finds products: the trained encoder over `items.faiss`, mixed with what was counted.

The face of this package for retrieval: item ids in, ranked item ids out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ...catalog.shopper_steps import ShopperSteps
from ...indexes.vector_index import FaissVectorIndex
from ..history_channel import Because, Ranking
from .co_purchases import CoPurchases
from .encoder import HistoryEncoder
from .histories import Histories
from .influence import because, left_out
from .lookalikes import LookAlikes
from .mixing import SOURCES, Mix, Rows, Shares
from .settings import new_items_factor
from .similar_items import SimilarItems, softmax_rows
from .similar_words import SimilarWords
from .vote_table import shares_of

Floats = NDArray[np.float32]

_DEPTH = 1000
"""Items over which the model's shares are taken: beyond them they come to nothing."""
_BATCH = 512
_LEAST = 1e-30  # a share whose logarithm is still a number


@dataclass(frozen=True, slots=True)
class _Nearest:
    """Vectors of histories ``[n, d]``, and logits and rows of the items nearest to each ``[n, k]``."""

    states: Floats
    logits: Floats
    rows: Rows


class TrainedHistory:
    """What a trained history encoder makes of histories.

    Args:
        encoder: the model.
        index: unit vectors of the items in its space.
        co_purchases, look_alikes, similar, words: the other sources, over the rows of `index`;
            None: not there.
        mix: their weights, fitted on validation.
        new_items: what the share of an item that training never saw is multiplied by; None: by how
            many there are (`new_items_factor`).
    """

    trained = True

    def __init__(
        self,
        encoder: HistoryEncoder,
        index: FaissVectorIndex,
        co_purchases: CoPurchases | None = None,
        look_alikes: LookAlikes | None = None,
        similar: SimilarItems | None = None,
        words: SimilarWords | None = None,
        mix: Mix | None = None,
        new_items: float | None = None,
    ) -> None:
        self.encoder = encoder
        self.index = index
        self.co_purchases = co_purchases
        self.look_alikes = look_alikes
        self.similar = similar
        self.words = words
        self.mix = mix or Mix()
        self.item_ids = index.ids
        self.row_of = {item_id: row for row, item_id in enumerate(self.item_ids)}
        seen = set(encoder.features.ids)
        self._is_new = np.array([item_id not in seen for item_id in self.item_ids], dtype=bool)
        share = float(self._is_new.mean()) if len(self._is_new) else 0.0
        self.new_items = new_items_factor(share) if new_items is None else new_items

    def knows(self, item_id: str) -> bool:
        """Whether the index has a vector of it: bought before or not."""
        return item_id in self.row_of

    def histories(self, steps: ShopperSteps) -> Histories:
        """Steps as histories over the index's rows; those on unknown items are passed over."""
        return self.encoder.codes.histories(steps, self.row_of)

    def search(
        self, steps: ShopperSteps, k: int, allowed: Sequence[str] | None = None
    ) -> list[Ranking]:
        """The k likeliest next items of each shopper, with the logarithm of their mixed share.

        Nothing is masked: items of the history may come back. An empty history finds nothing.
        """
        histories = self.histories(steps)
        permitted = None if allowed is None else self.index.rows(allowed)
        found: list[Ranking] = []
        for start in range(0, len(histories), _BATCH):
            shoppers = np.arange(start, min(start + _BATCH, len(histories)))
            sources = self.sources(histories.select(shoppers), permitted, max(_DEPTH, k), self.mix)
            mixed = self._mixed(sources)
            for row in range(len(shoppers)):
                span = slice(mixed.indptr[row], mixed.indptr[row + 1])
                rows, shares = mixed.indices[span], mixed.data[span]
                if len(rows) > k:  # the best k and what ties with the last of them
                    least = np.partition(shares, len(shares) - k)[len(shares) - k]
                    rows, shares = rows[shares >= least], shares[shares >= least]
                # By share, and by row where shares are equal: the same list every time.
                best = np.lexsort((rows, -shares))[:k]
                ids = [self.item_ids[place] for place in rows[best].tolist()]
                logs = np.log(np.maximum(shares[best], _LEAST))
                found.append(list(zip(ids, logs.tolist(), strict=True)))
        return found

    def scores(self, steps: ShopperSteps, item_ids: Sequence[str]) -> Floats:
        """Logarithms of the mixed shares that one history gives to products, float32 ``[n]``.

        What no source names gets the share that the model alone would give it.
        """
        scores: Floats = self._scores(self.histories(steps), self.index.rows(item_ids))[0]
        return scores

    def because_of(self, steps: ShopperSteps, item_ids: Sequence[str]) -> list[Because]:
        """For each product the items without which its score falls most, each id once."""
        histories = left_out(self.histories(steps))
        names = [self.item_ids[row] for row in histories.of(0).tolist()]
        return because(names, self._scores(histories, self.index.rows(item_ids)))

    def behind(self, steps: ShopperSteps) -> dict[str, int]:
        """Products that look-alikes of one shopper took next, and how many of them did: five or more."""
        if self.look_alikes is None:
            return {}
        votes = self.look_alikes.votes(self._states(self.histories(steps)))[0]
        pairs = zip(votes.rows.tolist(), votes.shoppers.tolist(), strict=True)
        return {self.item_ids[row]: shoppers for row, shoppers in pairs}

    def sources(
        self,
        histories: Histories,
        permitted: Rows | None,
        depth: int = _DEPTH,
        mix: Mix | None = None,
    ) -> list[sparse.csr_matrix]:
        """What each of `mixing.SOURCES` says, as shares: CSR ``[histories, items]`` each.

        Args:
            histories: over the index's rows.
            permitted: rows that may be named; None: all.
            depth: items that the model names.
            mix: leave out what it gives no weight; None asks every source.
        """
        return self._named(histories, self._nearest(histories, depth, permitted), permitted, mix)

    def _nearest(self, histories: Histories, depth: int, permitted: Rows | None) -> _Nearest:
        """Each history's vector, and the items that the model puts nearest to it."""
        states = self._states(histories)
        cosines, rows = self.index.search_rows(states, depth, permitted)
        return _Nearest(states, cosines / self.encoder.temperature, rows)

    def _named(
        self, histories: Histories, nearest: _Nearest, permitted: Rows | None, mix: Mix | None
    ) -> list[sparse.csr_matrix]:
        """`sources`, from what the model puts nearest."""
        width = len(self.item_ids)
        nothing = sparse.csr_matrix((len(histories), width), dtype=np.float32)
        found = [
            softmax_rows(nearest.logits, nearest.rows, width, histories.lengths > 0),
            *[nothing] * (len(SOURCES) - 1),
        ]
        if self.co_purchases is not None and (mix is None or mix.co_purchases):
            found[1] = _only(self.co_purchases.votes(histories), permitted)
        if self.look_alikes is not None and (mix is None or mix.look_alikes):
            votes = self.look_alikes.votes(nearest.states)
            lengths = np.array([len(one.rows) for one in votes]) * (histories.lengths > 0)
            kept = [one for one, length in zip(votes, lengths, strict=True) if length]
            places = np.concatenate([np.zeros(0, dtype=np.int64), *(one.rows for one in kept)])
            by = np.concatenate([np.zeros(0, dtype=np.float32), *(one.shares for one in kept)])
            starts = np.concatenate([[0], np.cumsum(lengths)])
            found[2] = _only(sparse.csr_matrix((by, places, starts), nothing.shape), permitted)
        if self.similar is not None and (mix is None or mix.similar):
            found[3] = self.similar.votes(histories, permitted)
        if self.words is not None and (mix is None or mix.words):
            found[4] = _only(self.words.votes(histories), permitted)
        return found

    def shares(self, histories: Histories) -> list[Shares]:
        """What the sources say of the candidates of each history, for fitting the mixture."""
        sources = [source.tocoo() for source in self.sources(histories, None)]
        row = np.concatenate([source.row for source in sources])
        column = np.concatenate([source.col for source in sources])
        kind = np.repeat(np.arange(len(sources)), [source.nnz for source in sources])
        data = np.concatenate([source.data for source in sources])
        found = []
        order = np.argsort(row, kind="stable")
        bounds = np.searchsorted(row[order], np.arange(len(histories) + 1))
        for start, end in pairwise(bounds.tolist()):
            mine = order[start:end]
            rows, place = np.unique(column[mine], return_inverse=True)
            table = np.zeros((len(rows), len(sources)), dtype=np.float32)
            table[place, kind[mine]] = data[mine]
            found.append(Shares(rows.astype(np.int64), table))
        return found

    def _scores(self, histories: Histories, wanted: Rows) -> Floats:
        """Logarithms of the mixed shares of items, ``[histories, wanted]``."""
        nearest = self._nearest(histories, _DEPTH, None)
        found = self._mixed(self._named(histories, nearest, None, self.mix))
        shares = found[:, wanted].toarray()
        total = np.logaddexp.reduce(nearest.logits, axis=1, keepdims=True)
        logits = nearest.states @ self.index.vectors(wanted).T / self.encoder.temperature
        alone = np.exp(np.minimum(logits - total, 0.0)) * self.mix.model * self._boost(wanted)
        alone *= (histories.lengths > 0)[:, None]
        scores = np.log(np.maximum(np.where(shares > 0, shares, alone), _LEAST))
        return np.asarray(scores, dtype=np.float32)

    def _boost(self, rows: Rows) -> Floats:
        """What the shares of these rows are multiplied by."""
        return np.where(self._is_new[rows], self.new_items, 1.0).astype(np.float32)

    def _mixed(self, sources: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
        """Weighted sum of the sources, CSR ``[histories, items]``."""
        weights = self.mix.as_array().tolist()
        parts = [source * weight for source, weight in zip(sources, weights, strict=True) if weight]
        mixed = sum(parts[1:], parts[0]).tocsr()
        mixed.data *= self._boost(mixed.indices)
        return mixed

    def _states(self, histories: Histories) -> Floats:
        used = np.unique(histories.items)
        return self.encoder.encode_histories(
            histories.renumbered_by(used), self.index.vectors(used)
        )


def _only(votes: sparse.csr_matrix, permitted: Rows | None) -> sparse.csr_matrix:
    """Votes for permitted rows alone, summing to 1 again."""
    if permitted is None:
        return votes
    open_to = np.zeros(votes.shape[1], dtype=np.float32)
    open_to[permitted] = 1.0
    kept = votes.multiply(open_to).tocsr()
    kept.eliminate_zeros()
    return shares_of(kept)
