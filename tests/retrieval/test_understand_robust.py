"""Whatever is typed, `understand` gives a request or a RequestError, in time linear in its length."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.errors import RequestError
from shopctl.retrieval import (
    amounts,
    attribute_words,
    brand_words,
    category_words,
    count_words,
    free_words,
    intent,
    language,
    leftover,
    negation_terms,
    number_words,
    phrases,
    price_terms,
    price_words,
    rating_words,
    sort_words,
    stock_words,
)
from shopctl.retrieval.number_words import parse_chinese, parse_digits, parse_english
from shopctl.retrieval.phrases import Phrases
from shopctl.retrieval.request import CatalogVocabulary
from shopctl.retrieval.request_text import fold
from shopctl.retrieval.understand import understand
from shopctl.serialise import jsonable

SHOP = CatalogVocabulary(
    brands=("Nike", "no", "a", "小米", "The A B"),
    categories=("in", "Toys"),
    attributes=(("size", ("1", "a a", "Large")), ("a", ("b",))),
    currency="USD",
)
WORDS = st.sampled_from(
    [
        "under",
        "$40",
        ",",
        "no",
        "not",
        "without",
        "or",
        "and",
        "black",
        "leather",
        "nike",
        "by",
        "from",
        "size",
        ":",
        "4",
        "stars",
        "top",
        "5",
        "cheapest",
        "between",
        "to",
        "20",
        "30",
        "bucks",
        "max",
        "a",
        "the",
        "£",
        "元",
        "以内",
        "不要",
        "皮的",
        "除了",
        "小米",
        "两",
        "百",
        "块",
        "吗",
        "?",
        ".",
        "free",
        "fragrance",
    ]
)
MODULES = (
    amounts, attribute_words, brand_words, category_words, count_words, free_words, intent,
    language, leftover, negation_terms, number_words, phrases, price_terms, price_words,
    rating_words, sort_words, stock_words,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_request_or_says_why_not(text: str) -> None:
    try:
        request = understand(text, SHOP)
    except RequestError as error:
        assert "\n" not in str(error)
        return
    assert request.text.strip()
    json.dumps(jsonable(request), ensure_ascii=False).encode("utf-8")


@settings(max_examples=250, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25).map(" ".join))
def test_any_mix_of_the_words_it_knows(text: str) -> None:
    request = understand(text, SHOP)
    assert request.text.strip()
    for one in request.conditions:
        if one.field == "price":
            assert isinstance(one.value, Decimal)
            assert one.value >= 0


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.integers(1, 10_000), st.sampled_from(["lamp under ${}", "{}元以下的灯"]))
def test_every_amount_is_read(amount: int, words: str) -> None:
    (condition,) = understand(words.format(amount)).conditions
    assert condition.value == amount


@given(st.integers(1, 999_999))
def test_thousands_separators(value: int) -> None:
    assert parse_digits(f"{value:,}") == value
    assert parse_digits(f"{value:,}.50") == value + Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "value"),
    [("一百五十", 150), ("一千五", 1500), ("两百零五", 205), ("十五", 15), ("百", 100), ("一万二", 12_000),
     ("三千二百", 3200), ("九十九", 99), ("二十", 20)],
)  # fmt: skip
def test_chinese_numbers(text: str, value: int) -> None:
    assert parse_chinese(text) == (value, value)


def test_chinese_spans_and_non_numbers() -> None:
    assert parse_chinese("两三百") == (200, 300)
    assert parse_chinese("三二百") is None
    assert parse_chinese("一二三") is None


@pytest.mark.parametrize(
    ("words", "value"),
    [("two hundred and fifty", 250), ("a hundred", 100), ("twenty five", 25), ("a", None),
     ("five six", None), ("one thousand two hundred", 1200), ("a thousand", 1000)],
)  # fmt: skip
def test_english_numbers(words: str, value: int | None) -> None:
    assert parse_english(words.split()) == value


def test_longest_phrase_wins() -> None:
    names = Phrases([("Wild", 1), ("Wild Fern", 2), ("L'Ormeau", 3)])
    assert [one.value for one in names.find(fold("wild fern, wild, LORMEAU"))] == [[2], [1], [3]]


@pytest.mark.parametrize(
    "piece",
    ["no ", "not red, ", "1 ", "$1 ", "1到2元", "一", "a hundred and ", "two ", "under ", "不要", "by nike or ",
     "without ", "size: a ", "does it ", "please ", "的", "free ", "9块9", "1,000 ", "top 1 ", "that it should "],
)  # fmt: skip
def test_ten_thousand_hostile_characters(piece: str) -> None:
    """Work, not time: every pattern runs once over the text or over a bounded window of it."""
    text = (piece * 10_000)[:10_000]
    assert understand(text, SHOP).text


def _patterns(module: ModuleType) -> list[re.Pattern[str]]:
    found: list[re.Pattern[str]] = []
    for value in vars(module).values():
        many = value if isinstance(value, tuple) else (value,)
        for one in many:
            parts = one if isinstance(one, tuple) else (one,)
            found += [part for part in parts if isinstance(part, re.Pattern)]
            found += [
                re.compile(part.pattern) for part in parts if isinstance(part, price_terms.Term)
            ]
    return found


def _unbounded_inside_unbounded(parsed: Any, inside: bool = False) -> bool:
    """Whether an unlimited repeat stands within another: what makes backtracking explode."""
    for op, argument in parsed:
        name = str(op)
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            _, most, body = argument
            unlimited = most == _parser.MAXREPEAT
            if unlimited and inside:
                return True
            if _unbounded_inside_unbounded(body, inside or unlimited):
                return True
        else:
            for part in _bodies(argument):
                if _unbounded_inside_unbounded(part, inside):
                    return True
    return False


def _bodies(argument: Any) -> list[Any]:
    if isinstance(argument, _parser.SubPattern):
        return [argument]
    if isinstance(argument, (tuple, list)):
        return [body for part in argument for body in _bodies(part)]
    return []


def test_the_check_itself_sees_nested_repeats() -> None:
    assert _unbounded_inside_unbounded(_parser.parse(r"(?:a+b?)+"))
    assert _unbounded_inside_unbounded(_parser.parse(r"x|(?:(?:a|b)*c)*"))
    assert not _unbounded_inside_unbounded(_parser.parse(r"(?:a+b?){0,3}c*"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.split(".")[-1])
def test_no_pattern_can_backtrack_without_bound(module: ModuleType) -> None:
    for pattern in _patterns(module):
        # An optional apostrophe tail is the one repeat allowed in a repeat: its first character
        # can't be matched by the outer one.
        assert pattern is phrases._TOKEN or not _unbounded_inside_unbounded(
            _parser.parse(pattern.pattern, pattern.flags)
        ), pattern.pattern
