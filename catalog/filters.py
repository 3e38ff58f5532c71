"""Hard filters: typed conditions on a product's fields, from text, from dicts, for the store.

A filter is a promise: no result breaks it. The store compiles conditions to SQL with bound
parameters (`filter_sql.py`), and `Condition.holds` checks one product in Python, so that the
promise can be tested against an independent implementation.

This module is the face of four: `condition.py` (what a filter is), `where.py` (from the command
line and from dicts), `describe.py` (in words) and `filter_sql.py` (for the store).
"""

from __future__ import annotations

from .condition import (
    FIELDS,
    NUMERIC_FIELDS,
    TEXT_FIELDS,
    Condition,
    Op,
    Value,
    check,
)
from .describe import describe
from .records import Product
from .where import conditions_from, parse_where

__all__ = [
    "FIELDS",
    "NUMERIC_FIELDS",
    "TEXT_FIELDS",
    "Condition",
    "Op",
    "Value",
    "check",
    "conditions_from",
    "describe",
    "holds",
    "parse_where",
]


def holds(condition: Condition, product: Product) -> bool:
    """Whether `product` passes `condition`; see `Condition.holds`."""
    return condition.holds(product)
