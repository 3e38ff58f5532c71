"""What trainings with `transformers`' trainer share: checkpoints, going on, loss curve, last check.

Only trainings import this: it needs transformers.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from transformers import PrinterCallback, Trainer, TrainerCallback
from transformers.trainer_utils import get_last_checkpoint

from .errors import ModelError
from .progress import bar

_BELONGS = "belongs.json"


def checkpoints_of(work: Path, belongs: Mapping[str, Any]) -> Path:
    """The folder of checkpoints, emptied if they belong to another training."""
    path = work / _BELONGS
    try:
        same = json.loads(path.read_text(encoding="utf-8")) == belongs
    except (OSError, ValueError):
        same = False
    if not same:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(belongs), encoding="utf-8")
    return work


def train_on(trainer: Trainer, curve: LossCurve, folder: Path, keep: bool) -> int:
    """Train, from the last checkpoint in `folder` if checkpoints are kept there.

    Returns:
        Optimiser steps in all.
    """
    trainer.remove_callback(PrinterCallback)
    last: Any = get_last_checkpoint
    resumed = last(str(folder)) if keep else None
    with curve:
        trainer.train(resume_from_checkpoint=resumed)
    return int(trainer.state.global_step)


def check_numbers(weights: Iterable[tuple[str, torch.Tensor]], advice: str) -> None:
    """Refuse weights that are no numbers.

    Args:
        weights: by name.
        advice: what to change.

    Raises:
        ModelError: some are none.
    """
    for name, tensor in weights:
        if not bool(torch.isfinite(tensor).all()):
            raise ModelError(f"the training left weights that are no numbers ({name}): {advice}")


class LossCurve(TrainerCallback):
    """Keeps the loss curve, and a bar while the training runs."""

    def __init__(self, name: str, steps: int) -> None:
        self.losses: list[tuple[int, float]] = []
        self.progress = bar(name, steps, "step")

    def __enter__(self) -> None:
        self.progress.__enter__()

    def __exit__(self, *error: object) -> None:
        self.progress.close()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Move the bar."""
        self.progress.update(state.global_step - self.progress.n)

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Keep the loss."""
        if logs and "loss" in logs:
            self.losses.append((state.global_step, round(float(logs["loss"]), 4)))
