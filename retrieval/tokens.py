"""Words for lexical search: any script, units and model numbers, Chinese cut by jieba.

Knows nothing of BM25. Documents keep every word; stop words are dropped from requests only, so
that "it cosmetics" or a brand called "The" can still be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

import Stemmer

from ..catalog.folding import without_marks
from .chinese import cut
from .units import unit_of

# Ideographs with their extensions and 々; kana and Thai are written without spaces too.
_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_UNSPACED = "\u3041-\u30ff\u0e01-\u0e4e"
_LETTER = rf"[^\W{_HAN}{_UNSPACED}]"
_NUMBER = r"\d+(?:[.,]\d+)*(?:/\d+)?"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    rf"|(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?P<number>{_NUMBER}|\d+-\d+/\d+)(?!{_LETTER})(?![-_]{_LETTER})"
    rf"|(?P<measure>{_NUMBER}-?[^\W\d_{_HAN}{_UNSPACED}]+)(?!{_LETTER})(?![-_]{_LETTER})"
    r"|(?P<mark>(?<=\d)[\"″”'′’](?!\w))"
    rf"|(?P<word>{_LETTER}+(?:['’.&_-]{_LETTER}+)*)"
)
_MEASURE = re.compile(rf"({_NUMBER})-?(.+)")
_INNER = re.compile(r"['’.&_-]+")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]")
SPACED_LETTER = rf"[^\W\d_{_HAN}{_UNSPACED}]"
"""Pattern of one letter of a script that is written with spaces."""
SPACED_RUN = re.compile(rf"[^\s{_HAN}{_UNSPACED}]+")
"""What stands between spaces and scripts that are written without them."""
UNSPACED_LETTER = re.compile(rf"[{_HAN}{_UNSPACED}]")

# Words that make a sentence a question; Lucene's list, which bm25s has for English, keeps them.
_ASKING = (
    *("how", "what", "which", "who", "whose", "when", "where", "why", "do", "does", "did"),
    *("has", "have", "had", "would", "could", "should", "am", "i", "you", "we", "my", "your"),
)

# language → PyStemmer's algorithm and bm25s' list of stop words
_LANGUAGES = {
    "en": ("english", "STOPWORDS_EN"),
    "de": ("german", "STOPWORDS_GERMAN"),
    "nl": ("dutch", "STOPWORDS_DUTCH"),
    "fr": ("french", "STOPWORDS_FRENCH"),
    "es": ("spanish", "STOPWORDS_SPANISH"),
    "pt": ("portuguese", "STOPWORDS_PORTUGUESE"),
    "it": ("italian", "STOPWORDS_ITALIAN"),
    "ru": ("russian", "STOPWORDS_RUSSIAN"),
    "sv": ("swedish", "STOPWORDS_SWEDISH"),
    "no": ("norwegian", "STOPWORDS_NORWEGIAN"),
    "da": ("danish", "STOPWORDS_DANISH"),
    "tr": ("turkish", "STOPWORDS_TURKISH"),
}


def folded(text: str) -> str:
    """Compatibility forms and case folded, without ™ and ®."""
    return unicodedata.normalize("NFKC", without_marks(text)).casefold()


def tokenise(text: str, language: str = "en") -> list[str]:
    """Cut `text` into the terms that lexical search compares.

    NFKC and case folding come first, so full-width letters and "ﬁ" match their plain forms; ™ and ® are no letters. Words
    are stemmed for `language`; Chinese, Japanese and Thai inside the same text are cut by their
    own rules whatever `language` says. A number and its unit are two terms in one spelling
    (``"8ft"``, ``"8 feet"`` and ``"8-ft."`` agree); a compound gives its parts and, where it
    mixes letters and digits, its joined form (``"JA-1033"`` is found by ``"ja1033"``).

    Args:
        text: any text; without a letter or digit it has no terms.
        language: BCP 47 primary tag; words of an unknown one are not stemmed.
    """
    stem = _stemmer(language)
    terms: list[str] = []
    after_number = False
    for match in _TOKEN.finditer(folded(text)):
        kind, piece = match.lastgroup, match.group()
        if kind == "number":
            terms += piece.replace(",", "").split("-")
        elif kind == "han":
            terms += _han_terms(piece, after_number)
        elif kind == "unspaced":
            terms += _bigrams(piece)
        elif kind == "measure":
            terms += _measure_terms(piece, stem)
        elif (after_number or kind == "mark") and (unit := unit_of(piece)):
            terms.append(unit)
        else:
            terms += _word_terms(piece, stem)
        after_number = kind == "number"
    return terms


def request_terms(text: str, language: str = "en") -> list[str]:
    """The distinct terms of a request without stop words, unless nothing else is left."""
    terms = list(dict.fromkeys(tokenise(text, language)))
    stops = _stop_terms(language)
    return [term for term in terms if term not in stops] or terms


def stem_of(word: str, language: str = "en") -> str:
    """The term of one case-folded word."""
    return _stemmer(language)(word)


def is_stop_word(word: str, language: str = "en") -> bool:
    """Whether a case-folded word is too common to be searched for."""
    return word in _stop_terms(language)


def _han_terms(run: str, after_number: bool) -> Iterator[str]:
    if after_number:
        for size in (2, 1):
            if unit := unit_of(run[:size]):
                yield unit
                run = run[size:]
                break
    if run:
        yield from cut(run)


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _measure_terms(piece: str, stem: Callable[[str], str]) -> list[str]:
    number, word = _MEASURE.fullmatch(piece).groups()  # type: ignore[union-attr]
    if unit := unit_of(word):
        return [number.replace(",", ""), unit]
    if "-" in piece:  # "3-light" is a three and a light; "3M" and "4k" are words
        return [number, stem(word)]
    return [piece]


def _word_terms(piece: str, stem: Callable[[str], str]) -> list[str]:
    parts = [part for part in _INNER.split(piece) if part]
    if len(parts) < 2:
        return [stem(parts[0])] if parts else []
    if piece[-2:] in {"'s", "’s"}:
        return _word_terms(piece[:-2], stem)
    terms = [stem(part) for part in parts]
    joined = "".join(parts)
    if (_DIGIT.search(joined) and _LETTERS.search(joined)) or max(map(len, parts)) == 1:
        terms.append(joined)  # a model number, or initials: "u.s.a"
    elif "_" in piece:
        terms.append(stem(joined))  # a name that others write without: "brand_official"
    return terms


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language not in _LANGUAGES:
        return str
    algorithm: Callable[[str], str] = Stemmer.Stemmer(_LANGUAGES[language][0]).stemWord
    return lru_cache(maxsize=65_536)(algorithm)


@cache
def _stop_terms(language: str) -> frozenset[str]:
    from bm25s import stopwords

    stem = _stemmer(language)
    words = stopwords.STOPWORDS_CHINESE
    if language in _LANGUAGES:
        words = (*words, *getattr(stopwords, _LANGUAGES[language][1]))
    if language == "en":
        words = (*words, *_ASKING)
    return frozenset(term for word in words for term in (word.casefold(), stem(word.casefold())))
