"""The trained history encoder as others use it: items and histories to unit vectors, and files.

Vectors of items are made once and kept in an index; a history is encoded from the vectors of its
items, so an item that joined the catalog today takes part like any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load, save

from ...catalog.records import Product
from ...errors import ModelError
from .batches import in_order, make_batch
from .features import Features
from .histories import Histories
from .model import HistoryModel
from .new_items import filled_ids
from .settings import MAX_STEPS, Settings
from .step_codes import StepCodes

Floats = NDArray[np.float32]

FORMAT = 1
_WEIGHTS, _CARD, _VOCABULARY = "weights.safetensors", "model.json", "vocabulary.json"
_ARRAYS = ("features.mean", "features.whitening")
_BATCH = 512


class HistoryEncoder:
    """A trained model with the features it was trained on.

    Attributes:
        card: how it was trained, as plain JSON values.
        dimension: length of a vector.
    """

    def __init__(
        self,
        model: HistoryModel,
        features: Features,
        codes: StepCodes,
        card: Mapping[str, Any] | None = None,
    ) -> None:
        self.model = model.eval()
        self.features = features
        self.codes = codes
        self.card = dict(card or {})
        self.dimension = model.settings.width

    @property
    def temperature(self) -> float:
        """By which a cosine is divided before the softmax."""
        return 1 / float(self.model.scale.detach())

    @torch.inference_mode()
    def encode_items(self, products: Sequence[Product], texts: Floats) -> Floats:
        """Unit vectors of products, float32 ``[n, dimension]``.

        What wasn't there in training gets the mean id of its neighbours in text (`new_items`).

        Args:
            products: n of them, those seen in training among them.
            texts: their text embeddings, ``[n, e]``, of the encoder that training used.

        Raises:
            ModelError: the text embeddings are of another width.
        """
        if not len(products):
            return np.zeros((0, self.dimension), dtype=np.float32)
        inputs = self.features.inputs(products, texts)
        return placed(self.model.items(inputs, filled_ids(self.model.tower, inputs)).numpy())

    @torch.inference_mode()
    def encode_histories(self, histories: Histories, items: Floats) -> Floats:
        """Unit vectors of histories, float32 ``[n, dimension]``; zeros for an empty one.

        Args:
            histories: whose item rows are those of `items`; of each the last 50 steps are read.
            items: unit vectors of items, ``[v, dimension]``.
        """
        vectors = np.zeros((len(histories), self.dimension), dtype=np.float32)
        if not len(items):
            return vectors
        table = torch.from_numpy(np.ascontiguousarray(items))
        lengths = np.minimum(histories.lengths, MAX_STEPS)
        for shoppers in in_order(lengths, _BATCH):
            vectors[shoppers] = self.model.last(make_batch(histories, shoppers), table).numpy()
        return vectors

    def save(self, folder: Path) -> None:
        """Write weights, vocabulary and card into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        tensors = {name: t.contiguous() for name, t in self.model.state_dict().items()}
        arrays = (self.features.mean, self.features.whitening)
        tensors |= {n: torch.from_numpy(a.copy()) for n, a in zip(_ARRAYS, arrays, strict=True)}
        (folder / _WEIGHTS).write_bytes(save(tensors))
        (folder / _VOCABULARY).write_text(
            json.dumps(
                {**self.features.vocabulary(), "steps": self.codes.to_dict()}, ensure_ascii=False
            ),
            encoding="utf-8",
        )
        card = {"format": FORMAT, "settings": self.model.settings.to_dict(), "card": self.card}
        (folder / _CARD).write_text(json.dumps(card, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote. Its checksums were verified before (`generations`).

        Raises:
            ModelError: damaged, of a newer format, or weights that aren't finite numbers.
        """
        advice = "run `shopctl train history` again"
        try:
            form = json.loads((folder / _CARD).read_text(encoding="utf-8"))
            if form["format"] > FORMAT:
                raise ModelError(
                    f"{folder} was written by a newer shopctl: upgrade it, or {advice}"
                )
            vocabulary = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
            tensors = load((folder / _WEIGHTS).read_bytes())
            mean, whitening = (tensors.pop(name).numpy() for name in _ARRAYS)
            settings = Settings.from_dict(form["settings"])
            codes = StepCodes.from_dict(vocabulary["steps"])
            features = Features.from_parts(vocabulary, mean, whitening)
            sizes = whitening.shape[1], len(features.tags), len(features.ids)
            model = HistoryModel(settings, *sizes)
            model.load_state_dict(tensors)
        except ModelError:
            raise
        except Exception as error:  # of the parsers, each its own kind
            raise ModelError(f"the history encoder in {folder} is damaged: {advice}") from error
        arrays = [mean, whitening, *(tensor.numpy() for tensor in tensors.values())]
        if not all(bool(np.isfinite(array).all()) for array in arrays):
            raise ModelError(f"the history encoder in {folder} holds weights that are no numbers: {advice}")  # fmt: skip
        return cls(model, features, codes, form["card"])

    def fingerprint(self) -> str:
        """SHA-256 over weights and settings, hex."""
        digest = hashlib.sha256(json.dumps(self.model.settings.to_dict(), sort_keys=True).encode())
        for name, tensor in sorted(self.model.state_dict().items()):
            digest.update(name.encode())
            digest.update(tensor.contiguous().numpy().tobytes())
        return digest.hexdigest()


def placed(vectors: Floats) -> Floats:
    """Item vectors with some direction for what nothing is known of: an index holds unit vectors."""
    nothing = ~vectors.any(axis=1, keepdims=True)
    return np.where(nothing, np.float32(vectors.shape[1] ** -0.5), vectors)
