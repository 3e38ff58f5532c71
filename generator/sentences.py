"""Text to sentences, English and Chinese, by rule: a card is a sentence, an answer is checked by one."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    [
        "fl",
        "oz",
        "approx",
        "no",
        "vs",
        "etc",
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "inc",
        "ltd",
        "co",
        "rs",
        "corp",
        "in",
        "ft",
        "lb",
        "lbs",
        "pcs",
        "min",
        "max",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "vol",
        "dia",
        "ref",
        "jan",
        "feb",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_END = re.compile(
    r"([.!?…]+[\"”’')\]]*)(?=\s|$)|([。！？；]+[”’」』）]*)|\n+|(?:\s[•●▪►✔✓★]\s?)|\s*\|\s*"
)
# But "(if it is small)" and "(not included)" are about what stands before them.
_BRACKETS = re.compile(
    r"\((?!\s*(?:if|unless|except|excluding|only|not?|without|but|when|as long|sold|optional)\b)[^()]*\)",
    re.IGNORECASE,
)
_PARTED = re.compile(r";\s")
_SO = re.compile(
    r",?\s(?=so\s(?:if|it|you|we|i|they|the|this|that['’]s|make|be|please|don['’]?t|do)\b)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[a-z)])([.!?])(?=[A-Z][a-z])")  # "hair.Fortified with": a lost blank


def split_sentences(text: str) -> list[str]:
    """Cut text into sentences, in order; nothing but white space, bullets and bars ("4.1 L|1400 W") is lost.

    A point in a number ("1.7 fl. oz"), after an abbreviation or an initial doesn't end a sentence.
    """
    text = _GLUED.sub(r"\1 ", text)
    out: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match.group(1) and not _ends(text, start, match):
            continue
        keep = match.end() if match.group(1) or match.group(2) else match.start()
        _add(out, text[start:keep])
        start = match.end()
    _add(out, text[start:])
    return out


def strand(text: str, start: int, end: int) -> str:
    """The part of a sentence that what stands from `start` to `end` belongs to.

    Without brackets that hold none of it, what a semicolon parts from it, and what is only said to
    follow from it ("…, so if you have a larger dog, …").

    >>> strand("It is 3 feet wide (I think it could be more) so if yours is big, don't.", 0, 17)
    'It is 3 feet wide '
    """

    def blank(match: re.Match[str]) -> str:
        held = match.start() < end and start < match.end()
        return match.group() if held else " " * len(match.group())

    bare = _BRACKETS.sub(blank, text)
    first = max((m.end() for m in _PARTED.finditer(bare) if m.end() <= start), default=0)
    last = min((m.start() for m in _PARTED.finditer(bare) if m.start() >= end), default=len(bare))
    follows = _SO.search(bare, end, last)
    return re.sub(r"\s+", " ", bare[first : follows.start() if follows else last])


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group(1).strip("\"”’')]") != ".":
        return True
    before = text[start : match.start()].rsplit(None, 1)
    word = before[-1].lower().lstrip('("“') if before else ""
    after = text[match.end() :].lstrip()
    if not after:
        return True
    if word in _ABBREVIATIONS:  # "1.7 fl. oz", "No. 5"; but "… 12 oz. Keeps warm" ends
        return after[0].isupper() and word in ("oz", "ft", "lb", "lbs", "pcs", "etc", "in")
    if len(word) == 1 and word.isalpha():
        return False
    return not after[0].islower()


def _add(out: list[str], piece: str) -> None:
    piece = piece.strip().strip("•●▪►").strip()
    if any(char.isalnum() for char in piece):
        out.append(piece)
