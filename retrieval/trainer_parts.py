"""What the trainings of sentence-transformers models share: checkpoints, loss curve, last check.

Only trainings import this: it needs transformers.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from ..errors import ModelError
from ..progress import bar

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


def check_numbers(model: torch.nn.Module, advice: str) -> None:
    """Refuse weights that are no numbers.

    Raises:
        ModelError: some aren't; `advice` says what to change.
    """
    for name, weights in model.named_parameters():
        if not bool(torch.isfinite(weights).all()):
            raise ModelError(f"the training left weights that are no numbers ({name}): {advice}")


class LossCurve(TrainerCallback):
    """Keeps the loss curve, and a bar while the training runs."""

    def __init__(self, name: str, steps: int) -> None:
        self.losses: list[tuple[int, float]] = []
        self._bar = bar(name, steps, "step")

    def __enter__(self) -> None:
        self._bar.__enter__()

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Move the bar."""
        self._bar.update(state.global_step - self._bar.n)

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Keep the loss."""
        if logs and "loss" in logs:
            self.losses.append((state.global_step, round(float(logs["loss"]), 4)))
