"""The pseudonym key that belongs to one catalog.

The catalog notes the fingerprint of the key it was first written with; another key would make
every known shopper a stranger, so it is refused.
"""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError, StoreError
from .database import Database
from .pseudonyms import Pseudonyms

_NOTE = "pseudonym_key"


class StoreKeys:
    """Pseudonyms under the key of `folder`, checked against the catalog's note."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._pseudonyms: Pseudonyms | None = None
        self._noted = ""

    def pseudonym(self, user: str) -> str:
        """The pseudonym of a raw user id that is being written; inside a transaction.

        Raises:
            InputError: the user is empty.
            StoreError: the key is missing, damaged or not this catalog's.
        """
        if not user:
            raise InputError("an interaction has no user: each needs a shopper's id")
        # The note is part of a transaction, which may have been undone since: `begin` forgets it.
        if self._pseudonyms is None or not self._noted:
            noted = self._database.meta(_NOTE)
            if noted is None:
                self._pseudonyms = Pseudonyms.load_or_create(self._folder)
                noted = self._pseudonyms.fingerprint()
                self._database.set_meta(_NOTE, noted)
            else:
                self._pseudonyms = self._load(noted)
            self._noted = noted
        return self._pseudonyms.of(user)

    def begin(self) -> None:
        """Look at the catalog's note again with the next pseudonym that is written."""
        self._noted = ""

    def known(self, user: str) -> str | None:
        """The pseudonym of a raw user id, or None in a catalog that no shopper was written to.

        Raises:
            StoreError: the key is missing, damaged or not this catalog's.
        """
        noted = self._database.meta(_NOTE)
        if noted is None or not user:
            return None
        if self._pseudonyms is None or self._pseudonyms.fingerprint() != noted:
            self._pseudonyms = self._load(noted)
        return self._pseudonyms.of(user)

    def _load(self, noted: str) -> Pseudonyms:
        keys = Pseudonyms.load(self._folder)
        if keys.fingerprint() != noted:
            raise StoreError(
                f"the key in {self._folder} isn't the one this store was written with: restore "
                "pseudonyms.key from a backup"
            )
        return keys
