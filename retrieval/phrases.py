"""Longest-match lookup of many phrases in a text: brands, materials, attribute values.

Knows tokens (words of spaced scripts, single Chinese characters), no meaning. A text of n tokens is
matched against any number of phrases in O(n · longest phrase).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .request_text import fold

T = TypeVar("T")

_IDEOGRAPH = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+(?:'[a-z0-9]+)*")
_GAP = frozenset(" .'&+-/_™®")
_MAX_GAP = 3
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a folded text, or one Chinese character. `key` is without plural and apostrophe."""

    start: int
    end: int
    key: str


def tokens(folded: str) -> list[Token]:
    """The tokens of a folded text."""
    return [Token(*match.span(), key(match[0])) for match in _TOKEN.finditer(folded)]


def key(word: str) -> str:
    """What a word is compared by: "Kiehl's" and "kiehls" are one, and so are singular and plural."""
    word = word.replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def keys(phrase: str) -> tuple[str, ...]:
    """The token keys of a phrase as written anywhere."""
    return tuple(token.key for token in tokens(fold(phrase)))


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase found at ``[start, end)``; `last` is the index after its last token."""

    start: int
    end: int
    last: int
    value: T


class Phrases(Generic[T]):
    """Phrases, each with a value; several values may share a phrase."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """Args: entries: phrases as written, each with what it stands for."""
        self._entries: dict[tuple[str, ...], list[T]] = {}
        self._lengths: dict[str, int] = {}
        for phrase, value in entries:
            phrase_keys = keys(phrase)
            if not phrase_keys or len(phrase_keys) > _LONGEST:
                continue
            values = self._entries.setdefault(phrase_keys, [])
            if value not in values:
                values.append(value)
            first = phrase_keys[0]
            self._lengths[first] = max(self._lengths.get(first, 0), len(phrase_keys))

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, phrase: str) -> list[T]:
        """What a whole phrase stands for, or nothing."""
        return self._entries.get(keys(phrase), [])

    def at(self, folded: str, words: list[Token], index: int) -> Match[list[T]] | None:
        """The longest phrase that starts at token `index`."""
        if index >= len(words):
            return None
        best = None
        path: list[str] = []
        for last in range(index, min(len(words), index + self._lengths.get(words[index].key, 0))):
            if last > index and not _adjacent(folded, words[last - 1].end, words[last].start):
                break
            path.append(words[last].key)
            values = self._entries.get(tuple(path))
            if values:
                best = Match(words[index].start, words[last].end, last + 1, values)
        return best

    def find(self, folded: str) -> list[Match[list[T]]]:
        """Every longest match, left to right, without overlaps."""
        words, found, index = tokens(folded), [], 0
        while index < len(words):
            match = self.at(folded, words, index)
            if match:
                found.append(match)
            index = match.last if match else index + 1
        return found


def _adjacent(folded: str, end: int, start: int) -> bool:
    return start - end <= _MAX_GAP and all(char in _GAP for char in folded[end:start])
