"""Where a product should be from, read from a request as a condition."""

import pytest
from shopctl.catalog.filters import Condition, describe
from shopctl.retrieval.request import CatalogVocabulary
from shopctl.retrieval.understand import understand

SHOP = CatalogVocabulary(attributes=(("made in", ("Germany", "UK")),))


@pytest.mark.parametrize(
    ("text", "left", "op", "value"),
    [
        ("vacuum made in the UK", "vacuum", "eq", "United Kingdom"),
        ("a German-made knife", "knife", "eq", "Germany"),
        ("vacuum not made in China", "vacuum", "ne", "China"),
        ("a vacuum that isn't made in China", "vacuum", "ne", "China"),
        ("knives made in Germany or Japan", "knives", "in", ("Germany", "Japan")),
        ("country of origin: U.K. kettle", "kettle", "eq", "United Kingdom"),
        ("a vacuum from Germany", "vacuum", "eq", "Germany"),
        ("德国产的水壶", "水壶", "eq", "德国"),
        ("国产手机", "手机", "eq", "中国"),
        ("日本进口的面霜", "面霜", "eq", "日本"),
        ("不要国产的手机", "手机", "ne", "中国"),
        ("来自法国的香水", "香水", "eq", "法国"),
    ],
)
def test_read(text: str, left: str, op: str, value: str | tuple[str, ...]) -> None:
    request = understand(text, SHOP)
    assert request.conditions == (Condition("origin", op, value),)  # type: ignore[arg-type]
    assert request.text == left


@pytest.mark.parametrize(
    "text",
    ["Italian shoes", "a cup made from china", "a vacuum from Japan", "gift for a friend from Germany",
     "something nice from us", "德国产品", "French press", "knife made in Sheffield"],
)  # fmt: skip
def test_not_read(text: str) -> None:
    assert not any(one.field == "origin" for one in understand(text, SHOP).conditions)


@pytest.mark.parametrize("text", ["what do you have that's made in the UK?", "made in the UK"])
def test_nothing_but_an_origin_is_a_way_in(text: str) -> None:
    request = understand(text, SHOP)
    assert (request.text, request.intent) == ("anything", "navigate")


def test_in_words() -> None:
    assert describe(Condition("origin", "eq", "Japan")) == "made in Japan"
    assert describe(Condition("origin", "ne", "中国"), "zh") == "非中国产"
