"""Attribute values in a request: a filter where name and value are both said, otherwise a wish.

"skin type: dry" is hard; "for dry skin" is a wish, since "dry" may be half of "dry shampoo".
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..catalog.filters import Condition
from .avoided_words import avoided_spans
from .catalog_terms import CatalogTerms, Value, says_something
from .phrases import Match, Token, tokens
from .reading import Page, Reading

_SAYS = re.compile(r"\s?(?:[:=]|is\b|are\b|(?:should|must|has to) be\b|为|是|要)\s?")
_ALTERNATIVE = re.compile(r"\s?(?:,|/|\bor\b|\band\b|&|或者?|和|、|及)\s?")
_NEGATED = re.compile(r"(?:not|no|n't|non|不|没|非)\s?$")
_MOST_WISHES = 12
_BOUND = re.compile(
    r"(?:at least|more than|over|above|min(?:imum)?|up to|at most|less than|under|below|至少|不少于|超过|以上)\s?(?:a )?$"
)
_OPEN = re.compile(
    r"\s?(?:or (?:more|less|above|higher|up)|and (?:up|above)|\+|以上|以下)|[^.,;?!]{0,20}\bor (?:more|less|higher)\b"
)


def read_named_values(page: Page, terms: CatalogTerms) -> list[Reading]:
    """What "NAME: VALUE" asks for, with names and values of the catalog."""
    readings: list[Reading] = []
    words = tokens(page.folded)
    index_of = {word.start: index for index, word in enumerate(words)}
    for match in terms.names.find(page.folded):
        says = _SAYS.match(page.folded, match.end)
        if not says or (readings and match.start < readings[-1].end):
            continue
        index = index_of.get(says.end())
        value = None if index is None else terms.values.at(page.folded, words, index)
        fitting = _of_names(value, match.value) if value else []
        if value and fitting:
            either = _another_follows(page, terms, value, words, index_of)
            readings.append(_named(page, match.start, value, fitting, either=either))
    return readings


def read_figures(page: Page, terms: CatalogTerms) -> list[Reading]:
    """A figure beside the name of its attribute: "16GB ram", "ram 16GB"; "at least 16GB ram" is none."""
    readings: list[Reading] = []
    names = terms.names.find(page.folded)
    for match in terms.values.find(page.folded):
        said = page.folded[match.start : match.end]
        if not any(char.isdigit() for char in said) or said.isdigit():
            continue
        if _BOUND.search(page.folded, 0, match.start) or _OPEN.match(page.folded, match.end):
            continue
        for name in names:
            gaps = (page.folded[match.end : name.start], page.folded[name.end : match.start])
            if not any(gap in {" ", "-", " of ", " of", "的"} for gap in gaps):
                continue
            if fitting := _of_names(match, name.value):
                start, end = min(match.start, name.start), max(match.end, name.end)
                reading = _named(page, start, match, fitting, either=False)
                readings.append(replace(reading, end=end))
                break
    return readings[:1]


def _another_follows(
    page: Page,
    terms: CatalogTerms,
    value: Match[list[Value]],
    words: list[Token],
    index_of: dict[int, int],
) -> bool:
    """Whether the value is one of several: "dry or oily", "dry, oily"."""
    link = _ALTERNATIVE.match(page.folded, value.end)
    index = index_of.get(link.end()) if link else None
    return index is not None and terms.values.at(page.folded, words, index) is not None


def _of_names(match: Match[list[Value]], names: list[str]) -> list[Value]:
    return [one for one in match.value if one.name in names]


def _named(
    page: Page, start: int, match: Match[list[Value]], values: list[Value], *, either: bool
) -> Reading:
    name, part = values[0].name, values[0].part
    if either:
        # "dry or oily": conditions can't say "either", so all of them are wishes.
        note = page.say(f"preferred: {name} {part}", f"优先：{name} {part}")
        return Reading(start, match.end, note, replacement=None, soft=(part.lower(),))
    exact = any(char.isdigit() for char in part) and any(one.value == part for one in values)
    note = page.say(f"{name} is {part}", f"{name}为{part}")
    # `contains` rather than `eq`: "Normal, Dry, and Oily" is right for "dry" as well.
    condition = Condition(f"attributes.{name}", "eq" if exact else "contains", part)
    return Reading(start, match.end, note, replacement=None, conditions=(condition,))


def read_wishes(page: Page, terms: CatalogTerms) -> list[Reading]:
    """Values of the catalog that the request mentions: they move the ranking, and stay as text."""
    readings: list[Reading] = []
    unwanted = avoided_spans(page.folded)
    for match in terms.values.find(page.folded):
        if len(readings) == _MOST_WISHES:
            break
        if any(start <= match.start < end for start, end in unwanted):
            continue  # "allergic to chicken" wishes for no chicken
        if not says_something(page.text[match.start : match.end]):
            continue
        if _NEGATED.search(page.folded, max(0, match.start - 4), match.start):
            continue
        names = list(dict.fromkeys(one.name for one in match.value))
        note = page.say("preferred: ", "优先：") + ", ".join(names[:2])
        wish = " ".join(page.text[match.start : match.end].lower().split())
        readings.append(Reading(match.start, match.end, note, replacement=None, soft=(wish,)))
    return readings
