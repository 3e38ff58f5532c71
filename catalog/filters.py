"""Hard filters: typed conditions on a product's fields, from text, from dicts, for the store.

A filter is a promise: no result breaks it. The store compiles conditions to SQL with bound
parameters (`store.py`), and `Condition.holds` checks one product in Python, so that the promise
can be tested against an independent implementation.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Op = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "contains", "not_contains"]
Value = str | Decimal | bool | tuple[str, ...] | tuple[Decimal, ...]

NUMERIC_FIELDS = frozenset({"price", "list_price", "rating", "rating_count"})
TEXT_FIELDS = frozenset({"item_id", "title", "description", "brand", "currency", "availability", "language"})


@dataclass(frozen=True, slots=True)
class Condition:
    """`field op value`. All conditions of a request hold together (AND).

    Attributes:
        field: a product field (``price``, ``brand`` …), ``category`` (any level of the path
            matches), ``text`` (title, description, attributes together; only contains /
            not_contains), or ``attributes.NAME``.
        op: comparison. Text compares case-insensitively after Unicode NFKC; ``eq`` on `category`
            and on an attribute holds if any of its values equals; ``contains`` looks for whole
            words in spaced scripts and substrings in Chinese.
        value: Decimal for numeric fields, str otherwise, a tuple for ``in`` / ``not_in``.

    A product whose field is not known fails every condition but ``ne``, ``not_in`` and
    ``not_contains``: unknown prices are never "under $40".
    """

    field: str
    op: Op
    value: Value
