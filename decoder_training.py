"""Tunes the decoder on a store's own products, and on labelled product questions if there are some.

The adapter lies in the store's `models/decoder`, and `ask` uses it from the next opening on; with
`out` it is written elsewhere, which is how the shipped one was made. Nothing else of the store
changes.
"""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .answer_measuring import read_questions
from .catalog.disk import disk_errors, writer_lock
from .catalog.folder import ShopFolder
from .catalog.store import CatalogStore
from .decoder_fitting import taught, taught_by_halves
from .decoder_folder import DECODER
from .errors import InputError, ModelError
from .generator.adapter import Adapter, write_adapter
from .generator.choice import Choice
from .generator.grounded import Found
from .generator.loading import base_of
from .generator.scoring import Relevance
from .generator.shipped import shipped
from .generator.tuning.examples import Example
from .generator.tuning.model_card import model_card
from .generator.tuning.product_qa import ProductQA, read_product_qa
from .generator.tuning.settings import TuneSettings
from .generator.tuning.shop_examples import from_shop
from .generator.tuning.training import Tuned, tune
from .indexes.generations import Generations
from .memory import peak_bytes
from .retrieval.relevance import relevance_by
from .retrieval.text_encoder import TextEncoder
from .serialise import jsonable
from .snapshot import CATALOG_FILE

_WORK = "decoder-training"
_EVIDENCE_EACH = 20
# Too few examples teach a manner and no reading.
_LEAST = 50


@dataclass(frozen=True, slots=True)
class DecoderTrainReport:
    """What a training of the decoder did: shown as text, printed as JSON.

    Attributes:
        base: the decoder that was tuned.
        went_on: it went on from the shipped adapter.
        examples: learned from, by source.
        steps: optimiser steps in all, with those before a restart.
        planned: steps that see every example in every epoch.
        first_loss, last_loss: mean loss of the first and the last ten steps of this run.
        choice: fitted numbers.
        path: the adapter's folder.
        seconds: wall time of this run.
        peak_bytes: most memory that this process held.
    """

    store: str
    base: str
    went_on: bool
    examples: dict[str, int]
    steps: int
    planned: int
    first_loss: float | None
    last_loss: float | None
    choice: dict[str, float]
    path: str
    seconds: float
    peak_bytes: int

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form


