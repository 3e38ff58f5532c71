"""How many come in a pack, where only the product's name says so: "Wine glasses, set of 6".

A name is no sentence and scores poorly as evidence, yet of a set its count is often told nowhere
else. Only for a question that asks for the things themselves or for what a pack holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import PROSE, Piece
from .questions import Question
from .words import stem, words

_ASKED = re.compile(r"\bhow many (?P<thing>[\w-]+)", re.IGNORECASE)
_OF_A_PACK = re.compile(
    r"\b(?:in|per|to) (?:the |a |an |each |one )?(?:set|pack(?:age|et)?|box|case|bag|bundle|order)\b"
    r"|\bdo (?:i|you|we) get\b|\bcomes? in\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:set|pack|box|case|bundle|pair) of (?:\d{1,4}|two|three|four|five|six|eight|ten|twelve)\b"
    r"|\b\d{1,4}[- ]?(?:pack|packs|count|ct|pcs?|pieces?|set)\b|\b\d{1,4} ?x\b",
    re.IGNORECASE,
)
_ASKED_ZH = re.compile(r"(?:几|多少)(?P<thing>[个只片包支条件块把盒根瓶袋张双粒])")
_COUNT_ZH = re.compile(
    r"[\d两二三四五六七八九十百]+\s*(?P<thing>[个只片包支条件块把盒根瓶袋张双粒])"
)


def count_in_name(question: Question, pieces: Sequence[Piece]) -> Piece | None:
    """The name that tells how many there are; None if it doesn't, or something tells it better.

    Args:
        question: as understood.
        pieces: of one product.
    """
    kind = next((one for one in question.kinds if one.name == "count"), None)
    title = next((piece for piece in pieces if piece.kind == "title"), None)
    if kind is None or title is None:
        return None
    if any(
        p.kind not in (*PROSE, "title") and kind.fields.search(p.label or p.field) for p in pieces
    ):
        return None
    asked = _ASKED_ZH.search(question.text)
    if asked:
        counts = _COUNT_ZH.finditer(title.text)
        return title if any(one["thing"] == asked["thing"] for one in counts) else None
    asked = _ASKED.search(question.text)
    if asked is None or not _COUNT.search(title.text):
        return None
    named = stem(asked["thing"]) in {word.stem for word in words(title.text)}
    return title if named or _OF_A_PACK.search(question.text) else None
