"""Tents and not tent pegs: by the last word of the title or of a category."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.retriever import Hit
from shopctl.retrieval.same_kind import of_the_kind

SHOP = {
    "pegs": Product(
        "pegs", "Driftpeg Tent Pegs, 8 Y-Shape", category=("Camping", "Tents", "Accessories")
    ),
    "dome": Product("dome", "Campling Family Dome 5", category=("Camping", "Tents", "Five people")),
    "ridge": Product("ridge", "Stonebeck Ridge 3 Tent"),
    "壶": Product("壶", "山隐堂 紫砂壶"),
}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tent", ["dome", "ridge"]),
        ("tents for a family", ["dome", "ridge"]),
        ("tent pegs", ["pegs"]),
        ("kayak", ["pegs", "dome", "ridge", "壶"]),  # none is: all stay
        ("紫砂壶", ["pegs", "dome", "ridge", "壶"]),
    ],
)
def test_what_is_of_the_kind(text: str, kept: list[str]) -> None:
    hits = [Hit(item, 1.0, 1.0, 1.0, 0.0) for item in SHOP]
    assert [hit.item_id for hit in of_the_kind(hits, SHOP, text)] == kept
