"""LoRA on a tiny Gemma: it learns, goes on after a kill to the same weights, and is served merged."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from shopctl.errors import ModelError
from shopctl.generator.adapter import Adapter, write_adapter
from shopctl.generator.decoder import Decoder
from shopctl.generator.evidence import Piece
from shopctl.generator.loading import base_of
from shopctl.generator.reading_prompt import CHOICES, reading_prompt
from shopctl.generator.tuning import training
from shopctl.generator.tuning.examples import Example, worked
from shopctl.generator.tuning.settings import TuneSettings
from shopctl.generator.tuning.training import tune

SETTINGS = TuneSettings(rank=4, alpha=8, epochs=3, batch=4, learning_rate=0.02, save_steps=3)
CHOICE = {"chosen": 1, "none": 0, "score": 0, "bias": 0, "answer": 0.5}


def examples(count: int = 16) -> list[Example]:
    rng = random.Random(0)
    out = []
    for n in range(count):
        pieces = [
            Piece("x", "Tea", "Bags", "attribute", f"{n + 2} bags", "Bags"),
            Piece("x", "Tea", "Price", "attribute", f"${n}.50", "Price"),
        ]
        out.append(worked("how many bags?", pieces, [0], f"{n + 2} bags.", "us", rng))
    return out


def test_it_learns(gemma_folder: Path) -> None:
    made = tune(gemma_folder, examples(), SETTINGS, device="cpu")
    assert made.steps == 12
    first = training.tune(
        gemma_folder, examples(), TuneSettings(**{**SETTINGS.to_dict(), "epochs": 12}), device="cpu"
    )
    assert first.losses[-1][1] < 0.8 * first.losses[0][1]
    assert all(tensor.dtype is torch.float32 for tensor in made.tensors.values())
    assert len(made.tensors) == 3 * 7 * 2  # layers, matrices, A and B


def test_a_killed_training_ends_at_the_same_weights(
    gemma_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tune(gemma_folder, examples(), SETTINGS, tmp_path / "whole", device="cpu")

    class Killed(RuntimeError):
        pass

    steps = 0
    before = training.losses

    def dying(*args: object) -> object:
        nonlocal steps
        steps += 1
        if steps == 8:
            raise Killed
        return before(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "losses", dying)
    with pytest.raises(Killed):
        tune(gemma_folder, examples(), SETTINGS, tmp_path / "broken", device="cpu")
    monkeypatch.setattr(training, "losses", before)
    resumed = tune(gemma_folder, examples(), SETTINGS, tmp_path / "broken", device="cpu")
    assert resumed.steps == whole.steps
    for name, tensor in whole.tensors.items():
        assert torch.equal(tensor, resumed.tensors[name]), name


def test_other_examples_start_anew(gemma_folder: Path, tmp_path: Path) -> None:
    tune(gemma_folder, examples(), SETTINGS, tmp_path / "work", device="cpu")
    other = tune(gemma_folder, examples(12), SETTINGS, tmp_path / "work", device="cpu")
    fresh = tune(gemma_folder, examples(12), SETTINGS, device="cpu")
    assert all(torch.equal(fresh.tensors[name], other.tensors[name]) for name in fresh.tensors)


def test_nothing_to_learn_from_is_said(gemma_folder: Path) -> None:
    with pytest.raises(ModelError, match="no examples"):
        tune(gemma_folder, [], SETTINGS, device="cpu")


def test_a_tuned_model_says_of_a_card_what_it_learned(gemma_folder: Path, tmp_path: Path) -> None:
    settings = TuneSettings(**{**SETTINGS.to_dict(), "epochs": 30, "rank": 16, "alpha": 32})
    made = tune(gemma_folder, examples(), settings, device="cpu")
    base = base_of(str(gemma_folder))[1]
    card = {"base": base, "rank": 16, "alpha": 32, "choice": CHOICE}
    write_adapter(tmp_path / "adapter", made.tensors, card)
    tuned = Decoder.load(str(gemma_folder), "cpu", tmp_path / "adapter")
    plain = Decoder.load(str(gemma_folder), "cpu")
    assert tuned.choice is not None and plain.choice is None
    assert tuned.fingerprint != plain.fingerprint

    def right(decoder: Decoder) -> float:
        told = [
            (decoder.weigh(reading_prompt(one.question, line, "en"), CHOICES), n < one.answering)
            for one in examples()
            for n, line in enumerate(one.lines)
        ]
        return float(np.mean([np.exp(likely[int(answers)]) for likely, answers in told]))

    assert right(tuned) > right(plain) + 0.1


def test_going_on_starts_where_the_adapter_ended(gemma_folder: Path, tmp_path: Path) -> None:
    made = tune(gemma_folder, examples(), SETTINGS, device="cpu")
    base = base_of(str(gemma_folder))[1]
    write_adapter(tmp_path / "a", made.tensors, {"base": base, "rank": 4, "alpha": 8})
    before = Adapter.read(tmp_path / "a", base["name"], base["sha256"])
    slow = TuneSettings(**{**SETTINGS.to_dict(), "learning_rate": 1e-9, "epochs": 1})
    same = tune(gemma_folder, examples(), slow, start=before, device="cpu")
    for name, tensor in before.tensors.items():
        assert torch.allclose(tensor.float(), same.tensors[name], atol=1e-5), name
    with pytest.raises(ModelError, match="rank 4"):
        tune(gemma_folder, examples(), TuneSettings(rank=8, epochs=1), start=before, device="cpu")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rank", 0),
        ("epochs", 0),
        ("learning_rate", 0.0),
        ("dropout", 1.0),
        ("choice_weight", -1.0),
        ("seed", -1),
    ],
)
def test_settings_that_cannot_be(name: str, value: float) -> None:
    with pytest.raises(ModelError, match=name):
        TuneSettings(**{name: value})  # type: ignore[arg-type]
