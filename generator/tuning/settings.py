"""How the decoder is tuned: plain values, kept beside the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from ...errors import ModelError
from ...plain_settings import PlainSettings


@dataclass(frozen=True, slots=True)
class TuneSettings(PlainSettings):
    """What is trained and for how long. Customary values; only `epochs` was compared on validation.

    Attributes:
        rank: of the two thin matrices that each layer's change is written as (LoRA: Hu et al., 2021).
        alpha: the change is scaled by alpha / rank.
        dropout: of the input of the thin matrices.
        epochs: times each example is seen.
        batch: examples a step.
        learning_rate: peak; it rises over a twentieth of the steps and falls along a cosine.
        choice_weight: what the choice of a card counts against the words of the answer.
        save_steps: a checkpoint every so many steps.
        seed: of everything random.
    """

    ADVICE: ClassVar[str] = "see docs/answers.md for their names"

    rank: int = 16
    alpha: int = 32
    dropout: float = 0.0
    epochs: int = 1
    batch: int = 8
    learning_rate: float = 3e-4
    choice_weight: float = 4.0
    save_steps: int = 50
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("rank", "alpha", "epochs", "batch", "save_steps"):
            if getattr(self, name) < 1:
                raise ModelError(f"{name} must be at least 1, not {getattr(self, name)}")
        if not 0 < self.learning_rate < 1 or not 0 <= self.dropout < 1:
            raise ModelError("learning_rate must lie between 0 and 1, dropout from 0 to below 1")
        if not math.isfinite(self.choice_weight) or self.choice_weight <= 0:
            raise ModelError(f"choice_weight must be above 0, not {self.choice_weight}")
        if not 0 <= self.seed < 2**32:
            raise ModelError(f"seed must be from 0 to 4294967295, not {self.seed}")
