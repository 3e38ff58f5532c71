"""A small real shop for the tests: real readers, DuckDB, encoder, FAISS. Built once a session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PRODUCTS = [
    {"id": "tea-1", "title": "Alder Hill Green Tea, 50 bags", "brand": "Alder Hill",
     "category": "Tea", "price": "$6.50", "rating": 4.5,
     "description": "A mild green tea. Contains caffeine. Packed in compostable bags.",
     "leaf": "green"},
    {"id": "tea-2", "title": "Alder Hill Night Chamomile, 20 bags", "brand": "Alder Hill",
     "category": "Tea", "price": "$5.00", "rating": 4.2,
     "description": "Caffeine free chamomile for the evening.", "leaf": "chamomile"},
    {"id": "tea-3", "title": "Marrow & Sons Breakfast Tea", "brand": "Marrow & Sons",
     "category": "Tea", "price": "$12.00", "rating": 3.9,
     "description": "A strong black tea with a malty taste.", "leaf": "black"},
    {"id": "mug-1", "title": "Stonefold Mug 350 ml", "brand": "Stonefold", "category": "Mugs",
     "price": "$18.00", "rating": 4.8, "description": "A stoneware mug. Dishwasher safe.",
     "material": "stoneware"},
    {"id": "mug-2", "title": "Stonefold Travel Mug 450 ml", "brand": "Stonefold",
     "category": "Mugs", "price": "$32.00", "rating": 4.1,
     "description": "A steel travel mug with a lid that locks. Wash by hand.",
     "material": "stainless steel"},
    {"id": "pot-1", "title": "Kessel Glass Teapot 1 l", "brand": "Kessel", "category": "Teapots",
     "price": "$41.00", "description": "A glass teapot with a strainer.", "material": "glass"},
    {"id": "zh-1", "title": "云岭紫砂茶壶 200毫升", "brand": "云岭", "category": "茶壶",
     "price": "¥268", "description": "宜兴紫砂，手工制作，适合冲泡普洱。", "材质": "紫砂"},
    {"id": "zh-2", "title": "云岭竹制茶盘", "brand": "云岭", "category": "茶盘", "price": "¥129",
     "description": "整竹制成，带储水盒。", "材质": "竹"},
]  # fmt: skip
SEQUENCES = """\
anna tea-1 mug-1 tea-2
bert tea-3 pot-1 mug-1
cleo tea-1 tea-2 mug-1 pot-1
dora mug-2 tea-3
emil tea-2 mug-1 gone-9
fred tea-1
"""
QA = [{"item_id": "mug-1", "question": "Can it go in the microwave?", "answer": "Yes, it can."}]
REVIEWS = [{"item_id": "mug-1", "user": "anna", "rating": 5, "title": "Heavy",
            "text": "Heavy and keeps tea warm for long."}]  # fmt: skip


def write_lines(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with products.jsonl, interactions.txt, qa.jsonl and reviews.jsonl."""
    folder = tmp_path_factory.mktemp("feeds")
    write_lines(folder / "products.jsonl", PRODUCTS)
    (folder / "interactions.txt").write_text(SEQUENCES)
    write_lines(folder / "qa.jsonl", QA)
    write_lines(folder / "reviews.jsonl", REVIEWS)
    return folder


@pytest.fixture(scope="session")
def shop_path(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store made of the feeds. Read only: tests that write make their own."""
    from shopctl import Recommender

    store = tmp_path_factory.mktemp("stores") / "tea-shop"
    Recommender.index(
        [feeds / "products.jsonl"],
        store,
        interactions=[feeds / "interactions.txt"],
        qa=[feeds / "qa.jsonl"],
        reviews=[feeds / "reviews.jsonl"],
    )
    return store
