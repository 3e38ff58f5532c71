"""What a named product has is asked about; what the shop has is looked for."""

from __future__ import annotations

import pytest
from shopctl.retrieval.request import CatalogVocabulary
from shopctl.retrieval.understand import understand

_SHOP = CatalogVocabulary(brands=("回力", "小米", "美的", "森柔"), categories=("帐篷", "手机"))


@pytest.mark.parametrize(
    "question",
    [
        "回力帆布鞋有45码吗",
        "请问回力帆布鞋有没有45码？",
        "店里的回力帆布鞋有45码吗",
        "森柔需要卸妆吗",
        "森柔防晒霜用不用卸妆",
        "小米手机送充电头吗",
        # A model names a product without the catalog's help.
        "iPhone 15 有蓝色吗",
        "吹风机HD15有冷风吗",
        # What a thing has or brings is asked of it.
        "27寸显示器有音箱吗",
        "鼠标送电池吗",
        "手环有GPS吗",
    ],
)
def test_a_named_product_is_asked_about(question: str) -> None:
    assert understand(question, _SHOP).intent == "advise"


@pytest.mark.parametrize(
    "wish",
    [
        "你们有电热水壶吗",
        "店里有没有帐篷",
        "有适合敏感肌的面霜吗",
        "有没有300以内的吹风机",
        "小米有手机吗",
        "你们家有美的空调吗",
        "小米手机有1000以内的吗",
        "小米手机有红色的吗",
        "小米手机有便宜点的吗",
        "小米手机有其他款吗",
        "iPhone 15有吗",
        "SPF50的防晒有吗",
        "滑雪板有吗",
        "手表有粉色的吗",
        "降噪耳机有推荐吗",
        "牙刷送人合适吗",
        "红色的有吗",
    ],
)
def test_what_the_shop_has_is_looked_for(wish: str) -> None:
    assert understand(wish, _SHOP).intent != "advise"
