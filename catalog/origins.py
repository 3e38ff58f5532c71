"""Where a product is from: the countries with their other names, and where a product tells its own.

"United Kingdom", "UK" and "Made in Great Britain" are one origin, 英国 too. A field named for it tells
it ("made in", 产地); of a product without one, prose that says "made in …", "German-made" or 德国制造. A
country's own parts are in it (福建 in China), the country isn't known to be in its part.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from .folding import fold_name, words
from .records import Product

ORIGIN_NAMES = (
    "made in", "country of origin", "origin", "origin country", "country of manufacture", "manufactured in",
    "country", "place of origin", "product origin", "countryoforigin", "产地", "原产地", "原产国", "原产国/地区",
    "制造国", "生产国", "制造地", "生产地", "国产/进口",
)  # fmt: skip
"""Folded names of the fields that tell an origin."""
_MADE = "made|manufactured|produced|built|crafted|woven|knitted|sewn|grown|assembled|handmade|brewed|roasted"
_MADE_ZH = ("制造", "生产", "进口", "原产", "原装", "出品")
# 德国产品 is a product of Germany, 法国产区 a region.
_NOT_BEHIND_MADE = "区后妇地能量业权假"
# 国产 of 德国产 is no word.
_NOT_BEFORE_HOME = "德法英美中泰韩俄帝"
_HOME = "CN"


NOWHERE = "§"
"""Stands in no words: a pattern that nothing matches."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country, or several by one name (Europe).

    Attributes:
        code: of ISO 3166 for countries.
        english: its name.
        chinese: its name.
        names: all that stand behind "made in", folded.
        adjectives: what stands before "-made".
        places: of its own, which a field may name instead.
        members: codes of what is part of it.
    """

    code: str
    english: str
    chinese: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    places: tuple[str, ...]
    members: tuple[str, ...]

    def said(self, language: str) -> str:
        """Its name in English, or in Chinese."""
        return self.chinese if language == "zh" else self.english


@cache
def countries() -> dict[str, Country]:
    """The packaged table by code, read once."""
    table = json.loads(files(__package__).joinpath("countries.json").read_text(encoding="utf-8"))
    return {
        code: Country(
            code,
            row["en"],
            row["zh"],
            tuple(
                dict.fromkeys(
                    name.casefold()
                    for name in (
                        row["en"],
                        row["zh"],
                        *row.get("names", ()),
                        *row.get("initials", ()),
                    )
                )
            ),
            tuple(row.get("adjectives", ())),
            tuple(row.get("places", ())),
            tuple(row.get("members", ())),
        )
        for code, row in table.items()
    }


@cache
def _by_name() -> dict[tuple[str, ...], Country]:
    found: dict[tuple[str, ...], Country] = {}
    for country in countries().values():
        for name in (*country.names, *country.adjectives):
            for form in _spellings(name):
                found.setdefault(form, country)
    return found


def country_called(name: str) -> Country | None:
    """The country that a name or an adjective means; None for any other.

    >>> country_called("U.K.").english, country_called("德国").english
    ('United Kingdom', 'Germany')
    """
    found = words(name)
    return _by_name().get(tuple(found[1:] if found[:1] == ["the"] and len(found) > 1 else found))


def countries_in(text: str) -> list[Country]:
    """The countries that a text names, in its order; "us" is one only in capitals.

    >>> [one.english for one in countries_in("is it made in the UK or in Germany?")]
    ['United Kingdom', 'Germany']
    """
    found, cut, at = [], words(text), 0
    spoken_of_us = " US" not in text
    longest = max(map(len, _by_name()))
    while at < len(cut):
        for length in range(min(longest, len(cut) - at), 0, -1):
            form = tuple(cut[at : at + length])
            if form in _by_name() and not (form == ("us",) and spoken_of_us):
                found.append(_by_name()[form])
                break
        else:
            length = 1
        at += length
    return found


def _spellings(name: str) -> list[tuple[str, ...]]:
    """The words of a name; initials also as "U.K." is cut."""
    cut = words(name)
    cut = cut[1:] if cut[:1] == ["the"] else cut
    if len(cut) == 1 and cut[0].isascii() and 2 <= len(cut[0]) <= 3:
        return [tuple(cut), tuple(cut[0])]
    return [tuple(cut)] if cut else []


def _with_members(country: Country) -> list[Country]:
    found = [country]
    for one in found:
        found += [countries()[code] for code in one.members if countries()[code] not in found]
    return found


@dataclass(frozen=True, slots=True)
class OriginPatterns:
    """What tells an origin, as regular expressions over words between single spaces.

    Without look-around, so that DuckDB reads them as Python does.

    Attributes:
        field: of the value of a field for it.
        prose: of a title or a description.
        wider: of a field's value that leaves it open: a throw woven in Wales, "made in: UK".
    """

    field: str
    prose: str
    wider: str = NOWHERE


@lru_cache(maxsize=256)
def origin_patterns(origin: str) -> OriginPatterns:
    """The patterns of a country by any of its names; of an unknown place, by its own words alone."""
    country = country_called(origin)
    if country is None:
        own = _either([tuple(words(origin))])
        return OriginPatterns(f" {own} ", f" (?:{_MADE}) in (?:the )?{own} ")
    together = _with_members(country)
    names = [form for one in together for name in one.names for form in _spellings(name)]
    called = [form for one in together for name in one.adjectives for form in _spellings(name)]
    places = [tuple(words(place)) for one in together for place in one.places]
    home = f"(?:^|[^{_NOT_BEFORE_HOME}]) 国 产 " if _HOME in {one.code for one in together} else ""
    made_zh = "|".join(" ".join(one) for one in _MADE_ZH)
    known = _either([*names, *places])
    prose = [
        f" (?:{_MADE}) in (?:the )?{known} ",
        f" {_either([*names, *called])} (?:made|manufactured) ",
        f" {_either(names)} (?:{made_zh}) ",
        f" {_either(names)} 产 (?:$|[^{_NOT_BEHIND_MADE}])",
        f" (?:产 地|原 产 国|原 产 地|产 自|原 产) (?:为 |是 |于 )?{known} ",
    ]
    field = [f" {_either([*names, *called, *places])} "]
    around = [one for one in countries().values() if country in _with_members(one)[1:]]
    wider = [form for one in around for name in one.names for form in _spellings(name)]
    return OriginPatterns(
        _any([*field, home]), _any([*prose, home]), f" {_either(wider)} " if wider else NOWHERE
    )


def _either(forms: list[tuple[str, ...]]) -> str:
    longest_first = sorted(
        {" ".join(form) for form in forms if form}, key=lambda one: (-len(one), one)
    )
    return f"(?:{'|'.join(one.replace('.', '[.]') for one in longest_first)})"


def _any(patterns: list[str]) -> str:
    return "|".join(one for one in patterns if one)


def is_from(product: Product, origin: str) -> bool:
    """Whether a product tells that it is from a country: by its field, or without one by its prose."""
    patterns = origin_patterns(origin)
    told = [
        between
        for name, values in product.attributes.items()
        if fold_name(name) in ORIGIN_NAMES
        for value in values
        if (between := words(value))
    ]
    phrases = [f" {' '.join(one)} " for one in told]
    if any(re.search(patterns.field, one) for one in phrases):
        return True
    if told and not any(re.search(patterns.wider, one) for one in phrases):
        return False
    texts = (product.title, product.description)
    return any(re.search(patterns.prose, f" {' '.join(words(text))} ") for text in texts)
