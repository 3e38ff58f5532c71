"""Does a sentence follow its card: one clause of it, in its order, with nothing left out that matters?

Words of a card can be put together to say what the card doesn't ("tried new batteries, the problem
was in the unit" is no "you can buy batteries for the unit"). So a sentence made of prose keeps to
one clause of the card, in its order: it may leave out a short beginning that names nothing else,
an end from a preposition on, a few words between, and put articles, pronouns and forms of "to be"
of its own. What a sentence of the card denies, hedges or makes conditional can't be left out.
Chinese is compared elsewhere, by characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .polarity import hedges, negates
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
_JOINTS = frozenset(["and", "but", "so", "because", "which", "while", "though", "although"])
_ENDERS = _JOINTS | frozenset(
    ["for", "with", "in", "on", "at", "from", "by", "to", "as", "without"]
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
_HELD = frozenset(
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
_OPENING = re.compile(r"\s*(?:yes|yeah|yep|no|nope)\s*[,.:;!]\s*", re.IGNORECASE)
_STOPS = re.compile(r"[,;:.!?()—–]|\s-\s")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_PARTS = re.compile(r"[;,]\s")
_LABEL = re.compile(r"^\s*[\w ]+:\s*")
_MOST_SKIPPED = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of one sentence of a card, with where its clauses may begin and end."""

    text: str
    words: tuple[Word, ...]

    def begins(self, at: int) -> bool:
        """Whether what is said may begin at a word: what the clause has before it names no other."""
        head = []
        for n in range(at - 1, -1, -1):
            before, word = self.words[n], self.words[n + 1]
            if _STOPS.search(self.text[before.end : word.start]) or _low(before) in _JOINTS:
                break
            head.append(_low(before))
        if any(word in FIRST_PERSON or word in _OTHERS for word in head):
            return False
        return sum(word not in GLUE for word in head) <= _MOST_SKIPPED

    def ends(self, at: int) -> bool:
        """Whether what is said may end behind a word: only glue stands between it and a joint."""
        for n in range(at, len(self.words) - 1):
            after = self.words[n + 1]
            gap = self.text[self.words[n].end : after.start]
            if _STOPS.search(gap) or _low(after) in _ENDERS:
                return True
            if _low(after) not in GLUE:
                return False
        return True


class InOrder:
    """While a sentence is made: its words come from one sentence of the card, in that order.

    Args:
        card: the card's text.
    """

    def __init__(self, card: str) -> None:
        sentences = _sentences(card)
        self._sentences = [[_key(word) for word in one.words] for one in sentences]
        self._raw = [[_low(word) for word in one.words] for one in sentences]

    def may_go_on(self, text: str, start: int = 0) -> bool:
        """Whether a text can still become a sentence that follows; its last word may be unfinished."""
        body = _body(text)
        found = words(body)
        growing = found[-1] if found and found[-1].end == len(body) else None
        done = [_key(word) for word in found if word is not growing and _low(word) not in GLUE]
        for keys, raw in zip(self._sentences, self._raw, strict=True):
            at = _after(done, keys)
            if at is None:
                continue
            if growing is None or any(g.startswith(_low(growing)) for g in GLUE):
                return True
            low = _low(growing)
            if any(word.startswith(low[: max(1, len(low) - 3)]) for word in raw[at:]) and (
                any(word.startswith(low) for word in raw[at:]) or _key(growing) in keys[at:]
            ):
                return True
        return False


def departs(sentence: str, card: str) -> str:
    """Where a sentence departs from its card; empty if it follows.

    Args:
        sentence: one sentence, without citations.
        card: the card's text, prose.
    """
    body = _body(sentence)
    told = [word for word in words(body) if _low(word) not in GLUE]
    if not told:
        return "" if _OPENING.match(sentence + ".") else "says nothing of the card"
    reason = "puts together what the card doesn't"
    for one in _sentences(card):
        places = _aligned([_key(word) for word in told], one)
        if places is None:
            continue
        if one.text.rstrip().endswith(("?", "？")):
            reason = "the card only asks"
            continue
        if not (one.begins(places[0]) and one.ends(places[-1])):
            reason = "a piece of a clause"
            continue
        lost = hedges(one.text) - hedges(body)
        if lost:
            reason = f"leaves out “{min(lost)}”"
            continue
        if negates(one.text) != negates(sentence):
            reason = "leaves out a denial"
            continue
        return ""
    return reason


def parts_of_value(sentence: str, value: str) -> str:
    """What of a field's value a sentence leaves out; empty if it has a whole part and every number."""
    if value.strip().lower() in ("true", "false", "yes", "no"):
        return ""  # said by how the sentence is put; polarity is the check's
    told = {_key(word) for word in words(sentence)}
    left = [m for m in _DIGITS.findall(value) if m not in _DIGITS.findall(sentence)]
    if left:
        return f"leaves out “{left[0]}”"
    parts = [words(_LABEL.sub("", part)) for part in _PARTS.split(value)]
    if any(part and {_key(word) for word in part} <= told for part in parts):
        return ""
    return "a piece of the value"


def _sentences(card: str) -> list[_Said]:
    return [_Said(text, words(text)) for text in split_sentences(card)]


def _body(text: str) -> str:
    return _OPENING.sub("", text, count=1)


def _low(word: Word) -> str:
    return word.surface.lower().replace("’", "'")


def _key(word: Word) -> str:
    return word.stem.replace(",", "")


def _after(wanted: Sequence[str], keys: Sequence[str]) -> int | None:
    """Where the earliest match of all wanted words, in order, ends; None if there is none."""
    at = 0
    for key in wanted:
        try:
            at = keys.index(key, at) + 1
        except ValueError:
            return None
    return at


def _aligned(wanted: Sequence[str], one: _Said) -> list[int] | None:
    """Places of the wanted words, in order and close together; the shortest stretch."""
    keys = [_key(word) for word in one.words]
    best: list[int] | None = None
    for start, key in enumerate(keys):
        if key != wanted[0]:
            continue
        places = [start]
        for want in wanted[1:]:
            near = range(places[-1] + 1, len(keys))
            at = next((n for n in near if keys[n] == want), None)
            if at is None or _skipped(one, places[-1], at) > _MOST_SKIPPED:
                break
            places.append(at)
        if len(places) == len(wanted) and (best is None or places[-1] - start < best[-1] - best[0]):
            best = places
    return best


def _skipped(one: _Said, before: int, after: int) -> int:
    """Words left out between two places; more than are allowed where one of them matters."""
    between = [_low(word) for word in one.words[before + 1 : after]]
    if any(word in FIRST_PERSON or word in _HELD for word in between):
        return _MOST_SKIPPED + 1
    return sum(word not in GLUE for word in between)
