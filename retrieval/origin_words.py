"""Where a product should be from: "made in the UK", "German-made", 德国产的, 国产的, 日本进口.

An adjective alone is mostly a style ("Italian shoes", "French press") and filters nothing. "From
Kenya" does only where a field of the catalog tells that something is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..catalog.filters import Condition
from ..catalog.folding import fold_name, words
from ..catalog.origins import ORIGIN_NAMES, Country, countries, country_called, origin_patterns
from .reading import Page, Reading
from .request import CatalogVocabulary

_MADE = "made|manufactured|produced|built|crafted|handmade|woven|knitted|sewn|grown|assembled|brewed|roasted"
_NOT = r"(?P<no>(?:not|never|isn't|aren't|nothing|none|no) )?"
_THAT = r"(?<![a-z])(?:(?:that|which)(?: is| are|'s|'re)? )?"
_NO_SOURCE = re.compile(
    r"(?<![a-z])(?:made|ship\w*|deliver\w*|send|sent|order\w*|back|away|home|far|come|coming|travel\w*|friends?|guests?|"
    r"people|person|mum|mom|dad|mother|father|boss|colleagues?|i'm|am|is|are) $"
)
"""What before "from" makes it no origin of the thing: "made from china", "a friend from Japan"."""
_NO_CHINESE = r"(?P<no>不要|不想要|不想买|不买|不是|别要?|非|除了)?"


@cache
def _names(*, adjectives: bool, chinese: bool) -> str:
    """All names of countries as they stand in a request; the longest first."""
    forms: set[str] = set()
    for country in countries().values():
        for name in (*country.names, *(country.adjectives if adjectives else ())):
            if name.isascii() == chinese:
                continue
            plain = re.escape(name.removeprefix("the ")).replace("\\ ", " ")
            initials = name.isascii() and 2 <= len(name) <= 3
            forms.add(r"\.? ?".join(name) + r"\.?" if initials else plain)
    return "|".join(sorted(forms, key=lambda one: (-len(one), one)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Phrases that ask for an origin, surest first; `country` and `or` are its names."""
    english = _names(adjectives=False, chinese=False)
    any_form = _names(adjectives=True, chinese=False)
    chinese = _names(adjectives=False, chinese=True)
    either = rf"(?:,? (?:or|and) (?:the )?(?P<or>{english})(?![a-z]))?"
    either_chinese = rf"(?:(?:或者?|和|、|/)(?P<or>{chinese}))?"
    return (
        re.compile(
            rf"{_THAT}{_NOT}(?:(?:{_MADE}) in|imported from|comes? from|coming from) (?:the )?"
            rf"(?P<country>{english})(?![a-z]){either}"
        ),
        re.compile(rf"(?<![a-z]){_NOT}(?P<country>{any_form})[ -](?:made|manufactured)(?![a-z])"),
        re.compile(
            rf"(?<![a-z])(?:country of )?origin(?: is| should be|:)? ?(?:the )?(?P<country>{english})(?![a-z]){either}"
        ),
        re.compile(
            rf"{_NO_CHINESE}(?P<country>{chinese}){either_chinese}(?:本土|本地|当地)?"
            r"(?:制造|生产|进口|原装(?:进口)?|原产|出产|产(?![区后妇地能量业品]))的?"
        ),
        re.compile(
            rf"{_NO_CHINESE}(?:产自|原产于?|来自|(?:原?产地|原产国|制造国)(?:是|为|在|要|:)?)(?P<country>{chinese}){either_chinese}的?"
        ),
        re.compile(rf"{_NO_CHINESE}(?<![德法英美中泰韩俄日])(?P<country>国产)的?(?!化)"),
    )


@cache
def _only_from() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z])from (?:the )?(?P<country>{_names(adjectives=False, chinese=False)})(?![a-z])"
    )


def read_origins(page: Page, vocabulary: CatalogVocabulary) -> list[Reading]:
    """The origins that a request asks for, or doesn't want.

    Args:
        page: the request.
        vocabulary: the catalog's; its fields tell whether "from …" means an origin.
    """
    for pattern in _patterns():
        readings = [
            one for match in pattern.finditer(page.folded) if (one := _reading(page, match))
        ]
        if readings:
            return readings
    told = _told(vocabulary)
    return [
        one
        for match in _only_from().finditer(page.folded)
        if not _NO_SOURCE.search(page.folded, 0, match.start())
        and _country(match["country"]) in told
        # "Something from us" speaks of nobody's country.
        and (match["country"] != "us" or page.text[slice(*match.span("country"))].isupper())
        and (one := _reading(page, match))
    ]  # fmt: skip


def _country(name: str | None) -> Country | None:
    return countries()["CN"] if name == "国产" else country_called(name) if name else None


def _reading(page: Page, match: re.Match[str]) -> Reading | None:
    groups = match.groupdict()
    named = [_country(groups["country"]), _country(groups.get("or"))]
    wanted = tuple(dict.fromkeys(one.said(page.language) for one in named if one))
    if not wanted:
        return None
    refused = bool(groups.get("no"))
    one = len(wanted) == 1
    op = ("ne" if one else "not_in") if refused else ("eq" if one else "in")
    either = page.say(" or ", "或").join(wanted)
    note = page.say(f"made in {either}", f"{either}产")
    if refused:
        note = page.say("not ", "非") + note
    condition = Condition("origin", op, wanted[0] if one else wanted)  # type: ignore[arg-type]
    return Reading(match.start(), match.end(), note, conditions=(condition,))


@lru_cache(maxsize=8)
def _told(vocabulary: CatalogVocabulary) -> frozenset[Country]:
    """The countries that values of the catalog's fields for the origin name."""
    told = {
        f" {' '.join(words(value))} "
        for name, values in vocabulary.attributes
        if fold_name(name) in ORIGIN_NAMES
        for value in values
    }
    return frozenset(
        country
        for country in countries().values()
        if any(re.search(origin_patterns(country.english).field, one) for one in told)
    )
