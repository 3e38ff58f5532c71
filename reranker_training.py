"""Trains the reranker of a store on graded requests: reads the live generation, adds to `models/`.

Search goes on meanwhile. The reranker is checked before it is used, lies in `models/` under its
fingerprint, and `shop.json` names both; it knows words, not items, so index runs keep it.
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
from .catalog.store import CatalogStore
from .errors import InputError
from .indexes.generations import Generation, Generations
from .memory import peak_bytes
from .models_of_store import take_place, untrained_base
from .retrieval.fusion import DENSE_WEIGHT
from .retrieval.judgements import known_ones, read_judgements
from .retrieval.model_folder import CARD
from .retrieval.reranking.checks import RerankCheck
from .retrieval.reranking.examples import pair_text
from .retrieval.reranking.learning import Learned, learn
from .retrieval.reranking.reranker import Reranker
from .retrieval.reranking.settings import RerankSettings
from .retrieval.retriever import Retriever
from .retrieval.text_encoder import TextEncoder
from .serialise import jsonable
from .snapshot import (
    CATALOG_FILE,
    open_index,
    open_lexical,
    open_refinement,
    open_spelling,
)

_WORK = "rerank-training"
_OWN = "reranker-"
_CONFIG = "reranker"


@dataclass(frozen=True, slots=True)
class RerankTrainReport:
    """What a training of the reranker did: shown as text, printed as JSON.

    Attributes:
        base: the encoder that it started from.
        products: in the catalog.
        pairs: judged pairs learned from.
        unknown_items: judged pairs whose item isn't in the catalog.
        check: what it is worth on the validation part.
        used: whether it serves from now on without being asked for.
        kept: whether it can be asked for (``--rerank``).
        seconds: wall time of it all.
        peak_bytes: most memory that this process held.
    """

    store: str
    base: str
    products: int
    pairs: int
    unknown_items: int
    check: RerankCheck
    used: bool
    kept: bool
    seconds: float
    peak_bytes: int

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form


def train_reranker(
    store: Path, judgements: Path | None, settings: RerankSettings | None = None
) -> RerankTrainReport:
    """Train a reranker on judgements; it serves if it orders more pairs right within 100 ms.

    Args:
        store: the store's folder.
        judgements: graded request–product pairs; the train part (60% of the requests) is learned
            from, the validation part (20%) decides, the test part is left to `shopctl eval search`.
        settings: how.

    Raises:
        InputError: no judgements, or a file that can't be used.
        ModelError: a training that went wrong.
        StoreError: no store, another training is running, the disk refuses.
    """
    started = time.perf_counter()
    settings = settings or RerankSettings()
    folder = ShopFolder.open(store)
    if judgements is None:
        raise InputError(
            "a reranker is trained on judgements: give --judgements FILE (query,item_id,grade)"
        )
    live = Generations(folder.generations_path, folder.current_path).current()
    work = folder.models_path / _WORK
    with disk_errors(work):
        work.mkdir(parents=True, exist_ok=True)
    with writer_lock(work / "lock", f"the training below {work}"):
        texts = _texts(folder, live)
        graded = read_judgements(judgements)
        known = known_ones(graded, texts.keys(), judgements)
        shutil.rmtree(work / "model", ignore_errors=True)
        retriever = _retriever(folder, live)
        base = untrained_base(folder)
        learned = learn(
            base, retriever, texts, known, settings, work / "model", work / "checkpoints"
        )
        found = learned.check
        with disk_errors(work):
            if found.better:
                _keep(folder, learned)
        shutil.rmtree(work / "checkpoints", ignore_errors=True)
        shutil.rmtree(work / "model", ignore_errors=True)
    return RerankTrainReport(
        store=str(store),
        base=base.name,
        products=len(texts),
        pairs=learned.card["pairs"],
        unknown_items=len(graded) - len(known),
        check=found,
        used=found.pays,
        kept=found.better,
        seconds=round(time.perf_counter() - started, 1),
        peak_bytes=peak_bytes(),
    )


def open_reranker(
    folder: ShopFolder, catalog: CatalogStore, wanted: bool | None
) -> Reranker | None:
    """The store's reranker: if it pays (None), if there is one (True), or none (False).

    Raises:
        InputError: one is wanted and there is none.
        ModelError: it was altered.
    """
    named = folder.config.get(_CONFIG)
    if wanted is False or (wanted is None and not (isinstance(named, Mapping) and named["live"])):
        return None
    if not isinstance(named, Mapping):
        raise InputError(
            f"{folder.path} has no reranker: run `shopctl train reranker --judgements FILE` first"
        )

    def read(item_ids: Sequence[str]) -> list[str]:
        found = {one.item_id: pair_text(one) for one in catalog.get_many(item_ids)}
        return [found.get(item, "") for item in item_ids]

    return Reranker.open(folder.path / str(named["folder"]), str(named["fingerprint"]), read)


def reranker_state(folder: ShopFolder) -> str:
    """``"none"``, ``"live"``, or ``"off"``: trained, better, but too slow to serve unasked."""
    named = folder.config.get(_CONFIG)
    return ("live" if named["live"] else "off") if isinstance(named, Mapping) else "none"


def _texts(folder: ShopFolder, live: Generation) -> dict[str, str]:
    with CatalogStore.open(
        live.file(CATALOG_FILE), read_only=True, key_folder=folder.path
    ) as catalog:
        return {one.item_id: pair_text(one) for batch in catalog.products() for one in batch}


def _retriever(folder: ShopFolder, live: Generation) -> Retriever:
    encoder = TextEncoder.load(folder.encoder_name())
    weight = DENSE_WEIGHT if encoder.dense_weight is None else encoder.dense_weight
    index, lexical = open_index(live), open_lexical(live)
    return Retriever(
        encoder,
        index,
        lexical,
        dense_weight=weight,
        spelling=open_spelling(live),
        refinement=open_refinement(live, index, lexical),
    )


def _keep(folder: ShopFolder, learned: Learned) -> None:
    """Give the model its card and its place in the store, and name it in shop.json."""
    (learned.path / CARD).write_text(json.dumps(learned.card, indent=1), encoding="utf-8")
    target, fingerprint = take_place(folder, learned.path, _OWN)
    with folder.lock():
        fresh = ShopFolder.open(folder.path)  # an index run may have written since
        fresh.config.update(
            reranker={
                "folder": target.relative_to(folder.path).as_posix(),
                "fingerprint": fingerprint,
                "live": learned.check.pays,
            }
        )
    for path in folder.models_path.glob(f"{_OWN}*"):
        if path.name != target.name:
            shutil.rmtree(path, ignore_errors=True)
