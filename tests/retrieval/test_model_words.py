"""Another model of the same name isn't the one that was asked about."""

from __future__ import annotations

import pytest
from shopctl.retrieval.model_words import missing_model


@pytest.mark.parametrize(
    ("question", "title", "model"),
    [
        ("iPhone 14 有货吗", "Apple iPhone 15 (A3092) 128GB", "iphone 14"),
        ("iPhone 15 Pro Max多少钱", "Apple iPhone 15 (A3092) 128GB", "iphone 15 pro max"),
        ("华为Mate 60多少钱", "华为（HUAWEI）Mate 70 12GB+256GB", "mate 60"),
        ("戴森V12多少钱", "戴森 V15 吸尘器", "v12"),
        ("小米14多少钱", "小米13 手机", "小米14"),
        ("is the Wisp 3 waterproof?", "Lumo Wisp 2 Headlamp", "wisp 3"),
    ],
)
def test_another_model(question: str, title: str, model: str) -> None:
    assert missing_model(question, title) == model


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("how much is the iPhone 15?", "Apple iPhone 15 128GB"),
        ("is the iPhone 15 Pro in stock?", "Apple iPhone 15 Pro 256GB"),
        ("does the kettle hold 2 l?", "Kettle 1.7 l"),
        ("do you have the sneaker in size 8?", "Sneaker size 9"),
        ("does the mug hold 450 ml?", "Mug 350 ml"),
        ("is it good for a 6 year old?", "Puzzle for 4 years"),
        ("does it have SPF 50?", "Cream SPF 30"),
        ("小米手机多少钱", "小米13 手机"),
    ],
)
def test_no_other_model(question: str, title: str) -> None:
    assert missing_model(question, title) == ""
