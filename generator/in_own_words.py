"""While a sentence is made in the decoder's own words: only words by which it can still say what one sentence says.

What `own_words.strays` would refuse for its words or their order isn't said in the first place; what bounds a
statement is looked at when it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .clauses import key, low
from .following import body_of
from .in_order import clash, clashes, pairs_of
from .own_paths import PLAIN, near, paths, stating, tells
from .words import Word, words

_GROWN = re.compile(r"(?<!\d)[.,].*|[.,]\D.*|[^.,].*", re.DOTALL)


class InOwnWords:
    """Which texts can become a sentence that doesn't stray, as far as words and their order tell.

    What bounds a statement is looked at when it is whole (`strays`).

    Args:
        card: the card's text, prose.
    """

    def __init__(self, card: str) -> None:
        self._sentences = [words(one) for one in stating(card)]
        self._pairs = pairs_of(self._sentences)
        self._known = PLAIN | {low(word) for one in self._sentences for word in one}

    def may_go_on(self, text: str, start: int = 0) -> bool:
        """Whether a text can still become such a sentence; its last word may be unfinished."""
        body = body_of(text)
        found = words(body)
        # A point after a figure may be a decimal one.
        growing = found[-1] if found and not _GROWN.match(body, found[-1].end) else None
        whole = found if growing is None else found[:-1]
        if clashes(whole, self._pairs, self._known):
            return False
        told = [word for word in whole if tells(word)]
        last = [low(word) for word in whole[-1:]]
        if growing is not None and self._clash(last, low(growing)):
            return False  # "the it" could become "the item", but then it is one token
        plain = growing is None or any(
            word.startswith(low(growing)) and not self._clash(last, word) for word in PLAIN
        )
        return any(
            plain or _reaches(path, growing, one)
            for one in self._sentences
            for path in paths(told, one)
        )

    def _clash(self, before: Sequence[str], word: str) -> bool:
        return clash(before, word) and (before[0], word) not in self._pairs

    def may_end(self, text: str) -> bool:
        """Whether a text says something."""
        return any(tells(word) for word in words(body_of(text)))


def _reaches(path: Sequence[int], growing: Word | None, found: Sequence[Word]) -> bool:
    """Whether a word in the making can become one that may come next, in any inflection."""
    if growing is None:
        return True
    begun = low(growing)
    for at, word in enumerate(found):
        if at in path or (path and not near(path[-1], at)):
            continue
        whole = low(word)
        if whole.startswith(begun) or (
            key(word) == key(growing) and whole.startswith(begun[: max(1, len(begun) - 3)])
        ):
            return True
    return False
