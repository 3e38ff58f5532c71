"""A card's sentence as clauses: where what is said of it may begin and end, and what may be left out.

By rule, English. A clause is what stands between two stops or joints ("and", "because"). What is
said of it may leave out a short beginning that names nothing else, an end from a preposition on,
and a few words between; never a word that makes it another thing ("up to 3", "like any deck").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .sentences import split_sentences
from .wording import FIRST_PERSON
from .words import Word, words

# What may be said without the card: it claims nothing.
GLUE = frozenset(
    [
        "a",
        "an",
        "the",
        "it",
        "its",
        "it's",
        "this",
        "that",
        "these",
        "those",
        "they",
        "they're",
        "their",
        "there",
        "there's",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "of",
        "and",
    ]
)
# Of these, what stands for something named before: at the beginning the product, later who knows.
PRONOUNS = frozenset(
    ["it", "its", "it's", "this", "that", "these", "those", "they", "they're", "their", "there"]
)
_JOINTS = frozenset(["and", "but", "so", "because", "while", "though", "although"])
_ENDERS = (
    _JOINTS
    | frozenset(["which"])
    | frozenset(["for", "with", "in", "on", "at", "from", "by", "to", "as", "without"])
)
# A clause that speaks of something else than the product, or of a part of what is meant.
_OTHERS = frozenset(
    [
        "most",
        "some",
        "other",
        "others",
        "many",
        "few",
        "if",
        "when",
        "who",
        "whose",
        "that",
        "which",
        "one",
        "ones",
        "another",
        "every",
        "each",
        "any",
        "old",
        "previous",
        "last",
        "first",
        "you",
        "he",
        "she",
        "his",
        "her",
        "people",
        "someone",
        "anyone",
        "would",
        "could",
        "should",
        "than",
        "like",
        "as",
        "until",
        "before",
        "after",
        "want",
        "wanted",
        "wish",
        "hoping",
        "thought",
        "supposed",
        "tried",
        "trying",
        "looking",
        "instead",
        "replaced",
        "replace",
    ]
)
# What is said without one of these is another thing: "like any deck of cards", "up to 3".
HELD = frozenset(
    [
        "like",
        "as",
        "than",
        "up",
        "over",
        "under",
        "least",
        "more",
        "less",
        "most",
        "only",
        "all",
        "any",
        "every",
        "both",
        "each",
        "or",
        "nor",
        "some",
        "few",
        "many",
        "almost",
        "half",
        "if",
        "unless",
        "except",
        "when",
        "until",
        "after",
        "before",
        "without",
    ]
)
_COPULAS = frozenset(["is", "are", "was", "were", "be", "been", "it's", "they're", "there's"])
_LISTED = re.compile(r"[,;&+/]")
_STOPS = re.compile(r"[,;:.!?()—–]|\s-\s")
# "3 1/4 by 5 1/4 inches", "9 months - 4 years": half of it is another size, another age.
_NUMBER = r"(?<![\d.,/])\d[\d.,/]{0,12}(?:\s\d/\d)?\W{0,3}(?:[a-z]{1,8}\b\.?)?\W{0,3}"
RANGE = re.compile(
    rf"{_NUMBER}(?:\s*(?:x|by|to|or|×|[-–*/])\W{{0,2}}\d[\d.,/]{{0,12}})+"
    rf"|\b(?:between|from)\s+{_NUMBER}and\s+\d[\d.,/]{{0,12}}",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MOST_SKIPPED = 3


@dataclass(frozen=True, slots=True)
class Clauses:
    """One sentence of a card.

    Attributes:
        text: the sentence.
        words: its words.
        keys: what each is compared by.
        beginnings: whether what is said may begin there.
        endings: whether it may end there.
    """

    text: str
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    beginnings: tuple[bool, ...]
    endings: tuple[bool, ...]

    @classmethod
    def of(cls, text: str) -> Clauses:
        """The clauses of one sentence."""
        found = words(text)
        places = range(len(found))
        ranges = [match.span() for match in RANGE.finditer(text)]

        def within(place: int) -> bool:
            return any(start < place < end for start, end in ranges)

        return cls(
            text,
            found,
            tuple(key(word) for word in found),
            tuple(_begins(text, found, at) and not within(found[at].start) for at in places),
            tuple(_ends(text, found, at) and not within(found[at].end) for at in places),
        )

    @property
    def asks(self) -> bool:
        """Whether the sentence is a question."""
        return self.text.rstrip().endswith(("?", "？"))

    def reaches(self, before: int, after: int, put: frozenset[str] = frozenset()) -> bool:
        """Whether what lies between two places may be left out, and other glue put there.

        A form of "to be" says something new of two words that don't stand together ("train fans
        love the colorful set" is no "the trains are colorful"), and so does an "and".
        """
        between = {low(word) for word in self.words[before + 1 : after]}
        if between & FIRST_PERSON or between & HELD:
            return False
        skipped = sum(low(word) not in GLUE for word in self.words[before + 1 : after])
        if skipped and put & _COPULAS and not between & _COPULAS:
            return False
        if "and" in put and "and" not in between:
            gap = self.text[self.words[before].end : self.words[after].start]
            if skipped or not _LISTED.search(gap):
                return False
        return skipped <= _MOST_SKIPPED

    def paths(self, wanted: Sequence[Claim]) -> Iterator[tuple[int, int]]:
        """First and last place of every way to find the wanted words, at least one, in this order."""
        for start, own in enumerate(self.keys):
            if own != wanted[0].key:
                continue
            last = start
            for one in wanted[1:]:
                at = self._nearest(one.key, last)
                if at is None or not self.reaches(last, at, one.put):
                    break
                last = at
            else:
                yield start, last

    def _nearest(self, wanted: str, after: int) -> int | None:
        places = range(after + 1, len(self.keys))
        return next((at for at in places if self.keys[at] == wanted), None)


@dataclass(frozen=True, slots=True)
class Claim:
    """A word that the card has to have, and the glue that was put between it and the one before."""

    key: str
    put: frozenset[str] = frozenset()


def clauses_of(card: str) -> list[Clauses]:
    """The sentences of a card."""
    return [Clauses.of(text) for text in split_sentences(card)]


def claims(some: Sequence[Word]) -> tuple[list[Claim], frozenset[str]]:
    """What a sentence claims, and the glue that stands behind the last of it."""
    found: list[Claim] = []
    put: set[str] = set()
    for word in some:
        if low(word) not in GLUE or (found and low(word) in PRONOUNS):
            found.append(Claim(key(word), frozenset(put)))
            put.clear()
        elif found:
            put.add(low(word))
    return found, frozenset(put)


def low(word: Word) -> str:
    """A word as the lists have it."""
    return word.surface.lower().replace("’", "'")


def key(word: Word) -> str:
    """What a word is compared by: its stem, a number without its commas."""
    return word.stem.replace(",", "")


def _begins(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether what the clause has before a place is short and names no other."""
    follows = at > 0 and not _STOPS.search(text[found[at - 1].end : found[at].start])
    if follows and found[at - 1].surface[0].isdigit():
        return False  # "lbs" of "60 lbs"
    head = []
    for n in range(at - 1, -1, -1):
        before, word = found[n], found[n + 1]
        if _STOPS.search(text[before.end : word.start]) or low(before) in _JOINTS:
            break
        head.append(low(before))
    if any(word in FIRST_PERSON or word in _OTHERS for word in head):
        return False
    return sum(word not in GLUE for word in head) <= _MOST_SKIPPED


def _ends(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether only glue stands between a place and a stop, a joint or a preposition."""
    for n in range(at, len(found) - 1):
        after = found[n + 1]
        between = text[found[n].end : after.start]
        if between.lstrip().startswith(":") and not _DIGIT.search(text[: found[n].start]):
            return False  # "weight limit:" is a heading, "in 3 colors:" says something
        if _STOPS.search(between) or low(after) in _ENDERS:
            return True
        if low(after) not in GLUE:
            return False
    return True
