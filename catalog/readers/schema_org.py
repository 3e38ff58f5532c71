"""schema.org Product data (JSON-LD, in .json files or inside web pages) to rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from ...errors import InputError
from ..sniff import Sniffed, text_of
from .json_array import elements
from .rows import MAX_LINE, RAW_LIMIT, BadRow, Parsed, RawRow, Rows

_PRODUCTS = frozenset({"product", "productgroup", "individualproduct", "productmodel", "somehowproduct"})  # fmt: skip
_PLAIN = ("color", "size", "material", "pattern", "model", "mpn", "gtin", "gtin13", "gtin12", "gtin8", "weight", "width", "height", "depth", "audience", "keywords", "award", "itemCondition", "sku", "productID")  # fmt: skip
_MAX_DEPTH = 30


def parse_schema_org(sniffed: Sniffed, kind: str = "products") -> Parsed:
    """Open a JSON-LD file or a web page with JSON-LD in it.

    Raises:
        InputError: a page of more than 64 MB, or one without product data.
    """
    text = text_of(sniffed).read(MAX_LINE)
    if len(text) >= MAX_LINE:
        raise InputError(f"{sniffed.name}: a page of more than 64 MB is not read")
    blocks = [(1, text)]
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        finder = _Scripts()
        finder.feed(text)
        finder.close()
        blocks = finder.blocks
        if not blocks:
            raise InputError(f"{sniffed.name}: a web page without schema.org product data (JSON-LD)")  # fmt: skip
    return Parsed("schema.org json-ld", _rows(blocks, kind))


def _rows(blocks: list[tuple[int, str]], kind: str) -> Rows:
    for line, text in blocks:
        try:
            for value in elements(text):
                for product in _products(value, 0):
                    found = _reviews(product) if kind == "reviews" else [_row(product)]
                    raw = json.dumps(product, ensure_ascii=False, default=str)[:RAW_LIMIT]
                    for values in found:
                        yield RawRow(line, values, raw)
        except ValueError as error:
            yield BadRow(line, f"broken JSON-LD ({error})", text.strip()[:RAW_LIMIT])


def _products(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """All products in a JSON-LD document: lists, @graph, ItemList, mainEntity."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _products(item, depth + 1)
    elif isinstance(value, dict):
        if _types(value) & _PRODUCTS:
            yield value
            return
        for key in ("@graph", "itemListElement", "item", "mainEntity", "mainEntityOfPage", "products"):  # fmt: skip
            if key in value:
                yield from _products(value[key], depth + 1)


def _types(value: Mapping[str, Any]) -> set[str]:
    found = value.get("@type", ())
    names = found if isinstance(found, list) else [found]
    return {str(name).rsplit("/", 1)[-1].casefold() for name in names}


def _row(product: Mapping[str, Any]) -> dict[str, Any]:
    rating = _first(product.get("aggregateRating")) or {}
    row: dict[str, Any] = {
        "id": _identity(product),
        "title": product.get("name"),
        "description": product.get("description"),
        "brand": _name(product.get("brand")) or _name(product.get("manufacturer")),
        "category": _names(product.get("category")),
        "image": product.get("image"),
        "url": product.get("url") or _address(product),
        "rating": rating.get("ratingValue"),
        "rating_count": rating.get("reviewCount", rating.get("ratingCount")),
        "language": product.get("inLanguage"),
        "updated_at": product.get("dateModified"),
        **_offer(product),
    }
    for name in _PLAIN:
        if name in product and product[name] != row["id"]:
            row[name] = _names(product[name])
    row["attributes"] = [
        {"name": str(item.get("name", "")), "value": item.get("value")}
        for item in _list(product.get("additionalProperty"))
        if isinstance(item, dict)
    ]
    return {key: value for key, value in row.items() if value not in (None, "", [], {})}


def _offer(product: Mapping[str, Any]) -> dict[str, Any]:
    """The cheapest of a product's offers and of its variants' offers."""
    offers = [offer for offer in _list(product.get("offers")) if isinstance(offer, dict)]
    for variant in _list(product.get("hasVariant")):
        if isinstance(variant, dict):
            offers.extend(o for o in _list(variant.get("offers")) if isinstance(o, dict))
    inner = [o for offer in offers for o in _list(offer.get("offers")) if isinstance(o, dict)]
    priced = [(number, found) for offer in offers + inner if (number := _price(found := _flat_offer(offer))) is not None]  # fmt: skip
    if not priced:
        return _flat_offer(offers[0]) if offers else {}
    row = dict(min(priced, key=lambda pair: pair[0])[1])
    highest = max(number for number, _ in priced)
    if highest > min(number for number, _ in priced) and "-" not in str(row["price"]):
        row["price"] = f"{row['price']} - {highest}"
    if any(str(found.get("availability", "")).endswith("InStock") for _, found in priced):
        row["availability"] = "InStock"
    return row


def _flat_offer(offer: Mapping[str, Any]) -> dict[str, Any]:
    detail = _first(offer.get("priceSpecification")) or {}
    price = offer.get("price", offer.get("lowPrice", detail.get("price")))
    high = offer.get("highPrice")
    if price is not None and high is not None and str(high) != str(price):
        price = f"{price} - {high}"
    return {
        "price": price,
        "currency": offer.get("priceCurrency", detail.get("priceCurrency")),
        "availability": offer.get("availability"),
    }


def _price(offer: Mapping[str, Any]) -> float | None:
    try:
        return float(str(offer.get("price")).split(" - ", 1)[0].replace(",", ""))
    except ValueError:
        return None


def _reviews(product: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for review in _list(product.get("review")) + _list(product.get("reviews")):
        if isinstance(review, dict):
            rating = _first(review.get("reviewRating")) or {}
            rows.append(
                {
                    "item_id": _identity(product),
                    "user": _name(review.get("author")),
                    "rating": rating.get("ratingValue"),
                    "title": review.get("name") or review.get("headline"),
                    "text": review.get("reviewBody") or review.get("description"),
                    "date": review.get("datePublished"),
                }
            )
    return rows


def _identity(product: Mapping[str, Any]) -> Any:
    for name in ("sku", "productID", "productGroupID", "gtin13", "gtin", "gtin12", "mpn", "@id"):
        if product.get(name) and not isinstance(product[name], (dict, list)):
            return product[name]
    return None


def _address(product: Mapping[str, Any]) -> Any:
    return next((o["url"] for o in _list(product.get("offers")) if isinstance(o, dict) and o.get("url")), None)  # fmt: skip


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _first(value: Any) -> dict[str, Any] | None:
    return next((item for item in _list(value) if isinstance(item, dict)), None)


def _name(value: Any) -> Any:
    names = _names(value)
    return names[0] if isinstance(names, list) and names else names


def _names(value: Any) -> Any:
    """Things by their names: ``{"@type": "Brand", "name": "X"}`` → ``"X"``."""
    if isinstance(value, dict):
        return value.get("name") or value.get("value") or value.get("audienceType")
    if isinstance(value, list):
        return [name for item in value if (name := _names(item))]
    return value


class _Scripts(HTMLParser):
    """Collects the JSON-LD script blocks of a page with their lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[int, str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type") or ""
        self._inside = tag == "script" and kind.split(";")[0].strip().casefold() == "application/ld+json"  # fmt: skip
        if self._inside:
            self.blocks.append((self.getpos()[0], ""))

    def handle_data(self, data: str) -> None:
        if self._inside:
            line, text = self.blocks[-1]
            self.blocks[-1] = (line, text + data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False
