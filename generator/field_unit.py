"""The unit in a field's name: feeds write "weight kg", "length_in_cm", "Power W" and a bare number below it."""

from __future__ import annotations

import re

_SHOWN = {"mah": "mAh", "wh": "Wh", "w": "W", "kw": "kW", "v": "V", "db": "dB", "gb": "GB", "tb": "TB",
          "mb": "MB", "hz": "Hz", "a": "A"}  # fmt: skip
_UNITS = (
    "kg|kgs|mg|lbs?|oz|mm|cm|km|ft|inch|inches|ml|cl|lit(?:re|er)s?|gal|kw|watts?|volts?|mah|wh|db|gb|tb|mb|lm|"
    "lumens?|hz|mph|mins?|minutes|hrs?|hours|days|months|years"
)
# One letter, and "in", only behind what can be measured so: "Made in" and "Size m" name no unit.
_SHORT = "g|l|m|w|v|a|h|in"
_MEASURED = (
    r"(?:weight|length|width|height|depth|diameter|thickness|capacity|volume|power|voltage|current|wattage|"
    r"battery life|run ?time|range|reach)"
)
_AT_THE_END = re.compile(
    rf"^(?P<name>.+?)[ /](?:in )?(?P<unit>{_UNITS})$"
    rf"|^(?P<measure>.*?\b{_MEASURED})[ /](?:in )?(?P<short>{_SHORT})$",
    re.IGNORECASE,
)


def unit_apart(name: str) -> str:
    """A field's name with the unit that it ends with in brackets; else as it is.

    >>> unit_apart("Weight kg"), unit_apart("length in cm"), unit_apart("Made in")
    ('Weight (kg)', 'length (cm)', 'Made in')
    """
    match = _AT_THE_END.match(name)
    if match is None:
        return name
    unit = match["unit"] or match["short"]
    return f"{match['name'] or match['measure']} ({_SHOWN.get(unit.lower(), unit)})"
