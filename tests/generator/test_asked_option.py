"""A size or colour that is listed, and one that isn't; Chinese questions whose words stand in the catalog."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.catalog.records import Product
from shopctl.generator.compose import Generator
from shopctl.generator.grounded import Found

SHIRT = Product(
    "t",
    "Linen T-Shirt",
    attributes={"size": ("S, M, XL",), "color": ("Off White, Navy",)},
    language="en",
)
SHOE = Product(
    "x",
    "回力 帆布鞋 男女",
    description="自带鞋带，可机洗。不含皮革。",
    attributes={
        "能否烘干": ("否",),
        "尺码": ("35,36,44",),
        "颜色": ("黑色,米白色",),
        "产地": ("越南",),
    },
    language="zh",
)


def answer(question: str, product: Product) -> tuple[str, bool]:
    generator = Generator(None, lambda _, texts: np.zeros(len(texts)))
    told = generator.answer(question, [Found(product)], product.language or "en")
    return told.text, told.abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("does the t-shirt come in XL?", "Size: S, M, XL [1]"),
        ("do you have the t-shirt in size L?", "The catalog doesn't list L. Size: S, M, XL [1]"),
        ("is the t-shirt available in navy?", "Color: Off White, Navy [1]"),
        ("does it come in red?", "The catalog doesn't list red. Color: Off White, Navy [1]"),
    ],
)
def test_what_is_listed(question: str, said: str) -> None:
    assert said in answer(question, SHIRT)[0]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("回力帆布鞋有44码吗", "尺码：35,36,44 [1]"),
        ("回力帆布鞋有45码吗？", "商品资料没有列出45码。尺码：35,36,44 [1]。"),
        ("这双有没有红色的", "商品资料没有列出红色。颜色：黑色,米白色 [1]。"),
        ("回力帆布鞋有白色吗", "颜色：黑色,米白色 [1]"),
        ("回力帆布鞋可以机洗吗", "可机洗"),
        ("帆布鞋带鞋带吗", "自带鞋带"),
        ("帆布鞋能烘干吗", "能否烘干：否"),
        ("帆布鞋含皮革吗", "不含皮革"),
        ("帆布鞋是越南产的吗", "产地：越南"),
    ],
)
def test_what_stands_there_in_chinese(question: str, said: str) -> None:
    assert said in answer(question, SHOE)[0]


@pytest.mark.parametrize("question", ["帆布鞋防水吗", "帆布鞋能用吗", "帆布鞋有赠品吗"])
def test_what_does_not(question: str) -> None:
    assert answer(question, SHOE)[1]
