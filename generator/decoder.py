"""The decoder: a causal language model that says text, token by token, under constraints.

Greedy and deterministic. Keeps the key-value cache between calls and reuses the part of it that
the next prompt has in common, so a fixed instruction prefix is paid for once. Knows nothing of
products, prompts or evidence; what may be said is the `Constraint`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ModelError
from .choosing import Constraint, choose
from .constraint import GroundedConstraint, Order, TokenClasses
from .token_bytes import TextStream
from .wording import Wording

if TYPE_CHECKING:
    from .loading import Loaded


class Decoder:
    """A language model, its tokenizer, and the text of every token.

    Not for use from two threads at once: there is one key-value cache.

    Attributes:
        tokenizer: of the `tokenizers` library.
        pieces: bytes of every token id, None for special tokens.
        fingerprint: SHA-256 that names weights and settings.
        choice: how a tuned decoder's choice of a card is read; None: it is untuned.
    """

    def __init__(self, loaded: Loaded) -> None:
        self._model = loaded.model
        self._vocabulary = loaded.vocabulary
        self.tokenizer = loaded.vocabulary.tokenizer
        self.fingerprint = loaded.fingerprint
        self.choice = loaded.choice
        known = loaded.vocabulary.pieces[: self._model.vocab_size]
        self.pieces: list[bytes | None] = known + [None] * (self._model.vocab_size - len(known))
        self._ends = loaded.vocabulary.ends
        self._cached: list[int] = []
        self._next: np.ndarray[Any, np.dtype[np.float32]] | None = None  # logits after _cached

    @classmethod
    def load(
        cls, name: str = "default", device: str = "auto", adapter: Path | None = None
    ) -> Decoder:
        """Load the packaged Gemma 3 270M, or any causal model by hub id or folder.

        Args:
            name: ``"default"``, ``"base"`` (the same, untuned), a hub id such as
                ``"Qwen/Qwen3-0.6B"``, or a local folder with safetensors weights.
            device: ``"auto"`` (a CUDA GPU if there is one), ``"cpu"`` or ``"cuda"``.
            adapter: folder of an adapter; None: the shipped one with ``"default"``, else none.

        Raises:
            ModelError: missing package, unknown model, no safetensors, damaged file, no room, or
                an adapter that is altered or belongs to another base.
        """
        from . import loading  # heavy: torch and transformers

        return cls(loading.load(name, device, adapter))

    @cached_property
    def classes(self) -> TokenClasses:
        """What constraints need to know of the vocabulary; worked out on first use."""
        return TokenClasses(self.pieces)

    def grounded(
        self,
        evidence: Sequence[str],
        cards: Iterable[int] = (),
        references: Iterable[int] = (),
        wording: Wording | None = None,
        order: Order | None = None,
    ) -> GroundedConstraint:
        """A constraint for one answer: see `GroundedConstraint`."""
        return GroundedConstraint(self.classes, evidence, cards, references, wording, order)

    def ids(self, text: str, start: bool = True) -> list[int]:
        """Token ids of `text`; `start` puts the begin-of-sequence token first if there is one."""
        encoded, first = self._vocabulary.ids(text), self._vocabulary.first
        return [first, *encoded] if start and first is not None else encoded

    def count(self, text: str) -> int:
        """Number of tokens of `text`, without the begin-of-sequence token."""
        return len(self.ids(text, start=False))

    def generate(
        self,
        prompt: str,
        constraint: Constraint | None = None,
        max_new_tokens: int = 128,
        stop: Sequence[str] = (),
        no_repeat: int = 0,
        after: str = "",
    ) -> Iterator[str]:
        """Say what follows `prompt`, piece by piece.

        Args:
            prompt: the text to continue; special tokens in it are plain text.
            constraint: what may be said; fresh for every call.
            max_new_tokens: upper limit.
            stop: the text ends before the first of these strings.
            no_repeat: no n-gram of this many tokens is said twice; 0 allows all.
            after: text that follows the prompt and is taken as said; not yielded. Cheaper than a
                longer prompt where `weigh` has just read this one.

        Yields:
            Text that is final: whole characters, before any stop string, and, under a constraint,
            past the point where the next token could change how it reads.

        Raises:
            ModelError: the prompt leaves no room for an answer.
        """
        ids = self._fitting(prompt, max_new_tokens)
        stream, told = TextStream(), _Told(stop)
        said: list[int] = []
        logits = self._read(ids)
        for taken in self.ids(after, start=False):
            logits = self._model.feed([taken], len(ids))[0]
            ids.append(taken)
        for _ in range(max_new_tokens):
            banned = _repeating(said, no_repeat)
            token = choose(logits, constraint, self._ends, banned)
            if token is None or token in self._ends:
                break
            said.append(token)
            if constraint is not None:
                constraint.push(token)
            piece = told.push(stream.push(self.pieces[token] or b""), constraint)
            if piece:
                yield piece
            if told.stopped:
                return
            logits = self._model.feed([token], len(ids) + len(said) - 1)[0]
        if rest := told.finish(constraint):
            yield rest

    def weigh(self, prompt: str, options: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Log-probabilities (natural) of what may follow `prompt`, among the options alone.

        Args:
            prompt: the text before.
            options: texts of one token each; of a longer one the first token counts.

        Returns:
            f64 [options]; their exponentials sum to 1.

        Raises:
            ModelError: the prompt leaves no room for an answer.
        """
        first = [self.ids(option, start=False)[0] for option in options]
        logits = self._read(self._fitting(prompt, 1))[first].astype(np.float64)
        top = logits.max()
        weighed: np.ndarray[Any, np.dtype[np.float64]] = (
            logits - top - np.log(np.exp(logits - top).sum())
        )
        return weighed

    def score(self, prompt: str, continuation: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Log-probability (natural) of each token of `continuation` after `prompt`.

        Returns:
            f64 [tokens of the continuation].

        Raises:
            ModelError: empty continuation, or longer than the model's context.
        """
        before, after = self.ids(prompt), self.ids(continuation, start=False)
        if not before or not after:
            raise ModelError("nothing to score: prompt or continuation is empty")
        if len(before) + len(after) > self._model.max_length:
            raise ModelError(
                f"the text to score is longer than the decoder's {self._model.max_length} tokens"
            )
        ids = [*before, *after]
        logits = self._feed(ids, self._common(before), last=len(after) + 1)[:-1].astype(np.float64)
        top = logits.max(axis=1)
        total = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
        scores: np.ndarray[Any, np.dtype[np.float64]] = logits[np.arange(len(after)), after] - total
        return scores

    def _fitting(self, prompt: str, room: int) -> list[int]:
        ids = self.ids(prompt)
        if not ids:
            raise ModelError("the prompt is empty")
        if len(ids) + room > self._model.max_length:
            raise ModelError(
                f"the prompt has {len(ids)} tokens; the decoder takes {self._model.max_length - room} with this answer length"
            )
        return ids

    def _read(self, ids: list[int]) -> np.ndarray[Any, np.dtype[np.float32]]:
        if self._next is not None and ids == self._cached:
            return self._next
        row: np.ndarray[Any, np.dtype[np.float32]] = self._feed(ids, self._common(ids), last=1)[0]
        self._next = row
        return row

    def _common(self, ids: list[int]) -> int:
        """How many positions of the cache `ids` can reuse; never the last."""
        limit = min(len(ids) - 1, len(self._cached))
        same = next((n for n in range(limit) if ids[n] != self._cached[n]), limit)
        return self._model.reusable(same)

    def _feed(self, ids: list[int], start: int, last: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        # Ctrl-C in the middle leaves a cache of which only the untouched part can be trusted.
        self._cached, self._next = ids[:start], None
        logits = self._model.feed(ids[start:], start, last)
        self._cached = list(ids)
        return logits


class _Told:
    """Holds back what may still be cut: the start of a stop string, or what isn't settled."""

    def __init__(self, stop: Sequence[str]) -> None:
        self._stop = [s for s in stop if s]
        self._text = ""
        self._shown = 0
        self.stopped = False

    def push(self, more: str, constraint: Constraint | None) -> str:
        self._text += more
        end = len(self._text) - (constraint.unsettled() if constraint is not None else 0)
        found = [
            at for s in self._stop if (at := self._text.find(s, max(0, self._shown - len(s)))) >= 0
        ]
        if found:
            self.stopped = True
            end = min(found)
        else:
            end = min(end, len(self._text) - self._stop_prefix())
        return self._show(end)

    def finish(self, constraint: Constraint | None) -> str:
        return self._show(
            len(self._text) - (constraint.unsettled() if constraint is not None else 0)
        )

    def _show(self, end: int) -> str:
        piece = self._text[self._shown : max(end, self._shown)]
        self._shown = max(end, self._shown)
        return piece

    def _stop_prefix(self) -> int:
        """Length of the longest end of the text that begins a stop string."""
        longest = 0
        for s in self._stop:
            for n in range(min(len(s) - 1, len(self._text)), longest, -1):
                if self._text.endswith(s[:n]):
                    longest = n
                    break
        return longest


def _repeating(said: list[int], size: int) -> set[int]:
    """Tokens that would complete an n-gram of `size` tokens said before."""
    if size < 1 or len(said) < size:
        return set()
    head = said[len(said) - size + 1 :]
    return {
        said[n + size - 1] for n in range(len(said) - size + 1) if said[n : n + size - 1] == head
    }
