"""Runs sentence-transformers' cross-encoder trainer over judged pairs.

Knows models and examples; no store. A checkpoint every hundred steps lets a killed training go on:
the same data and settings find it again, others start anew.
"""

from __future__ import annotations

import math
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from sentence_transformers import CrossEncoder
from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss

from ...errors import ModelError
from ...trainer_parts import LossCurve, check_numbers, checkpoints_of, train_on
from ..model_folder import ModelFolder
from ..trainer_arguments import WithoutHubCard, trainer_arguments
from .examples import Graded
from .pair_export import load
from .settings import RerankSettings


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training made.

    Attributes:
        path: a sentence-transformers cross-encoder with safetensors.
        steps: optimiser steps.
        losses: step and mean loss since the one before, for the card.
        seconds: wall time of this run.
    """

    path: Path
    steps: int
    losses: list[tuple[int, float]]
    seconds: float


def train(
    base: ModelFolder,
    examples: Graded,
    settings: RerankSettings,
    target: Path,
    work: Path | None = None,
    name: str = "training the reranker",
) -> Trained:
    """Make a cross-encoder of `base` and write it into `target`.

    The text encoder's layers read request and product as one text; a fresh head with one output
    learns the grade (binary cross-entropy with the grade's share of the span as the target:
    Nogueira and Cho, "Passage Re-ranking with BERT", 2019, for grades instead of yes and no).

    Args:
        base: a text encoder with a BERT-like network.
        examples: what to learn from.
        settings: how.
        target: an empty or missing folder.
        work: where checkpoints go; None keeps none.
        name: said while it runs.

    Raises:
        ModelError: nothing to learn from, a model that can't be trained, or weights that are no
            numbers afterwards.
    """
    if len(set(examples.targets)) < 2:
        raise ModelError("every judgement that can be learned from has the same grade")
    started = time.perf_counter()
    torch.manual_seed(settings.seed)
    model = _cross_encoder(base, settings)
    dataset = Dataset.from_dict(
        {
            "request": list(examples.requests),
            "product": list(examples.texts),
            "label": list(examples.targets),
        }
    )
    belongs = {
        "base": base.fingerprint,
        "examples": examples.digest(),
        "settings": settings.to_dict(),
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) if work is None else checkpoints_of(work, belongs)
        curve = LossCurve(name, settings.epochs * math.ceil(len(dataset) / settings.batch))
        trainer = _Trainer(
            model=model,
            args=trainer_arguments(
                CrossEncoderTrainingArguments, folder, settings, settings.epochs, work is not None
            ),
            train_dataset=dataset,
            loss=BinaryCrossEntropyLoss(model),
            callbacks=[curve],
        )
        done = train_on(trainer, curve, folder, work is not None)
    check_numbers(model.named_parameters(), "lower learning_rate")
    model.save_pretrained(str(target), create_model_card=False, safe_serialization=True)
    seconds = round(time.perf_counter() - started, 1)
    return Trained(target, done, curve.losses, seconds)


def _cross_encoder(base: ModelFolder, settings: RerankSettings) -> CrossEncoder:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        model: CrossEncoder = load(
            base.path, num_labels=1, max_length=settings.max_tokens, device=device
        )
    except Exception as error:  # networks without such a head fail in many ways
        raise ModelError(f"no reranker can be made of {base.name}: {error}") from error
    model.float()
    network: Any = model.model
    body: Any = getattr(network, network.base_model_prefix, None)
    layers = getattr(getattr(body, "encoder", None), "layer", None)
    if layers is None:
        raise ModelError(f"no reranker can be made of {base.name}: its network isn't BERT-like")
    # Most weights are word embeddings: a shop's judgements touch few of them, and too seldom.
    body.embeddings.requires_grad_(False)
    for layer in layers[: int(len(layers) * settings.frozen)]:
        layer.requires_grad_(False)
    return model


class _Trainer(WithoutHubCard, CrossEncoderTrainer):
    """Without a card for a hub."""
