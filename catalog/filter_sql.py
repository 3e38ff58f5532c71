"""Filters as SQL: bound parameters only, never text of the user in the statement.

This is the SQL reading of a filter; `Condition.holds` is the Python one. Column names come from
the table in `schema.py`, everything else (values, attribute names) is a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any, cast

from .condition import (
    EQUAL_OPS,
    NEGATED,
    NUMERIC_FIELDS,
    WORD_OPS,
    Condition,
    Op,
    as_tuple,
    attribute_name,
    check,
)
from .origins import ORIGIN_NAMES, origin_patterns
from .rows import phrase, text_key
from .schema import PRICE_SCALE, VALUE_BREAK

_SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
# x < v is x < ceil(v) and x > v is x > floor(v) where x stands on the scale's grid.
_ROUNDING = {"lt": ROUND_CEILING, "ge": ROUND_CEILING, "le": ROUND_FLOOR, "gt": ROUND_FLOOR}
_WIDE = Decimal(10) ** 30
# What `condition.discount` works out: NULL where a price isn't known.
_DISCOUNT = "((list_price::DOUBLE - price::DOUBLE) * 100 / nullif(list_price::DOUBLE, 0))"
_SCALES = {"price": PRICE_SCALE, "list_price": PRICE_SCALE, "rating_count": 0}


def compile_condition(condition: Condition) -> tuple[str, list[Any]]:
    """A boolean SQL expression over ``shop.products``, never NULL, and its parameters.

    Raises:
        InputError: the condition isn't valid.
    """
    check(condition)
    positive = NEGATED.get(condition.op)
    if positive is not None:
        sql, parameters = compile_condition(Condition(condition.field, positive, condition.value))
        return f"NOT {sql}", parameters
    if condition.field in NUMERIC_FIELDS:
        sql, parameters = _numeric(condition)
    elif condition.field == "origin":
        sql, parameters = _from(condition)
    elif condition.op in WORD_OPS:
        sql, parameters = _contains(condition)
    else:
        sql, parameters = _equals(condition)
    return f"coalesce({sql}, FALSE)", parameters


def compile_all(conditions: Sequence[Condition]) -> tuple[str, list[Any]]:
    """All conditions together, for a WHERE; TRUE for none."""
    compiled = [compile_condition(condition) for condition in conditions]
    sql = " AND ".join(f"({sql})" for sql, _ in compiled) or "TRUE"
    return sql, [value for _, values in compiled for value in values]


def _numeric(condition: Condition) -> tuple[str, list[Any]]:
    field, operation = condition.field, condition.op
    values = [cast(Decimal, value) for value in as_tuple(condition.value)]
    scale = _SCALES.get(field)
    column = _DISCOUNT if field == "discount" else field
    if operation in EQUAL_OPS:
        if scale is None:
            return f"list_contains(?::DOUBLE[], {column})", [[float(value) for value in values]]
        on_grid = [str(v) for v in values if abs(v) < _WIDE and v == _at_scale(v, scale, "lt")]
        return f"list_contains(?::DECIMAL(38, {scale})[], {field})", [on_grid]
    sign = _SIGNS[operation]
    if scale is None:
        return f"{column} {sign} ?::DOUBLE", [float(values[0])]
    bound = format(_at_scale(values[0], scale, operation), "f")
    return f"{field} {sign} ?::DECIMAL(38, {scale})", [bound]


def _at_scale(value: Decimal, scale: int, operation: Op) -> Decimal:
    """The bound on the column's grid that keeps the same rows; beyond any price it is clamped."""
    value = max(-_WIDE, min(_WIDE, value))
    context = Context(prec=80, rounding=_ROUNDING[operation])
    return value.quantize(Decimal(1).scaleb(-scale), context=context)


def _equals(condition: Condition) -> tuple[str, list[Any]]:
    keys = [text_key(cast(str, value)) for value in as_tuple(condition.value)]
    if condition.field == "category":
        return "list_has_any(category_keys, ?::VARCHAR[])", [keys]
    name = attribute_name(condition.field)
    if name is not None:
        found = "map_extract_value(attribute_keys, ?)"
        return f"list_has_any({found}, ?::VARCHAR[])", [name, keys]
    return f"list_contains(?::VARCHAR[], {condition.field}_key)", [keys]


def _from(condition: Condition) -> tuple[str, list[Any]]:
    """A field that tells the origin decides, unless it leaves it open; else the prose does."""
    fields = ", ".join("map_extract_value(attribute_words, ?)" for _ in ORIGIN_NAMES)
    told, names = f"concat_ws(?, {fields})", [VALUE_BREAK, *ORIGIN_NAMES]
    sql = (
        f"CASE WHEN regexp_matches({told}, ?) THEN TRUE "
        f"WHEN regexp_matches({told}, '[^ \\x1f]') AND NOT regexp_matches({told}, ?) THEN FALSE "
        "ELSE regexp_matches(title_words, ?) OR regexp_matches(description_words, ?) END"
    )
    parameters: list[Any] = []
    values = as_tuple(condition.value)
    for value in values:
        one = origin_patterns(cast(str, value))
        parameters += [*names, one.field, *names, *names, one.wider, one.prose, one.prose]
    return f"({' OR '.join([sql] * len(values))})", parameters


def _contains(condition: Condition) -> tuple[str, list[Any]]:
    sought = phrase(cast(str, condition.value))
    name = attribute_name(condition.field)
    if name is not None:
        return "contains(map_extract_value(attribute_words, ?), ?)", [name, sought]
    if condition.field == "text":
        attributes = "array_to_string(map_values(attribute_words), ?)"
        sql = f"contains(title_words, ?) OR contains(description_words, ?) OR contains({attributes}, ?)"
        return f"({sql})", [sought, sought, VALUE_BREAK, sought]
    return f"contains({condition.field}_words, ?)", [sought]
