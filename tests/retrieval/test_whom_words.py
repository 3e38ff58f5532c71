"""Who buys for whom is no word to search by; whom a thing is made for is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.retrieval.understand import understand
from shopctl.retrieval.whom_words import without_whom


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("想给妈妈买点茶", "想 茶"),
        ("给猫买点吃的", "猫 吃的"),
        ("帮我朋友买一个键盘", "键盘"),
        ("给我妈挑个枕头", "枕头"),
        ("给孩子买个双肩包", "孩子 双肩包"),
        ("给狗狗买的零食", "狗狗 零食"),
        ("给电脑买个键盘", "电脑 键盘"),
        ("送给爸爸的茶叶", "茶叶"),
        ("给爷爷用的手机", "手机"),
        ("适合新手的茶具", "茶具"),
        ("适合妈妈的面霜", "面霜"),
        ("想买点茶", "茶"),
        ("来点茶", "茶"),
        ("给我推荐个锅", "锅"),
        # words that go on
        ("买双肩包", "买双肩包"),
        ("买点读笔", "买点读笔"),
        ("买套装", "买套装"),
        ("来自日本的杯子", "来自日本的杯子"),
        ("来伊份零食", "来伊份零食"),
        ("自动给皂器带支架", "自动给皂器带支架"),
        ("轻便的帐篷", "轻便的帐篷"),
        ("", ""),
    ],
)
def test_who_buys_for_whom_is_left_out(text: str, left: str) -> None:
    assert without_whom(text) == left


@pytest.mark.parametrize(
    ("text", "subject", "intent"),
    [
        ("想给妈妈买点茶", "茶", "recommend"),
        ("适合送妈妈的护手霜", "护手霜", "recommend"),
        ("来自日本的杯子", "杯子", "recommend"),
        ("买双肩包", "双肩包", "recommend"),
        ("买点读笔", "点读笔", "recommend"),
        ("送妈妈的礼物", "礼物", "navigate"),
        ("送女朋友什么好", "送女朋友什么好", "navigate"),
        ("送老师的", "送老师", "navigate"),
    ],
)
def test_a_gift_that_names_a_thing_is_a_wish_for_it(text: str, subject: str, intent: str) -> None:
    request = understand(text)
    assert (request.text, request.intent) == (subject, intent)


@pytest.mark.parametrize(
    ("text", "subject", "intent"),
    [
        ("露营要带什么", "露营", "recommend"),
        ("我想学书法，该买什么", "学书法", "navigate"),
        ("办公室喝茶用什么好", "办公室喝茶", "recommend"),
        ("给女朋友买什么护肤品好", "护肤品", "navigate"),
        ("油皮用什么洗面奶好", "油皮 洗面奶", "recommend"),
        ("冬天手很干怎么办", "冬天手很干", "recommend"),
        ("什么锅好", "锅", "recommend"),
        ("店里有什么", "店里有什么", "navigate"),
        ("这款送什么", "这款送什么", "advise"),
        ("材质是什么", "材质是什么", "advise"),
        ("龙井用多少度的水泡", "龙井用多少度的水泡", "advise"),
        ("该产品含什么", "该产品含什么", "advise"),
        ("这款锅该怎么保养", "这款锅该怎么保养", "advise"),
    ],
)
def test_what_to_buy_is_no_question_about_a_product(text: str, subject: str, intent: str) -> None:
    request = understand(text)
    assert (request.text, request.intent) == (subject, intent)


@given(st.text(max_size=60))
def test_nothing_is_added(text: str) -> None:
    assert set(without_whom(text)) - {" "} <= set(text)
