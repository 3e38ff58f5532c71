"""Generations: complete snapshots of an index, of which CURRENT names the live one.

A new generation is written into a temp-named folder beside the live one, fsynced, listed in a
manifest with checksums, given its number, and made live by one atomic rename of CURRENT. Whatever
fails before that rename (a crash, Ctrl-C, a full disk) leaves the old generation answering; what
it left behind is swept by the next write. The last two generations are kept, so a reader that has
just read CURRENT still finds its files.

CURRENT also holds the manifest's SHA-256, so the chain CURRENT → manifest → files is verified
before any file is given to a parser. Knows nothing of what the files mean.
"""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ..errors import ChecksumError, StoreError
from . import manifest as manifests
from .durable import Disk, Hook, no_hook
from .manifest import Manifest

KEEP = 2
_NUMBERED = re.compile(r"[0-9]{6,12}")
_TEMPORARY = ".new-"
_ATTEMPTS = 3
_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO}


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation whose every file was verified when it was opened.

    Attributes:
        path: its folder.
        manifest: what it says of itself.
    """

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """Its number, e.g. ``"000007"``."""
        return self.path.name

    def file(self, name: str) -> Path:
        """Path of one of its files.

        Raises:
            StoreError: the generation has no such file.
        """
        if name not in self.manifest.files:
            raise StoreError(f"generation {self.name} has no {name}: index again")
        return self.path / name


class GenerationWriter:
    """A generation being written. Put files below `path`, then `commit` once."""

    def __init__(self, path: Path, name: str, owner: Generations) -> None:
        self.path = path
        self.name = name
        self._owner = owner
        self.committed: Generation | None = None

    def commit(
        self,
        *,
        dimension: int = 0,
        count: int = 0,
        encoder: str = "",
        catalog_version: str = "",
        **extra: Any,
    ) -> Generation:
        """Make what lies below `path` the live generation.

        Args:
            dimension: width of the item vectors.
            count: number of items.
            encoder: fingerprint of the encoder that made the vectors.
            catalog_version: the store's version that was indexed.
            extra: further JSON values for the manifest.

        Raises:
            StoreError: committed before, or there is a link among the files.
            OSError: the disk refuses; inside ``with generations.new()`` it becomes a StoreError.
        """
        if self.committed is not None:
            raise StoreError(f"generation {self.name} is committed already: start a new one")
        entries = {
            name: manifests.digest(self.path / name) for name in manifests.listing(self.path)
        }
        manifest = Manifest(
            generation=self.name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files=entries,
            dimension=dimension,
            count=count,
            encoder=encoder,
            catalog_version=catalog_version,
            extra=extra,
        )
        self.committed = self._owner.publish(self.path, manifest)
        return self.committed


class Generations:
    """The generations of one shop."""

    def __init__(
        self, path: Path, current_file: Path | None = None, keep: int = KEEP, hook: Hook = no_hook
    ) -> None:
        """Name the folder; nothing is created or read.

        Args:
            path: the folder of generations.
            current_file: the file that names the live one; ``CURRENT`` beside `path` by default.
            keep: how many generations to keep, the live one included; at least 2, because the
                switch to a new one is certain only once the disk has it.
            hook: called before every durable step with its name and path (for tests).
        """
        self.path = Path(path)
        self.current_file = current_file or self.path.parent / "CURRENT"
        self._keep = max(2, keep)
        self._disk = Disk(hook)

    def exists(self) -> bool:
        """Whether a generation is live."""
        return self.current_file.is_file()

    def current(self) -> Generation:
        """Open the live generation, every checksum verified.

        Raises:
            StoreError: nothing was indexed yet, or CURRENT or the manifest can't be read.
            ChecksumError: a file isn't the one that was indexed.
        """
        for attempt in range(_ATTEMPTS):
            name, digest = self._read_current()
            try:
                return self._open(name, digest)
            except FileNotFoundError as error:
                # Two generations may have gone live since CURRENT was read, and this one pruned.
                if attempt + 1 == _ATTEMPTS or self._read_current()[0] == name:
                    raise StoreError(
                        f"{self.path / name} is missing though {self.current_file} names it: "
                        "index again"
                    ) from error
            except ChecksumError:
                if attempt + 1 == _ATTEMPTS or self._read_current()[0] == name:
                    raise
        raise StoreError(f"{self.current_file} changes faster than it can be read: try again")

    @contextmanager
    def new(self) -> Iterator[GenerationWriter]:
        """Write a generation; without a `commit`, or on any exception, nothing changes.

        Raises:
            StoreError: another process is writing one, or the disk refuses (full, read-only).
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / ".lock", timeout=0)
            lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"another process is indexing into {self.path}: wait for it to end"
            ) from error
        except OSError as error:
            raise self._refused(error) from error
        folder: Path | None = None
        try:
            self._sweep()
            name = self._next_name()
            folder = self.path / f"{_TEMPORARY}{name}"
            folder.mkdir()
            yield GenerationWriter(folder, name, self)
        except OSError as error:
            if self._is_ours(error):
                raise self._refused(error) from error
            raise
        finally:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)  # gone already once committed
            lock.release()

    def drop_old(self) -> int:
        """Delete every generation but the live one, for what must not be remembered; how many.

        Raises:
            StoreError: a folder can't be deleted.
        """
        live = self._read_current()[0]
        old = [name for name in self._numbered() if name != live]
        for name in old:
            try:
                shutil.rmtree(self.path / name)
            except OSError as error:
                raise StoreError(f"can't delete {self.path / name}: {error.strerror}") from error
        return len(old)

    def publish(self, folder: Path, manifest: Manifest) -> Generation:
        """Fsync a folder, number it and make it live; for `GenerationWriter.commit`."""
        for name in manifest.files:
            self._disk.sync_file(folder / name)
        content = manifest.to_json()
        self._disk.write(folder / manifests.NAME, content)
        for inner in sorted(p for p in folder.rglob("*") if p.is_dir()):
            self._disk.sync_folder(inner)
        self._disk.sync_folder(folder)
        final = self.path / manifest.generation
        self._disk.rename(folder, final)
        self._disk.sync_folder(self.path)
        pointer = self.current_file.with_name(f"{self.current_file.name}.new")
        digest = hashlib.sha256(content).hexdigest()
        self._disk.write(pointer, f"{manifest.generation} {digest}\n".encode())
        self._disk.rename(pointer, self.current_file)  # from here on the new one is live
        with suppress(OSError):  # whatever fails now, one whole generation or the other answers
            self._disk.sync_folder(self.current_file.parent)
            self._prune(manifest.generation)
        return Generation(final, manifest)

    def _open(self, name: str, digest: str | None) -> Generation:
        folder = self.path / name
        where = folder / manifests.NAME
        try:
            content = where.read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StoreError(f"can't read {where}: {error.strerror}") from error
        if digest is not None and hashlib.sha256(content).hexdigest() != digest:
            raise ChecksumError(f"{where} isn't the manifest that CURRENT names: index again")
        manifest = manifests.parse(content, where)
        if manifest.generation != name:
            raise StoreError(f"{where} describes generation {manifest.generation!r}: index again")
        manifests.verify(folder, manifest)
        return Generation(folder, manifest)

    def _read_current(self) -> tuple[str, str | None]:
        """Name and manifest checksum; a CURRENT edited by hand may hold the name alone."""
        try:
            words = self.current_file.read_text("ascii").split()
        except FileNotFoundError as error:
            raise StoreError(
                f"{self.current_file.parent} has no index yet: run `shopctl index` first"
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"can't read {self.current_file}: index again") from error
        if not 1 <= len(words) <= 2 or not _NUMBERED.fullmatch(words[0]):
            raise StoreError(f"{self.current_file} doesn't name a generation: index again")
        return words[0], words[1] if len(words) == 2 else None

    def _live_name(self) -> str | None:
        try:
            return self._read_current()[0]
        except StoreError:
            return None

    def _numbered(self) -> list[str]:
        """Names of the generations on disk, oldest first."""
        names = [p.name for p in self.path.iterdir() if p.is_dir() and _NUMBERED.fullmatch(p.name)]
        return sorted(names, key=int)

    def _next_name(self) -> str:
        names = [*self._numbered(), self._live_name() or "0"]
        return f"{max(map(int, names)) + 1:06d}"

    def _sweep(self) -> None:
        """Remove what interrupted writes left: temp folders, numbered ones that never went live.

        Only while the lock is held, so no other writer's work is touched. With no readable
        CURRENT nothing numbered is removed: a person may want to point it at one by hand.
        """
        for path in self.path.iterdir():
            if path.name.startswith(_TEMPORARY):
                shutil.rmtree(path, ignore_errors=True)
        live = self._live_name()
        if live is not None:
            for name in self._numbered():
                if int(name) > int(live):
                    shutil.rmtree(self.path / name, ignore_errors=True)

    def _prune(self, live: str) -> None:
        """Remove generations beyond the last `keep`; never the live one."""
        old = [name for name in self._numbered() if name != live]
        for name in old[: len(old) - (self._keep - 1)]:
            shutil.rmtree(self.path / name, ignore_errors=True)

    def _is_ours(self, error: OSError) -> bool:
        """Whether an error is the disk's refusal, not some other failure in the caller's block."""
        if error.errno in _DISK_ERRORS:
            return True
        return isinstance(error.filename, str) and Path(error.filename).is_relative_to(self.path)

    def _refused(self, error: OSError) -> StoreError:
        reason = error.strerror or str(error)
        return StoreError(
            f"can't write a new index below {self.path}: {reason}; free space or fix permissions "
            "and index again (the previous index still answers)"
        )
