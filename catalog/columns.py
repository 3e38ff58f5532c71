"""Which column of a feed is which field.

Knows names (`synonyms.py`) and asks a sample where a name leaves it open (`column_values.py`); doesn't
read files. A column that matches no field is an attribute, never dropped.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from .aside import Aside, aside_of, names_shoppers
from .column_values import counts_stock, identifies, is_prose, names_vehicles
from .price_columns import PRICE_ROLES, chosen_roles, is_paid_by_the_shop, price_roles
from .synonyms import CATEGORY_LEVELS, FIELDS, REQUIRED, Kind

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[\s_\-./:]+")
_PARENTHESES = re.compile(r"\s*[(\[（【].*?[)\]）】]\s*")
_SEVERAL = frozenset({"category", "description", "attributes"})


def normal_name(column: str) -> str:
    """A column's name as the synonym table writes it: ``"g:Sale_Price"`` → ``"sale price"``."""
    name = unicodedata.normalize("NFKC", column).strip().removeprefix("g:").rstrip("?* ")
    return _SEPARATORS.sub(" ", _CAMEL.sub(" ", name)).strip().casefold()


def _bare_name(column: str) -> str:
    """A column's name without what stands in brackets: ``"价格(元)"`` → ``"价格"``."""
    return _PARENTHESES.sub(" ", normal_name(column)).strip()


def attribute_name(column: str) -> str:
    """A column's name as an attribute's: ``"Skin_Type"`` → ``"skin type"``, ``"Author(s)"`` → ``"author"``."""
    return normal_name(column).removesuffix("(s)") or column.strip() or "unnamed"


@dataclass
class ColumnMap:
    """Columns matched to the fields of one kind of record.

    Attributes:
        fields: field → its columns; several only for category (broad to narrow), description and
            attributes. Product prices keep their role here: ``sale_price``, ``price``,
            ``list_price``.
        attributes: columns that match no field, in the file's order.
        aside: columns of a product file that say nothing of a product.
    """

    kind: Kind
    fields: dict[str, list[str]] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    aside: Aside = field(default_factory=Aside)
    _known: set[str] = field(default_factory=set)

    def column(self, name: str) -> str | None:
        """The column of a single-column field."""
        columns = self.fields.get(name)
        return columns[0] if columns else None

    def shown(self) -> dict[str, str]:
        """Column → field, as a user should see it (`sale_price` is the price that is paid)."""
        shown: dict[str, str] = {}
        for name, columns in self.fields.items():
            target = name
            if name == "sale_price":
                target = "price"
            elif name == "price" and "sale_price" in self.fields:
                target = "list_price"
            shown.update(dict.fromkeys(columns, target))
        return shown | self.aside.shown()

    def add(self, column: str) -> None:
        """Place a column that turned up after the sample (JSON rows may differ in keys)."""
        if column in self._known:
            return
        self._known.add(column)
        name = _bare_name(column)
        if self.kind == "products" and (names_shoppers(name) or is_paid_by_the_shop(name)):
            return
        target = _target(column, self.kind)
        if target and target not in self.fields and target not in PRICE_ROLES:
            self.fields[target] = [column]
        else:
            self.attributes.append(column)

    def demote(self, name: str) -> None:
        """Turn a field's columns back into attributes."""
        self.attributes.extend(self.fields.pop(name, []))


def _target(column: str, kind: Kind) -> str | None:
    name = normal_name(column)
    for candidate in (name, _bare_name(column)):
        for target, names in FIELDS[kind].items():
            if candidate in names:
                return target
    return None


