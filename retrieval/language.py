"""The language of a request, guessed from its script alone."""

from __future__ import annotations

import re

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# "Redmi Note 13 Pro 支持NFC吗" asks in Chinese however many Latin words its product's name has.
_ASKS_IN_CHINESE = re.compile(
    r"吗|多少|什么|哪|怎么|有没有|是不是|能不能|可不可以|会不会|是否|多[大高长重久]|几[个款种年天]|呢\s*[?？]?\s*$"
)
_ASKS_IN_ENGLISH = re.compile(
    r"(?i)\b(?:what|which|how|does|do|is|are|can|will|where|when|who|why|i|you|my|any|show|find|need|want|looking)\b"
)


def language_of(text: str) -> str:
    """The primary language tag that the script of `text` speaks for.

    Words that only ask in Chinese (吗, 什么) make Chinese of a request with no English grammar. Else a
    Chinese character weighs as much as a Latin word, so "iPhone手机壳" is Chinese and
    "a 汉 lamp for the hall" is English. Kana make Japanese of Chinese characters. Latin script
    is always ``"en"``: telling French from English needs more than a request's few words.
    """
    if _ASKS_IN_CHINESE.search(text) and not _ASKS_IN_ENGLISH.search(text):
        return "zh"
    latin = len(_LATIN_WORD.findall(text))
    han = len(_HAN.findall(text))
    counts = {tag: len(pattern.findall(text)) for tag, pattern in _SCRIPTS}
    # Words, not letters, are compared: about four letters a word in alphabets, two in kana.
    weights = {tag: n if tag in {"ja", "ko", "th"} else n / 4 for tag, n in counts.items()}
    if counts["ja"]:
        weights["ja"] += han
        han = 0
    weights["zh"] = float(han)
    tag, weight = max(weights.items(), key=lambda pair: pair[1])
    return tag if weight > 0 and weight >= latin else "en"
