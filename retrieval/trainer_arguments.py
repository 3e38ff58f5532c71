"""How sentence-transformers' trainers are run here, for bi-encoders and cross-encoders alike.

Only trainings import this: it needs sentence-transformers' training parts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch

from .adapting.batches import length_batches
from .shopper.losses import fast_type

_SAVE_STEPS = 100

Arguments = TypeVar("Arguments")


class Settings(Protocol):
    """What the settings of either have in common."""

    @property
    def batch(self) -> int:
        """Examples a step."""

    @property
    def learning_rate(self) -> float:
        """Peak."""

    @property
    def seed(self) -> int:
        """Of everything random."""


def trainer_arguments(
    kind: type[Arguments], folder: Path, settings: Settings, epochs: int, keep: bool
) -> Arguments:
    """Arguments of a trainer.

    Args:
        kind: sentence-transformers' class of them.
        folder: where checkpoints go.
        settings: of the training.
        epochs: times each example is seen.
        keep: write a checkpoint every hundred steps.
    """
    gpu = torch.cuda.is_available()
    made: Any = kind
    arguments: Arguments = made(
        output_dir=str(folder),
        num_train_epochs=epochs,
        per_device_train_batch_size=settings.batch,
        batch_sampler=length_batches,
        learning_rate=settings.learning_rate,
        warmup_steps=0.1,
        lr_scheduler_type="linear",
        weight_decay=0.01,
        bf16=fast_type(torch.device("cuda" if gpu else "cpu")) is torch.bfloat16,
        use_cpu=not gpu,
        seed=settings.seed,
        data_seed=settings.seed,
        save_strategy="steps" if keep else "no",
        save_steps=_SAVE_STEPS,
        save_total_limit=1,
        logging_strategy="steps",
        logging_steps=20,
        report_to="none",
        disable_tqdm=True,
    )
    return arguments


class WithoutHubCard:
    """A trainer without the model card for a hub, which runs the model on examples and looks things up."""

    def add_model_card_callback(self, default_args_dict: dict[str, Any]) -> None:
        """Add none."""
