"""Correcting one request by a catalog's words.

An unknown word becomes the catalog's word w that makes P(w, rest of the request) · P(typed | w)
greatest (the noisy channel of Kernighan, Church & Gale 1990): products that have w together with
the request's other words speak for it, every slip of the finger against it. Words run together are
parted and parted ones joined where the catalog writes them so. A word that products have stays,
unless it is as good as a slip itself. Numbers, model numbers, brands and Chinese are never touched.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from .regional import other_spellings
from .regional_words import other_names
from .spelling_reading import LONGEST, Corrected, in_case_of, words_of
from .tokens import is_stop_word, request_terms, stem_of

if TYPE_CHECKING:
    from .spelling import SpellingBook

_SHORTEST, _LONG = 4, 7
_SLIP = 3.0  # what one edit costs, in nats
_SPACE = 0.5  # what a space left out costs, in edits
_DOUBT = -15.0  # log P(w, request)·P(typed | w) below which a word is rather new than mistyped
_PRIOR = 30.0  # pseudo-products in P(other word | w)
_ADJACENT = 1.0
_JOINED = 8.0  # one spelling of a compound must be so much more frequent than the other
_RARE, _COMMON = 2, 200.0
_MOST_LOOKED_UP = 16
_CONTEXT = 8
_CONTEXT_CHARS = 500
_LEAST_PART = 3


class Postings(Protocol):
    """Where terms occur; a lexical index is one."""

    def __len__(self) -> int:
        """Number of products."""
        ...

    def products_with(self, term: str) -> NDArray[np.int32]:
        """Rows of the products that have `term`."""
        ...


IsWord = Callable[[str], bool]


class Correction:
    """One request being corrected."""

    def __init__(
        self,
        book: SpellingBook,
        query: str,
        postings: Postings | None,
        is_word: IsWord | None,
    ) -> None:
        self.book, self.query, self.spots = book, query, words_of(query)
        self.postings, self.is_word = postings, is_word
        self.stems = [stem_of(spot.word, book.language) for spot in self.spots]
        self._looked_up = 0
        self._others: list[tuple[str, NDArray[np.bool_], float]] | None = None

    def done(self) -> Corrected:
        """The request with every change made."""
        pieces: list[str] = []
        changes: list[tuple[str, str]] = []
        read, place = 0, 0
        while place < len(self.spots):
            taken, word = self._at(place)
            first, last = self.spots[place], self.spots[place + taken - 1]
            if word is not None:
                written = self.query[first.start : last.end]
                better = in_case_of(first.written, word)
                pieces += [self.query[read : first.start], better]
                changes.append((written, better))
                read = last.end
            place += taken
        text = "".join([*pieces, self.query[read:]])
        return Corrected(text, self.query, tuple(changes))

    def _at(self, place: int) -> tuple[int, str | None]:
        """How many words from `place` on are dealt with, and what stands for them, if anything."""
        spot = self.spots[place]
        if not spot.open:
            return 1, None
        for taken in (2, 1):
            elsewhere = self._elsewhere(place, taken)
            if elsewhere is not None:
                return taken, elsewhere
        joined = self._joined(place)
        if joined is not None:
            return 2, joined
        word = spot.word
        if len(word) < _SHORTEST or is_stop_word(word, self.book.language):
            return 1, None
        if self.book.words.is_kept(word):
            return 1, None
        known = self._products(word)
        better = self._regional(word, known)
        if better is None:
            better = self._unknown(place) if not known else self._parted(word, known)
        if better is None and 0 < known <= _RARE:
            better = self._rare(place, known)
        return 1, better

    # --- spellings that are no slips -----------------------------------------------------------

    def _regional(self, word: str, known: int) -> str | None:
        """The form of the other side of the Atlantic, where the catalog has it more often."""
        if self.book.language != "en":
            return None
        forms = [(self._products(form), form) for form in other_spellings(word)]
        forms = [(count, form) for count, form in forms if count > known]
        return max(forms)[1] if forms else None

    def _elsewhere(self, place: int, taken: int) -> str | None:
        """What the catalog calls a thing of which it hasn't the name that was asked for."""
        if self.book.language != "en" or place + taken > len(self.spots):
            return None
        spots = self.spots[place : place + taken]
        name = " ".join(spot.word for spot in spots)
        if not all(spot.open for spot in spots) or self._named(name):
            return None
        found = [(self._named(other), other) for other in other_names(name)]
        return max(found)[1] if found and max(found)[0] else None

    def _named(self, name: str) -> int:
        """Products that have a name of one word or more, its words side by side."""
        words = name.split()
        if len(words) == 1:
            return self._products(name)
        stems = [stem_of(word, self.book.language) for word in words]
        return min(self.book.pairs.count(one, two) for one, two in pairwise(stems))

    def _joined(self, place: int) -> str | None:
        """This word and the next as one, where the catalog writes them so and not apart."""
        if place + 1 >= len(self.spots):
            return None
        one, two = self.spots[place : place + 2]
        between = self.query[one.end : two.start]
        if not two.open or between not in {" ", "-"} or min(len(one.word), len(two.word)) < 2:
            return None
        whole = one.word + two.word
        if not 5 <= len(whole) <= LONGEST:
            return None
        language = self.book.language
        if is_stop_word(one.word, language) or is_stop_word(two.word, language):
            return None
        own_stem = one.word + self.stems[place + 1]  # not "vinyl ence", whose stem is "vinyl"
        if not self.book.words.count(whole) and stem_of(whole, language) != own_stem:
            return None
        count = self._products(whole)
        apart = self.book.pairs.count(self.stems[place], self.stems[place + 1])
        loose = self._together(one.word, two.word)
        return whole if count > loose and count >= _JOINED * apart else None

    def _together(self, one: str, two: str) -> int:
        """Products that have both words, wherever they stand."""
        return len(np.intersect1d(self._rows(one), self._rows(two), assume_unique=True))

    def _parted(self, word: str, known: int) -> str | None:
        """Two words that the catalog writes apart."""
        found = self._best_parts(word)
        return found[1] if found and found[0] >= _JOINED * known else None

    def _best_parts(self, word: str) -> tuple[int, str] | None:
        best: tuple[int, str] | None = None
        for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
            first, second = word[:cut], word[cut:]
            count = self.book.pairs.count(
                stem_of(first, self.book.language), stem_of(second, self.book.language)
            )
            if count and self._products(first) and self._products(second):
                best = max(best or (0, ""), (count, f"{first} {second}"))
        return best

    # --- slips -----------------------------------------------------------------------------------

    def _unknown(self, place: int) -> str | None:
        """What an unknown word is most likely a slip of: a word, or two without their space."""
        word = self.spots[place].word
        ranked: list[tuple[float, str]] = []
        if not (self.is_word is not None and self.is_word(word)):
            ranked = [(score, one) for score, one, _ in self._ranked(place)[:1] if score > _DOUBT]
        parts = self._best_parts(word)
        if parts is not None:
            ranked.append((log(parts[0] / self.book.products) - _SLIP * _SPACE, parts[1]))
        return max(ranked)[1] if ranked else None

    def _rare(self, place: int, known: int) -> str | None:
        """A word of one or two products that fits nothing else asked for, where a common one does."""
        word = self.spots[place].word
        if self.book.products < _COMMON or (self.is_word is not None and self.is_word(word)):
            return None
        others = self._context()
        rows = self._rows(word)
        if not others or any(has[rows].any() for own, has, _ in others if own != self.stems[place]):
            return None
        for _, candidate, cost in self._ranked(place)[:1]:
            fits = self._rows(candidate)
            together = [has[fits].any() for own, has, _ in others if own != self.stems[place]]
            if cost <= 1.0 and len(fits) >= _COMMON * known and together and all(together):
                return candidate
        return None

    def _ranked(self, place: int) -> list[tuple[float, str, float]]:
        """Candidates for a word: ``(log probability, word, price of the slip)``, best first."""
        word = self.spots[place].word
        self._looked_up += 1
        if self._looked_up > _MOST_LOOKED_UP:
            return []
        alike = self.book.words.alike(word, 2 if len(word) >= _LONG else 1)
        scored = [
            (self._fit(place, one, count) - _SLIP * cost, one, cost)
            for one, count, cost in alike
            if stem_of(one, self.book.language) != self.stems[place]
        ]
        return sorted(scored, key=lambda one: (-one[0], one[1]))

    def _fit(self, place: int, word: str, count: int) -> float:
        """The log of P(word) and, for every other word of the request, how much likelier it is with it."""
        stem = stem_of(word, self.book.language)
        rows = self._rows(word)
        score = log(max(count, 1) / max(self.book.products, 1))
        for own, has, share in self._context():
            if own != self.stems[place]:
                both = float(np.count_nonzero(has[rows]))
                score += log((both + _PRIOR * share) / (len(rows) + _PRIOR) / share)
        for step in (-1, 1):
            if 0 <= place + step < len(self.stems):
                beside = self.stems[place + step]
                first, second = (beside, stem) if step < 0 else (stem, beside)
                score += _ADJACENT * (self.book.pairs.count(first, second) > 0)
        return score

    def _context(self) -> list[tuple[str, NDArray[np.bool_], float]]:
        """The request's known terms, each with the products that have it and their share."""
        if self._others is None:
            self._others = []
            if self.postings is not None and len(self.postings):
                total = len(self.postings)
                for term in request_terms(self.query[:_CONTEXT_CHARS], self.book.language):
                    rows = self.postings.products_with(term)
                    if len(rows):
                        has = np.zeros(total, dtype=np.bool_)
                        has[rows] = True
                        self._others.append((term, has, len(rows) / total))
                self._others = sorted(self._others, key=lambda one: (one[2], one[0]))[:_CONTEXT]
        return self._others

    def _rows(self, word: str) -> NDArray[np.int32]:
        if self.postings is None:
            return np.zeros(0, dtype=np.int32)
        return self.postings.products_with(stem_of(word, self.book.language))

    def _products(self, word: str) -> int:
        """Products that have `word` in any form; 0 for an unknown one."""
        rows = len(self._rows(word))
        own = self.book.words.count(word)
        stem = stem_of(word, self.book.language)
        return max(rows, own, int(self.book.words.has_stem(stem)))
