"""What isn't wanted is read as phrases, and what only sounds like it isn't."""

from __future__ import annotations

import pytest
from shopctl.retrieval.avoided_words import avoided, without_allergies


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("black tea but not Earl Grey", ["earl grey"]),
        ("battery mower not robotic", ["robotic"]),
        ("litter not clay", ["clay"]),
        ("treats for dogs without peanuts", ["peanuts"]),
        ("18V tools without battery under $90", ["battery"]),
        ("perennial plants that aren't toxic", ["toxic"]),
        ("litter that is not scented", ["scented"]),
        ("dog food with no grain", ["grain"]),
        ("dog food without chicken, beef or lamb", ["chicken", "beef", "lamb"]),
        ("grain-free dog food", ["grain"]),
        ("不含香精的面霜", ["香精"]),
        ("不要含酒精的防晒霜", ["酒精"]),
        ("没有香精的面霜", ["香精"]),
        ("香精过敏能用的面霜", ["香精"]),
        ("不带降噪的耳机", ["降噪"]),
        ("不支持NFC的手机", ["nfc"]),
        ("不能机洗的衣服有哪些", ["机洗"]),
        ("面霜，不要香精和酒精", ["香精", "酒精"]),
    ],
)
def test_what_is_not_wanted(text: str, phrases: list[str]) -> None:
    assert [one.phrase for one in avoided(text)] == phrases


@pytest.mark.parametrize(
    "text",
    [
        "not sure what to get",
        "a tent, not too heavy",
        "no idea, something nice",
        "no more than $50",
        "a mug, not over 20 dollars",
        "free shipping on lamps",
        "hands free mop",
        "有没有帐篷",
        "不要太贵的耳机",
        "没有什么要求",
        "价格不超过300",
    ],
)
def test_what_is_no_thing(text: str) -> None:
    assert avoided(text) == ()


def test_what_a_product_may_hold_is_strict() -> None:
    assert avoided("cream without perfume")[0].strict
    assert not avoided("litter, not clay")[0].strict
    assert avoided("对花生过敏能吃的饼干")[0].strict


@pytest.mark.parametrize(
    ("request_", "left"),
    [
        ("dog food for a dog that is allergic to beef", "dog food for a dog"),
        ("a cream, I'm allergic to perfume", "a cream"),
        ("snacks for a kid with an allergy to nuts under 10", "snacks for a kid under 10"),
        ("对花生过敏能吃的零食", "能吃的零食"),
        ("allergic to nuts", "allergic to nuts"),
        ("a tent for two", "a tent for two"),
    ],
)
def test_an_allergy_is_no_word_to_look_for(request_: str, left: str) -> None:
    assert without_allergies(request_) == left
