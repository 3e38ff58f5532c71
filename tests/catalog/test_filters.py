"""Filters from text and from dicts, in words, and what they hold for (Python reading)."""

from decimal import Decimal as D

import pytest
from shopctl.catalog.filters import Condition, conditions_from, describe, holds, parse_where
from shopctl.catalog.records import Product
from shopctl.errors import InputError

SERUM = Product(
    "s1",
    "Vitamin C Serum 2.5%",
    "Brightens. Fragrance-free.",
    brand="The Ordinary",
    category=("Beauty", "Face", "Serums"),
    price=D("62.00"),
    rating=4.1,
    attributes={"Skin_Type": ("Dry", "Normal"), "skin type": ("Oily",), "empty": ("",)},
)
UNKNOWN = Product("u1", "防晒霜 SPF50")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("price<60", Condition("price", "lt", D(60))),
        (" Price <= $1,299.50 ", Condition("price", "le", D("1299.50"))),
        ("price>=¥99", Condition("price", "ge", D(99))),
        ("price≤200元", Condition("price", "le", D(200))),
        ("brand=The Ordinary", Condition("brand", "eq", "The Ordinary")),
        ("brand=='a=b'", Condition("brand", "eq", "a=b")),
        ("brand!=X", Condition("brand", "ne", "X")),
        ("rating>=4", Condition("rating", "ge", D(4))),
        ("title~serum", Condition("title", "contains", "serum")),
        ("title!~mask", Condition("title", "not_contains", "mask")),
        ("attributes.skin type=dry", Condition("attributes.skin type", "eq", "dry")),
        ("attributes.made in china=yes", Condition("attributes.made in china", "eq", "yes")),
        ("brand in A|B", Condition("brand", "in", ("A", "B"))),
        ("brand in A=B|C", Condition("brand", "in", ("A=B", "C"))),
        ("category not in A | 'B '", Condition("category", "not_in", ("A", "B "))),
        ("price in 1|2.5", Condition("price", "in", (D(1), D("2.5")))),
        ("title=made in Italy", Condition("title", "eq", "made in Italy")),
    ],
)
def test_where_from_the_command_line(text: str, expected: Condition) -> None:
    assert parse_where(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "can't read the filter"),
        ("price", "can't read the filter"),
        ("=3", "can't read the filter"),
        ("brnd=x", "did you mean brand?"),
        ("skin type=dry", "attributes.NAME"),
        ("attributes.=x", "no field"),
        ("price<abc", "“abc” is not a number"),
        ("price<", "not a number"),
        ("price<nan", "not a number"),
        ("price<1e999999", "not a number"),
        (f"price<{'9' * 100}", "not a number"),
        ("brand<3", "“lt” doesn't apply"),
        ("text=3", "“eq” doesn't apply"),
        ("price~3", "“contains” doesn't apply"),
        ("title~!!", "the value is empty"),
        ("brand=", "the value is empty"),
        ("brand in |", "no value given"),
        ("a\nb=1", "no field “a b”"),
    ],
)
def test_bad_where_is_one_line_that_says_what_to_do(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_where(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_where_from_python() -> None:
    assert conditions_from(
        {
            "price": {"lt": 40, ">=": 10.5},
            "brand": ["A", "B"],
            "category": "Face",
            "attributes": {"skin type": "dry", "size": {"not_in": ("S",)}},
            "rating": {"gte": "4"},
        }
    ) == (
        Condition("price", "lt", D(40)),
        Condition("price", "ge", D("10.5")),
        Condition("brand", "in", ("A", "B")),
        Condition("category", "eq", "Face"),
        Condition("attributes.skin type", "eq", "dry"),
        Condition("attributes.size", "not_in", ("S",)),
        Condition("rating", "ge", D(4)),
    )
    assert conditions_from({}) == conditions_from(None) == ()


@pytest.mark.parametrize(
    "where",
    [
        {"price": {"under": 3}},
        {"price": {}},
        {"price": {"lt": True}},
        {"price": {"lt": float("nan")}},
        {"price": {"lt": float("inf")}},
        {"price": {"lt": None}},
        {"price": {"lt": [1, 2]}},
        {"price": {("lt",): 1}},
        {"brand": None},
        {"brand": 3},
        {"brand": []},
        {"brand": {"in": "A"}},
        {"colour": "red"},
        {3: "x"},
        {"attributes": "red"},
    ],
)
def test_bad_where_from_python(where: dict) -> None:
    with pytest.raises(InputError) as caught:
        conditions_from(where)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "serum", "unknown"),
    [
        ("price<62", False, False),
        ("price<=62.0", True, False),
        ("price>61.99999999", True, False),
        ("price=62", True, False),
        ("price!=62", False, True),
        ("price not in 1|2", True, True),
        ("rating=4.1", True, False),
        ("rating>=4.1", True, False),
        ("brand=the ordinary", True, False),
        ("brand=ordinary", False, False),
        ("brand~ordinary", True, False),
        ("brand!=the ordinary", False, True),
        ("category=FACE", True, False),
        ("category!=Hair", True, True),
        ("category in hair|serums", True, False),
        ("title~vitamin c", True, False),
        ("title~vita", False, False),
        ("title~2.5", True, False),
        ("title~5", False, False),
        ("title~防晒", False, True),
        ("title~晒霜 spf50", False, True),
        ("title!~防晒", True, False),
        ("text~fragrance free", True, False),
        ("text~serum brightens", False, False),  # a phrase doesn't run over two fields
        ("text~oily", True, False),
        ("text!~leather", True, True),
        ("attributes.skin type=dry", True, False),
        ("attributes.SKIN_TYPE=oily", True, False),
        ("attributes.skin type!=dry", False, True),
        ("attributes.skin type in dry|wet", True, False),
        ("attributes.skin type~normal oily", False, False),
        ("attributes.nothing!=x", True, True),
        ("attributes.empty!=x", True, True),
        ("item_id=S1", True, False),
    ],
)
def test_what_holds(text: str, serum: bool, unknown: bool) -> None:
    condition = parse_where(text)
    assert condition.holds(SERUM) is serum
    assert holds(condition, UNKNOWN) is unknown


def test_an_invalid_condition_is_refused_when_applied() -> None:
    with pytest.raises(InputError):
        Condition("price", "lt", "40").holds(SERUM)
    with pytest.raises(InputError):
        Condition("nothing", "eq", "40").holds(SERUM)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("price<40", "price below 40", "价格低于40"),
        ("brand in A|B", "brand is A or B", "品牌为A或B"),
        ("category!=Face", "category is not Face", "类别不为Face"),
        ("text!~皮", "it doesn't mention “皮”", "文字不含“皮”"),
        ("attributes.skin_type=dry", "skin type is dry", "skin type为dry"),
    ],
)
def test_in_words(text: str, english: str, chinese: str) -> None:
    assert describe(parse_where(text)) == english
    assert describe(parse_where(text), "zh-CN") == chinese


def test_braces_in_values_are_only_text() -> None:
    assert describe(Condition("brand", "eq", "{field}")) == "brand is {field}"
