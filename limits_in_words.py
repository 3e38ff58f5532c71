"""Hard filters in the words of a shopper: "under $30, brand Oatwick"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from .catalog.condition import ATTRIBUTE, as_tuple
from .catalog.filters import Condition, Op, describe
from .generator.evidence import price_text

_TIGHTER: Mapping[Op, Callable[[Decimal, Decimal], Decimal]] = {
    "lt": min,
    "le": min,
    "gt": max,
    "ge": max,
}


def limits_of(
    conditions: Sequence[Condition], language: str, currency: str | None
) -> tuple[str, ...]:
    """Conditions as a shopper would say them; the price first."""
    chinese = language == "zh"
    own = next((str(one.value) for one in conditions if one.field == "currency"), None)
    bounds: dict[Op, Decimal] = {}
    rest = []
    for one in conditions:
        if one.field == "price" and one.op in _TIGHTER and isinstance(one.value, Decimal):
            bounds[one.op] = _TIGHTER[one.op](bounds.get(one.op, one.value), one.value)
        elif one.field != "currency":
            rest.append(one)
    price = _price(bounds, own or currency, chinese)
    if own and not price:
        price = [own]
    return (*price, *(_said(one, language) for one in rest))


def _price(bounds: Mapping[Op, Decimal], currency: str | None, chinese: bool) -> list[str]:
    def said(op: Op) -> str | None:
        return price_text(bounds[op], currency) if op in bounds else None

    low, high = said("ge") or said("gt"), said("le") or said("lt")
    strict = "lt" in bounds
    if low and high:
        return [f"{low}–{high}"]
    if high:
        return [
            f"{high}{'以下' if strict else '以内'}"
            if chinese
            else f"{'under' if strict else 'up to'} {high}"
        ]
    if low:
        return [f"{low}以上" if chinese else f"{'over' if 'gt' in bounds else 'from'} {low}"]
    return []


def _said(condition: Condition, language: str) -> str:
    chinese = language == "zh"
    values = ("或" if chinese else " or ").join(str(one) for one in as_tuple(condition.value))
    if condition.field == "brand" and condition.op in {"eq", "in"}:
        return f"品牌{values}" if chinese else f"brand {values}"
    if condition.field == "brand" and condition.op in {"ne", "not_in"}:
        return f"不要{values}" if chinese else f"not {values}"
    if condition.field == "text":
        if condition.op == "contains":
            return f"“{values}”"
        return f"不含“{values}”" if chinese else f"no “{values}”"
    if condition.field.startswith(ATTRIBUTE) and condition.op in {"eq", "in", "contains"}:
        name = condition.field.removeprefix(ATTRIBUTE).replace("_", " ")
        return f"{name}：{values}" if chinese else f"{name}: {values}"
    if condition.field == "category" and condition.op in {"eq", "in"}:
        return f"分类{values}" if chinese else f"category {values}"
    return describe(condition, language)
