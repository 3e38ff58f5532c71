"""Words as fingers type them: letters dropped, doubled, swapped or missed, spaces forgotten."""

from __future__ import annotations

import random

from ..edit_cost import neighbours

_SHORTEST = 5


def mistyped(word: str, source: random.Random) -> str:
    """`word` with one slip; words under five letters, and what isn't plain letters, stay right."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    place = source.randrange(1, len(word) - 1)  # the first letter is rarely wrong
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    match source.randrange(4):
        case 0:
            return head + tail
        case 1:
            return head + letter + letter + tail
        case 2:
            return head + tail[0] + letter + tail[1:]
        case _:
            return head + source.choice(neighbours(letter.lower())) + tail
