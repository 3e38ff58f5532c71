"""Item ids: made for rows that have none, and told apart when one file names an id twice."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from ..records import Product

_VARIANT = re.compile(r"^(?:size|colou?r|volume|weight|pack|pack size|quantity|flavou?r|scent|shade|model|material|style|gtin|ean|upc|mpn|barcode|颜色|颜色分类|尺寸|尺码|规格|净含量|型号|货号|口味|容量|款式)$")  # fmt: skip
_ID_LENGTH = 12


class MadeIds:
    """Stable ids of one file's products that have none of their own.

    An id is made from what identifies a product: brand, title, variant and address. Price, rating,
    stock and description don't count: they change while the product stays. Where that names
    different products (a hardcover and an audiobook of one title), language, category and the other
    attributes count too, and where it still does, everything. What is needed is seen in the whole
    file, not in the order of its rows: the same rows give the same ids on every machine, in every
    run and in any order. Equal rows get equal ids.

    About 300 bytes a product without an id.
    """

    def __init__(self) -> None:
        self._contents: dict[bytes, bytes | None] = {}

    def see(self, product: Product) -> None:
        """Note a product of the file; all are to be seen before ids are made."""
        *shared, whole = _levels(product)
        for key in shared:
            if self._contents.setdefault(key, whole) != whole:
                self._contents[key] = None  # several products

    def made(self, product: Product) -> tuple[str, bool]:
        """The id of a product of the file, and whether brand, title, variant and address weren't enough."""
        *shared, whole = _levels(product)
        found = next((key for key in shared if self._contents.get(key, whole)), whole)
        item_id = "p" + base64.b32encode(found).decode().casefold()[: _ID_LENGTH - 1]
        return item_id, found != shared[0]


def _levels(product: Product) -> tuple[bytes, ...]:
    """Digests of what identifies a product, of more of it, and of all of it."""
    attributes = [
        f"{name}={'|'.join(values)}" for name, values in sorted(product.attributes.items())
    ]
    variant = [one for one in attributes if _VARIANT.match(one.partition("=")[0])]
    address = (product.url or "").split("?", 1)[0]
    parts = [product.brand, product.title, address, *variant]
    # The lists have different lengths and marks, so that no level is another's prefix by chance.
    more = [*parts, "\x1e", product.language or "", *product.category, *attributes]
    return _short_digest(parts), _short_digest(more), _short_digest([_whole(product)])


def _short_digest(parts: list[str]) -> bytes:
    text = "\x1f".join(" ".join(unicodedata.normalize("NFKC", p).casefold().split()) for p in parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).digest()


class SeenIds:
    """Remembers the ids of one file: where each last stood and what it said (16 bytes of digest).

    About 150 bytes an id: ten million products take 1.5 GB; a feed of that size comes in parts.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, bytes]] = {}

    def check(self, product: Product, line: int) -> tuple[int, bool] | None:
        """None for a new id, else (line of the earlier row, whether both say the same)."""
        digest = _digest(product)
        earlier = self._seen.get(product.item_id)
        self._seen[product.item_id] = (line, digest)
        if earlier is None:
            return None
        if earlier[1] == digest:
            self._seen[product.item_id] = earlier
        return earlier[0], earlier[1] == digest


def _digest(product: Product) -> bytes:
    text = _whole(product)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _whole(product: Product) -> str:
    bare = replace(product, attributes={})
    attributes: Mapping[str, tuple[str, ...]] = product.attributes
    return repr((bare, sorted(attributes.items())))
