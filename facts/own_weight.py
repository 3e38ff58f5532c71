"""The weight that a text says a thing has, where no field does: "Weight 290 g", "8 mm drop, 265 g".

What a thing bears, holds or is for has a weight too, and it isn't its own.
"""

from __future__ import annotations

import re

from ..generator.units import UNITS

_MASS = "|".join(
    re.escape(one)
    for one in sorted(
        {word for word, unit in UNITS.items() if unit in {"g", "kg", "oz", "lb"}} | {"g", "kg", "oz", "lb", "斤"},
        key=len,
        reverse=True,
    )
)  # fmt: skip
_MEASURE = re.compile(rf"(?<![a-z\d.,])\d+(?:[.,]\d+)?\s?-?(?:{_MASS})(?![a-z\d])")
_WEIGHS = re.compile(
    r"(?:weigh(?:s|ing|t)?(?: is| of)?|(?<![承载限称超])重量?)\W{0,3}(?:only |just |about |approx\w*\.? |of |under |仅|只有|约)*$"
)
_OF_ANOTHER = re.compile(
    r"(?:hold|carr|support|bear|load|capacity|limit|rated|up to|under|over|for|per|max|承重|载重|限重|适合|每|充绒量?|透湿)\W?[^,.;，。]{0,12}$"
)
_OF_WHAT = re.compile(r"\s?(?:of|per|each|/|fill|bags?|load|cats?|dogs?|以[上下内]|的)")


def own_weight(text: str) -> tuple[int, int] | None:
    """Where a folded text tells the weight of its thing: said to be it, or the one mass that it speaks of.

    >>> own_weight("racing shoe, 198 g, 4 mm drop")
    (13, 18)
    """
    found = list(_MEASURE.finditer(text))
    for match in found:
        if _WEIGHS.search(text, max(0, match.start() - 30), match.start()):
            return match.span()
    if len({match[0] for match in found}) != 1 or any(
        _OF_ANOTHER.search(text, max(0, match.start() - 24), match.start())
        or _OF_WHAT.match(text, match.end())
        for match in found
    ):
        return None
    return found[0].span()
