"""A toy shop for the history encoder's tests: shoppers who go round in circles."""

from __future__ import annotations

import numpy as np
import torch
from shopctl.catalog.records import Product
from shopctl.catalog.shopper_steps import ShopperSteps
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.item_tower import ItemInputs
from shopctl.retrieval.shopper.settings import Settings

SETTINGS = Settings(width=16, heads=2, blocks=1, epochs=3, batch=16, dropout=0.1, input_dropout=0.1)


def items(count: int = 24, width: int = 8) -> ItemInputs:
    """Items with random texts, one tag each, all seen in training."""
    generator = torch.Generator().manual_seed(0)
    return ItemInputs(
        text=torch.randn(count, width, generator=generator),
        tags=torch.arange(count) % 4,
        tag_starts=torch.arange(count),
        ids=torch.arange(count),
    )


def sequences(shoppers: int = 60, count: int = 24) -> list[list[int]]:
    """Each shopper goes on from a random item to the next ones, five to nine of them."""
    generator = np.random.default_rng(0)
    return [
        [(int(start) + step) % count for step in range(int(length))]
        for start, length in zip(
            generator.integers(0, count, shoppers), generator.integers(5, 10, shoppers), strict=True
        )
    ]


def products(count: int = 24) -> list[Product]:
    """Products in four brands."""
    return [
        Product(item_id=f"i{number:02d}", title=f"thing {number}", brand=f"brand {number % 4}")
        for number in range(count)
    ]


def steps(shoppers: int = 60, count: int = 24) -> ShopperSteps:
    """The sequences as steps with names."""
    made = ShopperSteps.of_items(
        [[f"i{number:02d}" for number in one] for one in sequences(shoppers, count)]
    )
    made.users[:] = [f"u{number:03d}" for number in range(shoppers)]
    return made


def texts(count: int = 24, width: int = 8) -> np.ndarray:
    """Unit text vectors."""
    vectors = np.random.default_rng(1).standard_normal((count, width)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def corpus(held_out: int = 2, **unseen: object) -> Corpus:
    """The toy shop cut for training."""
    return Corpus.build(products(), texts(), steps(), held_out, **unseen)  # type: ignore[arg-type]
