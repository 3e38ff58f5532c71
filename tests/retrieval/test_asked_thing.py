from __future__ import annotations

import pytest
from shopctl.retrieval.asked_thing import subject_of, thing_terms


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


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Does the tent come with pegs?", "tent"),
        ("can the steel wok be used with induction?", "steel wok"),
        ("is the tuxedo jacket slim or straight fit?", "tuxedo jacket"),
        ("is this jacket waterproof?", "is this jacket waterproof?"),
        ("How heavy is the tent with poles?", "How heavy is the tent with poles?"),
        ("tent with pegs", "tent with pegs"),
    ],
)
def test_what_a_thing_may_come_with_is_not_its_subject(question: str, subject: str) -> None:
    assert subject_of(question) == subject
