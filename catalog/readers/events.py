"""Rows to reviews, questions with answers, and interactions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ..columns import ColumnMap
from ..plain_text import one_line
from ..records import QA, Interaction, Review
from ..values import (
    MISSING,
    count_of,
    event_of,
    flat,
    is_missing,
    paragraphs,
    rating_of,
    scalar,
    time_of,
    title_of,
)
from .report import Tally

_AHEAD = timedelta(days=1)  # by which the clock of another time zone may be ahead of ours


class EventBuilder:
    """Builds the records of one file of reviews, Q&A or interactions."""

    def __init__(self, columns: ColumnMap, tally: Tally) -> None:
        self.columns = columns
        self._tally = tally
        self._column_of = {name: columns.column(name) for name in columns.fields}
        self._latest = datetime.now(UTC) + _AHEAD

    def build(self, row: Mapping[str, Any]) -> Review | QA | Interaction:
        """One record.

        Raises:
            ValueError: an id or a text is missing, or a value can't be read.
        """
        item_id = self._id(row, "item_id")
        if not item_id:
            raise ValueError("no item id")
        if self.columns.kind == "reviews":
            return self._review(row, item_id)
        if self.columns.kind == "qa":
            return self._qa(row, item_id)
        return self._interaction(row, item_id)

    def _review(self, row: Mapping[str, Any], item_id: str) -> Review:
        title, text = title_of(self._value(row, "title")), paragraphs([self._value(row, "text")])
        rating = rating_of(self._value(row, "rating"))
        if not title and not text and rating is None:
            raise ValueError("a review without rating, title or text")
        try:
            helpful = count_of(self._value(row, "helpful"))
        except ValueError:
            helpful = None
        user = self._id(row, "user") or None
        return Review(item_id, user, rating, title, text, self._time(row), helpful)

    def _qa(self, row: Mapping[str, Any], item_id: str) -> QA:
        question = paragraphs([self._value(row, "question")])
        answer = paragraphs([self._value(row, "answer")])
        if not question or not answer:
            raise ValueError("no question" if not question else "no answer")
        return QA(item_id, question, answer, self._time(row))

    def _interaction(self, row: Mapping[str, Any], item_id: str) -> Interaction:
        user = self._id(row, "user")
        if not user:
            raise ValueError("no user")
        rating = rating_of(self._value(row, "rating"))
        named = self._value(row, "event")
        if is_missing(named):
            event = event_of("rate" if rating is not None else "buy")
        else:
            event = event_of(named)
        weight = self._weight(row)
        if weight is None:
            weight = rating if rating is not None and event == "rate" else 1.0
        try:
            position = count_of(self._value(row, "position"))
        except ValueError:
            position = None
        return Interaction(user, item_id, event, weight, self._time(row), position)

    def _weight(self, row: Mapping[str, Any]) -> float | None:
        value = self._value(row, "weight")
        if is_missing(value):
            return None
        try:
            weight = float(scalar(value))
        except ValueError:
            raise ValueError(f"not a weight: '{scalar(value)[:40]}'") from None
        if not 0 <= weight < 1e9:
            raise ValueError(f"weight {weight} is negative or absurd")
        return weight

    def _time(self, row: Mapping[str, Any]) -> datetime | None:
        try:
            time = time_of(self._value(row, "time"))
        except ValueError as error:
            self._tally.add("time not understood, left out", str(error))
            return None
        if time is not None and time > self._latest:
            self._tally.add("time in the future, left out", f"{time:%Y-%m-%d %H:%M}")
            return None
        return time

    def _id(self, row: Mapping[str, Any], name: str) -> str:
        value = self._value(row, name)
        if isinstance(value, str) and value.isalnum() and len(value) <= 100:
            return value if value.casefold() not in MISSING else ""  # the common case, quickly
        texts = flat(value)
        return one_line(texts[0], 500) if texts else ""

    def _value(self, row: Mapping[str, Any], name: str) -> Any:
        column = self._column_of.get(name)
        return row.get(column) if column else None
