"""Trains the models of a store: reads the live generation, writes the next one.

The store isn't locked while a training runs, so the shop can be indexed and asked meanwhile; the
lock is taken at the end, and the trained model placed on whatever catalog is live then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from .catalog.disk import disk_errors, writer_lock
from .catalog.folder import ShopFolder
from .catalog.pseudonyms import Pseudonyms
from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .errors import StoreError
from .history_files import FOLDER, MEASURED, MODEL
from .history_snapshot import write_history
from .indexes.generations import Generation, Generations
from .indexing import link_or_copy, sweep_locks
from .memory import peak_bytes
from .retrieval.shopper import checkpoint
from .retrieval.shopper.corpus import Corpus
from .retrieval.shopper.encoder import HistoryEncoder
from .retrieval.shopper.learning import Learned, learn, learn_finally
from .retrieval.shopper.settings import Settings
from .serialise import jsonable
from .snapshot import CATALOG_FILE, open_index

_CHECKPOINTS = "history-training"


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What a training of the history encoder did: shown as text, printed as JSON.

    Attributes:
        shoppers: in the store.
        learned_from: shoppers with enough steps to learn from.
        one_item: shoppers with a single item, used for nothing.
        unknown_items: interactions kept aside because their item isn't in the catalog.
        trained_items: items that the shoppers it learned from took.
        seeds: one entry a seed: the model's card, with the validation curve and the mixture.
        generation: the live generation with the model in it.
        seconds: wall time of all trainings, resumed runs included.
        peak_bytes: most memory that this process held.
    """

    store: str
    shoppers: int
    interactions: int
    items: int
    learned_from: int
    one_item: int
    unknown_items: int
    trained_items: int
    seeds: tuple[Mapping[str, Any], ...]
    generation: str
    seconds: float
    peak_bytes: int

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form


def train_history(
    store: Path, settings: Settings | None = None, seeds: int = 1, final: bool = True
) -> TrainReport:
    """Train the history encoder of a store and make it live.

    Args:
        store: the store's folder.
        settings: shape and schedule; the defaults choose by rule and validation.
        seeds: trainings without the validation items, seeds 0, 1, …; the first one decides the
            epochs of the final fit, all of them are kept for `shopctl eval`.
        final: fit once more with the validation items given back, for daily use. Without it the
            model that is measured answers too.

    Raises:
        InputError: the store holds no histories.
        ModelError: nothing to learn from, a training that went wrong, a foreign checkpoint.
        StoreError: no store, another training is running, the disk refuses.
    """
    settings = settings or Settings()
    folder = ShopFolder.open(store)
    generations = Generations(folder.generations_path, folder.current_path)
    live = generations.current()
    work = folder.models_path / _CHECKPOINTS
    with disk_errors(work):
        work.mkdir(parents=True, exist_ok=True)
    with writer_lock(work / "lock", f"the training below {work}"):
        with CatalogStore.open(
            live.file(CATALOG_FILE), read_only=True, key_folder=folder.path
        ) as catalog:
            products = [product for batch in catalog.products() for product in batch]
            steps = catalog.shopper_steps()
            unknown = catalog.unknown_item_interactions()
        texts = open_index(live).reconstruct([product.item_id for product in products])
        corpus = Corpus.build(products, texts, steps, held_out=2)
        belongs = _belonging(folder, live)
        learned = [
            learn(
                corpus,
                replace(settings, seed=settings.seed + number),
                folder=work / f"seed-{settings.seed + number}",
                belongs_to=belongs,
                name=f"training the history encoder (seed {number + 1} of {seeds})",
            )
            for number in range(seeds)
        ]
        answering = learned[0].encoder
        if final:
            whole = Corpus.build(products, texts, steps, held_out=1)
            answering = learn_finally(
                whole, settings, learned[0], folder=work / "final", belongs_to=belongs
            )
        name = _go_live(folder, generations, answering, learned, live.manifest.encoder)
        for done in work.iterdir():
            if done.is_dir():
                checkpoint.remove(done)
    return _report(
        store, steps, corpus, learned, answering if final else None, len(products), unknown, name
    )


def _belonging(folder: ShopFolder, live: Generation) -> dict[str, str]:
    """What a checkpoint must have been made from to be gone on with."""
    return {
        "store": Pseudonyms.load(folder.path).fingerprint(),
        "catalog": live.manifest.catalog_version,
        "encoder": live.manifest.encoder,
    }


def _go_live(
    folder: ShopFolder,
    generations: Generations,
    answering: HistoryEncoder,
    learned: list[Learned],
    encoder: str,
) -> str:
    """Write a generation with the trained models over the catalog that is live now; its number."""
    with folder.lock():
        live = generations.current()
        if live.manifest.encoder != encoder:
            raise StoreError(
                f"{folder.path} was indexed with another text encoder while the training ran: "
                "train again"
            )
        with generations.new() as draft:
            for name in live.manifest.files:
                if not name.startswith(f"{FOLDER}/"):
                    link_or_copy(live.path / name, draft.path / name)
            answering.save(draft.path / FOLDER / MODEL)
            for number, one in enumerate(learned):
                one.encoder.save(draft.path / FOLDER / f"{MEASURED}{number}")
            with CatalogStore.open(
                draft.path / CATALOG_FILE, read_only=True, key_folder=folder.path
            ) as catalog:
                write_history(draft.path, answering, catalog, open_index(live))
            sweep_locks(draft.path)
            draft.commit(
                dimension=live.manifest.dimension,
                count=live.manifest.count,
                encoder=live.manifest.encoder,
                catalog_version=live.manifest.catalog_version,
            )
            return draft.name


def _report(
    store: Path,
    steps: ShopperSteps,
    corpus: Corpus,
    learned: list[Learned],
    final: HistoryEncoder | None,
    items: int,
    unknown: int,
    generation: str,
) -> TrainReport:
    lengths = np.diff(steps.offsets)
    seconds = sum(one.trained.seconds for one in learned)
    return TrainReport(
        store=str(store),
        shoppers=len(steps),
        interactions=len(steps.items),
        items=items,
        learned_from=int((corpus.histories.lengths >= 2).sum()),
        one_item=int((lengths == 1).sum()),
        unknown_items=unknown,
        trained_items=corpus.trained,
        seeds=tuple(one.encoder.card for one in learned),
        generation=generation,
        seconds=round(seconds + (final.card["seconds"] if final else 0.0), 1),
        peak_bytes=peak_bytes(),
    )
