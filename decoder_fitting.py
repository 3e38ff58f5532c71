"""Goes on from a trained adapter with labelled questions, and fits the choice of a card on what it didn't learn from."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .generator.adapter import Adapter, write_adapter
from .generator.choice import Choice
from .generator.decoder import Decoder
from .generator.loading import base_of, load
from .generator.questions import Question
from .generator.reading import cards_of, weigh
from .generator.scoring import Relevance, Scored
from .generator.tuning.cross_fitting import RATE, SOURCE, Halves, cross_fit
from .generator.tuning.examples import Example
from .generator.tuning.fitting import Weigh
from .generator.tuning.settings import TuneSettings
from .generator.tuning.training import Tuned, tune

_BLANK = Choice(1.0, 0.0, 0.0, 0.0, 0.5)


def taught_by_halves(
    start: Adapter,
    decoder: str,
    halves: Halves,
    examples: Sequence[Example],
    settings: TuneSettings,
    relevance: Relevance,
    device: str,
    trial: Path,
) -> tuple[Tuned, Choice, float]:
    """See `generator/tuning/cross_fitting.py`.

    Args:
        start: what to go on from.
        decoder: name of its base.
        halves: labelled questions.
        examples: that `start` learned from.
        settings: that it was trained with; the rate is lower here.
        relevance: the encoder's similarity.
        device: where to train.
        trial: a folder that is free; adapters lie there while they are read with.

    Raises:
        ModelError: too few labelled questions, or a training that went wrong.
    """
    base_folder, _ = base_of(decoder)
    slower = replace(settings, epochs=1, learning_rate=settings.learning_rate * RATE)

    def teach(some: Sequence[Example]) -> Tuned:
        return tune(base_folder, some, slower, start=start, device=device)

    def weigh_by(tuned: Tuned) -> Weigh:
        model = reader(tuned.tensors, start.card, decoder, trial)

        def weighed(
            question: Question, scored: Sequence[Scored], language: str
        ) -> NDArray[np.float64]:
            return weigh(model, cards_of(question, scored, language))

        return weighed

    return cross_fit(halves, examples, teach, weigh_by, relevance, settings.seed)


def taught(last: Tuned, halves: Halves, first: float) -> dict[str, Any]:
    """What an adapter's card says of it; `first` as `cross_fit` gives it."""
    return {
        "taught": {
            "source": SOURCE,
            "questions": len(halves[0]) + len(halves[1]),
            "first": round(first, 4),
            "steps": last.steps,
            "losses": last.losses,
        }
    }


def reader(tensors: dict[str, Any], card: Any, decoder: str, trial: Path) -> Decoder:
    """A decoder with an adapter that lies on disk no longer than it takes to load."""
    named = {key: value for key, value in card.items() if key not in {"sha256", "format"}}
    write_adapter(trial, tensors, {**named, "choice": _BLANK.to_dict()})
    try:
        return Decoder(load(decoder, "auto", trial))
    finally:
        shutil.rmtree(trial, ignore_errors=True)
