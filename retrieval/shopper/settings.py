"""What a history encoder is made of and how it is trained: plain values, kept beside the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from ...errors import ModelError
from ...plain_settings import PlainSettings

Loss = Literal["auto", "softmax", "sampled", "gbce", "bce"]
Block = Literal["swiglu", "gated", "gelu"]
Positions = Literal["learned", "rotary"]

MAX_STEPS = 50
"""Items of a history that are read: the last so many."""
FULL_SOFTMAX_UP_TO = 50_000
"""Items up to which the softmax runs over the whole catalog."""
_NEW_ITEMS = 3.75
"""How much more a few new items are shown than their score says: chosen so that on validation items
of amazon-beauty, a tenth of the items unseen, a new item that is taken next is among the first ten three
times as often as by the text of the history alone."""

_COLDEST = 0.02  # exp(1 / temperature) must stay a float32
_SEEDS = 2**32
_EPOCHS = 14
_MOST_EPOCHS = 150
_STEPS = 1200


@dataclass(frozen=True, slots=True)
class Settings(PlainSettings):
    """Shape and training of a history encoder. The defaults were chosen on validation items.

    Attributes:
        width: of an item's vector and of the Transformer.
        blocks: Transformer blocks.
        heads: attention heads a block.
        block: ``"swiglu"``, ``"gated"`` (SwiGLU with LiGR's gates on both branches) or ``"gelu"``.
        positions: ``"learned"`` or ``"rotary"``.
        text: use the text embeddings of the items.
        ids: use an embedding an item, where it was seen in training.
        tags: use brand, category and attribute embeddings.
        dropout: in the Transformer.
        input_dropout: on what goes into it.
        id_dropout: share of the items whose id is hidden at a training step, so that text alone
            learns to do.
        temperature: of the softmax over cosines, where training starts; it is learned.
        loss: ``"auto"`` is the full softmax up to 50,000 items and the sampled one above.
        negatives: items a step that the sampled losses draw.
        batch: histories a step.
        learning_rate: peak of the schedule (warm-up, then cosine).
        weight_decay: of AdamW, on matrices.
        epochs: length of the schedule; 0 picks it by the number of steps an epoch has.
        patience: measurements on the validation items without a better one until training stops.
        seed: of everything random.
    """

    ADVICE: ClassVar[str] = "upgrade shopctl, or train again"

    width: int = 128
    blocks: int = 2
    heads: int = 2
    block: Block = "swiglu"
    positions: Positions = "learned"
    text: bool = True
    ids: bool = True
    tags: bool = True
    dropout: float = 0.3
    input_dropout: float = 0.5
    id_dropout: float = 0.1
    temperature: float = 0.07
    loss: Loss = "auto"
    negatives: int = 2048
    batch: int = 256
    learning_rate: float = 4e-3
    weight_decay: float = 0.0
    epochs: int = 0
    patience: int = 5
    seed: int = 0

    def __post_init__(self) -> None:
        if not (self.text or self.ids or self.tags):
            raise ModelError("an item needs text, ids or tags to be known by: switch one on")
        if self.width < 2 or self.width % (2 * self.heads):
            raise ModelError(
                f"width {self.width} must be a multiple of twice the {self.heads} heads"
            )
        for name, kind in (("loss", Loss), ("block", Block), ("positions", Positions)):
            if getattr(self, name) not in get_args(kind):
                raise ModelError(
                    f"{name} {getattr(self, name)!r} is unknown: use {', '.join(get_args(kind))}"
                )
        for name in ("blocks", "heads", "negatives", "batch", "patience"):
            if getattr(self, name) < 1:
                raise ModelError(f"{name} must be at least 1, not {getattr(self, name)}")
        for name in ("epochs", "seed", "weight_decay"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ModelError(f"{name} must be 0 or more, not {getattr(self, name)}")
        for name in ("dropout", "input_dropout", "id_dropout"):
            if not 0 <= getattr(self, name) < 1:
                raise ModelError(f"{name} is a share from 0 to below 1, not {getattr(self, name)}")
        if self.seed >= _SEEDS:
            raise ModelError(f"seed must be below {_SEEDS}, not {self.seed}")
        if not 0 < self.learning_rate < math.inf:
            raise ModelError(f"learning_rate must be above 0, not {self.learning_rate}")
        if not _COLDEST <= self.temperature < 10:
            raise ModelError(
                f"temperature must lie between {_COLDEST} and 10, not {self.temperature}"
            )

    def epochs_for(self, steps_an_epoch: int) -> int:
        """Epochs of the schedule: as set, or enough for small shops to take enough steps."""
        wanted = math.ceil(_STEPS / max(1, steps_an_epoch))
        return self.epochs or min(max(wanted, _EPOCHS), _MOST_EPOCHS)


def new_items_factor(share: float) -> float:
    """What the share of an item that training never saw is multiplied by, unless one says otherwise.

    Nothing speaks for a new item but its text, so it comes out behind what histories speak for. What
    it is given is taken from the rest, so the more of a catalog is new, the less each is given.

    Args:
        share: of the catalog that is new, 0 to 1.
    """
    return 1.0 + _NEW_ITEMS * (1.0 - share) ** 2
