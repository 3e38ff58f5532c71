from __future__ import annotations

import pytest
from shopctl.retrieval.activity_words import taken_up


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("I want to start running", "running"),
        ("We're getting into camping!", "camping"),
        ("I'm new to cycling, what do I need?", "cycling"),
        ("I'd like to take up yoga this year", "yoga"),
        ("I want running shoes", ""),
        ("I want to start over", ""),
        ("the mower won't start", ""),
        ("I want to try the tea", ""),
        ("", ""),
    ],
)
def test_what_is_taken_up(text: str, what: str) -> None:
    assert taken_up(text) == what
