"""Files written whole or not at all, and one writer at a time."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import StoreError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_WORDS = ("no space left", "file too large", "disk quota exceeded", "disk full")
LOCK_WAIT_S = 2.0


def store_error(error: Exception, path: Path) -> StoreError:
    """One line for a failure to write or read at `path`: full disk, no permission, damage."""
    text = str(error)
    number = error.errno if isinstance(error, OSError) else None
    if number in _FULL or any(words in text.lower() for words in _FULL_WORDS):
        return StoreError(
            f"no space left to write {path}: free some and run again; nothing in the store was lost"
        )
    if isinstance(error, PermissionError) or "permission denied" in text.lower():
        return StoreError(f"no permission for {path}: check who owns it and its mode")
    reason = " ".join(text.split())[:200]
    return StoreError(f"can't use {path}: {reason}")


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn `OSError` into a `StoreError` of one line that names `path`."""
    try:
        yield
    except OSError as error:
        raise store_error(error, path) from error


def write_atomic(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that a reader, or a crash, sees the old content or the new, whole.

    Raises:
        StoreError: disk full, no permission.
    """
    temporary = path.with_name(path.name + ".tmp")
    with disk_errors(path):
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Have the disk, not only the cache, hold a file's content."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Have the disk hold a folder's entries, where the system lets a folder be synced."""
    with suppress(OSError):
        sync_file(path)


@contextmanager
def writer_lock(path: Path, what: str, wait_s: float = LOCK_WAIT_S) -> Iterator[None]:
    """Hold `path` as the lock of one writer.

    Raises:
        StoreError: another process (or another part of this one) holds it after `wait_s` seconds.
    """
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout:  # an OSError too, so it goes first
        raise StoreError(
            f"{what} is busy: another shopctl is writing to it; try again when it has finished"
        ) from None
    except OSError as error:
        raise store_error(error, path) from error
    try:
        yield
    finally:
        lock.release()
