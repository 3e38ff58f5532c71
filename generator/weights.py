"""Where converted weights live: the user's cache, sealed folders, one builder at a time.

A *sealed* folder holds files and a `seal.json` with their SHA-256. It appears under its name by
one rename when it is complete, so a crash, a full disk or Ctrl-C leaves nothing half-made, and it
is verified before any parser sees a byte. Knows nothing of models.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from ..errors import ModelError

SEAL = "seal.json"
_FORMAT = 1
_BLOCK = 1 << 22
_MARGIN = 64 << 20  # bytes left free on top of what is asked for


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def seal(folder: Path) -> None:
    """Write `seal.json`: the SHA-256 of every file in `folder` (flat)."""
    sums = {p.name: sha256_of(p) for p in sorted(folder.iterdir()) if p.name != SEAL}
    with (folder / SEAL).open("w", encoding="utf-8") as file:
        json.dump({"format": _FORMAT, "files": sums}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def verify(folder: Path) -> str:
    """Check every file of a sealed folder against its SHA-256.

    Returns:
        A fingerprint of the whole folder (SHA-256 over the sorted names and sums).

    Raises:
        ModelError: a file is missing, cut or altered, or the seal can't be read.
    """
    advice = f"delete {folder} and run again: it is made anew"
    try:
        form = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        sums: dict[str, str] = dict(form["files"])
        if form["format"] != _FORMAT:
            raise ModelError(f"{folder}: made by another version of shopctl; {advice}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: its seal can't be read; {advice}") from error
    for name, expected in sums.items():
        path = folder / name
        if Path(name).name != name or not path.is_file():
            raise ModelError(f"{path}: missing; {advice}")
        if sha256_of(path) != expected:
            raise ModelError(f"{path}: altered or cut (SHA-256 differs); {advice}")
    return hashlib.sha256(json.dumps(sorted(sums.items())).encode()).hexdigest()


def need_room(folder: Path, size: int) -> None:
    """Refuse to start when `size` bytes don't fit on the disk of `folder`.

    Raises:
        ModelError: too little room, or the folder can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise ModelError(
            f"{folder}: can't be used as a cache ({error.strerror}); set SHOPCTL_CACHE to a folder you can write"
        ) from error
    if free < size + _MARGIN:
        raise ModelError(
            f"{folder}: {free / 1e9:.1f} GB free, {(size + _MARGIN) / 1e9:.1f} GB needed to prepare the decoder; "
            "free some room or set SHOPCTL_CACHE to a folder on another disk"
        )


def made_once(target: Path, size: int, make: Callable[[Path], None]) -> str:
    """Give the sealed folder `target`, making it first if it isn't there.

    Args:
        target: the folder's final name; its parent is on the disk that needs the room.
        size: bytes that `make` needs at its peak.
        make: writes the files into the empty folder it is given.

    Returns:
        The fingerprint that `verify` gives.

    Raises:
        ModelError: no room, no right to write, or a damaged folder.
    """
    if (target / SEAL).is_file():
        return verify(target)
    need_room(target.parent, size)
    with FileLock(target.parent / f".{target.name}.lock"):
        if not (target / SEAL).is_file():  # another process may have made it while we waited
            _make(target, make)
    return verify(target)


def _make(target: Path, make: Callable[[Path], None]) -> None:
    prefix = f".{target.name}.part-"
    for stray in target.parent.glob(f"{prefix}*"):  # left by a killed process; we hold the lock
        shutil.rmtree(stray, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    try:
        make(partial)
        seal(partial)
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)
    except OSError as error:
        raise ModelError(
            f"{target}: could not be written ({error.strerror or error}); free some room or set SHOPCTL_CACHE"
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
