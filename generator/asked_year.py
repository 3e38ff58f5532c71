"""Whether a part fits a car of a year: by the years that the catalog lists for it, within them or not.

"Fitment model: Camry" is no yes to "does it fit a 2019 Camry?" where it is listed for 2012 to 2017.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import Piece
from .extract import frame
from .messages import say
from .questions import Question
from .statements import Statement

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
_YEARS = re.compile(r"\byears?\b|年份|年款", re.IGNORECASE)
_NOT_FITTING = re.compile(r"warranty|guarantee|published|release|保修|出版", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:from|start|begin\w*|min\w*|first)\b|起", re.IGNORECASE)
_LAST = re.compile(r"\b(?:to|end|until|max\w*|last)\b|止", re.IGNORECASE)
_OPEN = re.compile(r"(?:\+|-|–|\bon(?:wards)?|\bup|present|至今|以后)\s*$", re.IGNORECASE)


def asked_year(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """The years listed, after "isn't among them" where the one asked about isn't; none where nothing lists years.

    Args:
        question: as understood.
        pieces: of one product.
        language: of the fixed phrases.
    """
    asked = _YEAR.search(question.text)
    if asked is None or not question.yes_no or not any(k.strict for k in question.kinds):
        return []
    fields = [
        one
        for one in pieces
        if one.kind in ("attribute", "list")
        and _YEARS.search(one.label)
        and not _NOT_FITTING.search(one.label)
        and _YEAR.search(one.text)
    ]
    if not fields:
        return []
    told = [frame(one, language) for one in fields]
    if _within(int(asked[0]), fields):
        return told
    return [Statement(say("other_years", language, year=asked[0])), *told]


def _within(year: int, fields: Sequence[Piece]) -> bool:
    first, last = -1, 10_000
    listed: list[tuple[int, int]] = []
    for one in fields:
        years = [int(found) for found in _YEAR.findall(one.text)]
        if _FIRST.search(one.label):
            first = years[0]
        elif _LAST.search(one.label):
            last = years[0]
        elif len(years) == 2 and re.search(r"[-–—~至到]|\bto\b", one.text):
            listed.append((years[0], years[1]))
        elif len(years) == 1 and _OPEN.search(one.text):
            listed.append((years[0], 10_000))
        else:
            listed += [(found, found) for found in years]
    if first > 0 or last < 10_000:
        listed.append((first, last))
    return any(low <= year <= high for low, high in listed)
