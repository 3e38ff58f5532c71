"""The data of the recommendation benchmarks: items, shoppers' sequences, text vectors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shopctl.catalog.records import Product
from shopctl.catalog.shopper_steps import ShopperSteps
from shopctl.retrieval.product_text import product_text
from shopctl.retrieval.text_encoder import TextEncoder
from vector_cache import embed


@dataclass(frozen=True, slots=True)
class ShopData:
    """A data set: products, their text vectors ``[n, e]``, and sequences ``(user, items)``."""

    name: str
    products: list[Product]
    texts: np.ndarray
    sequences: list[tuple[str, list[str]]]

    @property
    def item_ids(self) -> list[str]:
        """Ids in the order of the products."""
        return [product.item_id for product in self.products]

    @property
    def steps(self) -> ShopperSteps:
        """The sequences as the history encoder takes them."""
        return steps_of(self.sequences)


def steps_of(sequences: list[tuple[str, list[str]]]) -> ShopperSteps:
    """Sequences with their users' names."""
    steps = ShopperSteps.of_items([items for _, items in sequences])
    steps.users[:] = [user for user, _ in sequences]
    return steps


def read_shop(folder: Path, encoder: str = "default") -> ShopData:
    """Read ``items.jsonl`` and ``sequences.txt``; vectors come from the user's cache."""
    products = read_items(folder / "items.jsonl")
    texts = embed(TextEncoder.load(encoder), [product_text(item) for item in products])
    return ShopData(folder.name, products, texts, read_sequences(folder / "sequences.txt"))


def read_items(path: Path) -> list[Product]:
    """Products; a few have no title, and the encoder then sees brand and category alone."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Product(
            item_id=row["item_id"],
            title=row.get("title") or "",
            description=row.get("description") or "",
            brand=row.get("brand") or "",
            category=tuple(row.get("categories") or ()),
            attributes={"attributes": tuple(row["attributes"])} if row.get("attributes") else {},
        )
        for row in rows
    ]


def read_sequences(path: Path) -> list[tuple[str, list[str]]]:
    """One shopper a line: ``user item item …``, oldest first."""
    with path.open(encoding="utf-8") as file:
        words = [line.split() for line in file]
    return [(line[0], line[1:]) for line in words if line]
