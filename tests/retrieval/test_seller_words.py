"""Words for the seller are no words for the thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.retrieval.seller_words import without_seller_words


@pytest.mark.parametrize(
    ("request_", "left"),
    [
        ("意可可 ecoco 旗舰店鞋架", "意可可 ecoco 鞋架"),
        ("小熊官方旗舰店电煮锅", "小熊 电煮锅"),
        ("茶具專賣店", "茶具"),
        ("acme official store running shoes", "acme running shoes"),
        ("Acme flagship online store", "Acme"),
        ("鞋架", "鞋架"),
        ("a store for toys", "a store for toys"),  # a thing may be called so
        ("旗舰店", "旗舰店"),  # nothing else is asked for
        ("", ""),
    ],
)
def test_words_for_the_seller_are_left_out(request_: str, left: str) -> None:
    assert without_seller_words(request_) == left


@given(st.text(max_size=60))
def test_something_is_always_left(text: str) -> None:
    assert bool(without_seller_words(text)) is bool(text)
