"""The size of clothes or shoes that a request names: "running shoes size 10", "white t-shirt L", 42码的跑步鞋."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.records import Product

_NAMED = re.compile(r"\bsize\s+(?P<size>\d{1,3}(?:\.5)?|[a-z]{1,4})\b", re.IGNORECASE)
# A letter alone is a size only as a capital: "Levi's", "a t-shirt s".
_LETTERS = re.compile(r"(?<![\w'’&.-])(?P<size>X{0,3}[SL]|M|\dXL)(?![\w'’&.-])")
_CHINESE = re.compile(r"(?<![\d.])(?P<size>\d{2}(?:\.5)?|[SMLX]{1,4})\s?码", re.IGNORECASE)
_FIELD = re.compile(r"^(?:shoe |clothing )?sizes?$|^尺码$|^鞋码$")
_APART = re.compile(r"\s*[,，、;/|]\s*")
_MOST_CHARS = 500


def size_named(text: str) -> str:
    """The size, in lower case; ``""`` if none is named.

    >>> size_named("white t-shirt L")
    'l'
    """
    for pattern in (_NAMED, _CHINESE, _LETTERS):
        if match := pattern.search(text[:_MOST_CHARS]):
            return match["size"].casefold()
    return ""


def of_the_size(products: Sequence[Product], text: str) -> list[Product]:
    """The products that come in the size a request names, and those that state no sizes; all if none comes in it."""
    size = size_named(text)
    stated = [_sizes(one) for one in products] if size else []
    if not any(size in sizes for sizes in stated):
        return list(products)
    return [one for one, sizes in zip(products, stated, strict=True) if size in sizes or not sizes]


def missing_size(products: Sequence[Product], text: str) -> str:
    """The size that a request names, if every product states sizes and none has it; else ``""``."""
    size = size_named(text)
    stated = [_sizes(one) for one in products] if size else []
    return size if stated and all(sizes and size not in sizes for sizes in stated) else ""


def _sizes(product: Product) -> set[str]:
    return {
        re.sub(r"^(?:us|eu|uk)\s+|码$", "", size.casefold().strip())
        for name, values in product.attributes.items()
        if _FIELD.match(fold_name(name))
        for value in values
        for size in _APART.split(value)
    }
