"""Different words for one thing."""

import pytest
from shopctl.retrieval.regional_words import other_names


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("crib", "cot"),
        ("cots", "crib"),
        ("flashlights", "torch"),
        ("nappies", "diaper"),
        ("eggplant", "brinjal"),
        ("trash can", "dustbin"),
        ("hoover", "vacuum"),
    ],
)
def test_what_a_thing_is_called_elsewhere(asked: str, other: str) -> None:
    assert other in other_names(asked)


@pytest.mark.parametrize("asked", ["rubber", "cooker", "buggy", "chair", "", "s"])
def test_words_of_other_things_stand_for_none(asked: str) -> None:
    assert other_names(asked) == ()
