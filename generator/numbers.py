"""Numbers, money and measures in text, in one comparable form: for the sentence check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_WORDS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
}
_HAN = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2}

_UNITS = {
    "mm": "mm|millimet(?:er|re)s?|毫米",
    "cm": "cm|centimet(?:er|re)s?|厘米|公分",
    "m": "m|met(?:er|re)s?|米",
    "km": "km|kilomet(?:er|re)s?|公里|千米",
    "inch": 'in|inch(?:es)?|"|″|英寸|吋',
    "ft": "ft|foot|feet|'|′|英尺",
    "floz": r"fl\.?\s*oz\.?|fluid\s+ounces?",
    "oz": "oz|ounces?|盎司",
    "ml": "ml|millilit(?:er|re)s?|毫升",
    "l": "l|lit(?:er|re)s?|升",
    "gallon": "gal|gallons?|加仑",
    "mg": "mg|milligrams?|毫克",
    "g": "g|gm|gms|grams?|克",
    "kg": "kg|kgs|kilograms?|kilos?|公斤|千克",
    "jin": "斤",
    "lb": "lbs?|pounds?|磅",
    "%": "%|％|percent|per cent",
    "w": "w|watts?|瓦",
    "v": "v|volts?|伏",
    "mah": "mah|毫安时?",
    "hour": "h|hrs?|hours?|小时",
    "minute": "mins?|minutes?|分钟",
    "day": "days?|天|日",
    "week": "weeks?|周|星期",
    "month": "months?|个月|月",
    "year": "yrs?|years?|年|岁",
    "degree": "°\\s*[cf]?|degrees?|℃|度",
    "usd": "usd|dollars?|bucks|美元",
    "eur": "eur|euros?|欧元",
    "cny": "cny|rmb|yuan|元|块",
    "inr": "inr|rupees?",
    "gbp": "gbp",
    "person": "persons?|people|人",
}
_SIGNS = {
    "$": "usd",
    "US$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "cny",
    "￥": "cny",
    "₹": "inr",
    "Rs": "inr",
    "Rs.": "inr",
}
_UNIT_OF = [
    (name, re.compile(rf"\s*-?\s*(?:{pattern})(?!-?(?!olds?\b)[a-z])", re.IGNORECASE))
    for name, pattern in _UNITS.items()
]
_UNIT_OF.sort(
    key=lambda pair: pair[0] not in ("floz", "mah", "mm", "mg", "ml", "minute", "month", "km", "kg")
)

_NUMBER = re.compile(
    r"(US\$|Rs\.?|[$€£¥￥₹])?\s*(?<![\w.])(\d[\d,]*(?:\.\d+)?|\.\d+)|(?<=[A-Za-z])(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)"
)
_WORD_NUMBER = re.compile(r"\b(" + "|".join(_WORDS) + r")\b", re.IGNORECASE)
_HAN_NUMBER = re.compile(
    r"([一二两三四五六七八九十])(?=[个只件片瓶支盒包袋条块种年岁档层格人月天周米克升])"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as it stands in text.

    Attributes:
        value: exact.
        unit: canonical unit or currency (``"ml"``, ``"usd"``, ``"%"``), or None.
        start: where it begins in the text.
        end: where it (with its unit) ends.
        spelled: written as a word ("two", "两个"), which "one of the best" also is.
    """

    value: Decimal
    unit: str | None
    start: int
    end: int
    spelled: bool = False

    @property
    def key(self) -> tuple[Decimal, str | None]:
        """Value and unit, comparable across texts."""
        return (self.value, self.unit)


def measures(text: str) -> list[Measure]:
    """All numbers of a text in order, digits and number words, with their units."""
    found: list[Measure] = []
    for match in _NUMBER.finditer(text):
        sign, plain, glued, rest = match.groups()
        digits = plain or glued or rest
        try:
            value = Decimal(digits.replace(",", "")).normalize()
        except InvalidOperation:
            continue
        unit, end = (_SIGNS[sign], match.end()) if sign else unit_after(text, match.end())
        start = match.start(2) if plain else match.start()
        found.append(Measure(value, unit, start - len(sign or ""), end))
    for match in _WORD_NUMBER.finditer(text):
        unit, end = unit_after(text, match.end())
        found.append(
            Measure(Decimal(_WORDS[match.group(1).lower()]), unit, match.start(), end, True)
        )
    for match in _HAN_NUMBER.finditer(text):
        unit, end = unit_after(text, match.end())
        found.append(Measure(Decimal(_HAN[match.group(1)]), unit, match.start(), end, True))
    return sorted(found, key=lambda measure: measure.start)


def unit_after(text: str, position: int) -> tuple[str | None, int]:
    """The canonical unit that stands right at `position`, and where it ends."""
    for name, pattern in _UNIT_OF:
        match = pattern.match(text, position)
        if match:
            return name, match.end()
    return None, position


def covered(measure: Measure, known: list[Measure]) -> bool:
    """Whether a number stands in the known ones: same value, and same unit where either has one.

    A bare number is covered by the same value with a unit ("6" by "6 fl oz"), never the reverse,
    for a unit that isn't in the source is invented.
    """
    return any(
        measure.value == other.value and measure.unit in (None, other.unit) for other in known
    )
