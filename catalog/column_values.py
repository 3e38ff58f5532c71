"""What a sample of a column's values says about what the column is, where its name leaves it open."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from .synonyms import Kind
from .values import attribute_items, is_missing, nested, scalar

_YEAR = re.compile(r"\byears?\b")
_VEHICLE_ON_SALE = re.compile(r"\b(?:mileage|odometer|vin|km driven|kms driven|body type|body style)\b|里程")  # fmt: skip
_WHOLE_NUMBER = re.compile(r"-?\d[\d,]*(?:\.0+)?")
# Some words in a row that no list separator parts: prose, in English or Chinese.
_SENTENCE = re.compile(
    r"(?:[^\W\d_]+[ -]){4}|[\u4e00-\u9fff，、]{8,}[。；！]|[\u4e00-\u9fff]{4,}[，、][\u4e00-\u9fff]{4,}"
)


def identifies(column: str, sample: Sequence[Mapping[str, object]], kind: Kind) -> bool:
    """Whether a column can be the item id: mostly filled, and (for products) mostly distinct."""
    rows = [row for row in sample if any(str(value or "").strip() for value in row.values())]
    values = [str(row.get(column) or "").strip() for row in rows]
    filled = [value for value in values if value and value.casefold() not in {"nan", "none"}]
    if not rows:
        return True
    if len(filled) * 2 < len(values):
        return False
    return kind != "products" or len(filled) < 4 or len(set(filled)) * 2 > len(filled)


def names_vehicles(names: Collection[str]) -> bool:
    """Whether make, model and year name the vehicles that products fit, not the products."""
    return (
        {"make", "model"} <= set(names)
        and any(_YEAR.search(name) for name in names)
        and not any(_VEHICLE_ON_SALE.search(name) for name in names)
    )


def is_prose(column: str, sample: Sequence[Mapping[str, object]]) -> bool:
    """Whether most cells of a column for named attributes are sentences without any."""
    cells = [value for row in sample if not is_missing(value := row.get(column))]
    sentences = [
        isinstance(value, str)
        and isinstance(nested(value), str)
        and not attribute_items(value)
        and _SENTENCE.search(value) is not None
        for value in cells
    ]
    return 2 * sum(sentences) > len(cells) > 0


def counts_stock(column: str, sample: Sequence[Mapping[str, object]]) -> bool:
    """Whether a column holds counts: a bare "quantity" may be that of a pack ("500 ml")."""
    values = [scalar(value).strip() for row in sample if not is_missing(value := row.get(column))]
    return all(_WHOLE_NUMBER.fullmatch(value) for value in values)
