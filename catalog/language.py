"""The language of a text, guessed from its script alone.

Tells Chinese, Japanese, Korean, Russian, Arabic, Greek, Hebrew and Thai from Latin letters, and
calls Latin text English: telling English from German is left to a feed's own language column.
"""

from __future__ import annotations

import re

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SAMPLE = 2_000
# One ideograph carries about a word, and Chinese titles are full of Latin model numbers.
_MIN_SHARE = 0.2


def guess_language(text: str) -> str | None:
    """BCP 47 primary tag by script, or None for a text without letters."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "en" if _LATIN.search(sample) else None
    latin = len(_LATIN.findall(sample))
    for tag, letters in _SCRIPTS:
        count = len(letters.findall(sample))
        if count and count >= _MIN_SHARE * (count + latin):
            return tag
    return "en" if latin else None
