"""Which of several products costs least, costs most or is rated best: read off their fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from .evidence import Piece, pieces_of
from .grounded import Found
from .messages import say
from .statements import Statement, mark

_WHICH = r"哪[^，,。?？]{0,16}?"
_END = r"(?=(?:一?[点些])?[呢啊呀]?[\s?？。!！]*$)"
_ASKS = (
    (
        "cheapest",
        re.compile(
            rf"cheapest|least expensive|lowest price|最便宜|价格最低|{_WHICH}便宜{_END}",
            re.IGNORECASE,
        ),
    ),
    (
        "dearest",
        re.compile(
            rf"most expensive|dearest|highest price|最贵|价格最高|{_WHICH}贵{_END}", re.IGNORECASE
        ),
    ),
    (
        "best_rated",
        re.compile(
            r"(?:best|highest|top)[- ]rated|the (?:best|highest|top) (?:ratings?|reviews?)\b|评分最高|好评最多",
            re.IGNORECASE,
        ),
    ),
)


def compare(question: str, found: Sequence[Found], language: str) -> Statement | None:
    """The product at the end of the scale that is asked for, cited; None if not asked or not known.

    Prices of different currencies aren't compared. The first of several equals is named.
    """
    asked = next((key for key, pattern in _ASKS if pattern.search(question[:2000])), None)
    if asked is None or len(found) < 2:
        return None
    known: list[tuple[Decimal, Found]] = []
    for one in found:
        value = one.product.rating if asked == "best_rated" else one.product.price
        if value is not None:
            known.append((Decimal(str(value)), one))
    if not known or (asked != "best_rated" and len({one.product.currency for _, one in known}) > 1):
        return None
    pick = min if asked == "cheapest" else max
    _, best = pick(known, key=lambda pair: pair[0])
    kind = "rating" if asked == "best_rated" else "price"
    piece: Piece = next(piece for piece in pieces_of(best) if piece.kind == kind)
    text = say(asked, language, title=piece.title, text=piece.text, n=mark())
    return Statement(text, (piece,), (piece.text,))
