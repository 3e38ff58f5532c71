"""Every error shopctl raises on purpose.

A message is one line that says what is wrong, where, and what to do about it. `cli.py` prints it
and exits with `exit_code`; a Python caller catches `ShopctlError`.
"""

from __future__ import annotations


class ShopctlError(Exception):
    """Base of all errors with a message meant for the user."""

    exit_code = 2


class InputError(ShopctlError):
    """A file, row, column or argument that the user gave can't be used."""


class StoreError(ShopctlError):
    """The store folder is missing, of a newer format, busy or damaged."""


class ChecksumError(StoreError):
    """A file's SHA-256 isn't the one its manifest names; the file was not parsed."""


class ModelError(ShopctlError):
    """A model's weights are missing, altered, or don't fit what is asked of them."""


class UnknownItemError(InputError):
    """An item id that the catalog doesn't hold."""


class UnknownShopperError(InputError):
    """A shopper with no history in the store."""


class RequestError(InputError):
    """A request that can't be served as put: empty, too long, or with contradictory filters."""
