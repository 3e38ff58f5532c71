"""How a catalog spells: its words and what stands next to what, read once, and kept with a shop.

Nothing but the catalog says how words go: no dictionary, no labels. What is made of a request with
it is `spelling_correction.py`'s business, files are `spelling_files.py`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import islice, pairwise

import numpy as np

from ..catalog.folding import without_marks
from .spelling_correction import Correction, IsWord, Postings
from .spelling_pairs import SpellingPairs
from .spelling_reading import LONGEST, Corrected
from .spelling_words import SpellingWords
from .tokens import SPACED_LETTER, stem_of

_MOST_WORDS = 300_000
_MOST_PAIRS = 1_000_000
_READ_WORDS = 400
_PRUNE_AT = 3_000_000
_SHORTEST = 3
_WORD = re.compile(rf"(?:{SPACED_LETTER})+")


class SpellingBook:
    """How a catalog spells.

    Args:
        words: its words.
        pairs: its adjacent terms.
        products: how many there are.
        language: whose stemmer and stop words hold.
    """

    def __init__(
        self, words: SpellingWords, pairs: SpellingPairs, products: int, language: str = "en"
    ) -> None:
        self.words = words
        self.pairs = pairs
        self.products = products
        self.language = language

    @classmethod
    def build(
        cls, texts: Iterable[str], language: str = "en", names: Iterable[str] = ()
    ) -> SpellingBook:
        """Read a catalog's words.

        Args:
            texts: one a product; the first 400 words of each are read.
            language: BCP 47 primary tag.
            names: brands, which are never corrected.
        """
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        products = 0
        for text in texts:
            products += 1
            runs = _runs(text)
            counts.update({word for run in runs for word in run})
            stems = [[stem_of(word, language) for word in run] for run in runs]
            pairs.update({pair for run in stems for pair in pairwise(run)})
            if len(pairs) > _PRUNE_AT:
                pairs = Counter({pair: n for pair, n in pairs.items() if n > 1})
        kept = {word for name in names for run in _runs(name) for word in run}
        frequent = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        chosen = [one for one in frequent if _SHORTEST <= len(one[0]) <= LONGEST][:_MOST_WORDS]
        likely = sorted(pairs.items(), key=lambda one: (-one[1], one[0]))[:_MOST_PAIRS]
        words = SpellingWords(
            [word for word, _ in chosen],
            np.array([count for _, count in chosen], dtype=np.int32),
            [stem_of(word, language) for word, _ in chosen],
            np.array([word in kept for word, _ in chosen], dtype=np.bool_),
        )
        return cls(words, SpellingPairs.of(dict(likely)), products, language)

    def correct(
        self, query: str, postings: Postings | None = None, is_word: IsWord | None = None
    ) -> Corrected:
        """The request as this catalog would write it; unchanged where nothing speaks for a change.

        Args:
            query: any text; what is beyond its first 2,000 characters stays as it is.
            postings: which products have which terms, to tell what fits the rest of the request;
                without it neighbours alone tell.
            is_word: whether an unknown word is one all the same (the shop has no couches, but
                "couch" isn't a slip of "touch").
        """
        if not len(self.words):
            return Corrected(query, query)
        return Correction(self, query, postings, is_word).done()


def _runs(text: str) -> list[list[str]]:
    """Words with nothing but spaces and hyphens between them; a number or a comma ends a run."""
    folded = unicodedata.normalize("NFKC", without_marks(text)).casefold()
    runs: list[list[str]] = []
    end = -1
    for match in islice(_WORD.finditer(folded), _READ_WORDS):
        between = folded[end : match.start()] if end >= 0 else "."
        if between and not between.strip(" -\n"):
            runs[-1].append(match[0])
        else:
            runs.append([match[0]])
        end = match.end()
    return runs
