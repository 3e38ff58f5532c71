"""Sentence cutting and numbers with units."""

from decimal import Decimal

import pytest
from shopctl.generator.numbers import covered, measures
from shopctl.generator.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is 1.7 fl. oz. Great!", ["It is 1.7 fl. oz.", "Great!"]),
        ("Made by Dr. Jart. Soft", ["Made by Dr. Jart.", "Soft"]),
        ("Holds hair.Fortified with tea.", ["Holds hair.", "Fortified with tea."]),
        ("很好。不错！用了3天", ["很好。", "不错！", "用了3天"]),
        ("• One • Two", ["One", "Two"]),
        ("4.1 L|Wattage: 1400 W | 2 ports", ["4.1 L", "Wattage: 1400 W", "2 ports"]),
        ("Price: Rs. 950 a pair.", ["Price: Rs. 950 a pair."]),
        ("Use e.g. daily.", ["Use e.g. daily."]),
        ("", []),
        ("...", []),
    ],
)
def test_split(text, expected):
    assert split_sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$39.00", [("39", "usd")]),
        ("1.69 fl. oz / 50 mL", [("1.69", "floz"), ("50", "ml")]),
        ("199元", [("199", "cny")]),
        ("两个 3岁", [("2", None), ("3", "year")]),
        ("two-pack of 12 in-ear buds", [("2", None), ("12", None)]),
        ("5' x 3\"", [("5", "ft"), ("3", "inch")]),
        ("SPF50, 10% AHA", [("50", None), ("10", "%")]),
        ("$1,299", [("1299", "usd")]),
    ],
)
def test_measures(text, expected):
    assert [(m.value, m.unit) for m in measures(text)] == [(Decimal(v), u) for v, u in expected]


def test_units_must_be_in_the_source():
    bare, litre, ounce = measures("6")[0], measures("6 l")[0], measures("6 oz")[0]
    assert covered(bare, [ounce])
    assert covered(ounce, [ounce])
    assert not covered(litre, [ounce])
    assert not covered(ounce, [bare])
