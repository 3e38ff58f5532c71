"""Shoppers' names under a secret: the store knows who is the same, never who it is.

A pseudonym is BLAKE2b of the raw id under a random key that lies in the store folder, readable by
its owner only. Without the key nobody can test whether a given id is in the store.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from ..errors import StoreError
from .disk import disk_errors, sync_folder
from .folding import clean

KEY_NAME = "pseudonyms.key"
KEY_BYTES = 32
_PSEUDONYM_BYTES = 16
_CACHED = 65_536


class Pseudonyms:
    """Turns raw user ids into pseudonyms; the same id gives the same one in one store only."""

    def __init__(self, key: bytes) -> None:
        """Use a key of `KEY_BYTES` random bytes."""
        if len(key) != KEY_BYTES:
            raise StoreError(f"a pseudonym key has {KEY_BYTES} bytes, this one {len(key)}")
        self._key = key
        # Interactions come many to a shopper.
        self._cached: Callable[[str], str] = lru_cache(_CACHED)(self._hash)

    @classmethod
    def load(cls, folder: Path) -> Pseudonyms:
        """Read the key of a store folder.

        Raises:
            StoreError: it is missing, damaged or can't be read.
        """
        path = folder / KEY_NAME
        if not path.exists():
            raise StoreError(
                f"{path} is missing: shoppers can't be recognised without it; restore it from a "
                "backup"
            )
        with disk_errors(path):
            key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise StoreError(f"{path} is damaged: restore it from a backup")
        return cls(key)

    @classmethod
    def load_or_create(cls, folder: Path) -> Pseudonyms:
        """Read the key of a store folder, made now (mode 0600) if there is none.

        Raises:
            StoreError: it can't be read or written.
        """
        path = folder / KEY_NAME
        if not path.exists():
            _create(path)
        return cls.load(folder)

    def of(self, user: str) -> str:
        """The pseudonym of a raw user id: 32 hexadecimal digits."""
        return self._cached(user)

    def fingerprint(self) -> str:
        """Tells whether this key is the one a catalog was written with; tells nothing else."""
        return blake2b(self._key, digest_size=16, person=b"shopctl-key").hexdigest()

    def _hash(self, user: str) -> str:
        text = clean(user).encode()
        return blake2b(text, digest_size=_PSEUDONYM_BYTES, key=self._key).hexdigest()


def _create(path: Path) -> None:
    """Write a new key under a name of its own, then link it: whoever comes second keeps the first's."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with disk_errors(path):
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(temporary, path)
            except FileExistsError:
                return
        finally:
            temporary.unlink(missing_ok=True)
    sync_folder(path.parent)
