"""Filters as people write them: ``--where 'price<60'`` and ``where={"price": {"lt": 60}}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from ..errors import InputError
from .condition import (
    ATTRIBUTE,
    FIELDS,
    LIST_OPS,
    NUMERIC_FIELDS,
    Condition,
    Op,
    Value,
    check,
    check_field,
)
from .folding import fold, shown

_SYMBOLS: dict[str, Op] = {
    "<=": "le",
    ">=": "ge",
    "!=": "ne",
    "!~": "not_contains",
    "==": "eq",
    "=": "eq",
    "<": "lt",
    ">": "gt",
    "~": "contains",
    "≤": "le",
    "≥": "ge",
    "≠": "ne",
}
_NAMED: dict[str, Op] = {
    **_SYMBOLS,
    **{name: name for name in ("eq", "ne", "lt", "le", "gt", "ge", "in", "not_in")},
    **{name: name for name in ("contains", "not_contains")},
    "lte": "le",
    "gte": "ge",
    "not in": "not_in",
}
_BY_SYMBOL = re.compile(r"([^<>=!~≤≥≠]*)(<=|>=|!=|!~|==|[=<>~≤≥≠])(.*)", re.DOTALL)
_BY_WORD = re.compile(r"(.*?\S)\s+(not\s+in|in)\s+(.*)", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"[$€£¥￥]?\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+)\s*[元$€£]?")
_MAX_DIGITS = 40
_EXAMPLE = "write e.g. 'price<60', 'brand=NAME', 'title~word' or 'brand in A|B'"


def parse_where(text: str) -> Condition:
    """Read one ``--where``: FIELD, an operator, VALUE.

    Operators: ``= != < <= > >=``, ``~`` (contains) and ``!~``, ``in A|B`` and ``not in A|B``.

    Raises:
        InputError: not of that form, an unknown field, or a value that the field doesn't take.
    """
    field, operation, value = _split(text)
    field = _field(field)
    if operation in LIST_OPS:
        parts = [_unquoted(part) for part in value.split("|")]
        return _condition(field, operation, [part for part in parts if part])
    return _condition(field, operation, _unquoted(value))


def _split(text: str) -> tuple[str, Op, str]:
    by_symbol = _BY_SYMBOL.fullmatch(text.strip())
    by_word = _BY_WORD.fullmatch(text.strip())
    # 'brand in A=B' is a list; 'attributes.made in china=yes' is an attribute with "in" in it.
    if by_word and (by_symbol is None or fold(by_word[1]) in FIELDS):
        return by_word[1], _NAMED[" ".join(by_word[2].lower().split())], by_word[3]
    if by_symbol is None or not by_symbol[1].strip():
        raise InputError(f"can't read the filter “{shown(text)}”: {_EXAMPLE}")
    return by_symbol[1], _SYMBOLS[by_symbol[2]], by_symbol[3]


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def conditions_from(where: Mapping[str, Any] | None) -> tuple[Condition, ...]:
    """Read filters given in Python.

    ``{"price": {"lt": 40, "ge": 10}, "brand": "X", "category": ["A", "B"],
    "attributes": {"skin type": "dry"}}``: a plain value means equal, a list means one of, a dict
    holds operators (``lt le gt ge eq ne in not_in contains not_contains`` or their signs).

    Raises:
        InputError: an unknown field or operator, or a value that the field doesn't take.
    """
    found: list[Condition] = []
    for name, given in (where or {}).items():
        if not isinstance(name, str):
            raise InputError(f"filter field {name!r:.60} is not text")
        if fold(name) == "attributes" and isinstance(given, Mapping):
            for attribute, value in given.items():
                found += _from_python(_field(f"{ATTRIBUTE}{attribute}"), value)
        else:
            found += _from_python(_field(name), given)
    return tuple(found)


def _from_python(field: str, given: Any) -> list[Condition]:
    if isinstance(given, Mapping):
        if not given:
            raise InputError(f"filter on {shown(field)}: no operator given; use e.g. {{'lt': 40}}")
        unknown = [name for name in given if name not in _NAMED]
        if unknown:
            names = "lt le gt ge eq ne in not_in contains not_contains"
            raise InputError(
                f"filter on {shown(field)}: no operator {unknown[0]!r:.60}; use one of {names}"
            )
        return [_condition(field, _NAMED[name], value) for name, value in given.items()]
    if isinstance(given, (list, tuple, set, frozenset)):
        return [_condition(field, "in", given)]
    return [_condition(field, "eq", given)]


def _field(name: str) -> str:
    """The field as `Condition` names it; an unknown one is left for `check` to refuse."""
    folded = fold(name)
    if folded.startswith(ATTRIBUTE):
        return ATTRIBUTE + name.strip()[len(ATTRIBUTE) :].strip()
    return folded if folded in FIELDS else name.strip()


def _condition(field: str, operation: Op, given: Any) -> Condition:
    check_field(field)
    if operation in LIST_OPS and isinstance(given, (list, tuple, set, frozenset)):
        members = sorted(given, key=str) if isinstance(given, (set, frozenset)) else given
        value = cast(Value, tuple(_value(field, member) for member in members))
    else:
        value = _value(field, given)
    condition = Condition(field, operation, value)
    check(condition)
    return condition


def _value(field: str, given: Any) -> Any:
    if field not in NUMERIC_FIELDS or isinstance(given, bool):
        return given
    if isinstance(given, (int, float)):
        return Decimal(repr(given))
    if isinstance(given, str):
        match = _NUMBER.fullmatch(given.strip())
        if match is None or len(match[1]) > _MAX_DIGITS:
            raise InputError(
                f"filter on {shown(field)}: “{shown(given)}” is not a number; {_EXAMPLE}"
            )
        return Decimal(match[1].replace(",", ""))
    return given
