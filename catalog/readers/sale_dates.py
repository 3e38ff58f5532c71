"""Whether a reduction holds today, by the columns that say from when to when it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from ..columns import normal_name
from ..synonyms import SALE_ENDS, SALE_STARTS
from ..values import is_missing, scalar, time_of

_PERIOD = ("sale price effective date",)


class SaleDates:
    """The dates of a file's reductions; a date that is missing or can't be read sets no limit."""

    def __init__(self, columns: Sequence[str], now: datetime) -> None:
        by_name = {normal_name(column): column for column in columns}
        self._now = now
        self._period, self._start, self._end = (
            next((by_name[name] for name in names if name in by_name), None)
            for names in (_PERIOD, SALE_STARTS, SALE_ENDS)
        )

    def in_effect(self, row: Mapping[str, Any]) -> bool:
        """Whether the sale price of this row holds now."""
        start = row.get(self._start) if self._start else None
        end = row.get(self._end) if self._end else None
        period = row.get(self._period) if self._period else None
        if isinstance(period, str) and "/" in period:  # Google: "start/end"
            start, end = period.split("/", 1)
        begins, ends = _time(start), _time(end)
        if ends and ends.timetz().replace(tzinfo=None) == time() and ":" not in scalar(end):
            ends += timedelta(days=1)  # a day as the end counts in full
        return not ((begins and self._now < begins) or (ends and self._now >= ends))


def _time(value: Any) -> datetime | None:
    if is_missing(value):
        return None
    try:
        return time_of(value)
    except ValueError:
        return None
