"""The one measure that a question asks for: "how tall is it?" is answered by the height, no depth and no length.

A field of that name answers with a bare number too: many feeds say the unit nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import Piece
from .questions import Question

_ASKED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(labels.split()))
    for pattern, labels in (
        (r"\bhow (?:tall|high)\b|\bthe height\b|多高|高度是?多少", "height 高度 高"),
        (r"\bhow (?:wide|broad)\b|\bthe width\b|多宽|宽度是?多少", "width 宽度 宽"),
        (r"\bhow deep\b|\bthe depth\b|多深|深度是?多少", "depth 深度 深"),
        (
            r"\bhow long (?:is|are)\b(?!.*\b(?:warranty|guarantee|until|before)\b)|\bthe length\b|长度是?多少",
            "length 长度 长",
        ),
        (r"\bhow thick\b|\bthe thickness\b|厚度是?多少|多厚", "thickness 厚度"),
        (
            r"\bhow heavy\b|\bhow much do(?:es)? .* weigh\b|\bthe weight\b(?! (?:limit|capacity))|多重|重量是?多少",
            "weight 重量",
        ),
    )
)
_LABEL = re.compile(
    r"(?:(?:item|product|overall|total|assembled)\s)*(?P<name>[a-z]+|[\u4e00-\u9fff]{1,2})"
    r"(?:\s?[(（]?(?:in\s)?(?:mm|cm|m|in|inch(?:es)?|ft|feet|kg|g|lbs?|oz|厘米|毫米|米|千克|克)[)）]?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\W{0,2}\d")
# A question for one of these isn't answered by "140 by 70 cm".
_ONE_SIDE = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(said, re.IGNORECASE))
    for asked, said in (
        (r"\bthick(?:ness)?\b|厚", r"thick|\bthin|\d\s?(?:mm|gsm|mil)\b|厚|毫米"),
        (
            r"\bdiameter\b|直径",
            r"diameter|across|\bround\b|\bwide|\d\s?(?:mm|cm|in\b|inch|[\"”″])|Ø|⌀|直径|口径",
        ),
    )
)


def measure_fields(question: Question, pieces: Sequence[Piece]) -> list[Piece]:
    """The fields that are the very measure asked for, each with a number; none where more is asked."""
    labels = next((labels for asked, labels in _ASKED if asked.search(question.text)), None)
    if labels is None or question.terms:
        return []
    return [
        piece
        for piece in pieces
        if piece.kind == "attribute"
        and (label := _LABEL.fullmatch(piece.label))
        and label["name"].lower() in labels
        and _NUMBER.match(piece.text)
    ]


def is_another_side(question: Question, piece: Piece) -> bool:
    """Whether a piece doesn't speak of the thickness or diameter that is asked for."""
    return any(
        asked.search(question.text) and not said.search(piece.read) for asked, said in _ONE_SIDE
    )
