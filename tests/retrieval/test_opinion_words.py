import pytest
from shopctl.retrieval.opinion_words import read_opinions
from shopctl.retrieval.understand import understand


@pytest.mark.parametrize(
    ("text", "wanted", "about"),
    [
        ("What do shoppers say about the rain jacket?", "opinions", "the rain jacket"),
        ("is the kettle any good?", "opinions", "the kettle"),
        ("Is it worth the money", "opinions", "it"),
        ("are people happy with the headphones?", "opinions", "the headphones"),
        ("What are the main complaints about the kettle?", "complaints", "the kettle"),
        ("any complaints?", "complaints", "it"),
        ("what's wrong with the first one?", "complaints", "the first one"),
        ("what do people like most about the tent?", "praise", "the tent"),
        ("So, how good are the earbuds?", "opinions", "the earbuds"),
        ("reviews of the tent", "opinions", "the tent"),
        ("这款茶壶怎么样？", "opinions", "这款茶壶"),
        ("大家觉得保温杯好用吗", "opinions", "保温杯"),
        ("茶壶有什么缺点？", "complaints", "茶壶"),
        ("有差评吗", "complaints", "它"),
    ],
)
def test_a_question_to_the_reviews(text: str, wanted: str, about: str) -> None:
    asked = read_opinions(text, "en" if text.isascii() else "zh")
    assert asked is not None
    assert (asked.wanted, asked.about) == (wanted, about)


@pytest.mark.parametrize(
    "text",
    [
        "is the kettle good for tea?",
        "earbuds with good reviews",
        "is there anything good?",
        "which is the best kettle?",
        "a gift for people who like good tea",
        "does it weigh much?",
        "x" * 400,
        "这个茶壶能装多少水",
        "推荐一款茶壶",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert read_opinions(text, "en" if text.isascii() else "zh") is None


def test_the_request_looks_for_the_thing_and_filters_nothing() -> None:
    request = understand("what do shoppers think of the tent under $40?")
    assert (request.intent, request.opinions) == ("advise", "opinions")
    assert request.text == "the tent under $40"
    assert request.conditions == ()
    assert understand("does the tent leak?").opinions == ""
