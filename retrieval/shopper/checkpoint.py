"""A training's state on disk, so that a killed one goes on where it was.

Two files a checkpoint: tensors (safetensors) and a small JSON that names them, their SHA-256 and
what they belong to. The JSON is replaced last, by one rename, so it always names a whole file; the
checksum is verified before the tensors are parsed. Everything random in a training is drawn from
its seed and the step's number, so no generator's state needs keeping.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load, save
from torch import Tensor

from ...catalog.disk import disk_errors, write_atomic
from ...errors import ChecksumError, ModelError

_FORMAT = 1
_NAME = "checkpoint.json"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A training's state.

    Attributes:
        belongs_to: what is trained on what: settings, data and store, as plain JSON values.
        progress: steps done, the validation curve and the like, as plain JSON values.
        tensors: weights, averages and the optimiser's moments by name.
    """

    belongs_to: Mapping[str, Any]
    progress: Mapping[str, Any]
    tensors: Mapping[str, Tensor]


def write(folder: Path, checkpoint: Checkpoint) -> None:
    """Put a checkpoint in the place of the one before.

    Raises:
        StoreError: the disk refuses; the one before is still there.
    """
    content = save(dict(checkpoint.tensors))
    name = f"checkpoint-{int(checkpoint.progress['step']):09d}.safetensors"
    form = {
        "format": _FORMAT,
        "belongs_to": dict(checkpoint.belongs_to),
        "progress": dict(checkpoint.progress),
        "file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(folder / name, content)
        write_atomic(folder / _NAME, json.dumps(form, indent=1).encode())
        for old in folder.glob("checkpoint-*.safetensors"):
            if old.name != name:
                old.unlink()


def read(folder: Path, belongs_to: Mapping[str, Any]) -> Checkpoint | None:
    """The checkpoint in `folder`; None if there is none, or if what it belongs to has changed.

    Raises:
        ModelError: it is another store's, or its JSON can't be read.
        ChecksumError: its tensors were cut or altered; they were not parsed.
    """
    where = folder / _NAME
    if not where.is_file():
        return None
    advice = f"delete {folder} to train from the start"
    try:
        form = json.loads(where.read_bytes())
        found, progress = dict(form["belongs_to"]), dict(form["progress"])
        name, digest, version = str(form["file"]), str(form["sha256"]), form["format"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(f"{where} can't be read: {advice}") from error
    if version != _FORMAT:
        return None
    if found.get("store") != belongs_to.get("store"):
        raise ModelError(f"{where} is a checkpoint of another store: {advice}")
    if found != json.loads(json.dumps(dict(belongs_to))):
        return None
    path = folder / name
    if Path(name).name != name or not path.is_file():
        raise ModelError(f"{path} is missing: {advice}")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ChecksumError(f"{path} was cut or altered (SHA-256 differs): {advice}")
    return Checkpoint(found, progress, load(content))


def remove(folder: Path) -> None:
    """Delete a training's checkpoints: it is finished."""
    for path in (folder / _NAME, *folder.glob("checkpoint-*")):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        folder.rmdir()
