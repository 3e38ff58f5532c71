"""What tells a slip from a word beside the catalog: whether the text encoder knows a word whole.

Reads an encoder's tokeniser; corrects nothing.
"""

from __future__ import annotations

from .text_encoder import TextEncoder

_NO_WORD = "qzxvkjwq"
_MOST_LETTERS = 30


class WholeWords:
    """The words that an encoder's tokeniser doesn't cut, as it does with what is rare or mistyped.

    Of an encoder that cuts nothing into pieces (hashed n-grams) nothing can be said.
    """

    def __init__(self, encoder: TextEncoder) -> None:
        self._flags = encoder.engine.unknown_flags
        self._cuts = len(self._flags(_NO_WORD)) > 1

    def __call__(self, word: str) -> bool:
        """Whether `word` is one known piece; False where nothing can be said."""
        flags = self._flags(word[:_MOST_LETTERS]) if self._cuts else ()
        return len(flags) == 1 and not flags[0]
