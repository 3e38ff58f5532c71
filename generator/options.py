"""A field that lists what a thing comes in, as one would say it: "It comes in black, blue and pink".

The decoder says a field as one value ("the colour is black, blue, pink"), which no thing has.
"""

from __future__ import annotations

import re

from .evidence import Piece, split_items
from .messages import say
from .statements import Statement, mark

_OPTIONS = re.compile(
    r"(?:available |main )?(?:colou?r|flavou?r|scent|fragrance|finish|shade|pattern)e?s?(?: options?| names?)?"
    r"|(?:可选)?(?:颜色|配色|色号|口味|香型|图案)(?:分类|选项)?",
    re.IGNORECASE,
)
_MOST, _LONGEST = 12, 32
_OF_SEVERAL = re.compile(r"\band\b|&|和", re.IGNORECASE)


def said_as_options(piece: Piece, language: str) -> Statement | None:
    """The sentence of a field that lists several options; None of any other piece.

    Args:
        piece: a field of one product.
        language: of the answer.
    """
    if piece.kind not in ("attribute", "list") or not _OPTIONS.fullmatch(piece.label.strip()):
        return None
    items = split_items(piece.text)
    # "Black, red and gold" may be one pattern: what joins its own members is quoted.
    if not 2 <= len(items) <= _MOST or any(
        len(one) > _LONGEST or _OF_SEVERAL.search(one) for one in items
    ):
        return None
    joint = "、" if language == "zh" else ", "
    text = say(
        "options",
        language,
        label=piece.label,
        text=joint.join(items[:-1]),
        last=items[-1],
        n=mark(),
    )
    return Statement(text, (piece,), (piece.text,))
