"""What a product is, in the words of its title: "Saw Blade" of "FEIN E-Cut Saw Blade for Tools".

English names of things end with the thing itself, and what follows "for", "with", "in" or a comma
only describes it. So the last words before the first of these say what a product is. A rule, not a
parser: on titles that are lists of words it names the last ones. Titles in scripts without spaces
are passed over.
"""

from __future__ import annotations

import re

_END = re.compile(
    r"\s+(?:in(?!\.|\s\d|[\s-]ears?\b)|with|w/|for|by|and|or|from|at|to|of|includes?|including|featuring|fits|per)\s"
    r"|[,(\[|:;]|\s[-–—/]\s",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’&-][^\W_]+)*")
_NOT_KINDS = frozenset(
    {
        "in", "ft", "mm", "cm", "m", "lb", "lbs", "kg", "g", "gm", "oz", "gal", "l", "ml", "qt",
        "sq", "cu", "v", "w", "watt", "watts", "volt", "volts", "amp", "amps", "inch", "inches",
        "pack", "packs", "piece", "pieces", "pc", "pcs", "roll", "set", "kit", "x", "no",
        "count", "ct", "size", "series", "model", "pair",
    }
)  # fmt: skip
_MODEL = re.compile(r"[A-Z].*\d")
"""A model's number behind what it is: "Robotic Lawn Mower RM500"."""
_LONGEST = 400


def kind_words(title: str, most: int = 2) -> list[str]:
    """The words that say what a product is, as the title writes them; the last is the thing itself.

    Args:
        title: a product's title; its first 400 characters are read.
        most: at most so many words.
    """
    title = title[:_LONGEST].strip()
    for segment in _END.split(title):
        words = _WORD.findall(segment)
        while words and (words[-1].casefold() in _NOT_KINDS or len(words[-1]) < 2):
            words.pop()
        while len(words) > 1 and _MODEL.search(words[-1]):
            words.pop()
        if words and not _unspaced(words[-1]):
            return words[-most:]
    return []


def _unspaced(word: str) -> bool:
    return any("\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in word)
