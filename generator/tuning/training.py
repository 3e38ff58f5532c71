"""Runs `transformers`' trainer with LoRA over worked examples. Knows a model folder; no store.

A checkpoint every few steps lets a killed training go on to the same weights: the same base,
examples and settings find it again, others start anew.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

from ...errors import ModelError
from ...trainer_parts import LossCurve, check_numbers, checkpoints_of, train_on
from ..adapter import LAYERS, Adapter, tensors_of
from ..hf_model import dtype_for
from ..kept import kept_rows
from ..reading_prompt import CHOICES
from ..vocabulary import Vocabulary
from ..weights import sha256_of
from .batches import Group, collate, in_batches, tokens_of
from .examples import Example, digest
from .objective import KeptHead, losses
from .settings import TuneSettings

_LOGGED = 10


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a training made.

    Attributes:
        tensors: the adapter's, float32 by name; see `adapter.tensors_of`.
        steps: optimiser steps taken.
        planned: steps that would have seen every example in every epoch.
        losses: step, mean loss, and mean loss of the choice since the one before.
        device: where it ran.
    """

    tensors: dict[str, torch.Tensor]
    steps: int
    planned: int
    losses: list[tuple[int, float, float]]
    device: str


def tune(
    base: Path,
    examples: Sequence[Example],
    settings: TuneSettings,
    work: Path | None = None,
    start: Adapter | None = None,
    device: str = "auto",
    minutes: float = 0.0,
) -> Tuned:
    """Train an adapter for the causal model in `base`.

    Args:
        base: a Hugging Face folder with safetensors.
        examples: at least one batch of them is sensible.
        settings: how.
        work: where checkpoints go; None keeps none.
        start: an adapter to go on from; None starts from no change.
        device: ``"auto"``, ``"cpu"`` or ``"cuda"``.
        minutes: end after the step in which so much time has passed in this run; 0: when all is
            learned. What isn't seen by then isn't learned, and the card says so.

    Raises:
        ModelError: no examples, no such device, or weights that are no numbers afterwards.
    """
    if not examples:
        raise ModelError("there is nothing to learn from: no examples")
    started = time.perf_counter()
    gpu = torch.cuda.is_available()
    if device == "auto":
        device = "cuda" if gpu else "cpu"
    if device == "cuda" and not gpu:
        raise ModelError("there is no GPU that this PyTorch can use: leave --gpu out")
    torch.manual_seed(settings.seed)
    vocabulary = Vocabulary.of_folder(base)
    encoded = [tokens_of(one, vocabulary) for one in examples]
    batches = in_batches(encoded, settings.batch, settings.epochs, settings.seed)
    model = _with_lora(base, settings, device, start)
    belongs = {
        "base": sha256_of(base / "model.safetensors"),
        "examples": digest(examples),
        "settings": settings.to_dict(),
        "start": start.fingerprint if start else "",
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) if work is None else checkpoints_of(work, belongs)
        history = _History(len(batches), started + 60 * minutes if minutes else math.inf)
        trainer = _Trainer(
            model=model,
            args=_arguments(folder, settings, device, keep=work is not None),
            train_dataset=_Batches(batches),
            data_collator=_unwrapped,
            callbacks=[history],
        )
        trainer.tuned = (
            settings.choice_weight,
            history,
            KeptHead(model, _kept(vocabulary, encoded)),
            _choices(vocabulary),
        )
        steps = train_on(trainer, history, folder, work is not None)
    tensors = tensors_of(model)
    check_numbers(tensors.items(), "lower learning_rate")
    return Tuned(tensors, steps, len(batches), history.means, device)


def _with_lora(base: Path, settings: TuneSettings, device: str, start: Adapter | None) -> Any:
    model: Any = AutoModelForCausalLM.from_pretrained(
        base, use_safetensors=True, trust_remote_code=False, dtype=dtype_for(device)
    )
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules=list(LAYERS),
        task_type="CAUSAL_LM",
    )
    wrapped: Any = get_peft_model(model, config)
    if start is not None:
        start.put_into(wrapped)
    return wrapped


def _kept(vocabulary: Vocabulary, encoded: Sequence[Group]) -> torch.Tensor:
    """Rows of the head that English and Chinese answers use, and every id that is learned."""
    kept = set(kept_rows(vocabulary.pieces, sorted(vocabulary.ends)).tolist())
    kept.update(_choices(vocabulary))
    for group in encoded:
        for one in group:
            kept.update(one.ids[one.start :])
    return torch.tensor(sorted(kept))


def _choices(vocabulary: Vocabulary) -> tuple[int, int]:
    """Ids of the tokens that say that a card doesn't answer, and that it does."""
    none, number = (vocabulary.ids(choice)[0] for choice in CHOICES)
    return none, number


class _Batches(torch.utils.data.Dataset[Any]):
    """Batches made beforehand, one an item: the trainer's own batch is one of them."""

    def __init__(self, batches: Sequence[Sequence[Group]]) -> None:
        self._batches = batches

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, at: int) -> dict[str, Any]:
        return collate(self._batches[at])


def _unwrapped(found: list[dict[str, Any]]) -> dict[str, Any]:
    return found[0]


class _Trainer(Trainer):
    """With our loss, and batches in the order in which they were made."""

    tuned: tuple[float, _History, KeptHead, tuple[int, int]]

    def _get_train_sampler(self, *_: Any, **__: Any) -> Any:
        return torch.utils.data.SequentialSampler(self.train_dataset)  # type: ignore[arg-type]

    def compute_loss(
        self,
        model: Any,
        inputs: Any,
        return_outputs: bool = False,
        num_items_in_batch: Any = None,
    ) -> Any:
        weight, history, head, answers = self.tuned
        loss, choice = losses(head, inputs, answers, weight)
        history.note(float(loss.detach()), float(choice))
        return (loss, {}) if return_outputs else loss


def _arguments(folder: Path, settings: TuneSettings, device: str, keep: bool) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=1,
        per_device_train_batch_size=1,
        learning_rate=settings.learning_rate,
        warmup_steps=0.05,
        lr_scheduler_type="cosine",
        weight_decay=0.0,
        bf16=dtype_for(device) is torch.bfloat16,
        use_cpu=device == "cpu",
        seed=settings.seed,
        data_seed=settings.seed,
        save_strategy="steps" if keep else "no",
        save_steps=settings.save_steps,
        save_total_limit=1,
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
        remove_unused_columns=False,
    )


class _History(LossCurve):
    """Two losses, the mean of every ten steps; ends the training when its time is over."""

    def __init__(self, steps: int, until: float) -> None:
        super().__init__("training the decoder", steps)
        self.means: list[tuple[int, float, float]] = []
        self._until = until
        self._since: list[tuple[float, float]] = []

    def note(self, loss: float, choice: float) -> None:
        """Keep a step's losses."""
        self._since.append((loss, choice))

    def on_step_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """Move the bar, and say the means."""
        super().on_step_end(args, state, control, **more)
        if state.global_step % _LOGGED == 0 and self._since:
            mean = [
                round(sum(part) / len(self._since), 4) for part in zip(*self._since, strict=True)
            ]
            self.means.append((state.global_step, mean[0], mean[1]))
            self.progress.set_postfix(loss=mean[0], choice=mean[1])
            self._since.clear()
        if time.perf_counter() >= self._until:
            control.should_training_stop = True
