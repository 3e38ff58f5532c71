from __future__ import annotations

import pytest
from shopctl.retrieval.asked_thing import thing_terms


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("how much does the tent weigh?", ["tent"]),
        ("How long do the batteries of the headlamp last?", ["batteri", "headlamp"]),
        ("what colours does it come in", ["colour", "come"]),  # it names nothing: all stay
        ("砚台的容量是多少？", ["砚台"]),
    ],
)
def test_the_words_that_name_what_is_asked_about(question: str, terms: list[str]) -> None:
    assert thing_terms(question) == terms
