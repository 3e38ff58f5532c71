"""Dataclasses to plain JSON values: the one place that decides how a value looks in `--json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any


def jsonable(value: Any) -> Any:
    """Turn dataclasses, mappings and sequences into values `json.dumps` takes.

    Money stays exact: a `Decimal` becomes a string (``"62.00"``). Times are ISO 8601.

    Raises:
        TypeError: the value holds something that has no JSON form.
    """
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: jsonable(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(item) for item in value]
    if hasattr(value, "item"):  # a NumPy scalar
        return value.item()
    raise TypeError(f"no JSON form for {type(value).__name__}")
