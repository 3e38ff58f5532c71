from __future__ import annotations

import pytest
from shopctl.generator.evidence import label_of
from shopctl.generator.field_unit import unit_apart


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("weight_kg", "Weight (kg)"),
        ("Weight kg", "Weight (kg)"),
        ("length in cm", "Length (cm)"),
        ("lengthInCm", "Length (cm)"),
        ("battery mAh", "Battery (mAh)"),
        ("power w", "Power (W)"),
        ("width in", "Width (in)"),
        ("warranty years", "Warranty (years)"),
        ("Weight (kg)", "Weight (kg)"),
        ("made in", "Made in"),
        ("size m", "Size m"),
        ("vitamin a", "Vitamin a"),
        ("fits in", "Fits in"),
        ("kg", "Kg"),
        ("重量kg", "重量kg"),
        ("skin_type", "Skin type"),
    ],
)
def test_a_unit_at_the_end_of_a_name(name: str, shown: str) -> None:
    assert label_of(name) == shown


def test_twice_is_once() -> None:
    assert unit_apart(unit_apart("net weight g")) == unit_apart("net weight g") == "net weight (g)"
