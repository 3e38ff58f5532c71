"""How loud a text says that its thing is: "it runs at 68 dB on carpet", 噪音62分贝.

Decibels also measure what is kept out, and how well a signal comes through: those aren't its noise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEVEL = re.compile(
    r"(?<![\d.,-])(?P<figure>\d{1,3}(?:\.\d+)?)[\s-]?(?:db(?:\(a\)|a)?|decibels?|分贝)(?![a-z])"
)
_OF_ANOTHER = re.compile(
    r"reduc|cancel|attenuat|isolat|block|sensitiv|gain|signal|snr|ratio|response|dynamic|protect|quieter|less than half|"
    r"降噪|隔音|灵敏度|信噪比|增益|衰减"
)
_BREAK = re.compile(r"[,;:](?=\s)|[.!?](?=\s|$)|[，。；：！？\n]")
_LONGEST = 80
"""Characters of the words around a level, which say where it is measured."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A level of noise: its decibels as written, and where the words that tell it stand."""

    decibels: str
    span: tuple[int, int]


def own_noise(text: str) -> Noise | None:
    """The first level that a folded text says its thing has, with the clause that tells it.

    >>> own_noise("strong; at full power it reaches 79 db.").decibels
    '79'
    """
    for match in _LEVEL.finditer(text):
        start = max((one.end() for one in _BREAK.finditer(text, 0, match.start())), default=0)
        after = _BREAK.search(text, match.end())
        end = after.start() if after else len(text)
        if _OF_ANOTHER.search(text, start, end):
            continue
        while start < match.start() and text[start].isspace():
            start += 1
        span = (start, end) if end - start <= _LONGEST else match.span()
        return Noise(match["figure"], span)
    return None
