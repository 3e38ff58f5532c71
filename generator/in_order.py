"""While a sentence is made of a card's prose: only words by which it can still follow the card.

What `following.departs` would refuse in the end isn't said in the first place: the decoder chooses
the clause, where to begin and end in it and what to leave out; a sentence can only stop where
nothing that matters is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from .clauses import GLUE, PRONOUNS, Claim, Clauses, claims, clauses_of, key, low
from .following import body_of, departs
from .words import Word, words

# A point after a figure may be a decimal one until a blank follows.
_STOPPED = re.compile(r"(?:(?<![\d\s])[.!?]|[.!?]\s)[\"”’')]*\s*$")


# A sentence that can stop: no comma or opening quote hangs at its end.
_CLOSED = re.compile(r"(?:[^\W_]|[%°)\]\"”″]|\d['’′])\s*[.!?]?\s*$")
_ARTICLES = frozenset(["a", "an", "the", "its", "their"])
_SUBJECTS = frozenset(["it", "they", "there"])
_VERBS = frozenset(["is", "are", "was", "were"])
_SHORT = frozenset(["it's", "they're", "there's"])
# What of the glue can't come after what: "the it", "it the", "is are".
_CLASHES = (
    (_ARTICLES, GLUE),
    (_SUBJECTS, GLUE - _VERBS - {"be", "been"}),
    (_SHORT, _SUBJECTS | _SHORT | _VERBS),
    (_VERBS, _VERBS | _SUBJECTS | _SHORT),
    (frozenset(["and", "of"]), frozenset(["and", "of", "be", "been"])),
)
_EITHER = re.compile(r"u[^mnpl]|uni|eu|one|once|h")
_SILENT = re.compile(r"hour|honest|heir|honou?r")
# "12- and up": words are joined only as the card joins them.
_JOINED = re.compile(r"[^\W_]+-[\w-]*")


class InOrder:
    """Which texts can become a sentence that follows a card.

    Args:
        card: the card's text.
        verbatim: nothing is left out between two words, and nothing put in.
    """

    def __init__(self, card: str, verbatim: bool = False) -> None:
        self._card = card.lower()
        self._clauses = [one for one in clauses_of(card) if not one.asks]
        self._glue = frozenset() if verbatim else GLUE
        self._verbatim = verbatim
        self._known = GLUE | {low(word) for clauses in self._clauses for word in clauses.words}
        self._pairs = pairs_of(clauses.words for clauses in self._clauses)

    def may_go_on(self, text: str, start: int = 0) -> bool:
        """Whether a text can still become a sentence that follows; its last word may be unfinished."""
        if _STOPPED.search(text) and not self.may_end(text):
            return False
        if any(joined.lower() not in self._card for joined in _JOINED.findall(text)):
            return False
        body = body_of(text)
        found = words(body)
        growing = found[-1] if found and found[-1].end == len(body) else None
        whole = found if growing is None else found[:-1]
        if clashes(whole, self._pairs, self._known):
            return False
        if self._verbatim:
            done, put = [Claim(key(word)) for word in whole], frozenset[str]()
        else:
            done, put = claims(whole)
        return any(self._goes_on(one, done, put, growing) for one in self._clauses)

    def may_end(self, text: str) -> bool:
        """Whether a text is a sentence that follows."""
        found = words(text)
        return (
            bool(found)
            and _CLOSED.search(text) is not None
            and low(found[-1]) not in GLUE - PRONOUNS
            and not departs(text, self._clauses)
        )

    def _goes_on(
        self, one: Clauses, done: list[Claim], put: frozenset[str], growing: Word | None
    ) -> bool:
        """Whether words said in full, and one in the making, lie on the way through a sentence."""
        if not done:
            places = [at for at, begins in enumerate(one.beginnings) if begins]
            if growing is None or any(_begun(growing, one, at) for at in places):
                return bool(places)
            return any(word.startswith(low(growing)) for word in self._glue)
        lasts = [
            last
            for first, last in one.paths(done)
            if one.beginnings[first] and (not self._verbatim or last - first == len(done) - 1)
        ]
        if growing is None:
            return any(not put or self._next(one, last, put) for last in lasts)
        if any(_begun(growing, one, at) for last in lasts for at in self._next(one, last, put)):
            return True
        glue = [word for word in self._glue - PRONOUNS if word.startswith(low(growing))]
        return any(self._next(one, last, put | {word}) for last in lasts for word in glue)

    def _next(self, one: Clauses, last: int, put: frozenset[str]) -> list[int]:
        """Places that may come after one, with glue put between."""
        places = range(
            last + 1, min(last + 2, len(one.words)) if self._verbatim else len(one.words)
        )
        return [at for at in places if one.reaches(last, at, put)]


def pairs_of(sentences: Iterable[Sequence[Word]]) -> set[tuple[str, str]]:
    """The words that stand side by side in sentences."""
    return {(low(one), low(other)) for some in sentences for one, other in pairwise(some)}


def clashes(some: Sequence[Word], pairs: Set[tuple[str, str]], known: Set[str]) -> bool:
    """Whether two words stand together as no sentence has them, nor the card.

    Glue with glue; a word twice; and an article before a word in another form than the card's ("wets
    out" is no "the wet out").

    Args:
        some: the words of a sentence, each in full.
        pairs: that stand together in the card.
        known: words that may follow an article.
    """
    return any(
        (low(one), low(other)) not in pairs
        and (clash([low(one)], low(other)) or (low(one) in _ARTICLES and low(other) not in known))
        for one, other in pairwise(some)
    )


def clash(before: Sequence[str], word: str) -> bool:
    """Whether a word, lower case, can't come after another (none or one).

    "The it", "very very", "a 2 bins", "a apple".
    """
    return any(
        one == word
        or (one in ("a", "an") and _article(word) != one)
        or any(one in first and word in second for first, second in _CLASHES)
        for one in before
    )


def _article(word: str) -> str:
    """The article that fits, as far as spelling tells; none before a figure."""
    if word[:1].isdigit():
        return ""
    if _EITHER.match(word):
        return "an" if word.startswith("h") and _SILENT.match(word) else "a"
    return "an" if word[:1] in "aeiou" else "a"


def _begun(growing: Word, one: Clauses, at: int) -> bool:
    """Whether a word in the making can become the word at a place, in any inflection."""
    begun, whole = low(growing), low(one.words[at])
    if whole.startswith(begun):
        return True
    if begun.endswith("ing") and not whole.endswith("ing"):
        return False  # "a note on" is no "noting on"
    return one.keys[at] == key(growing) and whole.startswith(begun[: max(1, len(begun) - 3)])
