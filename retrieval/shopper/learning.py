"""From a shop's data to a trained history channel: fit, choose on validation, count, mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ...indexes.vector_index import FaissVectorIndex, make_index
from .batches import in_order, make_batch
from .channel import TrainedHistory
from .co_purchases import CoPurchases
from .corpus import Corpus
from .encoder import HistoryEncoder, placed
from .histories import Histories
from .lookalikes import LookAlikes
from .mixing import Mix, fit_mix
from .model import HistoryModel
from .new_items import stand_ins
from .settings import MAX_STEPS, Settings
from .similar_items import SimilarItems
from .similar_words import SimilarWords
from .training import Trained, Training
from .validation import Validation

Floats = NDArray[np.float32]

_MIX_SHOPPERS = 5000
"""Validation shoppers that the weights of the mixture are fitted on."""
_POINTS = 3
"""Steps a shopper, the newest, that are points for look-alikes: more cost time and tell nothing new."""
_BATCH = 512


@dataclass(frozen=True, slots=True)
class Learned:
    """A trained encoder, how it was trained, and the mixture fitted to it."""

    encoder: HistoryEncoder
    trained: Trained
    mix: Mix


def learn(
    corpus: Corpus,
    settings: Settings,
    *,
    folder: Path | None = None,
    belongs_to: Mapping[str, Any] | None = None,
    name: str = "training the history encoder",
) -> Learned:
    """Train on a corpus, choose the epoch and the mixture on its validation items.

    Raises:
        ModelError: nothing to learn from, or the training went wrong.
    """
    validation = corpus.validation(settings.seed)
    training = _training(corpus, settings, validation, folder=folder, belongs_to=belongs_to, name=name)  # fmt: skip
    trained = training.run()
    encoder = HistoryEncoder(trained.model, corpus.features, corpus.codes)
    mix, mixed = fit_mixture(encoder, corpus, settings.seed)
    encoder.card = {
        "best_epoch": trained.best_epoch,
        "epochs": training.epochs,
        "loss": training.objective.name,
        "seconds": round(trained.seconds, 1),
        "curve": [asdict(one) for one in trained.curve],
        "mix": asdict(mix),
        "validation": {
            "model": dict(trained.curve[trained.best_epoch - 1].scores) if validation else {},
            "mixed": mixed,
        },
    }
    return Learned(encoder, trained, mix)


def learn_finally(
    corpus: Corpus,
    settings: Settings,
    before: Learned,
    *,
    folder: Path | None = None,
    belongs_to: Mapping[str, Any] | None = None,
) -> HistoryEncoder:
    """Train anew with the validation items given back, for as many epochs as `before` chose.

    The last item of every shopper stays out, so that the shop can go on being measured.
    """
    training = _training(
        corpus,
        settings,
        None,
        folder=folder,
        belongs_to=belongs_to,
        stop_after=before.trained.best_epoch,
        name="final fit, validation items given back",
    )
    trained = training.run()
    card = {**before.encoder.card, "curve": [], "seconds": round(trained.seconds, 1)}
    return HistoryEncoder(trained.model, corpus.features, corpus.codes, card)


def fit_mixture(encoder: HistoryEncoder, corpus: Corpus, seed: int) -> tuple[Mix, dict[str, float]]:
    """The mixture with the best N@10 on validation items, and its scores; the encoder alone without any."""
    sample = corpus.validation(seed, _MIX_SHOPPERS)
    if sample is None:
        return Mix(), {}
    channel = counted_channel(
        encoder,
        corpus.item_ids,
        corpus.names,
        _vectors(encoder, corpus),
        corpus.items.text.numpy(),
        corpus.histories,
    )
    return _fitted(channel, sample)


def counted_channel(
    encoder: HistoryEncoder,
    item_ids: Sequence[str],
    names: Sequence[str],
    vectors: Floats,
    whitened: Floats,
    histories: Histories,
    mix: Mix | None = None,
) -> TrainedHistory:
    """A channel over items whose counted sources are made from `histories`.

    Args:
        encoder: the trained model.
        item_ids: the catalog, in the order of the rows.
        names: what its products are called.
        vectors: their vectors by `encoder`, ``[n, width]``.
        whitened: their whitened text vectors, ``[n, k]``.
        histories: over the rows of `item_ids`.
        mix: weights of the sources; None: the encoder alone.
    """
    index: FaissVectorIndex = make_index(encoder.dimension, len(item_ids))
    index.add(item_ids, vectors)
    taken = np.bincount(histories.items, minlength=len(item_ids)) > 0
    return TrainedHistory(
        encoder,
        index,
        CoPurchases.count(histories, len(item_ids), stand_ins(whitened, taken)),
        points_of(encoder, histories, vectors),
        SimilarItems.build(item_ids, whitened),
        SimilarWords.build(names),
        mix,
    )


@torch.inference_mode()
def points_of(encoder: HistoryEncoder, histories: Histories, vectors: Floats) -> LookAlikes:
    """The newest steps of every history as points, with the item that followed each."""
    table = torch.from_numpy(np.ascontiguousarray(vectors))
    enough = np.flatnonzero(histories.lengths >= 2)
    kept = histories.select(enough)
    lengths = np.minimum(kept.lengths, MAX_STEPS + 1)
    states, followers, shoppers = [], [], []
    for chosen in in_order(lengths, _BATCH):
        batch, following = make_batch(kept, chosen, MAX_STEPS + 1).shifted()
        real = batch.real
        place = torch.arange(real.shape[1])[None]
        real &= place >= (batch.lengths - _POINTS)[:, None]
        states.append(encoder.model.states(batch, table)[real].numpy())
        followers.append(following[real].numpy())
        shoppers.append(np.repeat(enough[chosen], real.sum(1).numpy()))
    if not states:
        states.append(np.zeros((0, encoder.dimension), dtype=np.float32))
        followers.append(np.zeros(0, dtype=np.int64))
        shoppers.append(np.zeros(0, dtype=np.int64))
    return LookAlikes.build(*(np.concatenate(part) for part in (states, followers, shoppers)))


def _training(corpus: Corpus, settings: Settings, validation: Any, **options: Any) -> Training:
    return Training(
        settings,
        corpus.items.head(corpus.trained),
        len(corpus.features.tags),
        corpus.histories,
        validation,
        **options,
    )


@torch.inference_mode()
def _vectors(encoder: HistoryEncoder, corpus: Corpus) -> Floats:
    model: HistoryModel = encoder.model
    return placed(model.items(corpus.items).numpy())


def _fitted(channel: TrainedHistory, validation: Validation) -> tuple[Mix, dict[str, float]]:
    """Weights of the mixture, fitted on validation items."""
    before = validation.histories
    shares = [
        one
        for start in range(0, len(before), _BATCH)
        for one in channel.shares(before.select(np.arange(start, min(start + _BATCH, len(before)))))
    ]
    return fit_mix(shares, list(before.sequences()), validation.targets)
