"""Shopify's product export: the variant and image rows of one handle become one product.

Knows the old column names ("Variant Price") and the new ones ("Price", "URL handle"). Price is the
cheapest variant's; option values, SKUs and tags are attributes, and so is what each variant costs
where they differ in price or stock (`variants.py`); drafts are rejected, they are not
on sale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ..columns import normal_name
from ..money import parse_price
from .rows import BadRow, Parsed, RawRow, Rows
from .variants import VARIANTS, Variant, differing

_COLUMNS = {
    "item_id": ("handle", "url handle"),
    "title": ("title",),
    "description": ("body (html)", "body html", "description"),
    "brand": ("vendor",),
    "taxonomy": ("product category", "standard product type"),
    "type": ("type", "custom product type"),
    "tags": ("tags",),
    "image": ("image src", "product image url"),
    "status": ("status",),
    "published": ("published", "published on online store"),
    "price": ("variant price", "price"),
    "compare": ("variant compare at price", "compare at price"),
    "sku": ("variant sku", "sku"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "barcode": ("variant barcode", "barcode"),
}
_SKIP = ("image position", "image alt text", "gift card", "variant grams", "variant fulfillment service", "variant requires shipping", "variant taxable", "variant image", "variant weight unit", "variant tax code", "cost per item", "seo title", "seo description", "option1 linked to", "option2 linked to", "option3 linked to")  # fmt: skip


def is_shopify(columns: list[str]) -> bool:
    """Whether a header is that of a Shopify product export."""
    names = {normal_name(column) for column in columns}
    return bool(names & {"handle", "url handle"}) and (
        "variant price" in names or {"option1 name", "option1 value"} <= names
    )


def merge_shopify(parsed: Parsed) -> Parsed:
    """Turn a parsed CSV into one row a product."""
    columns = parsed.columns or []
    by_name = {normal_name(column): column for column in columns}
    known = {key: next((by_name[n] for n in names if n in by_name), None) for key, names in _COLUMNS.items()}  # fmt: skip
    used = {*known.values(), *(by_name.get(name) for name in _SKIP)}
    options = [(by_name.get(f"option{i} name"), by_name.get(f"option{i} value")) for i in (1, 2, 3)]
    used.update(column for pair in options for column in pair)
    rest = [c for c in columns if c not in used and not normal_name(c).startswith(("google shopping", "included", "price ", "compare at price "))]  # fmt: skip
    merger = _Merger(known, options, rest)
    return Parsed(
        format="shopify",
        rows=_rows(parsed.rows, merger, known["item_id"] or ""),
        columns=[*merger.columns, *rest],
        delimiter=parsed.delimiter,
        notes=parsed.notes,
        positional={"item_id": "handle", "title": "title", "price": "price"},
    )


def _rows(rows: Rows, merger: _Merger, handle: str) -> Rows:
    group: list[RawRow] = []
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        name = str(row.values.get(handle) or "").strip()
        if not name:
            yield BadRow(row.line, "no handle", row.raw)
            continue
        if group and name != str(group[0].values.get(handle) or "").strip():
            yield from merger.merge(group)
            group = []
        group.append(row)
    if group:
        yield from merger.merge(group)


class _Merger:
    columns = ("handle", "title", "description", "brand", "product category", "type", "image", "price", "list price", "availability", "options", VARIANTS)  # fmt: skip

    def __init__(
        self,
        known: Mapping[str, str | None],
        options: list[tuple[str | None, str | None]],
        rest: list[str],
    ) -> None:
        self._known = known
        self._options = options
        self._rest = rest

    def merge(self, group: list[RawRow]) -> Iterator[RawRow | BadRow]:
        """One product row of a handle's rows; a variant with a bad price is rejected alone."""
        first = next((row for row in group if self._cell(row, "title")), group[0])
        if self._cell(first, "status").casefold() in {"draft", "archived"} or self._cell(first, "published").casefold() == "false":  # fmt: skip
            for row in group:
                yield BadRow(row.line, "not on sale: a draft, archived or unpublished product", row.raw)  # fmt: skip
            return
        good: list[RawRow] = []
        variants: list[tuple[Decimal, RawRow]] = []
        for row in group:
            try:
                price = parse_price(self._cell(row, "price"))
            except ValueError as error:
                yield BadRow(row.line, f"variant: {error}", row.raw)
                continue
            good.append(row)
            if price is not None:
                variants.append((price.amount, row))
        if not good:
            return
        yield RawRow(
            line=good[0].line,
            values=self._values(first if first in good else good[0], good, variants),
            raw=good[0].raw,
            merged=tuple((row.line, row.raw) for row in good),
        )

    def _values(
        self, first: RawRow, good: list[RawRow], variants: list[tuple[Decimal, RawRow]]
    ) -> dict[str, Any]:
        cheapest = min(variants, key=lambda pair: pair[0])[1] if variants else first
        values: dict[str, Any] = {
            "handle": self._cell(first, "item_id"),
            "title": self._cell(first, "title"),
            "description": self._cell(first, "description"),
            "brand": self._cell(first, "brand"),
            "product category": self._cell(first, "taxonomy"),
            "type": self._cell(first, "type"),
            "image": self._cell(first, "image"),
            "price": self._cell(cheapest, "price"),
            "list price": _above(self._cell(cheapest, "compare"), self._cell(cheapest, "price")),
            "availability": self._stock(good),
            "options": self._details(first, good, variants),
            VARIANTS: self._variants(good, variants),
        }
        values.update({column: first.values.get(column) for column in self._rest})
        return values

    def _details(
        self, first: RawRow, good: list[RawRow], variants: list[tuple[Decimal, RawRow]]
    ) -> dict[str, list[str]]:
        details: dict[str, list[str]] = {}
        for name_column, value_column in self._options:
            name = str(first.values.get(name_column or "") or "").strip()
            if name and name != "Title":  # "Title: Default Title" is Shopify's for "no options"
                cells = (str(row.values.get(value_column or "") or "").strip() for row in good)
                details[name.casefold()] = [cell for cell in dict.fromkeys(cells) if cell]
        for name in ("sku", "barcode"):
            details[name] = [cell for row in good if (cell := self._cell(row, name).lstrip("'"))]
        details["tags"] = [tag.strip() for tag in self._cell(first, "tags").split(",")]
        amounts = [amount for amount, _ in variants]
        if amounts and max(amounts) > min(amounts):
            details["price range"] = [f"{min(amounts)} - {max(amounts)}"]
        return {name: list(filter(None, cells)) for name, cells in details.items() if any(cells)}

    def _variants(
        self, good: list[RawRow], variants: list[tuple[Decimal, RawRow]]
    ) -> list[Variant]:
        """What each variant costs and whether it is in stock, where they differ."""
        amounts = {id(row): amount for amount, row in variants}
        found = []
        for row in good:
            cells = (str(row.values.get(value or "") or "").strip() for _, value in self._options)
            found.append(Variant(" / ".join(filter(None, cells)), amounts.get(id(row)), self._stock([row])))  # fmt: skip
        return differing(found)

    def _stock(self, good: list[RawRow]) -> str:
        """In stock if a variant is, or may be sold on; "" if stock isn't tracked."""
        tracked = [row for row in good if self._cell(row, "quantity")]
        if not tracked or (self._known["tracker"] and not any(self._cell(row, "tracker") for row in good)):  # fmt: skip
            return ""
        if any(self._cell(row, "policy").casefold() == "continue" for row in tracked):
            return "in stock"
        try:
            on_hand = sum(max(Decimal(self._cell(row, "quantity")), Decimal(0)) for row in tracked)
        except InvalidOperation:
            return ""
        return "in stock" if on_hand > 0 else "out of stock"

    def _cell(self, row: RawRow, name: str) -> str:
        column = self._known[name]
        return str(row.values.get(column) or "").strip() if column else ""


def _above(compare: str, price: str) -> str:
    """Shopify writes 0 or the price itself where there is no reduction."""
    try:
        former, paid = parse_price(compare), parse_price(price)
    except ValueError:
        return ""
    return compare if former and paid and former.amount > paid.amount else ""
