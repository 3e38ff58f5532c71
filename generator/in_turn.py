"""One decoder in memory at a time: which one it is, changes with what is to be said.

A tuned decoder answers and an untuned one translates; together they would take 1.8 GB. Changing costs a second
or two, and only a shop that is asked for advice and in another language by turns pays it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .decoder import Decoder


class InTurn:
    """Holds the decoder that was asked for last."""

    def __init__(self) -> None:
        self._key = ""
        self._held: Decoder | None = None

    def by(self, key: str, load: Callable[[], Decoder]) -> Callable[[], Decoder]:
        """A function that gives the decoder of a key, loaded if it isn't the one that is held.

        Args:
            key: names it; the same key is the same decoder.
            load: loads it.
        """
        return partial(self._give, key, load)

    def _give(self, key: str, load: Callable[[], Decoder]) -> Decoder:
        if self._held is None or self._key != key:
            self._held = None  # gone before the next one comes
            self._held, self._key = load(), key
        return self._held
