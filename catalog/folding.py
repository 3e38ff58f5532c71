"""How text is compared: folding for equality, words for "contains".

Knows Unicode; knows nothing of products or filters. The store keeps folded keys beside the text,
so that SQL and Python compare the very same strings.
"""

from __future__ import annotations

import re
import unicodedata

# Scripts written without spaces: each character counts as a word, so a phrase matches as a
# substring. Thai and Lao, Myanmar, Khmer, kana, CJK ideographs (with extensions).
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
_LONE_POINT = re.compile(r"(?<!\d)[.,]|[.,](?!\d)")


_MARKS = str.maketrans("™℠®©", "    ")


def without_marks(text: str) -> str:
    """A blank for each trade mark sign: NFKC would make "Protini™" the word "protinitm".

    >>> without_marks("Protini™ Cream")
    'Protini  Cream'
    """
    return text if text.isascii() else text.translate(_MARKS)


def clean(text: str) -> str:
    """Replace lone surrogates, which no UTF-8 file can hold, with U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def shown(text: str, most: int = 60) -> str:
    """A text as an error message quotes it: on one line, cut to `most` characters."""
    return " ".join(clean(text[: 4 * most]).split())[:most]


def fold(text: str) -> str:
    """The form in which two texts are equal: NFKC, case folded, no ™, runs of white space as one space."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", without_marks(clean(text))).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def fold_name(name: str) -> str:
    """An attribute name as it is looked up: folded, with ``_`` and space the same."""
    return fold(name.replace("_", " "))


class _WordTable(dict[int, str]):
    """Maps a code point to itself, to a space, or (unspaced scripts) to itself between spaces."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char not in ".," and unicodedata.category(char)[0] not in "LMN":
            char = " "
        elif any(low <= code <= high for low, high in _UNSPACED):
            char = f" {char} "
        self[code] = char
        return char


_WORDS = _WordTable()


def words(text: str) -> list[str]:
    """Cut text into folded words: letters, marks and digits; ``2.5`` and ``1,299`` stay whole.

    Punctuation parts words and is dropped, so "fragrance-free" holds "fragrance free". A character
    of a script without spaces is a word of its own.
    """
    return words_of_folded(fold(text))


def words_of_folded(folded: str) -> list[str]:
    """`words` of a text that is folded already."""
    if "." in folded or "," in folded:
        folded = _LONE_POINT.sub(" ", folded)
    return folded.translate(_WORDS).split()