def train_decoder(
    store: Path,
    settings: TuneSettings | None = None,
    *,
    decoder: str = "default",
    data: Path | None = None,
    questions: Path | None = None,
    device: str = "auto",
    out: Path | None = None,
    fresh: bool = False,
    minutes: float = 0.0,
) -> DecoderTrainReport:
    """Tune the decoder.

    Goes on from the shipped adapter where there is one for this base, so a shop's few examples
    don't have to teach what thousands taught; `fresh` starts from the base.

    Args:
        store: the store's folder; its products, answered questions and fields are learned from.
        settings: how.
        decoder: ``"default"``, or a folder of full weights.
        data: a folder of product-qa, which is learned from too and fits the choice of a card.
        questions: a questions file whose items are left out, so that it can measure afterwards.
        device: ``"auto"``, ``"cpu"`` or ``"cuda"``.
        out: where the adapter goes instead of the store.
        fresh: start from the base.
        minutes: end a training after so long; 0: when every example was seen.

    Raises:
        InputError: nothing to learn from, or a file that can't be read.
        ModelError: a decoder that can't be tuned, or a training that went wrong.
        StoreError: no store, another training is running, the disk refuses.
    """
    started = time.perf_counter()
    settings = settings or TuneSettings()
    folder = ShopFolder.open(store)
    base_folder, base = base_of(decoder)
    work = folder.models_path / _WORK
    with disk_errors(work):
        work.mkdir(parents=True, exist_ok=True)
    with writer_lock(work / "lock", f"the training below {work}"):
        found, relevance = _read(folder, questions)
        labelled = read_product_qa(data, settings.seed) if data is not None else None
        examples = _mixed(found, labelled, settings.seed)
        before = _before(decoder, base, fresh)
        if before is not None and int(before.card["rank"]) != settings.rank:
            before = None  # another rank can't go on from it
        tuned = tune(base_folder, examples, settings, work / "checkpoints", before, device, minutes)
        path = out or folder.models_path / DECODER
        card = _card(base, settings, examples, tuned, before)
        with disk_errors(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            tensors, choice = tuned.tensors, None if before is None else Choice.of(before.card)
            trial = path.with_name(f".{path.name}.trial")
            if labelled is not None:
                trained = Adapter(trial, {"sha256": "", **card}, tensors)
                last, choice, first = taught_by_halves(
                    trained, decoder, labelled.halves, examples, settings, relevance, device, trial
                )
                tensors, card = last.tensors, {**card, **taught(last, labelled.halves, first)}
            if choice is None:
                raise ModelError(
                    "nothing tells how sure the new decoder is: give --data, or go on from the shipped adapter"
                )
            readme = model_card(card, _command(decoder, data, questions, fresh))
            write_adapter(path, tensors, {**card, "choice": choice.to_dict()}, readme)
        shutil.rmtree(work / "checkpoints", ignore_errors=True)
    return DecoderTrainReport(
        store=str(store),
        base=base["name"],
        went_on=before is not None,
        examples=card["examples"],
        steps=tuned.steps,
        planned=tuned.planned,
        first_loss=tuned.losses[0][1] if tuned.losses else None,
        last_loss=tuned.losses[-1][1] if tuned.losses else None,
        choice=choice.to_dict(),
        path=str(path),
        seconds=round(time.perf_counter() - started, 1),
        peak_bytes=peak_bytes(),
    )


def _read(folder: ShopFolder, questions: Path | None) -> tuple[list[Found], Relevance]:
    live = Generations(folder.generations_path, folder.current_path).current()
    left_out = {one.item_id for one in read_questions(questions)} if questions else set()
    catalog = CatalogStore.open(live.file(CATALOG_FILE), read_only=True, key_folder=folder.path)
    try:
        products = [
            one for batch in catalog.products() for one in batch if one.item_id not in left_out
        ]
        ids = [one.item_id for one in products]
        reviews = catalog.reviews_many(ids, _EVIDENCE_EACH)
        qa = catalog.qa_many(ids, _EVIDENCE_EACH)
    finally:
        catalog.close()
    encoder = TextEncoder.load(folder.encoder_name())
    return [Found(p, reviews[p.item_id], qa[p.item_id]) for p in products], relevance_by(encoder)


def _mixed(found: list[Found], labelled: ProductQA | None, seed: int) -> list[Example]:
    examples = [*(labelled.train if labelled else ()), *from_shop(found, seed)]
    if len(examples) < _LEAST:
        raise InputError(
            f"only {len(examples)} examples can be made from this store, too few to learn from: "
            "index products with attributes or --qa, or give --data"
        )
    random.Random(seed).shuffle(examples)
    return examples


def _before(decoder: str, base: dict[str, str], fresh: bool) -> Adapter | None:
    path = shipped()
    if fresh or decoder != "default" or path is None:
        return None
    return Adapter.read(path, base["name"], base["sha256"])


def _card(
    base: dict[str, str],
    settings: TuneSettings,
    examples: list[Example],
    tuned: Tuned,
    before: Adapter | None,
) -> dict[str, Any]:
    """What is kept with the weights: what they belong to and how they came about."""
    return {
        "base": base,
        "rank": settings.rank,
        "alpha": settings.alpha,
        "trained": time.strftime("%Y-%m-%d", time.gmtime()),
        "settings": settings.to_dict(),
        "went_on_from": before.fingerprint if before else None,
        "examples": dict(sorted(Counter(one.source for one in examples).items())),
        "steps": tuned.steps,
        "planned_steps": tuned.planned,
        "losses": tuned.losses,
        "device": tuned.device,
        "versions": {name: version(name) for name in ("torch", "transformers", "peft")},
    }


def _command(decoder: str, data: Path | None, questions: Path | None, fresh: bool) -> str:
    """The command, without the paths of the machine that it ran on."""
    words = ["shopctl train generator --store STORE"]
    words += [f"--decoder {Path(decoder).name}"] if decoder != "default" else []
    words += ["--data product-qa"] if data else []
    words += [f"--questions {questions.name}"] if questions else []
    words += ["--fresh"] if fresh else []
    return " ".join(words)
