"""What a request denies, said as what it asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl.retrieval.opposite_words import with_opposites


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("coffee grinder that isn't loud", "quiet coffee grinder"),
        ("shoes which are not too heavy for running", "light shoes for running"),
        ("a fan that’s not noisy and not big", "quiet small a fan and"),
        ("not black", "not black"),
        ("a loud speaker", "a loud speaker"),
        ("", ""),
    ],
)
def test_a_denied_quality(text: str, plain: str) -> None:
    assert with_opposites(text) == plain


@given(st.text(max_size=80))
def test_other_text_stays(text: str) -> None:
    if (
        "not" not in text.lower()
        and "n't" not in text
        and "n’t" not in text
        and "never" not in text.lower()
    ):
        assert with_opposites(text) == text
