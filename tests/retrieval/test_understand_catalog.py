"""The catalog's own words in a request: hard only where they are signalled."""

from __future__ import annotations

from decimal import Decimal

import pytest
from shopctl.catalog.filters import Condition
from shopctl.retrieval.request import CatalogVocabulary
from shopctl.retrieval.understand import understand

SHOP = CatalogVocabulary(
    brands=("Nike", "Adidas", "The Oakwood Co", "Fresh", "Simple", "Lancôme", "Dr. Pine",
            "小山", "RIVO/瑞沃", "Good Morning", "Wild Fern"),
    categories=("Moisturizers", "Toys", "Beauty & Care", "护肤", "Beauty"),
    attributes=(
        ("skin type", ("Dry", "Normal, Dry, and Oily", "Sensitive")),
        ("color", ("Black", "White", "Red")),
        ("size", ("8", "8.5", "Large")),
        ("finish", ("Matte", "Glossy")),
    ),
)  # fmt: skip


def conditions(text: str) -> tuple[Condition, ...]:
    return understand(text, SHOP).conditions


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("running shoes by nike", "Nike"),
        ("shoes from NIKE please", "Nike"),
        ("nike brand socks", "Nike"),
        ("mascara by lancome", "Lancôme"),
        ("brand: the oakwood co, table", "The Oakwood Co"),
        ("The Oakwood Co table", "The Oakwood Co"),
        ("a soap by dr pine", "Dr. Pine"),
        ("cream from Fresh", "Fresh"),
        ("小山牌的水壶", "小山"),
        ("品牌是瑞沃的鞋", "RIVO/瑞沃"),
    ],
)
def test_a_signalled_brand_is_hard(text: str, brand: str) -> None:
    assert conditions(text) == (Condition("brand", "eq", brand),)


@pytest.mark.parametrize(
    "text",
    [
        "nike shoes",
        "the oakwood co table",
        "fresh fruit",
        "soap from fresh ingredients",
        "a simple lamp by hand",
        "case for Wild Fern phone",
        "shoes like Nike",
        "compatible with Dr. Pine filters",
        "Good Morning, a lamp please",
        "WILD FERN SOAP",
    ],
)
def test_an_unsignalled_brand_is_not(text: str) -> None:
    assert conditions(text) == ()


def test_an_unsignalled_brand_is_a_wish_unless_it_is_a_plain_word() -> None:
    assert understand("nike shoes", SHOP).soft == ("nike",)
    assert understand("nike shoes", SHOP).text == "nike shoes"
    assert understand("fresh fruit", SHOP).soft == ()


def test_two_brands_are_alternatives() -> None:
    assert conditions("shoes by Nike or Adidas") == (Condition("brand", "in", ("Nike", "Adidas")),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shoes except Nike", Condition("brand", "ne", "Nike")),
        ("shoes that aren't made by nike", Condition("brand", "ne", "Nike")),
        ("shoes, nothing by nike", Condition("brand", "ne", "Nike")),
        ("not from The Oakwood Co, a table", Condition("brand", "ne", "The Oakwood Co")),
        ("any brand but Nike or Adidas", Condition("brand", "not_in", ("Nike", "Adidas"))),
        ("除了小山的水壶", Condition("brand", "ne", "小山")),
        ("don't want toys", Condition("category", "ne", "Toys")),
        ("paint, don't want glossy", Condition("attributes.finish", "ne", "Glossy")),
    ],
)
def test_ruled_out(text: str, expected: Condition) -> None:
    assert conditions(text) == (expected,)


def test_a_plain_word_is_not_a_brand_ruled_out() -> None:
    assert conditions("not fresh") == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("something in Moisturizers", "Moisturizers"),
        ("in the toys section", "Toys"),
        ("category: toys", "Toys"),
        ("在护肤分类里找面霜", "护肤"),
    ],
)
def test_a_named_category_is_hard(text: str, category: str) -> None:
    assert conditions(text) == (Condition("category", "eq", category),)


@pytest.mark.parametrize(
    "text", ["moisturizers for dry skin", "toys for boys", "in the beauty/games section"]
)
def test_a_category_in_passing_is_text(text: str) -> None:
    assert conditions(text) == ()
    assert understand(text, SHOP).text


def test_a_named_value_is_hard_and_fits_lists_of_values() -> None:
    assert conditions("cream, skin type: dry") == (
        Condition("attributes.skin type", "contains", "Dry"),
    )
    assert conditions("skin type: dry, a cream") == (
        Condition("attributes.skin type", "contains", "Dry"),
    )
    assert conditions("shoes, size is 8") == (Condition("attributes.size", "eq", "8"),)


def test_alternatives_and_loose_values_are_wishes() -> None:
    either = understand("color is black or white", SHOP)
    assert (either.conditions, either.soft) == ((), ("black", "white"))
    loose = understand("cream for dry skin", SHOP)
    assert (loose.conditions, loose.soft, loose.text) == ((), ("dry",), "cream for dry skin")


@pytest.mark.parametrize(
    ("text", "currency", "currencies", "expected"),
    [
        ("lamp under $40", "USD", (), None),
        ("lamp under $40", "CAD", (), None),
        ("lamp under 40", "EUR", (), None),
        ("lamp under €40", "USD", (), "EUR"),
        ("40元以内的灯", "USD", ("USD", "CNY"), "CNY"),
        ("lamp under $40", "USD", ("USD", "CNY"), "USD"),
        ("40块以内的灯", "USD", ("USD",), None),
        ("lamp under €40", None, (), None),
    ],
)
def test_a_limit_in_another_currency_asks_for_that_currency(
    text: str, currency: str | None, currencies: tuple[str, ...], expected: str | None
) -> None:
    shop = CatalogVocabulary(currency=currency, currencies=currencies)
    found = understand(text, shop).conditions
    assert [one.value for one in found if one.field == "price"] == [Decimal(40)]
    assert [one.value for one in found if one.field == "currency"] == (
        [expected] if expected else []
    )


def test_pounds_are_money_only_where_money_is_meant() -> None:
    assert conditions("beans, under 20 pounds") == ()
    assert conditions("beans costing under 20 pounds") == (Condition("price", "lt", Decimal(20)),)
    british = CatalogVocabulary(currency="GBP")
    assert understand("beans under 20 pounds", british).conditions


def test_a_count_is_no_wish_though_an_attribute_has_it_as_a_value() -> None:
    vocabulary = CatalogVocabulary(attributes=(("出雾口数量", ("一个", "两个")),))
    assert understand("想买一个加湿器", vocabulary).soft == ()


@pytest.mark.parametrize(
    "text", ["laptop with 16GB ram", "ram 16gb, light", "a 16GB of ram laptop"]
)
def test_a_figure_beside_the_name_of_its_attribute_is_a_filter(text: str) -> None:
    vocabulary = CatalogVocabulary(attributes=(("ram", ("8GB", "16GB")), ("memory", ("16GB SSD",))))
    assert understand(text, vocabulary).conditions == (Condition("attributes.ram", "eq", "16GB"),)


@pytest.mark.parametrize("text", ["at least 16GB ram", "16GB ram or more", "16GB laptop", "ram"])
def test_a_bound_or_a_figure_alone_is_none(text: str) -> None:
    vocabulary = CatalogVocabulary(attributes=(("ram", ("8GB", "16GB")),))
    assert understand(text, vocabulary).conditions == ()
