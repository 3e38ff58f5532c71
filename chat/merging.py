"""How a later turn's conditions change those of the turns before: add, replace, drop.

The rule, by what the condition is on:

* a price: a new upper bound replaces the old one, a new lower bound the old lower one; both go if
  they would contradict. The currency goes with the price;
* a brand, category, attribute, rating or stock: the new one replaces the old one of the same field,
  unless the turn says "or", which widens it;
* a colour or a material that must be in the text replaces another colour or material;
* "not X" adds, and takes X out of what was asked for before; asking for X takes "not X" back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ..catalog.condition import NEGATED, as_tuple
from ..catalog.filters import Condition
from ..catalog.folding import fold, fold_name
from ..retrieval.lexicon import lexicon
from .state import MOST_CONDITIONS

_UPPER = frozenset({"lt", "le"})
_LOWER = frozenset({"gt", "ge"})
_EQUAL = frozenset({"eq", "in"})
_FIELD_WORDS = (
    ("price", r"price|budget|cost|价格|价钱|预算"),
    ("brand", r"brand|make|maker|品牌|牌子"),
    ("rating", r"ratings?|stars|评分|评价"),
    ("availability", r"stock|availability|库存|现货"),
    ("category", r"category|section|department|分类|类别"),
    ("text", r"colou?r|material|颜色|材质|材料"),
)
_DROP_FORMS = (
    (
        r"^(?:(?:ok|okay|well|actually|and|but|please)[\s,]+)*(?:any|forget(?: about)?|drop|remove|ignore|lift|clear|without|no|never ?mind|regardless of|skip)"
        r"(?: (?:the|a|my|that))? (?P<what>{what})(?:s| limits?| filters?| range| conditions?| restrictions?)*"
        r"(?: (?:is|are|will|would) (?:fine|ok|okay|do|good))?$"
    ),
    r"^(?:the )?(?P<what>{what}) (?:doesn'?t|does not|is not|isn'?t) (?:really )?(?:matter|important|a (?:problem|concern))$",
    r"^(?:去掉|取消|不限|不管|忽略|不考虑)(?P<what>{what})(?:的?(?:限制|要求|条件))?$",
    r"^(?P<what>{what})(?:的?(?:限制|要求))?(?:不限|随便|无所谓|都行|都可以|不重要|不要紧|不管)(?:了)?$",
)


def merged(
    old: tuple[Condition, ...], new: Iterable[Condition], *, either: bool = False
) -> tuple[Condition, ...]:
    """`old` changed by the conditions of a later turn.

    Args:
        old: of the need so far.
        new: of the turn, which hold together.
        either: the turn says "or": values of the same field are alternatives.
    """
    added = tuple(new)
    kept = [one for one in old if not any(_replaces(by, one) for by in added)]
    if either:
        kept = list(old)
        added = tuple(_joined(one, kept) for one in added)
        kept = [one for one in kept if not any(_replaces(by, one) for by in added)]
    kept = [left for one in kept if (left := _without(one, added)) is not None]
    return tuple(dict.fromkeys([*kept, *added]))[-MOST_CONDITIONS:]


def dropped(text: str, conditions: tuple[Condition, ...]) -> tuple[Condition, ...] | None:
    """The conditions left once a turn such as "any brand" has dropped some; None if it isn't such a turn."""
    folded = fold(text).strip(" .,!?。，！？")
    if len(folded) > 80:
        return None
    names = [*map(_names_of, conditions), *(names for _, names in _FIELD_WORDS)]
    for what in names:
        if any(re.fullmatch(form.replace("{what}", what), folded) for form in _DROP_FORMS):
            return tuple(left for left in conditions if _names_of(left) != what)
    return None


def _names_of(condition: Condition) -> str:
    """How a shopper may name what a condition is on, as a pattern."""
    field = "price" if condition.field == "currency" else condition.field
    known = dict(_FIELD_WORDS).get(field)
    return known or re.escape(fold_name(field.removeprefix("attributes.")))


def _replaces(new: Condition, old: Condition) -> bool:
    """Whether a new condition takes the place of an old one."""
    if new.field != old.field or new.op in NEGATED or old.op in NEGATED:
        return False
    if new.field == "text":
        kinds = _kinds(new) & _kinds(old)
        return bool(kinds) or new.value == old.value
    if new.op in _UPPER | _LOWER and old.op in _UPPER | _LOWER:
        return (new.op in _UPPER) == (old.op in _UPPER) or _contradict(new, old)
    return True


def _contradict(new: Condition, old: Condition) -> bool:
    """Whether a lower and an upper bound leave nothing between them."""
    low, high = (new, old) if new.op in _LOWER else (old, new)
    assert isinstance(low.value, Decimal) and isinstance(high.value, Decimal)  # noqa: S101 (check)
    if low.value == high.value:
        return low.op == "gt" or high.op == "lt"
    return low.value > high.value


def _kinds(condition: Condition) -> set[str]:
    """Colour or material, of a condition on the text."""
    return {word.kind for word in lexicon().words.get(str(condition.value))}


def _joined(new: Condition, old: list[Condition]) -> Condition:
    """A new value beside the old ones of its field, as alternatives."""
    before = next((one for one in old if one.field == new.field and one.op in _EQUAL), None)
    if before is None or new.op not in _EQUAL:
        return new
    values = tuple(
        dict.fromkeys([*map(str, as_tuple(before.value)), *map(str, as_tuple(new.value))])
    )
    return replace(new, op="in", value=values) if len(values) > 1 else new


def _without(old: Condition, new: tuple[Condition, ...]) -> Condition | None:
    """An old condition without the values that a new one says the opposite of."""
    for one in new:
        if one.field != old.field or (one.op in NEGATED) == (old.op in NEGATED):
            continue
        gone = {fold(str(value)) for value in as_tuple(one.value)}
        left = tuple(str(value) for value in as_tuple(old.value) if fold(str(value)) not in gone)
        if not left:
            return None
        if len(left) < len(as_tuple(old.value)):
            return replace(old, value=left)
    return old
