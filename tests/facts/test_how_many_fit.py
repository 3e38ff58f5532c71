"""How many people a thing holds, held against how many will use it."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.how_many_fit import most_people, people_named, roomy_enough
from shopctl.facts.measure_limits import within_limits


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("tent for four people", 4),
        ("a tent for a family of five under $200", 5),
        ("tent for two", 2),
        ("tent for 2, under $300", 2),
        ("四人帐篷", 4),
        ("双人帐篷", 2),
        ("能坐6个人的餐桌", 6),
        ("tent", None),
        ("a gift for two dogs", None),
        ("game for two players", None),
        ("tent for 30 days", None),
        ("for 2 year olds", None),
    ],
)
def test_how_many_a_request_says(text: str, count: int | None) -> None:
    assert people_named(text) == count


@pytest.mark.parametrize(
    ("title", "fields", "most"),
    [
        ("Ridge", {"capacity": "3 people"}, 3),
        ("Ridge", {"sleeps": "4"}, 4),
        ("Ridge", {"Seats": "4-6"}, 6),
        ("Ridge", {"persons": "up to 5"}, 5),
        ("Ridge", {"capacity": "3 litres"}, None),
        ("Ridge", {"capacity": "3"}, None),
        ("Coleman 4-Person Tent", {}, 4),
        ("单人轻量帐篷", {}, 1),
        ("帐篷 3-4人", {}, 4),
        ("Ridge 3 Tent", {}, None),
    ],
)
def test_how_many_a_product_says(title: str, fields: dict[str, str], most: int | None) -> None:
    made = Product("p", title, attributes={name: (value,) for name, value in fields.items()})
    assert most_people(made) == most


def test_what_is_for_fewer_is_left_out() -> None:
    small = Product("s", "Tent", attributes={"capacity": ("2 people",)})
    large = Product("l", "Tent", attributes={"capacity": ("5 people",)})
    silent = Product("q", "Tent")
    every = [small, large, silent]
    assert roomy_enough(every, "tent for four people") == [large, silent]
    assert within_limits(every, "tent for four people") == [large, silent]
    assert roomy_enough([small], "tent for four people") == []
    assert roomy_enough(every, "tent") == every
