"""Trains a history encoder on histories: steps, schedule, early stopping, checkpoints.

Knows arrays and a model; no store and no product. What is random is drawn from the seed and the
number of the step or epoch, so a training that was killed and resumed at any step ends with the
same weights as one that ran through.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...errors import ModelError
from ...progress import bar
from . import checkpoint as checkpoints
from .batches import make_batch, shuffled
from .checkpoint import Checkpoint
from .histories import Histories, Ints
from .item_tower import ItemInputs
from .model import HistoryModel
from .objective import Objective
from .settings import MAX_STEPS, Settings
from .validation import Validation

_BETAS = (0.9, 0.98)
_WARM_UP = 0.05  # of all steps
_FLOOR = 0.02  # of the peak learning rate, at the end
_LARGEST_SCALE = 60.0  # exp of it is far from a float32's end
_SILENCE = 0.2  # share of the histories whose event kinds, ratings and gaps are hidden at a step
_CHECKPOINT_S = 60.0


@dataclass(frozen=True, slots=True)
class Epoch:
    """One line of the validation curve: mean loss, scores on the validation items, seconds so far."""

    epoch: int
    loss: float
    scores: Mapping[str, float]
    seconds: float


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model.

    Attributes:
        best_epoch: whose weights these are; chosen on the validation items.
        curve: one entry an epoch.
        seconds: wall time, over all runs of this training.
    """

    model: HistoryModel
    best_epoch: int
    curve: tuple[Epoch, ...]
    seconds: float


