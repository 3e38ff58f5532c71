"""What a generation says of itself: the SHA-256 and size of every file, and what it was built from.

A manifest is read before any other file of a generation, so it is treated as untrusted: names that
leave the folder, fields of the wrong type and formats newer than this code are refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import ChecksumError, StoreError

FORMAT = 1
NAME = "manifest.json"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size in bytes and SHA-256 (hex) of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation's manifest.

    Attributes:
        generation: the folder's name, e.g. ``"000007"``.
        created: when it was written, UTC, ISO 8601.
        files: path inside the folder (POSIX) to size and checksum.
        dimension: width of the item vectors; 0 if there are none.
        count: number of items.
        encoder: fingerprint of the encoder that made the vectors.
        catalog_version: the store's version that was indexed.
        extra: further JSON values from the caller.
    """

    generation: str
    created: str
    files: Mapping[str, FileEntry]
    dimension: int = 0
    count: int = 0
    encoder: str = ""
    catalog_version: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        """The file's content, keys sorted."""
        files = {
            name: {"size": entry.size, "sha256": entry.sha256} for name, entry in self.files.items()
        }
        values = {
            "format": self.format,
            "generation": self.generation,
            "created": self.created,
            "dimension": self.dimension,
            "count": self.count,
            "encoder": self.encoder,
            "catalog_version": self.catalog_version,
            "extra": dict(self.extra),
            "files": files,
        }
        return (json.dumps(values, indent=2, sort_keys=True) + "\n").encode()


def parse(content: bytes, where: Path) -> Manifest:
    """Read a manifest.

    Args:
        content: the file's bytes.
        where: the file it came from, for messages.

    Raises:
        StoreError: not a manifest, of a newer format, or naming a file outside its folder.
    """
    try:
        values = json.loads(content)
        version = values["format"]
        if not isinstance(version, int) or isinstance(version, bool):
            raise TypeError("format isn't a number")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _damaged(where, error) from error
    if version > FORMAT:
        raise StoreError(
            f"{where} is of format {version}, this shopctl reads up to {FORMAT}: "
            "upgrade shopctl or index again"
        )
    try:
        files = {
            _safe(name, where): FileEntry(int(entry["size"]), _digest(entry["sha256"]))
            for name, entry in values["files"].items()
        }
        return Manifest(
            generation=str(values["generation"]),
            created=str(values["created"]),
            files=files,
            dimension=int(values["dimension"]),
            count=int(values["count"]),
            encoder=str(values["encoder"]),
            catalog_version=str(values["catalog_version"]),
            extra=dict(values["extra"]),
            format=version,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(where, error) from error


def digest(path: Path) -> FileEntry:
    """Size and SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return FileEntry(file.tell(), sha256)


def verify(folder: Path, manifest: Manifest) -> None:
    """Check that the folder holds exactly the manifest's files, byte for byte.

    Raises:
        ChecksumError: a file is missing, altered, a link, or not named by the manifest.
        FileNotFoundError: the folder itself is gone.
    """
    present = listing(folder)
    stray = sorted(set(present) - set(manifest.files))
    if stray:
        raise ChecksumError(f"{folder / stray[0]} isn't in the manifest: index again")
    for name, entry in manifest.files.items():
        path = folder / name
        if name not in present:
            raise ChecksumError(f"{path} is missing though the manifest names it: index again")
        if path.stat().st_size != entry.size or digest(path) != entry:
            raise ChecksumError(
                f"{path} isn't the file that was indexed (SHA-256 differs): index again"
            )


def listing(folder: Path) -> list[str]:
    """Files below a folder, as POSIX paths, sorted; the manifest itself left out.

    What lies in a folder named ``*.tmp`` is passed over: a database that a reader has open may
    spill there, and nothing ever opens it from the outside.

    Raises:
        ChecksumError: there is a link or something else that isn't a plain file.
        FileNotFoundError: the folder is gone.
    """
    names = []
    for path in sorted(folder.rglob("*")):
        if any(part.endswith(".tmp") for part in path.relative_to(folder).parts[:-1]):
            continue
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise ChecksumError(f"{path} isn't a plain file: index again")
        if path.is_file():
            names.append(path.relative_to(folder).as_posix())
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return [name for name in names if name != NAME]


def _safe(name: str, where: Path) -> str:
    """Let a file name pass only if it stays inside the generation's folder."""
    path = PurePosixPath(name)
    unsafe = (
        not path.parts
        or path.is_absolute()
        or path.as_posix() != name
        or ".." in path.parts
        or any(mark in name for mark in ("\\", ":", "\0"))
    )
    if unsafe:
        raise StoreError(f"{where} names the file {name!r}, outside its folder: index again")
    return name


def _digest(value: object) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise ValueError("a checksum isn't 64 hex digits")
    return value


def _damaged(where: Path, error: Exception) -> StoreError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return StoreError(f"{where} isn't a manifest ({reason[:120]}): index again")
