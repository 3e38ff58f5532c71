"""Numbers of articles in a request, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from shopctl import Recommender
from shopctl.retrieval.code_words import codes_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OF-0303", "OF-0303"),
        ("do you have of-0303?", "OF-0303"),
        ("ISBN 9781492056300 please", "9781492056300"),
        ("12", "12"),
        ("is GS-MOW-P46 in stock?", "GS-MOW-P46"),
    ],
)
def test_codes(text: str, code: str) -> None:
    assert code in codes_in(text)


@pytest.mark.parametrize(
    "text",
    ["a mug of 350ml", "tent under 15000 yen", "18V drill", "3-pack of socks", "a 2019 Camry"],
)
def test_no_codes(text: str) -> None:
    assert codes_in(text) == []


def test_a_shop_finds_its_own_numbers(shop_path: Path) -> None:
    shop = Recommender.open(shop_path, decoder="none")
    assert [one.item_id for one in shop.ask("POT-1").products] == ["pot-1"]
    assert [one.item_id for one in shop.ask("how much is mug-2?").products] == ["mug-2"]
    assert shop.search("tea or mug-2", k=3)[0].product.item_id == "mug-2"
    found = shop.search("mug-2", k=3, where="price<20")
    assert "mug-2" not in {one.product.item_id for one in found}
