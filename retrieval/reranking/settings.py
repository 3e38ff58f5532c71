"""How a reranker is trained: plain values, kept beside the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from ...errors import ModelError
from ...plain_settings import PlainSettings


@dataclass(frozen=True, slots=True)
class RerankSettings(PlainSettings):
    """What is trained and for how long; customary values that nobody tuned.

    Attributes:
        epochs: times each judgement is seen.
        batch: judged pairs a step.
        learning_rate: peak; it rises over a tenth of the steps and falls to nothing.
        max_tokens: read of request and product together, in training and serving.
        frozen: share of the layers, from the bottom, that stay as they are; the word embeddings
            always do.
        seed: of everything random.
    """

    ADVICE: ClassVar[str] = "see docs/search.md for their names"

    epochs: int = 1
    batch: int = 64
    learning_rate: float = 2e-4
    max_tokens: int = 64
    frozen: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name, least in (("epochs", 1), ("batch", 2), ("max_tokens", 16)):
            if getattr(self, name) < least:
                raise ModelError(f"{name} must be at least {least}, not {getattr(self, name)}")
        if self.max_tokens > 512:
            raise ModelError(f"max_tokens can be 512 at most, not {self.max_tokens}")
        if not 0 < self.learning_rate < 1:
            raise ModelError(f"learning_rate must lie between 0 and 1, not {self.learning_rate}")
        if not 0 <= self.frozen <= 1 or not math.isfinite(self.frozen):
            raise ModelError(f"frozen is a share of the layers, from 0 to 1, not {self.frozen}")
        if not 0 <= self.seed < 2**32:
            raise ModelError(f"seed must lie from 0 to 4294967295, not {self.seed}")
