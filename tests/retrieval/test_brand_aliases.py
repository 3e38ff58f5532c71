"""A brand by its name in the other script is the shop's brand, where the shop has it."""

import pytest
from shopctl.catalog.filters import Condition
from shopctl.retrieval.brand_aliases import aliases
from shopctl.retrieval.request import CatalogVocabulary
from shopctl.retrieval.understand import understand

CHINESE = CatalogVocabulary(brands=("苹果", "耐克", "三星"))
ENGLISH = CatalogVocabulary(brands=("Apple", "Nike", "adidas", "Estée Lauder", "Xiaomi"))


@pytest.mark.parametrize(
    ("text", "shop", "left", "op", "value"),
    [
        ("Apple手机", CHINESE, "手机", "eq", "苹果"),
        ("apple手机", CHINESE, "手机", "eq", "苹果"),
        ("NIKE跑鞋", CHINESE, "跑鞋", "eq", "耐克"),
        ("Apple phone", CHINESE, "phone", "eq", "苹果"),
        ("Samsung或者Apple的手机", CHINESE, "手机", "in", ("三星", "苹果")),
        ("苹果手机", ENGLISH, "手机", "eq", "Apple"),
        ("想买小米手机", ENGLISH, "手机", "eq", "Xiaomi"),
        ("雅诗兰黛面霜", ENGLISH, "面霜", "eq", "Estée Lauder"),
        ("耐克和阿迪达斯的鞋", ENGLISH, "鞋", "in", ("Nike", "adidas")),
    ],
)
def test_filters(
    text: str, shop: CatalogVocabulary, left: str, op: str, value: str | tuple[str, ...]
) -> None:
    request = understand(text, shop)
    assert request.conditions == (Condition("brand", op, value),)  # type: ignore[arg-type]
    assert request.text == left


def test_refused() -> None:
    assert understand("不要Samsung的手机", CHINESE).conditions == (
        Condition("brand", "ne", "三星"),
    )


@pytest.mark.parametrize(
    ("text", "shop"),
    [
        ("苹果汁", ENGLISH),
        ("青苹果", ENGLISH),
        ("小米粥", ENGLISH),
        ("苹果手机多重？", ENGLISH),
        ("apple juice", CHINESE),
        ("适用Apple的手机壳", CHINESE),
        ("a case for Apple", CHINESE),
        ("Sony耳机", CHINESE),
    ],
)
def test_no_filter(text: str, shop: CatalogVocabulary) -> None:
    assert understand(text, shop).conditions == ()


def test_only_what_no_brand_calls_itself() -> None:
    assert aliases(["Nike", "耐克"]) == []
    assert aliases(["Nike"]) == [("耐克", "Nike")]
    assert aliases(["Oatwick"]) == []


def test_a_question_is_about_the_brand_as_the_shop_writes_it() -> None:
    request = understand("Apple手机多重？", CHINESE)
    assert (request.text, request.intent) == ("苹果手机多重?", "advise")
