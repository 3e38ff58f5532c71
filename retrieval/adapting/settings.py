"""How a text encoder is adapted: plain values, kept beside the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from ...errors import ModelError
from ...plain_settings import PlainSettings

_LEAST_PAIRS, _MOST_PAIRS, _PAIRS_A_PRODUCT = 4_000, 20_000, 4


@dataclass(frozen=True, slots=True)
class AdaptSettings(PlainSettings):
    """What is trained and for how long.

    Numbers of pairs and the share that is kept were compared on train requests of homedepot-search;
    the others are customary values that nobody tuned.

    Attributes:
        pairs: request–product pairs; 0: four a product, from 4,000 to 20,000 in all.
        batch: pairs a step; the others of the batch are what the right product is told from.
        learning_rate: peak; it rises over a tenth of the steps and falls to nothing.
        temperature: of the softmax over cosines (InfoNCE).
        max_tokens: read of a text while training; serving reads all that the model can.
        frozen: layers from the bottom that stay as they are, with the word embeddings.
        judged_epochs: times each judgement is seen, where there are any.
        kept: how much of the weights before stays in the weights after (their mean, WiSE-FT:
            Wortsman et al., 2022): what was learned about the world is not unlearned for the shop.
            -1: a half without judgements; with them, what orders those of the validation part best.
        matryoshka: also train the vectors' first halves and quarters to do.
        seed: of everything random.
    """

    ADVICE: ClassVar[str] = "see docs/search.md for their names"

    pairs: int = 0
    batch: int = 128
    learning_rate: float = 1e-4
    temperature: float = 0.03
    max_tokens: int = 64
    frozen: float = 0.5
    judged_epochs: int = 1
    kept: float = -1.0
    matryoshka: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for name, least in (("batch", 2), ("max_tokens", 8), ("judged_epochs", 1)):
            if getattr(self, name) < least:
                raise ModelError(f"{name} must be at least {least}, not {getattr(self, name)}")
        if self.pairs < 0 or not 0 <= self.seed < 2**32:
            raise ModelError("pairs must be 0 or more, and seed from 0 to 4294967295")
        if not 0 < self.learning_rate < 1 or not 0.001 <= self.temperature < 10:
            raise ModelError("learning_rate must lie between 0 and 1, temperature from 0.001 to 10")
        if self.kept != -1 and not 0 <= self.kept < 1:
            raise ModelError(f"kept is a share from 0 to below 1, or -1, not {self.kept}")
        if not 0 <= self.frozen <= 1 or not math.isfinite(self.frozen):
            raise ModelError(f"frozen is a share of the layers, from 0 to 1, not {self.frozen}")

    def pairs_for(self, products: int) -> int:
        """Pairs for a catalog of `products`."""
        return self.pairs or min(max(_PAIRS_A_PRODUCT * products, _LEAST_PAIRS), _MOST_PAIRS)
