"""Grounded decoding: the decoder can't say a number, unit, citation or product that isn't there.

`GroundedConstraint` sits between logits and choice. The rules are about text (`rules.py`); here
they are put to tokens of any tokenizer by their bytes. What is costly is done once a tokenizer
(`TokenClasses`) or once an answer (`Allowed`); a token costs one or two checks of a short text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .allowed import Allowed
from .rules import Rules, resume_at
from .wording import Wording

# Tokens with these bytes are never said: markup and control characters.
_NEVER = re.compile(rb"[<>{}`|\\@#*_^\x00-\x09\x0b-\x1f\x7f]")
_SETTLING = 64  # characters at the end that may still be unsettled, at most


class TokenClasses:
    """What is known of every token of a vocabulary before anything is said.

    Attributes:
        pieces: bytes of every token, None for special tokens.
        first: first byte, uint8 [vocabulary]; 0 for tokens that are never said.
        never: tokens that no answer may hold, bool [vocabulary].
    """

    def __init__(self, pieces: Sequence[bytes | None]) -> None:
        self.pieces = pieces
        self.never = np.fromiter(
            (not p or _NEVER.search(p) is not None for p in pieces),
            dtype=np.bool_,
            count=len(pieces),
        )
        self.first = np.fromiter(
            (p[0] if p else 0 for p in pieces), dtype=np.uint8, count=len(pieces)
        )

    def starting_with(self, first_bytes: Iterable[int]) -> NDArray[np.bool_]:
        """Mask of the tokens that can't come next when only these first bytes may."""
        table = np.ones(256, dtype=np.bool_)
        table[list(first_bytes)] = False
        mask: NDArray[np.bool_] = table[self.first] | self.never
        return mask


class Order(Protocol):
    """In which order the words of a card may be said: `in_order`, `in_own_words`."""

    def may_go_on(self, text: str, start: int = 0) -> bool:
        """Whether a text can still become a sentence; its last word may be unfinished."""
        ...

    def may_end(self, text: str) -> bool:
        """Whether a text is one."""
        ...


class GroundedConstraint:
    """`choosing.Constraint` for one answer.

    Args:
        classes: of the decoder's vocabulary (`Decoder.classes`).
        evidence: the texts of the cards; numbers and units may only come from these.
        cards: numbers that may be cited as ``[n]``.
        references: numbers of products that may be named as ``[Pn]``; the caller renders them.
        wording: which words may be said; None: any.
        order: in which order they may be said; None: in any.
    """

    def __init__(
        self,
        classes: TokenClasses,
        evidence: Sequence[str],
        cards: Iterable[int] = (),
        references: Iterable[int] = (),
        wording: Wording | None = None,
        order: Order | None = None,
    ) -> None:
        self._classes = classes
        self._worders = [one for one in (wording, order) if one is not None]
        self._order = order
        self._allowed = Allowed(evidence, cards, references)
        self._rules = Rules(self._allowed)
        self._narrow = self._alphabet()
        self._text = ""
        self._start = 0
        self._settled = 0
        self._half = b""  # bytes of a character that isn't complete

    @property
    def text(self) -> str:
        """What has been said, whole characters."""
        return self._text

    def violations(self, text: str) -> list[str]:
        """What is wrong with a finished text: the same rules, for the sentence check."""
        return self._rules.violations(text)

    def mask(self) -> NDArray[np.bool_]:
        """See `choosing.Constraint`."""
        if self._half:
            return self._classes.starting_with(range(0x80, 0xC0))
        if self._goes(" ") or self._goes("。") or self._goes("."):
            return self._classes.never
        # Inside a number, citation or price: few characters can follow.
        return self._classes.starting_with({c.encode()[0] for c in self._narrow if self._goes(c)})

    def accepts(self, token: int) -> bool:
        """See `choosing.Constraint`."""
        more = self._added(token)
        return more is not None and (not more[0] or (self._worded(more[0]) and self._goes(more[0])))

    def may_end(self) -> bool:
        """See `choosing.Constraint`."""
        return (
            not self._half
            and self._worded(" ")
            and (self._order is None or self._order.may_end(self._text))
            and self._rules.may_end(self._text, self._start, self._settled)
        )

    def push(self, token: int) -> None:
        """See `choosing.Constraint`."""
        more = self._added(token)
        if more is None:
            return
        self._text += more[0]
        self._half = more[1]
        self._settle()
        self._start = min(resume_at(self._text, self._start), self._settled)

    def unsettled(self) -> int:
        """See `choosing.Constraint`."""
        return len(self._text) - self._settled

    def _goes(self, more: str) -> bool:
        return self._rules.may_go_on(self._text + more, self._start, len(self._text))

    def _worded(self, more: str) -> bool:
        """Whether the words are allowed ones; not asked by `mask`, which knows only first bytes."""
        said, start = self._text + more, len(self._text)
        return all(one.may_go_on(said, start) for one in self._worders)

    def _settle(self) -> None:
        """Move on to the last offset where the text could be cut and still be right."""
        for at in range(len(self._text), max(self._settled, len(self._text) - _SETTLING), -1):
            if self._rules.may_end(self._text[:at], self._start, self._settled):
                self._settled = at
                return

    def _added(self, token: int) -> tuple[str, bytes] | None:
        """Characters that a token completes and the bytes that then wait; None if not UTF-8."""
        piece = self._classes.pieces[token]
        if not piece:
            return None
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        try:
            text = decoder.decode(self._half + piece)
        except UnicodeDecodeError:
            return None
        return text, decoder.getstate()[0]

    def _alphabet(self) -> set[str]:
        """Characters that can go on inside a number, citation or price."""
        allowed = self._allowed
        texts = [*allowed.runs, *allowed.brackets, *allowed.numerals]
        chars = {c for text in texts for c in text} | {c.upper() for text in texts for c in text}
        chars |= {c for names in allowed.unit_names.values() for name in names for c in name}
        chars |= {c for words in allowed.words for word in words for c in word}
        return {c for c in chars | set("] $€£¥￥₹-") if unicodedata.category(c) != "Cs"}
