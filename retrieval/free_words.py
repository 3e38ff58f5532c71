"""Positive wishes for an absence, as products write them: "fragrance free", "sugar-free", "无糖"."""

from __future__ import annotations

import re

from .lexicon import lexicon
from .phrases import tokens
from .reading import Page, Reading

_FREE = re.compile(
    r"(?<![\w'-])([a-z]{2,16})[ -]free(?![a-z]|[ -](?:shipping|delivery|gift|sample|trial|returns?|of|from))"
)
_NO_THING = frozenset({
    "for", "is", "are", "was", "be", "it", "feel", "get", "a", "the", "and", "or", "with", "if",
    "buy", "one", "hands", "care", "set", "duty", "tax", "shipping", "delivery", "not", "of",
    "to", "my",
})  # fmt: skip
_WITHOUT = re.compile(r"(?:无|不含|零|0)(?:添加)?")


def read_free(page: Page) -> list[Reading]:
    """Each becomes a wish; the words stay in the search text, since products use the same ones."""
    note = page.say("preferred, not guaranteed", "优先（不保证）")
    readings = [
        Reading(*match.span(), note, replacement=None, soft=(f"{match[1]} free",))
        for match in _FREE.finditer(page.folded)
        if match[1] not in _NO_THING
    ]
    if not page.chinese:
        return readings
    words = tokens(page.folded)
    index_of = {word.start: index for index, word in enumerate(words)}
    for match in _WITHOUT.finditer(page.folded):
        index = index_of.get(match.end())
        found = None if index is None else lexicon().words.at(page.folded, words, index)
        if found and any(word.kind == "absent" for word in found.value):
            name = page.folded[found.start : found.end]
            readings.append(
                Reading(match.start(), found.end, note, replacement=None, soft=(f"无{name}",))
            )
    return readings
