"""JSON text to Python values the way feeds need it: exact decimals, NaN as missing, bounded depth."""

from __future__ import annotations

import ast
import json
from decimal import Decimal
from typing import Any

_MAX_LITERAL = 4 * 1024 * 1024


def _missing(_: str) -> None:
    return None


DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_missing, strict=False)
"""Decimals stay exact, NaN and Infinity become None, raw control characters in strings pass."""


def loads(text: str) -> Any:
    """Parse one JSON document.

    Raises:
        ValueError: not JSON, or nested too deeply.
    """
    try:
        return DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def literal(text: str) -> Any:
    """Parse one Python literal, as the Amazon 2014 files hold; evaluates no code.

    Raises:
        ValueError: not a literal, too long, or nested too deeply.
    """
    if len(text) > _MAX_LITERAL:
        raise ValueError("longer than 4 MB")
    try:
        return ast.literal_eval(text)
    except (SyntaxError, TypeError, MemoryError, RecursionError, ValueError) as error:
        raise ValueError(f"not a Python literal ({type(error).__name__})") from None


def parse_object_line(line: str) -> dict[str, Any]:
    """Parse a line that holds one object, as JSON or else as a Python literal.

    Raises:
        ValueError: with the reason in a user's words.
    """
    stripped = line.strip()
    try:
        value = loads(stripped)
    except ValueError as error:
        if not stripped.startswith("{") or not stripped.endswith("}"):
            cut = stripped.startswith("{")
            raise ValueError("JSON cut in the middle" if cut else "not JSON") from None
        try:
            value = literal(stripped)
        except ValueError:
            raise ValueError(f"not JSON ({error})") from None
    if not isinstance(value, dict):
        raise ValueError(f"not a JSON object but {_kind(value)}")  # noqa: TRY004 - the line is at fault
    return {str(key): item for key, item in value.items()}


def _kind(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", int: "a number", Decimal: "a number"}  # fmt: skip
    return names.get(type(value), "null")
