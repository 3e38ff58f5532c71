"""Words as the check and the ranking compare them: stems, stop words, spelling variants, synonyms.

English is stemmed (Snowball), Chinese is cut by jieba. Two tables of equivalence
(`words.json`): `_SAME` holds spellings and inflections that mean the same thing, which even the strict check
accepts; `_NEAR` holds words that only help to find evidence.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import jieba
import Stemmer

jieba.setLogLevel(logging.WARNING)
_stem = Stemmer.Stemmer("english").stemWord
_TOKEN = re.compile(
    r"[A-Za-z]{1,12}-?\d[A-Za-z0-9]*|[A-Za-zÀ-ɏ]+(?:['’][a-z]+)?|[\u4e00-\u9fff]+|\d+(?:[.,]\d+)*|[^\W\d_]+"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_cutter = jieba.Tokenizer()  # our own: words added here don't reach other users of jieba
_TABLE: dict[str, Any] = json.loads(
    resources.files(__package__).joinpath("words.json").read_text(encoding="utf-8")
)
_SAME: dict[str, str] = _TABLE["same"]
_NEAR: dict[str, str] = _TABLE["near"]
STOP = frozenset(" ".join(_TABLE["stop"]).split())
# Words an honest sentence may use around the catalog's own words.
FRAME = frozenset(" ".join(_TABLE["frame"]).split())
_KEEP_WHOLE = " ".join(_TABLE["cut"]).split()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as written, its stem, and where it stands."""

    surface: str
    stem: str
    start: int
    end: int


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The strict form: lower case, stem, one spelling. Chinese words stay as they are."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)  # ＮＩＫＥ
    word = word.lower().replace("’", "'")
    word = word.removesuffix("'s")
    if _HAN.match(word) or not word[:1].isalpha():
        return word
    stemmed = _stem(word)
    return _SAME.get(word) or _SAME.get(stemmed) or stemmed


def near(stemmed: str) -> str:
    """The loose form of a stem, for finding evidence, never for checking it."""
    return _NEAR.get(stemmed, stemmed)


def _cut(run: str) -> list[str]:
    if not _cutter.initialized:
        for word in _KEEP_WHOLE:
            _cutter.add_word(word, freq=50_000)
    out: list[str] = []
    for word in _cutter.cut(run):
        # A guessed word ("篮能" of 炸篮能进) hides the ones it is made of.
        known = len(word) == 1 or _cutter.FREQ.get(word)
        out += [word] if known else _cutter.cut(word, HMM=False)
    return out


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """All words in order, Chinese ones cut by jieba."""
    out: list[Word] = []
    for match in _TOKEN.finditer(text):
        run = match.group()
        if not _HAN.match(run):
            out.append(Word(run, stem(run), match.start(), match.end()))
            continue
        at = match.start()
        for piece in _cut(run):
            out.append(Word(piece, piece, at, at + len(piece)))
            at += len(piece)
    return tuple(out)


def is_stop(word: Word) -> bool:
    """Whether a word carries no content."""
    low = word.surface.lower().replace("’", "'")
    return (
        low in STOP
        or low.split("'")[0] in STOP
        or low.removesuffix("n't") in STOP
        or (len(word.surface) == 1 and word.surface.isascii() and word.surface.isalpha())
    )


def content(text: str) -> list[Word]:
    """The words that carry content: neither stop words nor bare numbers."""
    return [word for word in words(text) if not is_stop(word) and not word.surface[0].isdigit()]


def stems(text: str) -> frozenset[str]:
    """Strict stems of the content words."""
    return frozenset(word.stem for word in content(text))


def mentions(term: str, text: str) -> bool:
    """Whether a term stands in a text, as words (English, by stem) or as characters (Chinese)."""
    if has_han(term):
        return term in text
    wanted = [word.stem for word in words(term)]
    have = [word.stem for word in words(text)]
    return any(have[i : i + len(wanted)] == wanted for i in range(len(have) - len(wanted) + 1))
