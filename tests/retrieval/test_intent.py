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
        ("what's the quietest vacuum under 200?", False),
        ("what's the quietest vacuum?", True),
        ("what do I need to make espresso at home?", False),
        ("what do I need to clean it?", True),
        ("which wine pairs well with lamb?", False),
        ("what goes with it?", True),
        ("what is it made of?", True),
        ("iPhone 15有什么颜色", True),
        ("理肤泉B5是哪里产的", True),
        ("贝亲奶瓶产地", True),
        ("雪地靴是哪个国家的？", True),
        ("羽绒服是什么面料", True),
        ("口红什么色号", True),
        ("保温杯多大容量", True),
        ("奶粉多大宝宝喝", True),
        ("放大镜多少倍", True),
        ("扫地机器人能爬多高", True),
        ("空调适合多大房间", True),
        ("防晒霜需要卸妆吗", True),
        ("扫地机器人要不要连wifi", True),
        ("我需要一个吹风机，有吗", False),
        ("有什么颜色的帐篷", False),
        ("运动相机下水能到多深", True),
        ("有苹果手机吗", False),
        ("你们店有手环吗", False),
        ("红色的有吗", False),
        ("降噪耳机有推荐吗", False),
        ("你们店卖什么", False),
        ("店里都有什么？", False),
        ("最贵的是什么", False),
        ("销量最高的是哪款", False),
        ("what's new?", False),
        ("which headphones have the best reviews?", False),
        ("which of the two has the longest cable?", True),
        ("适合多大房间的空调都有", False),
        ("给妈妈买多大的行李箱", False),
        ("敏感肌适合什么洗面奶", False),
        ("产地是日本的面霜", False),
    ],
)
def test_what_asks_about_a_product(text: str, advice: bool) -> None:
    assert asks_advice(text, "en" if text.isascii() else "zh") is advice