class Training:
    """One training. `run` it to the end; kill it, make it anew and `run` it again to go on.

    Args:
        settings: shape and schedule.
        items: the items that training sees; their places are the rows in `histories`.
        tag_count: size of the tag vocabulary.
        histories: what is learned from; shoppers with one item are passed over.
        validation: what chooses the best epoch; None keeps the last.
        stop_after: epochs after which to stop though the schedule goes on (for a final fit).
        folder: where checkpoints go; None keeps none.
        belongs_to: what a checkpoint must have been made with to be resumed, as JSON values.
        name: what the progress bar says.

    Raises:
        ModelError: no shopper has two items.
    """

    def __init__(
        self,
        settings: Settings,
        items: ItemInputs,
        tag_count: int,
        histories: Histories,
        validation: Validation | None = None,
        *,
        stop_after: int | None = None,
        folder: Path | None = None,
        belongs_to: Mapping[str, Any] | None = None,
        name: str = "training the history encoder",
    ) -> None:
        self.name = name
        self.settings = settings
        self.items = items
        self.validation = validation
        self.folder = folder
        self.belongs_to = {**(belongs_to or {}), "settings": settings.to_dict()}
        self.histories = histories.select(np.flatnonzero(histories.lengths >= 2))
        if not len(self.histories):
            raise ModelError("no shopper has two items to learn from: index more interactions")
        with torch.random.fork_rng():
            torch.manual_seed(settings.seed)
            self.model = HistoryModel(settings, items.text.shape[1], tag_count, len(items))
        self.objective = Objective(settings, self.histories, len(items))
        self.optimiser = torch.optim.AdamW(
            self.model.parameters(),
            lr=settings.learning_rate,
            betas=_BETAS,
            weight_decay=settings.weight_decay,
        )
        self.per_epoch = math.ceil(len(self.histories) / settings.batch)
        self.epochs = settings.epochs_for(self.per_epoch)
        self.last_epoch = min(self.epochs, stop_after or self.epochs)
        self.step = 0
        self.losses: list[float] = []  # of the epoch that is running
        self.curve: list[Epoch] = []
        self.best: dict[str, Tensor] = {}
        self.best_epoch = 0
        self.seconds = 0.0

    def run(self) -> Trained:
        """Train to the end, from the last checkpoint if there is one.

        Raises:
            ModelError: the loss is no number any more, or the checkpoint is another store's.
            ChecksumError: the checkpoint was altered.
        """
        with torch.random.fork_rng():
            self._resume()
            self._run()
        if self.best:
            self.model.load_state_dict(self.best)
        self.model.eval()
        epoch = self.best_epoch or len(self.curve)
        return Trained(self.model, epoch, tuple(self.curve), self.seconds)

    def _run(self) -> None:
        saved = time.perf_counter()
        total = self.last_epoch * self.per_epoch
        with bar(self.name, total, "step") as shown:
            shown.update(self.step)
            for epoch in range(self.step // self.per_epoch, self.last_epoch):
                if self._waited_enough():
                    break
                order = self._order(epoch)
                for place in range(self.step % self.per_epoch, self.per_epoch):
                    began = time.perf_counter()
                    self._learn(order[place])
                    self.step += 1
                    self.seconds += time.perf_counter() - began
                    shown.update(1)
                    if self.step % self.per_epoch and began - saved > _CHECKPOINT_S:
                        self._save()
                        saved = time.perf_counter()
                self._end_of_epoch(epoch + 1, shown)
                self._save()
                saved = time.perf_counter()

    def _order(self, epoch: int) -> list[Ints]:
        generator = np.random.default_rng([self.settings.seed, 0, epoch])
        lengths = np.minimum(self.histories.lengths, MAX_STEPS + 1)
        return shuffled(lengths, self.settings.batch, generator)

    def _learn(self, shoppers: Ints) -> None:
        settings = self.settings
        torch.manual_seed(settings.seed * 1_000_003 + self.step)
        self.model.train()
        for group in self.optimiser.param_groups:
            group["lr"] = settings.learning_rate * self._share_of_peak()
        batch, following = make_batch(self.histories, shoppers, MAX_STEPS + 1).shifted()
        batch = batch.silenced(torch.rand(len(shoppers)) < _SILENCE)
        items = self.model.items(self.items)
        real = batch.real
        states = self.model.states(batch, items)[real]
        loss = self.objective(states, items, following[real], self.model.scale, self.step)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise ModelError(
                f"training went wrong at step {self.step + 1}: the loss is {value}. Check the "
                "catalog's text vectors, or train with a lower learning rate"
            )
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        with torch.no_grad():
            self.model.scale.clamp_(1.0, _LARGEST_SCALE)
        self.losses.append(value)

    def _share_of_peak(self) -> float:
        """Warm-up, then half a cosine down to the floor."""
        total = self.epochs * self.per_epoch
        warm = min(1.0, (self.step + 1) / max(1.0, _WARM_UP * total))
        cosine = 0.5 * (1 + math.cos(math.pi * self.step / total))
        return warm * (_FLOOR + (1 - _FLOOR) * cosine)

    def _end_of_epoch(self, epoch: int, shown: Any) -> None:
        began = time.perf_counter()
        scores = self.validation.measure(self.model) if self.validation else {}
        self.seconds += time.perf_counter() - began
        best = max((one.scores.get("N@10", 0.0) for one in self.curve), default=-1.0)
        if scores and scores["N@10"] > best:
            self.best_epoch = epoch
            self.best = {n: t.detach().clone() for n, t in self.model.state_dict().items()}
        loss = sum(self.losses) / max(1, len(self.losses))
        self.losses = []
        self.curve.append(Epoch(epoch, loss, scores, round(self.seconds, 1)))
        shown.set_postfix_str(
            f"epoch {epoch}, loss {loss:.3f}"
            + "".join(f", validation {name} {value:.4f}" for name, value in scores.items())
        )

    def _waited_enough(self) -> bool:
        """Whether the validation items have seen nothing better for too long."""
        waited = len(self.curve) - self.best_epoch
        return self.validation is not None and waited >= self.settings.patience

    # --- checkpoints -------------------------------------------------------------------------

    def _save(self) -> None:
        if self.folder is None:
            return
        tensors = {
            f"model.{n}": t.detach().contiguous() for n, t in self.model.state_dict().items()
        }
        tensors |= {f"best.{n}": t for n, t in self.best.items()}
        for number, state in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{number}.{name}": t for name, t in state.items()}
        progress = {
            "step": self.step,
            "losses": self.losses,
            "curve": [asdict(one) for one in self.curve],
            "best_epoch": self.best_epoch,
            "seconds": self.seconds,
        }
        checkpoints.write(self.folder, Checkpoint(self.belongs_to, progress, tensors))

    def _resume(self) -> None:
        found = checkpoints.read(self.folder, self.belongs_to) if self.folder else None
        if found is None:
            return
        parts: dict[str, dict[str, Tensor]] = {"model": {}, "best": {}, "optimiser": {}}
        for name, tensor in found.tensors.items():
            kind, _, rest = name.partition(".")
            parts[kind][rest] = tensor
        self.model.load_state_dict(parts["model"])
        self.best = parts["best"]
        form = self.optimiser.state_dict()
        for name, tensor in parts["optimiser"].items():
            number, _, moment = name.partition(".")
            form["state"].setdefault(int(number), {})[moment] = tensor
        self.optimiser.load_state_dict(form)
        progress = found.progress
        self.step, self.losses = int(progress["step"]), list(progress["losses"])
        self.curve = [Epoch(**one) for one in progress["curve"]]
        self.best_epoch, self.seconds = int(progress["best_epoch"]), float(progress["seconds"])
