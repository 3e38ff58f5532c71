"""Which words an answer may hold: those of its cards, and words that carry no claim.

Beside numbers, units and citations, content words too come from the catalog while the sentence is
made, not only when it is checked: what isn't there can't be said. Words are compared as the check
compares them, by stem; a word in the making must be the beginning of an allowed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .words import FRAME, STOP, has_han, stem, words

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][a-z]*)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENDINGS = ("", "s", "es", "d", "ed", "ing", "er", "ly")
# A card's "we" is the maker or a reviewer, never the shop that answers.
FIRST_PERSON = frozenset(
    [
        "i",
        "i'm",
        "i've",
        "i'd",
        "i'll",
        "my",
        "me",
        "mine",
        "we",
        "we're",
        "we've",
        "our",
        "ours",
        "us",
    ]
)
# What the stop words hold for cut words: "hasn" and "t" of "hasn't".
_FRAGMENTS = frozenset(
    [
        "t",
        "s",
        "d",
        "m",
        "ll",
        "re",
        "ve",
        "aren",
        "couldn",
        "didn",
        "doesn",
        "don",
        "hasn",
        "haven",
        "isn",
        "shouldn",
        "wasn",
        "weren",
        "won",
        "wouldn",
        "ive",
        "hi",
        "hey",
        "hello",
        "please",
        "thank",
        "thanks",
    ]
)
CONTRACTIONS = frozenset(
    [
        "isn't",
        "aren't",
        "doesn't",
        "don't",
        "won't",
        "can't",
        "hasn't",
        "haven't",
        "didn't",
        "wasn't",
        "weren't",
        "couldn't",
        "shouldn't",
        "wouldn't",
    ]
)
_ODD_CASE = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]")
_BARE = frozenset("的了是有在和也可以为与及其这款它您个种不没能会用要来")


class Wording:
    """The words that one answer may hold.

    Args:
        sources: texts whose words may be said, in any inflection.
        also: more words, as they stand.
        never: words that may not be said though they are among those.
        never_first: words that the text may not begin with.
    """

    def __init__(
        self,
        sources: Sequence[str],
        also: Iterable[str] = (),
        never: Iterable[str] = (),
        never_first: Iterable[str] = (),
    ) -> None:
        said = {word.surface.lower() for text in sources for word in words(text)}
        plain = {word for word in (*STOP, *FRAME, *also) if not has_han(word)} - _FRAGMENTS
        plain |= CONTRACTIONS
        self._sources = "\n".join(sources)
        forms = {form for word in said if word.isascii() for form in _forms(word)}
        self._whole = (said | plain | forms) - FIRST_PERSON - set(never)
        self._first = self._whole - set(never_first)
        self._first_begun = _beginnings(self._first)
        self._begun = _beginnings(self._whole)
        self._han = set(_HAN.findall("".join([*sources, *also, *STOP, *FRAME]))) | _BARE

    def may_go_on(self, text: str, start: int = 0) -> bool:
        """Whether `text` holds only allowed words from `start` on, the last perhaps unfinished.

        Args:
            text: what has been said.
            start: where to look from; a word that reaches over it is looked at whole.
        """
        for match in _WORD.finditer(text):
            if match.end() < start:
                continue
            word = match.group().lower().replace("’", "'")
            if _ODD_CASE.search(match.group()) and match.group() not in self._sources:
                return False  # "USIng"
            first = not text[: match.start()].strip()
            if match.end() == len(text):
                known = self._first_begun if first else self._begun
            else:
                known = self._first if first else self._whole
            if word not in known and word.removesuffix("'s") not in known:
                return False
        return all(c in self._han for c in _HAN.findall(text[max(0, start) :]))


def _beginnings(some: Iterable[str]) -> set[str]:
    return {word[:n] for word in some for n in range(1, len(word) + 1)}


def _forms(word: str) -> set[str]:
    """Other inflections of a word: those that the stemmer takes back to the same stem."""
    root = stem(word)
    bases = {word, word.rstrip("s"), word.removesuffix("ed"), word.removesuffix("ing")}
    bases |= {word.removesuffix("e"), word.removesuffix("d"), word.removesuffix("es")}
    bases |= {
        base.removesuffix(end) + ("y" if end == "ie" else "ie")
        for base in tuple(bases)
        for end in ("y", "ie")
        if base.endswith(end)
    }
    made = {base + ending for base in bases if len(base) > 2 for ending in (*_ENDINGS, "e")}
    return {form for form in made if stem(form) == root}
