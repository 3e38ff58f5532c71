"""Trains the text encoder of a store on its own catalog: reads the live generation, indexes anew.

Search goes on meanwhile with what is live. The trained encoder is checked before it is used, and
lies in the store's `models/` under its fingerprint; the generation that it made names it.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .catalog.disk import disk_errors, writer_lock
from .catalog.folder import ShopFolder
from .catalog.records import Product
from .catalog.store import CatalogStore
from .indexes.generations import Generation, Generations
from .indexes.vector_index import make_index
from .indexing import IndexJob, IndexReport, run_index
from .memory import peak_bytes
from .models_of_store import take_place, untrained_base
from .retrieval.adapting.checks import Check
from .retrieval.adapting.learning import Examples, Learned, learn
from .retrieval.adapting.requests import Said
from .retrieval.adapting.settings import AdaptSettings
from .retrieval.judgements import Judgement, in_part, known_ones, read_judgements
from .retrieval.model_folder import CARD
from .retrieval.product_text import product_text
from .retrieval.refinement import Refinement
from .retrieval.retriever import Retriever
from .retrieval.text_encoder import TextEncoder
from .retrieval.weight_fitting import by_request, fitted_weight
from .serialise import jsonable
from .snapshot import CATALOG_FILE, open_lexical, open_spelling

_WORK = "text-training"
_OWN = "text-"
_REVIEWS, _QUESTIONS = 3, 3  # a product, that requests are written from


@dataclass(frozen=True, slots=True)
class TextTrainReport:
    """What a training of the text encoder did: shown as text, printed as JSON.

    Attributes:
        base: the encoder that it started from.
        products: in the catalog.
        pairs: requests that were written and learned from.
        preferences: pairs of judged products learned from.
        unknown_items: judged pairs whose item isn't in the catalog.
        check: scores before, after and in int8 on requests that were not trained on.
        used: whether the trained encoder serves now.
        dense_weight: fitted on judged requests of the validation part; None: the default.
        index: what indexing with it did; None if it isn't used.
        seconds: wall time of it all.
        peak_bytes: most memory that this process held.
    """

    store: str
    base: str
    products: int
    pairs: int
    preferences: int
    unknown_items: int
    check: Check
    used: bool
    dense_weight: float | None
    index: IndexReport | None
    seconds: float
    peak_bytes: int

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form


@dataclass(frozen=True, slots=True)
class _Shop:
    """What there is to learn from."""

    products: Sequence[Product]
    said: Mapping[str, Said]
    judgements: Sequence[Judgement]
    unknown: int


def train_text(
    store: Path, settings: AdaptSettings | None = None, judgements: Path | None = None
) -> TextTrainReport:
    """Train the text encoder of a store and index the store with it, if it finds more than before.

    Args:
        store: the store's folder.
        settings: how; the defaults need no tuning.
        judgements: graded request–product pairs; the train part (60% of the requests) is learned
            from, the validation part fits the weight of vectors against words, the test part is
            left to `shopctl eval search`.

    Raises:
        InputError: a judgements file that can't be used.
        ModelError: nothing to learn from, or a training that went wrong.
        StoreError: no store, another training is running, the disk refuses.
    """
    started = time.perf_counter()
    settings = settings or AdaptSettings()
    folder = ShopFolder.open(store)
    live = Generations(folder.generations_path, folder.current_path).current()
    base = untrained_base(folder)
    work = folder.models_path / _WORK
    with disk_errors(work):
        work.mkdir(parents=True, exist_ok=True)
    with writer_lock(work / "lock", f"the training below {work}"):
        shop = _read(folder, live, judgements)
        shutil.rmtree(work / "model", ignore_errors=True)
        examples = Examples.of(shop.products, settings, shop.judgements, shop.said)
        learned = learn(base, examples, settings, work / "model", work / "checkpoints")
        dense_weight, indexed = None, None
        if learned.check.better:
            dense_weight = _fit_weight(learned.encoder, live, shop)
            with disk_errors(work):
                name = _keep(folder, learned, dense_weight)
            indexed = run_index(store, IndexJob(encoder=name))
            _drop_others(folder, Path(name))
        shutil.rmtree(work / "checkpoints", ignore_errors=True)
        shutil.rmtree(work / "model", ignore_errors=True)
    return TextTrainReport(
        store=str(store),
        base=base.name,
        products=len(shop.products),
        pairs=learned.card["pairs"],
        preferences=learned.card["preferences"],
        unknown_items=shop.unknown,
        check=learned.check,
        used=indexed is not None,
        dense_weight=dense_weight,
        index=indexed,
        seconds=round(time.perf_counter() - started, 1),
        peak_bytes=peak_bytes(),
    )


def _read(folder: ShopFolder, live: Generation, judgements: Path | None) -> _Shop:
    with CatalogStore.open(
        live.file(CATALOG_FILE), read_only=True, key_folder=folder.path
    ) as catalog:
        products = [product for batch in catalog.products() for product in batch]
        said: dict[str, Said] = {}
        counts = catalog.counts()
        if counts.get("reviews") or counts.get("qa"):
            ids = [product.item_id for product in products]
            reviews = catalog.reviews_many(ids, _REVIEWS)
            questions = catalog.qa_many(ids, _QUESTIONS)
            for item in ids:
                pieces = [part for one in reviews[item] for part in (one.title, one.text) if part]
                asked = [one.question for one in questions[item] if one.question]
                if pieces or asked:
                    said[item] = Said(pieces, asked)
    if judgements is None:
        return _Shop(products, said, [], 0)
    graded = read_judgements(judgements)
    usable = known_ones(graded, {product.item_id for product in products}, judgements)
    return _Shop(products, said, usable, len(graded) - len(usable))


def _fit_weight(encoder: TextEncoder, live: Generation, shop: _Shop) -> float | None:
    """The dense weight with the best pairwise accuracy on the validation part; None without one."""
    grades = by_request(in_part(shop.judgements, "validation"))
    if not grades:
        return None
    ids = [product.item_id for product in shop.products]
    index = make_index(encoder.dimension, len(ids))
    index.add(ids, encoder.encode([product_text(one) for one in shop.products], progress=True))
    lexical = open_lexical(live)
    retriever = Retriever(
        encoder,
        index,
        lexical,
        spelling=open_spelling(live),
        refinement=Refinement.of(index, lexical, [one.title for one in shop.products]),
    )
    return fitted_weight(retriever, grades)


def _keep(folder: ShopFolder, learned: Learned, dense_weight: float | None) -> str:
    """Give the model its card and its place in the store; the path."""
    made = learned.folder.path
    card = {**learned.card, "dense_weight": dense_weight}
    (made / CARD).write_text(json.dumps(card, indent=1), encoding="utf-8")
    target, _ = take_place(folder, made, _OWN)
    return str(target)


def _drop_others(folder: ShopFolder, kept: Path) -> None:
    """Remove text encoders that the shop no longer uses; who has one open holds it in memory."""
    for path in folder.models_path.glob(f"{_OWN}*"):
        if path.name not in {kept.name, _WORK}:
            shutil.rmtree(path, ignore_errors=True)