def match_columns(
    columns: Sequence[str],
    kind: Kind,
    overrides: Mapping[str, str],
    where: str,
    sample: Sequence[Mapping[str, object]] = (),
) -> ColumnMap:
    """Match a file's columns to the fields of `kind`.

    Args:
        columns: as the file names them, in order.
        kind: what the file holds.
        overrides: field → column (several columns: separated by commas), from ``--map``.
        where: the file's name for messages.
        sample: some rows; settles which of several id columns to trust.

    Raises:
        InputError: an override names an unknown field or column, or a required field has no
            column.
    """
    chosen = {name: _override(name, value, columns, kind, where) for name, value in overrides.items()}  # fmt: skip
    prices = {role: chosen.pop(role)[0] for role in PRICE_ROLES if role in chosen}
    prices = chosen_roles(prices, {column: _bare_name(column) for column in columns})
    taken = {column for found in chosen.values() for column in found} | set(prices.values())
    by_name: dict[str, str] = {}
    for column in columns:
        if column not in taken:
            name = normal_name(column)
            by_name.setdefault(name, column)
            by_name.setdefault(_bare_name(column), column)
    result = ColumnMap(kind)
    for target, names in FIELDS[kind].items():
        if target in chosen:
            result.fields[target] = chosen[target]
            continue
        if target in PRICE_ROLES:
            if target == PRICE_ROLES[0]:
                free = {name: column for name, column in by_name.items() if column not in taken}
                prices = price_roles(free, prices, sample)
                taken.update(prices.values())
            if target in prices:
                result.fields[target] = [prices[target]]
            continue
        found = [by_name[name] for name in names if name in by_name]
        found = [column for column in dict.fromkeys(found) if column not in taken]
        if target == "brand" and names_vehicles(by_name):
            found = [column for column in found if _bare_name(column) != "make"]
        if target == "item_id":
            found = [column for column in found if identifies(column, sample, kind)]
        if target == "availability":
            bare = ("quantity", "qty")
            found = [c for c in found if _bare_name(c) not in bare or counts_stock(c, sample)]
        if target == "category":
            found = _one_a_level(found)
        kept = found if target in _SEVERAL else found[:1]
        if kept:
            result.fields[target] = kept
            taken.update(kept)
    if "description" not in chosen and "attributes" not in chosen:
        _describe_by_prose(result, sample)
    result._known = set(columns)
    left = [column for column in columns if column not in taken]
    if kind == "products":
        known = {column: _bare_name(column) for column in left}
        result.aside = aside_of(known, sample, "item_id" in result.fields)
        left = [column for column in left if column not in result.aside.shown()]
    result.attributes = left
    for name in REQUIRED[kind]:
        if name not in result.fields:
            raise InputError(_missing(name, columns, where))
    return result


def _describe_by_prose(result: ColumnMap, sample: Sequence[Mapping[str, object]]) -> None:
    """Without a description column, "details" in sentences are the description."""
    named = result.fields.get("attributes", [])
    prose = [column for column in named if is_prose(column, sample)]
    if "description" in result.fields or not prose:
        return
    result.fields["description"] = prose
    result.fields["attributes"] = [column for column in named if column not in prose]
    if not result.fields["attributes"]:
        del result.fields["attributes"]


def _one_a_level(columns: Iterable[str]) -> list[str]:
    """At most one column for each level of the category path, broad to narrow."""
    by_level: dict[int, str] = {}
    for column in columns:
        name = normal_name(column)
        level = CATEGORY_LEVELS.get(name, CATEGORY_LEVELS.get(_bare_name(column), 1))  # fmt: skip
        by_level.setdefault(level, column)
    return [by_level[level] for level in sorted(by_level)]


def _override(name: str, value: str, columns: Sequence[str], kind: Kind, where: str) -> list[str]:
    if name not in FIELDS[kind]:
        raise InputError(
            f"--map {name}={value}: no field '{name}' in {kind}; {_near(name, FIELDS[kind])}"
        )
    exact = {column: column for column in columns}
    loose = {normal_name(column): column for column in columns}
    wanted = [value] if value in exact else [part.strip() for part in value.split(",")]
    found = []
    for part in wanted:
        column = exact.get(part) or loose.get(normal_name(part))
        if column is None:
            raise InputError(
                f"--map {name}={value}: {where} has no column '{part}'; {_near(part, columns)}"
            )
        found.append(column)
    if len(found) > 1 and name not in _SEVERAL:
        raise InputError(f"--map {name}={value}: '{name}' takes one column, not {len(found)}")
    return found


def _near(name: str, options: Iterable[str]) -> str:
    known = list(options)
    by_fold = {option.casefold(): option for option in known}
    close = difflib.get_close_matches(name.casefold(), by_fold, n=3, cutoff=0.5)
    if close:
        return "near: " + ", ".join(by_fold[option] for option in close)
    return "choose from " + _listed(known)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(name if len(name) <= 30 else name[:27] + "..." for name in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _missing(name: str, columns: Sequence[str], where: str) -> str:
    return (
        f"{where}: no column for '{name}' among: {_listed([str(c) for c in columns])}; "
        f"name it with --map {name}=COLUMN"
    )
