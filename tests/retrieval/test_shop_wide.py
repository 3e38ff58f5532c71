"""Requests about the whole shop and no thing in it."""

from __future__ import annotations

import pytest
from shopctl.retrieval.shop_wide import listed, names_no_thing


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What brands do you have?", "brands"),
        ("which brands are available", "brands"),
        ("list all brands", "brands"),
        ("有哪些品牌", "brands"),
        ("店里都有什么牌子？", "brands"),
        ("what categories do you have?", "categories"),
        ("what kinds of products do you sell?", "categories"),
        ("show me your departments", "categories"),
        ("店里有哪些分类", "categories"),
        ("what brands of tents do you have?", None),
        ("which brand is the kettle?", None),
        ("brand new tent", None),
        ("what kinds of tea do you have?", None),
        ("", None),
    ],
)
def test_what_is_to_be_listed(text: str, wanted: str | None) -> None:
    assert listed(text) == wanted


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("top rated", True),
        ("what is your product?", True),
        ("best sellers", True),
        ("bestsellers", True),
        ("", True),
        ("what's new?", True),
        ("most expensive", True),
        ("商品", True),
        ("销量最高的商品", True),
        ("最便宜的", True),
        ("tea", False),
        ("top rated tent", False),
        ("最便宜的茶", False),
        ("product 12", False),
    ],
)
def test_what_names_nothing_to_be_ordered(text: str, nothing: bool) -> None:
    assert names_no_thing(text) is nothing
