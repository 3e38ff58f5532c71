"""Spans of bare figures in Chinese, and 三百多: prices where they look like prices."""

from __future__ import annotations

from decimal import Decimal

import pytest
from shopctl.retrieval.understand import understand


@pytest.mark.parametrize(
    ("wish", "low", "high", "thing"),
    [
        ("1000到2000的手机", 1000, 2000, "手机"),
        ("1000-2000手机", 1000, 2000, "手机"),
        ("1000~2000的手机", 1000, 2000, "手机"),
        ("1999-2999的手机", 1999, 2999, "手机"),
        ("空调 4000-6000", 4000, 6000, "空调"),
        ("200-500的冲锋衣", 200, 500, "冲锋衣"),
        ("100到200的面霜", 100, 200, "面霜"),
        ("30-50的口红", 30, 50, "口红"),
        ("三百多的吹风机", 300, 400, "吹风机"),
        ("1500多的手机", 1500, 1600, "手机"),
        ("两千多块的手机", 2000, 3000, "手机"),
    ],
)
def test_spans_of_prices(wish: str, low: int, high: int, thing: str) -> None:
    request = understand(wish)
    assert [(one.op, one.value) for one in request.conditions] == [
        ("ge", Decimal(low)),
        ("le", Decimal(high)),
    ]
    assert request.text == thing


@pytest.mark.parametrize(
    "wish",
    [
        "3-6岁的玩具",
        "36-40码的鞋",
        "36-40的鞋",
        "2024-2025款羽绒服",
        "10-20寸的行李箱",
        "20-30平的空调",
        "120-130的童装",
        "身高160-170的连衣裙",
        "160-170高的裙子",
        "180-200的床垫",
        "501-505牛仔裤",
        "1000-2000毫安充电宝",
        "1000-2000w的吹风机",
        "1800w以上的吹风机",
        "100多种口味的糖",
        "300多功能的锅",
    ],
)
def test_other_spans_are_no_prices(wish: str) -> None:
    assert understand(wish).conditions == ()


def test_english_needs_a_word_for_a_limit() -> None:
    assert understand("phones 1000-2000").conditions == ()
    assert len(understand("phones $1000-2000").conditions) == 2
