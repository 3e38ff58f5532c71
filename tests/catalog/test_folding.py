"""Folding: what counts as equal, and what counts as a word."""

import pytest
from shopctl.catalog.folding import clean, fold, fold_name, words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Ordinary", "the  ordinary "),
        ("ＡＢＣ", "abc"),
        ("Straße", "STRASSE"),
        ("e\u0301clair", "Éclair"),
        ("２００ｍｌ", "200ML"),
    ],
)
def test_equal_after_folding(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_accents_are_not_dropped() -> None:
    assert fold("resume") != fold("résumé")


def test_attribute_names_take_underscores_for_spaces() -> None:
    assert fold_name("Skin_Type") == fold_name(" skin  type") == "skin type"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fragrance-free, 2.5 oz.", ["fragrance", "free", "2.5", "oz"]),
        ("1,299 pieces, each", ["1,299", "pieces", "each"]),
        ("矮款SPF50防晒", ["矮", "款", "spf50", "防", "晒"]),
        ("skin_type", ["skin", "type"]),
        ("हिन्दी", ["हिन्दी"]),
        ("!!! …", []),
        ("a\x1fb\x00c", ["a", "b", "c"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_lone_surrogates_become_replacement_characters() -> None:
    assert clean("a\ud800b") == "a\ufffdb"
    assert clean("😀") == "😀"
    assert fold("x\udfff") == "x\ufffd"


def test_a_trade_mark_sign_makes_no_other_text() -> None:
    assert fold("Protini™ Cream") == fold("PROTINI cream")
