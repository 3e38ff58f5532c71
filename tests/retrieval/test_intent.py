"""What asks about a product, and what asks for one."""

from __future__ import annotations

import pytest
from shopctl.retrieval.intent import asks_advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("冲牙器还有货吗？", True),
        ("儿童电动牙刷几岁能用？", True),
        ("电动牙刷续航多久？", True),
        ("有没有能做豆浆的", False),
        ("想买个续航多久都行的牙刷", False),
        ("送给上幼儿园孩子的水杯", False),
        ("what goes with fish?", False),
        ("what do I need to make espresso at home?", False),
        ("what do I need to clean it?", True),
        ("which wine pairs well with lamb?", False),
        ("what goes with it?", True),
        ("what is it made of?", True),
    ],
)
def test_what_asks_about_a_product(text: str, advice: bool) -> None:
    assert asks_advice(text, "en" if text.isascii() else "zh") is advice
