"""The converted encoder in the user's cache: made once, sealed with checksums, verified each time.

One folder a model fingerprint and format; it appears by one rename when complete, and no parser
sees a byte of it before its SHA-256 was checked. A damaged one is made anew. Knows files only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from filelock import FileLock

from ..cache import cache_folder
from ..errors import ModelError

_SEAL = "seal.json"


def converted_folder(key: str, make: Callable[[Path], None]) -> Path:
    """The sealed folder `key` of the cache; `make` fills it if it's missing or damaged.

    Args:
        key: the folder's name; holds the fingerprint of what was converted.
        make: writes files into the empty folder it is given, in subfolders too.

    Raises:
        OSError: the cache can't be written to.
        Exception: whatever `make` raises; nothing is kept then.
    """
    target = cache_folder() / "encoders" / key
    if _intact(target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.parent / f".{key}.lock"):
        if not _intact(target):  # another process may have made it while we waited
            _make(target, make)
    return target


def packaged_folder(key: str, make: Callable[[Path], None], encoder: str, megabytes: int) -> Path:
    """The sealed folder of an encoder that comes in a package of its own; `make` fills it on first use.

    Args:
        key: as of `converted_folder`.
        make: the same.
        encoder: what it is called by.
        megabytes: room that making it takes.

    Raises:
        ModelError: the cache can't be used, or what `make` raises.
    """
    try:
        return converted_folder(key, make)
    except OSError as error:
        raise ModelError(
            f"{cache_folder()}: the {encoder} encoder can't be kept there ({error.strerror or error}); "
            f"free {megabytes} MB or set SHOPCTL_CACHE to another folder"
        ) from error


def _make(target: Path, make: Callable[[Path], None]) -> None:
    prefix = f".{target.name}.part-"
    for stray in target.parent.glob(f"{prefix}*"):  # of a killed process; the lock is ours
        shutil.rmtree(stray, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    try:
        make(partial)
        files = sorted(path for path in partial.rglob("*") if path.is_file())
        sums = {path.relative_to(partial).as_posix(): _sha256(path) for path in files}
        with (partial / _SEAL).open("w", encoding="utf-8") as file:
            json.dump(sums, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _intact(folder: Path) -> bool:
    try:
        sums = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        return bool(sums) and all(
            _within(name) and _sha256(folder / name) == expected for name, expected in sums.items()
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return False


def _within(name: str) -> bool:
    """Whether `name` stays in the folder it is joined to."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
