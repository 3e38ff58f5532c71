"""Words of lexical search: units, model numbers, stems, stop words, Chinese, odd input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.retrieval.tokens import request_terms, tokenise


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("1.7 fl. oz / 50 mL", ["1.7", "fl", "oz", "50", "ml"]),
        ("50ml", ["50", "ml"]),
        ("8ft. board", ["8", "ft", "board"]),
        ("8-ft board", ["8", "ft", "board"]),
        ("8 feet board", ["8", "ft", "board"]),
        ('12" pan', ["12", "inch", "pan"]),
        ("3-1/2 in. pipe", ["3", "1/2", "inch", "pipe"]),
        ("2,000 lumens", ["2000", "lumen"]),
        ("JA-1033", ["ja", "1033", "ja1033"]),
        ("ja1033", ["ja1033"]),
        ("ACME_Official", ["acm", "offici", "acmeoffici"]),
        ("WD-40", ["wd", "40", "wd40"]),
        ("3M 4k", ["3", "m", "4k"]),
        ("Lancôme's creams", ["lancôm", "cream"]),
        ("ﬁne Ｃream", ["fine", "cream"]),
        ("12英寸", ["12", "inch"]),
        ("200毫升水杯", ["200", "ml", "水杯", "水", "杯"]),
        ("iPhone手机", ["iphon", "手机", "手", "机"]),
        ("", []),
        ("!!! …", []),
    ],
)
def test_terms(text, terms):
    assert tokenise(text) == terms


def test_in_is_a_unit_only_after_a_number():
    assert tokenise("made in 5 in") == ["made", "in", "5", "inch"]


def test_stop_words_leave_requests_only_if_something_stays():
    assert request_terms("a serum for the face") == ["serum", "face"]
    assert request_terms("the") == ["the"]
    assert request_terms("的手机") == ["手机", "手", "机"]


def test_repeated_request_words_count_once():
    assert request_terms("tea tea tea") == ["tea"]


def test_other_languages_have_their_own_stems():
    assert tokenise("chaussures rouges", "fr") == ["chaussur", "roug"]
    assert tokenise("creams", "xx") == ["creams"]


@given(st.text(max_size=200))
def test_any_text_gives_clean_terms(text):
    terms = tokenise(text)
    assert all(term and not term.isspace() for term in terms)


@pytest.mark.parametrize("text", ["Protini™ Cream", "Protini® Cream", "PROTINI℠cream"])
def test_a_trade_mark_is_no_part_of_its_word(text: str) -> None:
    assert tokenise(text) == tokenise("protini cream")
