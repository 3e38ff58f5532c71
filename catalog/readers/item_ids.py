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


def made_id(product: Product) -> str:
    """A stable id from what identifies a product: brand, title, variant and address.

    Price, rating, stock and description don't count: they change while the product stays. The
    same row gives the same id on every machine and in every run.
    """
    variant = [
        f"{name}={'|'.join(values)}"
        for name, values in sorted(product.attributes.items())
        if _VARIANT.match(name)
    ]
    address = (product.url or "").split("?", 1)[0]
    parts = [product.brand, product.title, address, *variant]
    text = "\x1f".join(" ".join(unicodedata.normalize("NFKC", p).casefold().split()) for p in parts)
    digest = hashlib.blake2b(text.encode(), digest_size=10).digest()
    return "p" + base64.b32encode(digest).decode().casefold()[: _ID_LENGTH - 1]


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
    bare = replace(product, attributes={})
    attributes: Mapping[str, tuple[str, ...]] = product.attributes
    text = repr((bare, sorted(attributes.items())))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
