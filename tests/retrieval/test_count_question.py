"""Questions that ask the shop how many products it has, and those that ask something else."""

from __future__ import annotations

import pytest
from shopctl.retrieval.count_question import thing_counted

_CATEGORIES = ("帐篷", "Tea")


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many teas do you have?", "teas"),
        ("how many lawn mowers do you sell", "lawn mowers"),
        ("how many coffees under $15?", "coffees under $15"),
        ("How many different kinds of tea are there?", "tea"),
        ("how many tents are there in your shop?", "tents"),
        ("how many dog foods do you have without chicken?", "dog foods without chicken"),
        ("有几款空调", "空调"),
        ("有多少款蓝牙耳机？", "蓝牙耳机"),
        ("店里有几个帐篷", "帐篷"),
        ("有几个帐篷", "帐篷"),
        ("你们有多少充电宝", "充电宝"),
        ("小米手机有几款", "小米手机"),
        ("空调一共有多少款", "空调"),
        ("300以内有几款吹风机", "300以内的吹风机"),
    ],
)
def test_the_shop_is_asked_to_count(question: str, thing: str) -> None:
    assert thing_counted(question, _CATEGORIES) == thing


@pytest.mark.parametrize(
    "question",
    [
        "how many tablets are there in the pack?",
        "how many pods come in the pack of 50?",
        "how many cups under 200 ml does it make?",
        "how many people does the tent fit?",
        "how many of them do you have?",
        "how many burners are there on the grill?",
        "有几个插孔",
        "300以内有几款",
        "有几种颜色",
        "这款有几种",
        "iPhone 15有几种颜色",
        "一盒有几包",
        "袜子有几双装",
        "有哪几款空调",
    ],
)
def test_something_else_is_counted(question: str) -> None:
    assert thing_counted(question, _CATEGORIES) == ""
