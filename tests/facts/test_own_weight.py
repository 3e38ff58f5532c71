"""The weight of a thing in its text, and what isn't it."""

from __future__ import annotations

import pytest
from shopctl.facts.own_weight import own_weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("racing shoe, 198 g, 4 mm drop", "198 g"),
        ("mesh, not waterproof. weight 290 g. holds 5 kg", "290 g"),
        ("the tent weighs only 1.5 kg and packs small", "1.5 kg"),
        ("折叠设计，重1.2公斤，承重100公斤", "1.2公斤"),
    ],
)
def test_its_own(text: str, weight: str) -> None:
    span = own_weight(text)
    assert span is not None
    assert text[slice(*span)] == weight


@pytest.mark.parametrize(
    "text",
    ["holds up to 20 kg", "for cats over 5 kg", "350 g of beans", "承重100公斤", "two packs, 200 g and 300 g", "no figure"],
)  # fmt: skip
def test_anothers(text: str) -> None:
    assert own_weight(text) is None
