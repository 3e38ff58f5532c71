"""A hard filter on one field: `Condition`, what makes one valid, and when a product passes it.

This is the Python reading of a filter. `filter_sql.py` holds the SQL reading; tests compare them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from ..errors import InputError
from .folding import fold, fold_name, shown, words
from .origins import is_from
from .records import Product

Op = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "contains", "not_contains"]
Value = str | Decimal | bool | tuple[str, ...] | tuple[Decimal, ...]

NUMERIC_FIELDS = frozenset({"price", "list_price", "discount", "rating", "rating_count"})
TEXT_FIELDS = frozenset(
    {"item_id", "title", "description", "brand", "currency", "availability", "language"}
)
FIELDS = (*sorted(NUMERIC_FIELDS), *sorted(TEXT_FIELDS), "category", "origin", "text")
ATTRIBUTE = "attributes."

ORDER_OPS = frozenset({"lt", "le", "gt", "ge"})
EQUAL_OPS = frozenset({"eq", "ne", "in", "not_in"})
WORD_OPS = frozenset({"contains", "not_contains"})
LIST_OPS = frozenset({"in", "not_in"})
# A negation holds exactly when the condition it negates doesn't: unknown fields pass it.
NEGATED: dict[str, Op] = {"ne": "eq", "not_in": "in", "not_contains": "contains"}


@dataclass(frozen=True, slots=True)
class Condition:
    """`field op value`. All conditions of a request hold together (AND).

    Attributes:
        field: a product field (``price``, ``brand`` …), ``discount`` (what the price is below the
            list price, in per cent of that), ``category`` (any level of the path matches), ``text``
            (title, description, attribute values together; only contains / not_contains), ``origin`` (the
            country that a product says it is from, by any of the country's names), or ``attributes.NAME`` (NAME in any case, ``_`` and space the same).
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

    def holds(self, product: Product) -> bool:
        """Whether `product` passes; the same answer as the store's SQL gives.

        Raises:
            InputError: the condition isn't valid (see `check`).
        """
        check(self)
        positive = NEGATED.get(self.op)
        if positive is not None:
            return not Condition(self.field, positive, self.value).holds(product)
        if self.field in NUMERIC_FIELDS:
            number = discount(product) if self.field == "discount" else getattr(product, self.field)
            return _number_holds(number, self)
        if self.field == "origin":
            return any(is_from(product, cast(str, one)) for one in as_tuple(self.value))
        texts = [text for text in field_texts(product, self.field) if fold(text)]
        if self.op in WORD_OPS:
            phrase = words(cast(str, self.value))
            return any(_has_phrase(words(text), phrase) for text in texts)
        wanted = {fold(value) for value in cast(Iterable[str], as_tuple(self.value))}
        return any(fold(text) in wanted for text in texts)


def discount(product: Product) -> float | None:
    """Per cent by which the price is below the list price; None where either isn't known.

    In binary floating point, step by step as the store's SQL has it, so that both agree to the bit.
    """
    if product.price is None or not product.list_price:
        return None
    return (float(product.list_price) - float(product.price)) * 100 / float(product.list_price)


def as_tuple(value: Value) -> tuple[str | Decimal | bool, ...]:
    """The values of a condition: the members of an ``in``, else the one value."""
    return value if isinstance(value, tuple) else (value,)


def attribute_name(field: str) -> str | None:
    """The folded attribute name that ``attributes.NAME`` speaks of; None for other fields."""
    return fold_name(field[len(ATTRIBUTE) :]) if field.startswith(ATTRIBUTE) else None


def field_texts(product: Product, field: str) -> list[str]:
    """The texts of a text field, category path, attribute or ``text``; empty ones included."""
    if field == "text":
        values = [value for group in product.attributes.values() for value in group]
        return [product.title, product.description, *values]
    if field == "category":
        return list(product.category)
    name = attribute_name(field)
    if name is not None:
        groups = product.attributes.items()
        return [value for own, group in groups if fold_name(own) == name for value in group]
    return [cast(str | None, getattr(product, field)) or ""]


def _number_holds(number: Decimal | float | int | None, condition: Condition) -> bool:
    if number is None:
        return False
    values = [cast(Decimal, value) for value in as_tuple(condition.value)]
    if isinstance(number, float):
        # A rating is a binary float: 4.1 must equal the decimal 4.1, so both go binary.
        return _compare(number, [float(value) for value in values], condition.op)
    return _compare(Decimal(number), values, condition.op)


def _compare(number: Decimal | float, values: list[Decimal] | list[float], operation: Op) -> bool:
    match operation:
        case "lt":
            return number < values[0]
        case "le":
            return number <= values[0]
        case "gt":
            return number > values[0]
        case "ge":
            return number >= values[0]
        case _:
            return number in values


def _has_phrase(text: list[str], phrase: list[str]) -> bool:
    size = len(phrase)
    return any(text[at : at + size] == phrase for at in range(len(text) - size + 1))


def check(condition: Condition) -> None:
    """Make sure that a condition can be applied.

    Raises:
        InputError: unknown field, an operator that the field doesn't take, an empty value, or a
            value of the wrong kind; one line that says what to write instead.
    """
    field, operation, value = condition.field, condition.op, condition.value
    check_field(field)
    name, values = shown(field), as_tuple(value)
    numeric = field in NUMERIC_FIELDS
    allowed = ORDER_OPS | EQUAL_OPS if numeric else EQUAL_OPS | WORD_OPS
    if field == "text":
        allowed = WORD_OPS
    elif field == "origin":
        allowed = EQUAL_OPS
    if operation not in allowed:
        raise InputError(
            f"filter on {name}: “{operation}” doesn't apply to it; use {', '.join(sorted(allowed))}"
        )
    if isinstance(value, tuple) != (operation in LIST_OPS):
        kind = "a list of values" if operation in LIST_OPS else "one value"
        raise InputError(f"filter on {name}: “{operation}” takes {kind}")
    if not values:
        raise InputError(f"filter on {name}: no value given; say what it should be")
    for one in values:
        if numeric:
            if not isinstance(one, Decimal) or not one.is_finite():
                raise InputError(f"filter on {name}: {one!r:.60} is not a number")
        elif not isinstance(one, str):
            raise InputError(f"filter on {name}: {one!r:.60} is not text")
        elif not (words(one) if operation in WORD_OPS or field == "origin" else fold(one)):
            raise InputError(f"filter on {name}: the value is empty; say what it should be")


def check_field(field: str) -> None:
    """Make sure that `field` is one that filters know.

    Raises:
        InputError: it isn't; names the fields there are and the nearest one.
    """
    if field in FIELDS or attribute_name(field):
        return
    near = difflib.get_close_matches(fold(field), FIELDS, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    raise InputError(
        f"no field “{shown(field)}” to filter on{hint}: use {', '.join(FIELDS)} or attributes.NAME"
    )
