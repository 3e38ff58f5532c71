"""From a name to a model and its vocabulary: which road a decoder takes on which device.

The packaged Gemma on CPU is read from a sealed int8 folder, made once. Any other Gemma 3 text
model is quantised as it is read. Everything else, and every model on a GPU, goes through
`transformers`. Weights are safetensors only, and code that comes with a model is never run.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..errors import ModelError
from . import int8
from .adapter import Adapter
from .choice import Choice
from .conversion import default_base, default_decoder, default_target
from .fast_gemma import FastGemma, Shape
from .hf_model import HFModel, LanguageModel
from .kept import kept_rows
from .quantise import from_safetensors
from .shipped import shipped
from .vocabulary import Vocabulary
from .weights import made_once, sha256_of

_INT8_ROOM = 330_000_000
_INT8_VERSION = 3


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model, its vocabulary, and the SHA-256 that names both and how they were read.

    Attributes:
        choice: what was fitted with the adapter that the model was tuned with; None: untuned.
    """

    model: LanguageModel
    vocabulary: Vocabulary
    fingerprint: str
    choice: Choice | None = None


def load(name: str, device: str, adapter: Path | None = None) -> Loaded:
    """Load a decoder by name.

    Args:
        name: ``"default"``, the packaged one, tuned; ``"base"``, the same untuned; a hub id, or a
            local folder.
        device: ``"auto"``, ``"cpu"``, ``"cuda"``.
        adapter: folder of an adapter to use; None: the shipped one with ``"default"``, else none.

    Raises:
        ModelError: missing package, unknown model, no safetensors, damaged file, no room, or an
            adapter that is altered or belongs to another base.
    """
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    if name in ("default", "base"):
        if adapter is None and name == "default":
            adapter = shipped()
        base = default_base()
        change = Adapter.read(adapter, base["name"], base["sha256"]) if adapter else None
        if device == "cpu" and int8.available():
            return _fast_default(change)
        folder, fingerprint = default_decoder()
        return _through_transformers(folder, fingerprint, device, change)
    try:
        return _named_model(name, device, adapter)
    except (OSError, ValueError, KeyError, ImportError) as error:
        lines = str(error).strip().splitlines()
        raise ModelError(
            f"{name}: can't be loaded as a causal language model ({lines[0][:160] if lines else type(error).__name__}); "
            "give a hub id, or a folder with config.json, tokenizer.json and *.safetensors"
        ) from error


def base_of(name: str) -> tuple[Path, dict[str, str]]:
    """The folder of a decoder's full weights, to train on, and what names them in a card.

    Args:
        name: ``"default"`` or ``"base"``, or a local folder with one model.safetensors.

    Raises:
        ModelError: no such folder, or the packaged weights are missing.
    """
    if name in ("default", "base"):
        return default_decoder()[0], default_base()
    file = Path(name) / "model.safetensors"
    if not file.is_file():
        raise ModelError(
            f"{name}: can't be tuned; give a folder with config.json, tokenizer.json and model.safetensors"
        )
    return Path(name), {"name": Path(name).name, "sha256": sha256_of(file)}


def _through_transformers(
    folder: Path, fingerprint: str, device: str, change: Adapter | None
) -> Loaded:
    model = HFModel.load(folder, device, change)
    named = _named(fingerprint, device, change.fingerprint if change else "")
    return Loaded(model, Vocabulary.of_folder(folder), named, _choice(change))


def _choice(change: Adapter | None) -> Choice | None:
    return Choice.of(change.card) if change is not None else None


