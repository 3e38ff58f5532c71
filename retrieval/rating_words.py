"""Rating limits: "4 stars and up", "rated at least 4.5", "评分4.5以上", "四星以上"."""

from __future__ import annotations

import re
from decimal import Decimal

from ..catalog.filters import Condition, Op
from .number_words import numbers
from .reading import Page, Reading

_MIN = r"(?:at least|min(?:imum)?(?: of)?|no less than|not less than|>=|≥|from)"
_OVER = r"(?:over|above|more than|higher than|greater than|better than|>)"
_BEFORE = re.compile(
    rf"(?P<rated>(?<![a-z])(?:with |has |have |having |that (?:is|are|has|have) )?(?:an? |the )?(?:average |customer |user )?(?:rat(?:ed|ings?)|reviews?|review score|stars?|star rating|score[sd]?)(?: (?:of|is|are|at))?\s?:?\s?|(?:评分|评价|星级|打分|得分)(?:要|得|是|为|在|:)?\s?)?"
    rf"(?P<how>{_MIN}|{_OVER}|至少|不低于|最低|高于|大于|超过|>|≥)?\s?(?:an? )?$"
)
_AFTER = re.compile(
    r"(?P<plus>\s?\+)?[\s-]?(?P<stars>stars?(?:[- ](?:rating|rated|reviews?))?|\*|★|星级?|颗星|分)?(?P<scale>\s?(?:/|out of)\s?5)?(?P<plus2>\s?\+)?"
    r"\s?(?P<up>(?:and|or|&) (?:up|above|more|higher|better|over)|以上|及以上|或以上|起)?(?: (?:rating|rated|reviews?|stars?))?(?![a-z])的?"
)


def read_ratings(page: Page) -> list[Reading]:
    """Lower limits on the rating. A number counts only beside "star", "rated" or "评分"."""
    readings: list[Reading] = []
    at = 0
    for number in numbers(page.folded):
        if not 0 < number.low <= 5 or number.low != number.high or number.start < at:
            continue
        before = _BEFORE.search(page.folded, max(at, number.start - 48), number.start)
        after = _AFTER.match(page.folded, number.end)
        reading = _read(page, number.start, number.low, before, after)
        if reading:
            readings.append(reading)
            at = reading.end
    return readings


def _read(
    page: Page,
    start: int,
    value: Decimal,
    before: re.Match[str] | None,
    after: re.Match[str] | None,
) -> Reading | None:
    if not before or not after:
        return None
    how = before["how"] or ""
    upward = how or after["up"] or after["plus"] or after["plus2"]
    stars = after["stars"]
    if stars == "分" and not before["rated"]:
        return None
    if not upward or not (before["rated"] or stars or after["scale"]):
        return None
    strict = bool(re.match(rf"{_OVER}|高于|大于|超过", how)) and not how.startswith((">=", "≥"))
    op: Op = "gt" if strict else "ge"
    sign = ">" if strict else "≥"
    return Reading(
        before.start(),
        after.end(),
        page.say(f"rating {sign} {value}", f"评分 {sign} {value}"),
        conditions=(Condition("rating", op, value),),
    )
