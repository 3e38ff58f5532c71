"""Measures as shops write them: every spelling of a unit to one term."""

from __future__ import annotations

_SPELLINGS = {
    "inch": 'in inch inches " ″ ” 英寸 寸',
    "ft": "ft foot feet ' ′ ’ 英尺",
    "yd": "yd yds yard yards",
    "mm": "mm millimeter millimeters millimetre millimetres 毫米",
    "cm": "cm centimeter centimeters centimetre centimetres 厘米",
    "m": "m meter meters metre metres 米",
    "oz": "oz ounce ounces 盎司",
    "lb": "lb lbs pound pounds 磅",
    "g": "g gm gms gr gram grams 克",
    "kg": "kg kgs kilo kilos kilogram kilograms 公斤 千克",
    "mg": "mg milligram milligrams 毫克",
    "ml": "ml milliliter milliliters millilitre millilitres 毫升",
    "l": "l ltr liter liters litre litres 升",
    "gal": "gal gallon gallons",
    "qt": "qt quart quarts",
    "pt": "pt pint pints",
    "w": "w watt watts 瓦",
    "v": "v volt volts 伏",
    "amp": "amp amps ampere amperes",
    "pk": "pk pack packs",
    "pc": "pc pcs piece pieces",
}
_UNITS = {spelling: unit for unit, words in _SPELLINGS.items() for spelling in words.split()}


def unit_of(word: str) -> str | None:
    """The one spelling of a unit, or None if `word` (case-folded) is no unit."""
    return _UNITS.get(word)