def _named_model(name: str, device: str, adapter: Path | None) -> Loaded:
    from transformers import AutoConfig, AutoTokenizer

    config = AutoConfig.from_pretrained(name, trust_remote_code=False)
    tokenizer = AutoTokenizer.from_pretrained(name, trust_remote_code=False)
    if not tokenizer.is_fast:
        raise ModelError(f"{name}: its tokenizer has no tokenizer.json; give a model that has one")
    vocabulary = Vocabulary.of_hf(tokenizer)
    fingerprint = _named(_fingerprint(name, config), device)
    shape, file = Shape.of(config), Path(name) / "model.safetensors"
    change = None
    if adapter is not None:
        base = base_of(name)[1]
        change = Adapter.read(adapter, base["name"], base["sha256"])
        fingerprint = _named(fingerprint, change.fingerprint)
    model: LanguageModel
    if device == "cpu" and shape is not None and int8.available() and file.is_file():
        pieces = vocabulary.pieces
        kept = kept_rows(pieces, sorted(vocabulary.ends))
        model = FastGemma(shape, from_safetensors(file, shape, change), kept)
    else:
        model = HFModel.load(name, device, change)
    return Loaded(model, vocabulary, fingerprint, _choice(change))


def _fast_default(change: Adapter | None) -> Loaded:
    """The int8 form of the default decoder, made on first use; one for each adapter."""
    source = default_target()
    tuned = f"-{change.fingerprint[:12]}" if change else ""
    target = source.with_name(f"{source.name}-int8-{_INT8_VERSION}{tuned}")
    fingerprint = made_once(
        target, _INT8_ROOM, lambda folder: _write_int8(default_decoder()[0], folder, change)
    )
    from safetensors import safe_open
    from transformers import AutoConfig

    # Mapped, not read: the embedding table stays in the page cache until a row is used.
    with safe_open(target / "model-int8.safetensors", framework="pt") as file:
        weights = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - not a dict
    pieces = _unpacked(weights.pop("pieces").numpy(), weights.pop("piece_sizes").numpy())
    vocabulary = Vocabulary.of_folder(target, pieces)
    shape = Shape.of(AutoConfig.from_pretrained(target))
    if shape is None:
        raise ModelError(f"{target}: made by another version of shopctl; delete it and run again")
    kept = weights.pop("kept").numpy()
    return Loaded(FastGemma(shape, weights, kept), vocabulary, fingerprint, _choice(change))


def _write_int8(source: Path, folder: Path, change: Adapter | None) -> None:
    from safetensors.torch import save_file
    from transformers import AutoConfig

    for name in ("config.json", "tokenizer.json"):
        shutil.copyfile(source / name, folder / name)
    vocabulary = Vocabulary.of_folder(source)
    shape = Shape.of(AutoConfig.from_pretrained(source))
    if shape is None:
        raise ModelError(f"{source}: not a Gemma 3 text model")
    weights = from_safetensors(source / "model.safetensors", shape, change)
    blob, sizes = _packed(vocabulary.pieces)
    weights["pieces"], weights["piece_sizes"] = torch.from_numpy(blob), torch.from_numpy(sizes)
    weights["kept"] = torch.from_numpy(kept_rows(vocabulary.pieces, sorted(vocabulary.ends)))
    save_file(
        {key: value.contiguous() for key, value in weights.items()},
        folder / "model-int8.safetensors",
    )


def _packed(pieces: Sequence[bytes | None]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Pieces as one array of bytes and one of sizes; -1 marks a special token."""
    sizes = np.array([-1 if p is None else len(p) for p in pieces], dtype=np.int32)
    return np.frombuffer(b"".join(p or b"" for p in pieces), dtype=np.uint8).copy(), sizes


def _unpacked(blob: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any]) -> list[bytes | None]:
    whole = blob.tobytes()
    ends = np.maximum(sizes, 0).cumsum()
    starts = ends - np.maximum(sizes, 0)
    return [
        None if size < 0 else whole[start:end]
        for start, end, size in zip(starts.tolist(), ends.tolist(), sizes.tolist(), strict=True)
    ]


def _fingerprint(name: str, config: Any) -> str:
    """Weights by content for a folder, by commit for the hub."""
    files = sorted(Path(name).glob("*.safetensors")) if Path(name).is_dir() else []
    parts = [sha256_of(file) for file in files] or [name, str(getattr(config, "_commit_hash", ""))]
    return _named(*parts)


def _named(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
