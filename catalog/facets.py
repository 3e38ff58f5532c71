"""Summaries of a set of products: price bands, brands, categories, attributes, vocabulary."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

import pyarrow as pa

from .database import Database
from .folding import fold, fold_name

_BANDS = 5
_NICE = (Decimal(1), Decimal("1.5"), Decimal(2), Decimal("2.5"), Decimal(3), Decimal(4), Decimal(5))
_NICE_STEPS = (*_NICE, Decimal(6), Decimal("7.5"), Decimal(8), Decimal(10))
_MAX_VALUES = 300
_MAX_VALUE_CHARS = 80

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PriceBand:
    """Products with `low` <= price < `high`; no bound on the side that is None."""

    low: Decimal | None
    high: Decimal | None
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What a set of products has in common, each list with its largest count first.

    Attributes:
        total: number of products.
        currency: the most frequent one, which `price_bands` are in.
        attributes: (name, values with counts) by how many products have the attribute.
    """

    total: int
    currency: str | None
    price_bands: tuple[PriceBand, ...]
    brands: Counts
    categories: Counts
    attributes: tuple[tuple[str, Counts], ...]


class Vocabulary(TypedDict):
    """The arguments of `retrieval.request.CatalogVocabulary`."""

    brands: tuple[str, ...]
    categories: tuple[str, ...]
    attributes: tuple[tuple[str, tuple[str, ...]], ...]
    currency: str | None
    currencies: tuple[str, ...]


def facets(database: Database, item_ids: Sequence[str] | None) -> Facets:
    """Summarise these products, or all of them if `item_ids` is None."""
    with database.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE TEMP TABLE chosen (item_id VARCHAR)")
        ids = pa.table({"item_id": pa.array(item_ids or [], pa.string())})
        with database.arrow(cursor, ids) as name:
            cursor.execute(f"INSERT INTO temp.chosen SELECT item_id FROM {name}")
        semi = "" if item_ids is None else "SEMI JOIN temp.chosen USING (item_id)"
        chosen = f"shop.products AS p {semi}"

        def rows(sql: str) -> list[tuple]:  # type: ignore[type-arg]
            return cursor.execute(sql).fetchall()

        total = rows(f"SELECT count(*) FROM {chosen}")[0][0]
        currencies = rows(
            f"SELECT currency, count(*) FROM {chosen} WHERE currency IS NOT NULL "
            "GROUP BY currency ORDER BY 2 DESC, 1"
        )
        currency = currencies[0][0] if currencies else None
        prices = cursor.execute(
            f"SELECT price, count(*) FROM {chosen} WHERE price IS NOT NULL "
            "AND currency IS NOT DISTINCT FROM ? GROUP BY price ORDER BY price",
            [currency],
        ).fetchall()
        brands = rows(f"SELECT brand, count(*) FROM {chosen} WHERE brand <> '' GROUP BY brand")
        categories = rows(
            "SELECT level, count(DISTINCT item_id) FROM "
            f"(SELECT item_id, unnest(category) AS level FROM {chosen}) GROUP BY level"
        )
        attributes = rows(
            f"""
            SELECT name, value, count(DISTINCT item_id) FROM (
                SELECT item_id, entry.key AS name, unnest(entry.value) AS value FROM (
                    SELECT item_id, unnest(map_entries(attributes)) AS entry FROM {chosen}))
            GROUP BY name, value
            """
        )
    return Facets(
        total,
        currency,
        price_bands(prices),
        _merged(brands),
        _merged(categories),
        _by_name(attributes),
    )


def vocabulary(database: Database) -> Vocabulary:
    """The catalog's brands, category names and attribute values, as it writes them.

    Of an attribute the 300 most frequent values are kept, without those over 80 characters:
    a shopper doesn't type them.
    """
    summary = facets(database, None)
    return Vocabulary(
        brands=tuple(name for name, _ in summary.brands),
        categories=tuple(name for name, _ in summary.categories),
        attributes=tuple(
            (name, kept[:_MAX_VALUES])
            for name, values in summary.attributes
            if (kept := tuple(value for value, _ in values if len(value) <= _MAX_VALUE_CHARS))
        ),
        currency=summary.currency,
        currencies=_currencies(database),
    )


def _currencies(database: Database) -> tuple[str, ...]:
    """Every currency that prices are in, the most frequent first."""
    rows = database.query(
        "SELECT currency, count(*) FROM shop.products WHERE currency IS NOT NULL "
        "GROUP BY currency ORDER BY 2 DESC, 1"
    )
    return tuple(currency for currency, _ in rows)


def price_bands(
    prices: Sequence[tuple[Decimal, int]], bands: int = _BANDS
) -> tuple[PriceBand, ...]:
    """Cut prices into at most `bands` bands of about equal size, at round numbers.

    Args:
        prices: (price, number of products), by rising price.
        bands: how many at most.
    """
    total = sum(count for _, count in prices)
    edges: list[Decimal] = []
    seen = 0
    for price, count in prices:
        seen += count
        while len(edges) < bands - 1 and seen * bands >= total * (len(edges) + 1):
            edges.append(nice(price))
    low, high = (prices[0][0], prices[-1][0]) if prices else (Decimal(0), Decimal(0))
    cuts = sorted({edge for edge in edges if low < edge <= high})
    counts = [0] * (len(cuts) + 1)
    for price, count in prices:
        counts[bisect_right(cuts, price)] += count
    bounds = [None, *cuts, None]
    return tuple(
        PriceBand(bounds[at], bounds[at + 1], count) for at, count in enumerate(counts) if count
    )


def nice(price: Decimal) -> Decimal:
    """The round number (1, 1.5, 2, 2.5 … times a power of ten) nearest to a price."""
    if price <= 0:
        return Decimal(0)
    power = Decimal(1).scaleb(price.adjusted())
    step = min(_NICE_STEPS, key=lambda step: (abs(step * power - price), step))
    rounded = step * power
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _merged(counted: Iterable[tuple[str, int]]) -> Counts:
    """Counts by folded text, each under its most frequent spelling; most frequent first."""
    spellings: dict[str, Counter[str]] = {}
    for text, count in counted:
        if folded := fold(text):
            spellings.setdefault(folded, Counter())[text] += count
    merged = [
        (min(found, key=lambda text: (-found[text], text)), sum(found.values()))
        for found in spellings.values()
    ]
    return tuple(sorted(merged, key=lambda pair: (-pair[1], pair[0])))


def _by_name(counted: Iterable[tuple[str, str, int]]) -> tuple[tuple[str, Counts], ...]:
    """Attribute values under the most frequent spelling of their folded names."""
    groups: dict[str, list[tuple[str, int]]] = {}
    names: dict[str, Counter[str]] = {}
    for name, value, count in counted:
        folded = fold_name(name)
        groups.setdefault(folded, []).append((value, count))
        names.setdefault(folded, Counter())[name] += count
    found = [
        (min(spelt, key=lambda name: (-spelt[name], name)), _merged(groups[folded]))
        for folded, spelt in names.items()
        if folded
    ]
    return tuple(sorted(found, key=lambda pair: (-sum(n for _, n in pair[1]), pair[0])))
