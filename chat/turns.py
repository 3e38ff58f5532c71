"""One turn, once it is known what it is: finds, words, and says what state it leads to."""

from __future__ import annotations

from .looking import Looking
from .on_screen import OnScreen


class Turn(Looking, OnScreen):
    """A turn: `before` is the state it meets, `after` the one it leads to once it was streamed."""
