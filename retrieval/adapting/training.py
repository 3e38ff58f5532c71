"""Runs sentence-transformers' trainer over written pairs and, where there are any, judgements.

Knows models and examples; no store. A checkpoint every hundred steps lets a killed training go on:
the same data and settings find it again, others start anew.
"""

from __future__ import annotations

import hashlib
import math
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer.losses import MarginMSELoss
from sentence_transformers.util import pairwise_cos_sim

from ...errors import ModelError
from ...trainer_parts import LossCurve, check_numbers, checkpoints_of, train_on
from ..model_folder import ModelFolder
from ..trainer_arguments import WithoutHubCard, trainer_arguments
from .averaging import best_share, mix, trainable
from .judged import Preferences
from .objective import AnswersAside
from .pairs import Pairs
from .settings import AdaptSettings

_GAP = 0.35
"""Difference of two cosines that the whole span of the grades is worth. Not tuned."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """What a training made.

    Attributes:
        path: a sentence-transformers folder with safetensors.
        pairs, preferences: examples it learned from.
        steps: optimiser steps.
        kept: share of the weights before.
        losses: step and mean loss since the one before, for the card.
        seconds: wall time of this run.
    """

    path: Path
    pairs: int
    preferences: int
    steps: int
    kept: float
    losses: list[tuple[int, float]]
    seconds: float


def adapt(
    base: ModelFolder,
    pairs: Pairs,
    settings: AdaptSettings,
    target: Path,
    judged: Preferences | None = None,
    held_out: Preferences | None = None,
    work: Path | None = None,
    name: str = "training the text encoder",
) -> Adapted:
    """Train `base` on pairs (and preferences) and write the result into `target`.

    Args:
        base: what to start from.
        pairs: requests and their products.
        settings: how.
        target: an empty or missing folder.
        judged: pairs of graded products, learned from as well.
        held_out: pairs of other requests, which decide how much of the weights before is kept.
        work: where checkpoints go; None keeps none.
        name: said while it runs.

    Raises:
        ModelError: nothing to learn from, a model that can't be trained, or weights that are no
            numbers afterwards.
    """
    if len(pairs) < 2:
        raise ModelError("fewer than two products have words to write a request from")
    started = time.perf_counter()
    torch.manual_seed(settings.seed)
    model = _trainable(base, settings)
    before = trainable(model)
    read = model.max_seq_length
    model.max_seq_length = min(settings.max_tokens, read or settings.max_tokens)
    datasets, losses = _examples(base, model, pairs, judged, settings)
    belongs = _belongs(base, pairs, judged, settings)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) if work is None else checkpoints_of(work, belongs)
        steps = sum(math.ceil(len(one) / settings.batch) for one in datasets.values())
        history = LossCurve(name, steps)
        trainer = _Trainer(
            model=model,
            args=trainer_arguments(
                SentenceTransformerTrainingArguments, folder, settings, 1, work is not None
            ),
            train_dataset=datasets,
            loss=losses,
            callbacks=[history],
        )
        done = train_on(trainer, history, folder, work is not None)
    check_numbers(model.named_parameters(), "lower learning_rate, or raise temperature")
    model.eval()
    after, kept = trainable(model), settings.kept
    if kept < 0:
        kept = 0.5
        if held_out is not None and held_out.requests:
            kept = best_share(model, before, after, held_out, base.prompts)
    mix(model, before, after, kept)
    model.max_seq_length = read
    model.prompts = {"query": base.prompts["query"], "document": base.prompts["product"]}
    model.save_pretrained(str(target), create_model_card=False, safe_serialization=True)
    return Adapted(
        target,
        len(pairs),
        len(judged.requests) if judged else 0,
        done,
        kept,
        history.losses,
        round(time.perf_counter() - started, 1),
    )


def _trainable(base: ModelFolder, settings: AdaptSettings) -> SentenceTransformer:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        model = SentenceTransformer(str(base.path), device=device, trust_remote_code=False)
    except Exception as error:
        raise ModelError(f"{base.name} can't be loaded for training: {error}") from error
    model.float()
    transformer: Any = getattr(model[0], "auto_model", None) or getattr(model[0], "model", None)
    layers = getattr(getattr(transformer, "encoder", None), "layer", None)
    if layers is not None:  # other architectures are trained whole
        for part in (transformer.embeddings, *layers[: int(len(layers) * settings.frozen)]):
            part.requires_grad_(False)
    return model


def _examples(
    base: ModelFolder,
    model: SentenceTransformer,
    pairs: Pairs,
    judged: Preferences | None,
    settings: AdaptSettings,
) -> tuple[dict[str, Dataset], dict[str, torch.nn.Module]]:
    """Datasets by name and what each is trained with; prompts stand before the texts already."""
    ask, tell = base.prompts["query"], base.prompts["product"]
    tokenizer: Any = model.tokenizer
    size = model.get_embedding_dimension() or 0
    dimensions = [size // 2, size // 4] if settings.matryoshka else []
    datasets = {
        "written": Dataset.from_dict(
            {
                "request": [ask + text for text in pairs.requests],
                "product": [tell + text for text in pairs.texts],
                "label": [list(label) for label in pairs.labels],
            }
        )
    }
    losses: dict[str, torch.nn.Module] = {
        "written": AnswersAside(model, settings.temperature, tokenizer.all_special_ids, dimensions)
    }
    if judged is not None and judged.requests:
        times = settings.judged_epochs
        datasets["judged"] = Dataset.from_dict(
            {
                "request": [ask + text for text in judged.requests] * times,
                "better": [tell + text for text in judged.better] * times,
                "worse": [tell + text for text in judged.worse] * times,
                "label": [_GAP * gap for gap in judged.gaps] * times,
            }
        )
        losses["judged"] = ScaledMarginMSE(model)
    return datasets, losses


class ScaledMarginMSE(MarginMSELoss):
    """Margin-MSE (Hofstätter et al., 2020) over cosines, brought to the size of the other loss."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__(model, similarity_fct=pairwise_cos_sim)

    def forward(self, sentence_features: Any, labels: torch.Tensor) -> torch.Tensor:
        """As MarginMSELoss, in units of the squared gap that a whole span of grades is worth."""
        return super().forward(sentence_features, labels) / _GAP**2


def _belongs(
    base: ModelFolder, pairs: Pairs, judged: Preferences | None, settings: AdaptSettings
) -> dict[str, Any]:
    told = [*judged.requests, *judged.better, *judged.worse] if judged else []
    return {
        "base": base.fingerprint,
        "pairs": pairs.digest(),
        "judged": hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest(),
        "settings": settings.to_dict(),
    }


class _Trainer(WithoutHubCard, SentenceTransformerTrainer):
    """Without a card for a hub."""
