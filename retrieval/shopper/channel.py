"""A history finds products: the trained encoder over `items.faiss`, mixed with what was counted.

The face of this package for retrieval: item ids in, ranked item ids out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...catalog.shopper_steps import ShopperSteps
from ...indexes.vector_index import FaissVectorIndex
from ..history_channel import Because, Ranking
from .co_purchases import CoPurchases
from .encoder import HistoryEncoder
from .histories import Histories
from .influence import influence
from .lookalikes import LookAlikes
from .mixing import Mix, Rows, Shares

Floats = NDArray[np.float32]

_DEPTH = 1000
"""Items over which the model's shares are taken: beyond them they come to nothing."""
_BATCH = 512


class TrainedHistory:
    """What a trained history encoder makes of histories.

    Args:
        encoder: the model.
        index: unit vectors of the items in its space.
        co_purchases, look_alikes: the counted sources, over the rows of `index`; None: not there.
        mix: their weights, fitted on validation.
    """

    trained = True

    def __init__(
        self,
        encoder: HistoryEncoder,
        index: FaissVectorIndex,
        co_purchases: CoPurchases | None = None,
        look_alikes: LookAlikes | None = None,
        mix: Mix | None = None,
    ) -> None:
        self.encoder = encoder
        self.index = index
        self.co_purchases = co_purchases
        self.look_alikes = look_alikes
        self.mix = mix or Mix()
        self.item_ids = index.ids
        self.row_of = {item_id: row for row, item_id in enumerate(self.item_ids)}

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
            for one in self.shares(histories.select(shoppers), permitted, max(_DEPTH, k)):
                logs = _logarithms(one.mixed(self.mix))
                # By share, and by row where shares are equal: the same list every time.
                best = np.lexsort((one.rows, -logs))[:k]
                ids = [self.item_ids[row] for row in one.rows[best].tolist()]
                found.append(list(zip(ids, logs[best].tolist(), strict=True)))
        return found

    def scores(self, steps: ShopperSteps, item_ids: Sequence[str]) -> Floats:
        """Logarithms of the mixed shares that one history gives to products, float32 ``[n]``."""
        wanted = self.index.rows(item_ids)
        shares = self.shares(self.histories(steps), None, _DEPTH, extra=wanted)[0]
        order = np.argsort(shares.rows)
        place = order[np.searchsorted(shares.rows, wanted, sorter=order)]
        return _logarithms(shares.mixed(self.mix))[place]

    def because_of(self, steps: ShopperSteps, item_ids: Sequence[str]) -> list[Because]:
        """For each product the items whose leaving-out lowers its cosine most, each id once."""
        history = self.histories(steps)
        used = np.unique(history.items)
        targets = self.index.vectors(self.index.rows(item_ids))
        moved = influence(
            self.encoder, history.renumbered_by(used), self.index.vectors(used), targets
        )
        names = [self.item_ids[row] for row in history.items.tolist()]
        found = []
        for column in moved.T:
            total: dict[str, float] = {}
            for item, part in zip(names, column.tolist(), strict=True):
                total[item] = total.get(item, 0.0) + part
            ranked = sorted(total.items(), key=lambda pair: -pair[1])
            found.append([(item, part) for item, part in ranked if part > 0])
        return found

    def behind(self, steps: ShopperSteps) -> dict[str, int]:
        """Products that look-alikes of one shopper took next, and how many of them did: five or more."""
        if self.look_alikes is None:
            return {}
        votes = self.look_alikes.votes(self._states(self.histories(steps)))[0]
        pairs = zip(votes.rows.tolist(), votes.shoppers.tolist(), strict=True)
        return {self.item_ids[row]: shoppers for row, shoppers in pairs}

    def shares(
        self, histories: Histories, permitted: Rows | None, depth: int, extra: Rows | None = None
    ) -> list[Shares]:
        """What each source says of the candidates of each history.

        Args:
            histories: over the index's rows.
            permitted: rows that may be candidates; None: all.
            depth: items that the model puts forward.
            extra: rows that must be among the candidates.
        """
        states = self._states(histories)
        cosines, rows = self.index.search_rows(states, depth, permitted)
        votes = self.look_alikes.votes(states) if self.look_alikes else [None] * len(states)
        allowed = None if permitted is None else np.sort(permitted)
        found = []
        for place, state in enumerate(states):
            history = histories.of(place)
            if not len(history):
                found.append(_NOTHING)
                continue
            counted = []
            if self.co_purchases is not None:
                counted.append((1, *self.co_purchases.votes(history)))
            if (alike := votes[place]) is not None:
                counted.append((2, alike.rows, alike.shares))
            counted = [(source, *_only(some, by, allowed)) for source, some, by in counted]
            found.append(self._joined(state, cosines[place], rows[place], counted, extra))
        return found

    def _joined(
        self,
        state: Floats,
        cosines: Floats,
        rows: Rows,
        counted: Sequence[tuple[int, Rows, Floats]],
        extra: Rows | None,
    ) -> Shares:
        """Candidates of all sources, each scored by every source."""
        kept = rows >= 0
        cosines, rows = cosines[kept], rows[kept]
        logits = cosines / self.encoder.temperature
        top = float(logits.max(initial=0.0))
        likely = np.exp(logits - top)
        total = float(likely.sum()) or 1.0
        named = [some for _, some, _ in counted] + ([] if extra is None else [extra])
        others = np.setdiff1d(np.concatenate([*named, np.zeros(0, np.int64)]), rows)
        beyond = self.index.vectors(others) @ state if len(others) else np.zeros(0, np.float32)
        every = np.concatenate([rows, others])
        order = np.argsort(every)
        sources = np.zeros((len(every), 3), dtype=np.float32)
        sources[: len(rows), 0] = likely / total
        sources[len(rows) :, 0] = np.exp(beyond / self.encoder.temperature - top) / total
        for source, some, by in counted:
            sources[order[np.searchsorted(every, some, sorter=order)], source] = by
        return Shares(every, sources)

    def _states(self, histories: Histories) -> Floats:
        used = np.unique(histories.items)
        return self.encoder.encode_histories(
            histories.renumbered_by(used), self.index.vectors(used)
        )


def _only(rows: Rows, shares: Floats, allowed: Rows | None) -> tuple[Rows, Floats]:
    """Votes for allowed rows alone, summing to 1 again."""
    if allowed is None or not len(rows):
        return rows, shares
    kept = np.isin(rows, allowed, assume_unique=True)
    total = float(shares[kept].sum())
    return rows[kept], shares[kept] / total if total else shares[kept]


def _logarithms(shares: Floats) -> Floats:
    logs: Floats = np.log(np.maximum(shares, 1e-30))
    return logs


_NOTHING = Shares(np.zeros(0, dtype=np.int64), np.zeros((0, 3), dtype=np.float32))
