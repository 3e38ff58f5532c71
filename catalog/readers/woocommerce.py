"""WooCommerce's product export: numbered attribute columns, category paths and variations.

Attribute columns become named attributes, variations lines of their product (`variants.py`), and
columns of how the shop is run are left out and named. Products that aren't published, or are hidden
from the shop's catalog, are rejected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ..columns import normal_name
from ..money import parse_price
from .rows import BadRow, Parsed, RawRow, Rows
from .sale_dates import SaleDates
from .variants import VARIANTS, Variant, differing

_NUMBERED = re.compile(r"attribute (\d+) (name|values?(?:\(s\))?|visible|global|default)")
_COMMA = re.compile(r"(?<!\\)\s*,\s*|\s*\|\s*")
_NOT_FOR_SHOPPERS = frozenset({"type", "parent", "published", "is featured", "visibility in catalog", "tax status", "tax class", "backorders allowed", "low stock amount", "sold individually", "allow customer reviews", "purchase note", "position", "download limit", "download expiry days", "button text", "shipping class", "grouped products", "upsells", "cross sells"})  # fmt: skip
_PRICES = ("sale price", "regular price")
_DATES = ("date sale price starts", "date sale price ends")


def is_woocommerce(columns: Sequence[str]) -> bool:
    """Whether a header is that of a WooCommerce product export."""
    names = {normal_name(column) for column in columns}
    return "visibility in catalog" in names or (
        "attribute 1 name" in names and bool(names & {"attribute 1 value(s)", "attribute 1 value"})
    )


def read_woocommerce(parsed: Parsed) -> Parsed:
    """Turn a parsed CSV into one row a product. The whole file is held: variations come anywhere."""
    columns = parsed.columns or []
    reader = _Reader(columns)
    left_out = [c for c in columns if normal_name(c) in _NOT_FOR_SHOPPERS or (normal_name(c).startswith("meta ") and ": _" in c)]  # fmt: skip
    kept = [c for c in columns if c not in left_out and not _NUMBERED.fullmatch(normal_name(c))]
    notes = list(parsed.notes)
    if left_out:
        shown = ", ".join(left_out[:20]) + (" …" if len(left_out) > 20 else "")
        notes.append(f"left out, they say nothing to a shopper: {shown}")
    return Parsed(
        format="woocommerce",
        rows=reader.products(parsed.rows, kept),
        columns=[*kept, "attributes", VARIANTS],
        delimiter=parsed.delimiter,
        notes=notes,
    )


class _Reader:
    def __init__(self, columns: Sequence[str]) -> None:
        self._by_name = {normal_name(column): column for column in columns}
        self._dates = SaleDates(columns, datetime.now(UTC))
        self._pairs: dict[int, dict[str, str]] = defaultdict(dict)
        for name, column in self._by_name.items():
            if match := _NUMBERED.fullmatch(name):
                self._pairs[int(match[1])][match[2].split("(")[0].rstrip("s")] = column

    def products(self, rows: Rows, kept: Sequence[str]) -> Rows:
        """One row a product; a variation whose product isn't in the file is one of its own."""
        held = list(rows)
        known: dict[str, int] = {}
        for place, row in enumerate(held):
            if isinstance(row, RawRow) and self._cell(row, "type").casefold() != "variation":
                known[f"id:{self._cell(row, 'id')}"] = place
                if sku := self._cell(row, "sku"):
                    known[sku] = place
        children: dict[int, list[RawRow]] = defaultdict(list)
        for row in held:
            if isinstance(row, RawRow) and self._cell(row, "type").casefold() == "variation":
                parent = known.get(self._cell(row, "parent"))
                if parent is not None:
                    children[parent].append(row)
        theirs = {id(child) for found in children.values() for child in found}
        for place, row in enumerate(held):
            if isinstance(row, BadRow):
                yield row
            elif id(row) not in theirs:
                yield from self._product(row, children.get(place, []), kept)

    def _product(
        self, row: RawRow, children: Sequence[RawRow], kept: Sequence[str]
    ) -> Iterator[RawRow | BadRow]:
        reason = self._not_on_sale(row)
        if reason:
            for one in (row, *children):
                yield BadRow(one.line, reason, one.raw)
            return
        values: dict[str, Any] = {column: row.values.get(column) for column in kept}
        attributes = self._attributes(row)
        offered = [child for child in children if not self._not_on_sale(child)]
        prices: list[tuple[Decimal, RawRow]] = []
        good = [row]
        for child in children:
            try:
                amount = self._paid(child)
            except ValueError as error:
                yield BadRow(child.line, f"variation: {error}", child.raw)
                continue
            good.append(child)
            if amount is not None and child in offered:
                prices.append((amount, child))
        offered = [child for child in offered if child in good]
        if offered:
            amounts = {id(child): amount for amount, child in prices}
            values[VARIANTS] = differing(
                [Variant(self._name(c), amounts.get(id(c)), self._stock(c)) for c in offered]
            )
            attributes |= self._of_children(offered, attributes)
            if any(self._stock(child) == "in stock" for child in offered):
                values |= {self._by_name[n]: "1" for n in ("in stock",) if n in self._by_name}
        if prices:
            cheapest = min(prices, key=lambda pair: pair[0])[1]
            for name in (*_PRICES, *_DATES):
                if name in self._by_name:
                    values[self._by_name[name]] = self._cell(cheapest, name)
        values["attributes"] = attributes
        self._clean(values, row)
        yield RawRow(
            row.line, values, row.raw, merged=tuple((one.line, one.raw) for one in good) if children else ()
        )  # fmt: skip

    def _clean(self, values: dict[str, Any], row: RawRow) -> None:
        """Lists and paths as such, and the post's number as the id of what has no SKU."""
        for name in ("tags", "brands"):
            if name in self._by_name:
                values[self._by_name[name]] = _members(self._cell(row, name))
        if "categories" in self._by_name:
            values[self._by_name["categories"]] = _paths(self._cell(row, "categories"))
        if "sku" in self._by_name and not self._cell(row, "sku"):
            values[self._by_name["sku"]] = self._cell(row, "id")

    def _attributes(self, row: RawRow) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number in sorted(self._pairs):
            pair = self._pairs[number]
            name = str(row.values.get(pair.get("name", "")) or "").strip()
            values = _members(str(row.values.get(pair.get("value", "")) or ""))
            if name and values:
                found[name] = [*found.get(name, []), *values]
        return found

    def _of_children(
        self, children: Sequence[RawRow], own: Mapping[str, list[str]]
    ) -> dict[str, list[str]]:
        """Options and SKUs that only the variations name."""
        found: dict[str, list[str]] = {}
        for child in children:
            for name, values in self._attributes(child).items():
                if name not in own:
                    found.setdefault(name, []).extend(values)
        found["sku"] = [sku for child in children if (sku := self._cell(child, "sku"))]
        return {name: list(dict.fromkeys(values)) for name, values in found.items() if values}

    def _name(self, row: RawRow) -> str:
        values = self._attributes(row).values()
        return " / ".join(value for found in values for value in found) or self._cell(row, "name")

    def _paid(self, row: RawRow) -> Decimal | None:
        for name in _PRICES if self._dates.in_effect(row.values) else _PRICES[1:]:
            price = parse_price(self._cell(row, name))
            if price is not None and price.amount:
                return price.amount
        return None

    def _stock(self, row: RawRow) -> str:
        cell = self._cell(row, "in stock").casefold()
        return {"1": "in stock", "0": "out of stock", "backorder": "on backorder"}.get(cell, "")

    def _not_on_sale(self, row: RawRow) -> str:
        if self._cell(row, "published") in {"0", "-1"}:
            return "not on sale: not published"
        if self._cell(row, "visibility in catalog").casefold() == "hidden":
            return "not on sale: hidden from the shop's catalog"
        return ""

    def _cell(self, row: RawRow, name: str) -> str:
        column = self._by_name.get(name)
        return str(row.values.get(column) or "").strip() if column else ""


def _members(cell: str) -> list[str]:
    r"""The values of "S, M, Large\, wide"."""
    parts = (part.replace("\\,", ",").strip() for part in _COMMA.split(cell))
    return list(filter(None, parts))


def _paths(cell: str) -> list[list[str]]:
    """The category paths of "Tools > Drills, Gifts", without those that another one goes on from."""
    found = [[level.strip() for level in path.split(">") if level.strip()] for path in _members(cell)]  # fmt: skip
    return [
        path
        for path in found
        if path and not any(other != path and other[: len(path)] == path for other in found)
    ]
