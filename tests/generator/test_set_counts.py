"""A name's count answers how many there are, and nothing else."""

from __future__ import annotations

import pytest
from shopctl.generator.evidence import Piece
from shopctl.generator.questions import understand_question
from shopctl.generator.set_counts import count_in_name


def pieces(title: str, *others: Piece) -> list[Piece]:
    return [Piece("x", title, "title", "title", title), *others]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("How many glasses are in the set?", "Wine glasses, set of 6"),
        ("how many do you get?", "Wine glasses, set of six"),
        ("How many come in a pack?", "Dish cloths 12-pack"),
        ("how many cloths are there?", "Dish cloths 12 count"),
        ("一套有几只？", "玻璃水杯 6只装"),
    ],
)
def test_a_count_in_the_name_answers(asked: str, title: str) -> None:
    found = count_in_name(understand_question(asked), pieces(title))
    assert found is not None and found.text == title


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("how many speeds does it have?", "Hand blenders, set of 2"),  # of another thing
        ("how many glasses are in the set?", "Wine glasses"),
        ("how heavy are the glasses?", "Wine glasses, set of 6"),
        ("有几个口袋？", "背包 2只装"),
    ],
)
def test_it_answers_nothing_else(asked: str, title: str) -> None:
    assert count_in_name(understand_question(asked), pieces(title)) is None


def test_a_field_tells_it_better() -> None:
    field = Piece("x", "Glasses", "pieces", "attribute", "8", "Number of pieces")
    asked = understand_question("how many glasses are in the set?")
    assert count_in_name(asked, pieces("Wine glasses, set of 6", field)) is None
