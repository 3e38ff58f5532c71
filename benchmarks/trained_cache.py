"""Trained history encoders for the benchmarks, kept in the user's cache.

The key is a digest of the data, the settings and the source of what trains, so a change of any of
them trains anew; a benchmark that was killed goes on from the last checkpoint.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import shopctl.retrieval.shopper as source
from shop_data import ShopData
from shopctl.cache import cache_folder
from shopctl.history_snapshot import mix_of
from shopctl.retrieval.shopper.channel import TrainedHistory
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.encoder import HistoryEncoder
from shopctl.retrieval.shopper.learning import counted_channel, fit_mixture, learn
from shopctl.retrieval.shopper.settings import Settings

_DECISIVE = ("batches", "blocks", "item_tower", "losses", "model", "objective", "training")
_MIXED = (
    "channel", "co_purchases", "lookalikes", "mixing", "new_items", "similar_items", "similar_words", "vote_table",
)  # fmt: skip


def trained(corpus: Corpus, settings: Settings, what: str) -> HistoryEncoder:
    """The encoder trained on `corpus`, from the cache or made now; `what` is said while it is made."""
    folder = cache_folder() / "benchmarks" / "history" / _key(corpus, settings)
    if not (folder / "model.json").is_file():
        learned = learn(corpus, settings, folder=folder / "checkpoints", name=what)
        learned.encoder.save(folder)
    encoder = HistoryEncoder.load(folder)
    mixed = hashlib.sha256()
    _add_source(mixed, _MIXED)
    file = folder / f"mix-{mixed.hexdigest()[:16]}.json"
    if not file.is_file():  # what is mixed has changed since: the weights are as good as they were
        mix, scores = fit_mixture(encoder, corpus, settings.seed)
        file.write_text(json.dumps({"mix": asdict(mix), "validation": scores}), encoding="utf-8")
    fitted = json.loads(file.read_text(encoding="utf-8"))
    encoder.card["mix"] = fitted["mix"]
    encoder.card["validation"]["mixed"] = fitted["validation"]
    return encoder


def channel_of(encoder: HistoryEncoder, corpus: Corpus, shop: ShopData) -> TrainedHistory:
    """The whole of it: the encoder with co-purchases and look-alikes counted on the same histories."""
    row_of = {item: row for row, item in enumerate(shop.item_ids)}
    order = [row_of[item] for item in corpus.item_ids]
    texts = shop.texts[order]
    vectors = encoder.encode_items([shop.products[row] for row in order], texts)
    return counted_channel(
        encoder,
        corpus.item_ids,
        corpus.names,
        vectors,
        encoder.features.whitened(texts),
        corpus.histories,
        mix_of(encoder),
    )


def _key(corpus: Corpus, settings: Settings) -> str:
    digest = hashlib.sha256(json.dumps(settings.to_dict(), sort_keys=True).encode())
    _add_source(digest, _DECISIVE)
    digest.update("\0".join(corpus.item_ids).encode())
    digest.update(corpus.items.text.numpy().tobytes())
    histories = corpus.histories
    for array in (histories.offsets, histories.items, histories.events, histories.gaps):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:32]


def _add_source(digest: Any, names: Sequence[str]) -> None:
    """Add the code of modules of the history encoder to a digest."""
    for name in names:
        digest.update(code_of(Path(source.__file__).parent / f"{name}.py").encode())


def code_of(path: Path) -> str:
    """A module's code without comments, layout and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match getattr(node, "body", None):
            case [ast.Expr(value=ast.Constant()) as docstring, *_]:
                docstring.value = ast.Constant("")
    return ast.dump(tree)
