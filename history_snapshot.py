"""The history encoder's part of a generation: its model, and what it makes of the catalog.

Below ``history/``: ``model/`` answers; ``measured-N/`` are the same trained without the validation
items, one a seed, for `shopctl eval`; ``items.faiss``, ``users.faiss``, ``co_purchases.parquet`` and
``similar_words.parquet`` are made anew from the catalog whenever it changes, no training needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .catalog.records import Product
from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .errors import ModelError
from .history_files import FOLDER, MEASURED, MODEL, is_trained
from .indexes.generations import Generation
from .indexes.vector_index import FaissVectorIndex
from .retrieval.product_text import product_name
from .retrieval.shopper.channel import TrainedHistory
from .retrieval.shopper.co_purchases import CoPurchases
from .retrieval.shopper.encoder import HistoryEncoder
from .retrieval.shopper.learning import counted_channel
from .retrieval.shopper.lookalikes import LookAlikes
from .retrieval.shopper.mixing import Mix
from .retrieval.shopper.similar_items import SimilarItems
from .retrieval.shopper.similar_words import SimilarWords

_CO_PURCHASES = "co_purchases.parquet"
_SIMILAR_WORDS = "similar_words.parquet"
_MEASURED_FILE = re.compile(rf"{FOLDER}/({MEASURED}\d+)/weights\.safetensors")

Floats = NDArray[np.float32]


def load_model(generation: Generation, name: str = MODEL) -> HistoryEncoder:
    """One of the history encoders of a verified generation.

    Raises:
        ModelError: damaged, or its weights are no numbers.
    """
    return HistoryEncoder.load(generation.path / FOLDER / name)


def measured_models(generation: Generation) -> list[HistoryEncoder]:
    """The encoders that were trained without the validation items, one a seed."""
    names = (_MEASURED_FILE.fullmatch(name) for name in sorted(generation.manifest.files))
    return [load_model(generation, name[1]) for name in names if name]


def write_history(
    folder: Path, encoder: HistoryEncoder, catalog: CatalogStore, texts: FaissVectorIndex
) -> None:
    """Write what `encoder` makes of a catalog below ``history/`` of a generation's folder.

    Args:
        folder: the generation being written; its models lie there already.
        encoder: what answers.
        catalog: its catalog.
        texts: the text vectors of its products.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    products = [product for batch in catalog.products() for product in batch]
    channel = channel_over(encoder, products, texts, catalog.shopper_steps())
    channel.index.save(target)
    for source in (channel.look_alikes, channel.similar):
        if source is not None:
            source.save(target)
    for table, name in ((channel.co_purchases, _CO_PURCHASES), (channel.words, _SIMILAR_WORDS)):
        if table is not None:
            table.save(target / name)


def channel_over(
    encoder: HistoryEncoder,
    products: Sequence[Product],
    texts: FaissVectorIndex,
    steps: ShopperSteps,
) -> TrainedHistory:
    """A channel over products, its counts made from `steps`."""
    ids = [product.item_id for product in products]
    read = texts.reconstruct(ids)
    vectors = encoder.encode_items(products, read)
    histories = encoder.codes.histories(steps, {item: row for row, item in enumerate(ids)})
    names = [product_name(product) for product in products]
    whitened = encoder.features.whitened(read)
    return counted_channel(encoder, ids, names, vectors, whitened, histories, mix_of(encoder))


def mix_of(encoder: HistoryEncoder) -> Mix:
    """The mixture that was fitted to an encoder.

    Raises:
        ModelError: its card is damaged.
    """
    try:
        return Mix(**{name: float(share) for name, share in encoder.card["mix"].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError("the history encoder's card is damaged: train again") from error


def open_history(generation: Generation, new_items: float | None = None) -> TrainedHistory | None:
    """The trained history channel of a verified generation; None where nothing was trained."""
    if not is_trained(generation):
        return None
    folder = generation.path / FOLDER
    encoder = load_model(generation)
    words = folder / _SIMILAR_WORDS
    return TrainedHistory(
        encoder,
        FaissVectorIndex.load(folder),
        co_purchases=CoPurchases.load(folder / _CO_PURCHASES),
        look_alikes=LookAlikes.load(folder),
        similar=SimilarItems.load(folder),
        words=SimilarWords.load(words) if words.is_file() else None,  # older stores have none
        mix=mix_of(encoder),
        new_items=new_items,
    )
