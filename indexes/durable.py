"""Writes that survive a crash: fsync files and folders, rename in one step.

After `sync_file` the bytes are on disk; after `sync_folder` the names are. A rename is atomic on a
POSIX file system: a reader sees the old file or the new one, never half of either. Each step first
calls a hook, so tests can fail or kill the process at every one of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

Hook = Callable[[str, Path], None]


def no_hook(step: str, path: Path) -> None:
    """Do nothing before a step."""


class Disk:
    """Durable writes, announced to a hook as ``write``, ``fsync``, ``fsync-folder``, ``rename``."""

    def __init__(self, hook: Hook = no_hook) -> None:
        self._hook = hook

    def write(self, path: Path, content: bytes) -> None:
        """Write a new file and force it to disk."""
        self._hook("write", path)
        path.write_bytes(content)
        self.sync_file(path)

    def sync_file(self, path: Path) -> None:
        """Force a file's bytes to disk."""
        self._hook("fsync", path)
        with path.open("rb+") as file:
            os.fsync(file.fileno())

    def sync_folder(self, path: Path) -> None:
        """Force a folder's names to disk (Windows has no such call and needs none)."""
        self._hook("fsync-folder", path)
        if os.name == "nt":
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Rename in one step, replacing a target file."""
        self._hook("rename", target)
        source.replace(target)
