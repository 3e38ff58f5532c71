"""Brands in a request: a filter where the words say so, otherwise left to the ranking.

A brand becomes a hard condition when it is signalled ("by Nike", "brand: Nike", "小米牌的"), or when
a name of several words stands capitalised as the catalog writes it. A name that is also a plain
word ("Fresh", "Simple") must be capitalised even then. "for iPhone", "like Nike", "compatible with
Sony" name a brand without asking for it.
"""

from __future__ import annotations

import re

from ..catalog.filters import Condition
from .brand_aliases import is_meant
from .catalog_terms import CatalogTerms
from .lexicon import lexicon
from .phrases import Match
from .reading import Page, Reading

_SIGNAL = re.compile(
    r"(?:(?<![a-z])(?:made |produced |sold )?(?:by|from)(?: the brand| brand)?|(?<![a-z])brand(?: name)?(?: is| should be|:| of)?"
    r"|(?:品牌|牌子)(?:是|为|要|:)?)\s?$"
)
_SURE_SIGNAL = re.compile(r"brand|品牌|牌子")
_SIGNAL_AFTER = re.compile(r"\s?(?:'s )?(?:brand(?:ed)?(?![a-z])|品牌的?|牌子的?|牌的?(?!照)|家的)")
_NAMED_ONLY = re.compile(
    r"(?<![a-z])(?:for(?: an?| my| the)?|like|similar to|such as|compatible with|compatible|works? with|fits?|than|vs\.?|versus|"
    r"instead of|dupes? (?:for|of)|alternatives? (?:to|for)|inspired by|replacement for|with my|to my|"
    r"not|no|non|without|except|适用于?|适合|兼容|类似|像|代替|平替|对比|比)\s?$"
)
_NAMED_ONLY_AFTER = re.compile(
    r"\s?(?:'s)?[\s-]?(?:compatible|style|like|type|dupe|alternative|inspired|同款|平替)"
)
_LINK = re.compile(r"\s?(?:,|/|\bor\b|\band\b|&|或者?|和|、)\s?(?:by |from )?")
_REFUSED = re.compile(
    r"(?:(?<![a-z])(?:not|no|nothing|none|never|\w{2,5}n't)(?: (?:made|anything|something|one|want))*(?: (?:by|from))?|不要|不|除了|别)\s?$"
)
_MOST_WISHES = 4
_POSSESSIVE = re.compile(r"'s(?![a-z])")


def brand_condition(brands: list[str], *, wanted: bool = True) -> Condition:
    """One condition for one or several brands."""
    unique = tuple({brand.casefold(): brand for brand in reversed(brands)}.values())[::-1]
    if len(unique) == 1:
        return Condition("brand", "eq" if wanted else "ne", unique[0])
    return Condition("brand", "in" if wanted else "not_in", unique)


def read_brands(page: Page, terms: CatalogTerms) -> list[Reading]:
    """Brands that the request asks for plainly; all alternatives make one condition."""
    if not len(terms.brands):
        return []
    found: list[tuple[int, int, Match[list[str]]]] = []
    at = 0
    called = terms.called.find(page.folded)
    named = sorted([*terms.brands.find(page.folded), *called], key=lambda one: one.start)
    for match in named:
        span = _asked_for(page, match, found[-1][1] if found else None)
        if span is None and match in called:
            span = _called(page, match)
        if span and span[0] >= at:
            found.append((*span, match))
            at = span[1]
    if not found:
        return []
    condition = brand_condition([brand for _, _, match in found for brand in match.value])
    # All brands are alternatives: a product has one brand, so "and" can only mean "or".
    return [
        Reading(
            start, end,
            page.say("brand ", "品牌 ") + " / ".join(match.value),
            conditions=(condition,),
        )
        for start, end, match in found
    ]  # fmt: skip


def read_brand_wishes(page: Page, terms: CatalogTerms) -> list[Reading]:
    """Brands that are named without a signal: wishes that stay in the search text."""
    readings = []
    for match in terms.brands.find(page.folded):
        window = max(0, match.start - 28)
        if is_plain_word(page, match.start, match.end):
            continue
        if any(one.search(page.folded, window, match.start) for one in (_NAMED_ONLY, _REFUSED)):
            continue
        note = page.say("preferred: brand ", "优先：品牌 ") + match.value[0]
        wish = page.text[match.start : match.end].lower()
        readings.append(Reading(match.start, match.end, note, replacement=None, soft=(wish,)))
    return readings[:_MOST_WISHES]


def is_plain_word(page: Page, start: int, end: int) -> bool:
    """Whether a brand's name at this place reads as a plain word: common, and not capitalised."""
    if not lexicon().is_common(page.folded[start:end]):
        return False
    return not _capitalised(page, start, end)


def _asked_for(
    page: Page, match: Match[list[str]], previous_end: int | None
) -> tuple[int, int] | None:
    """The span of a brand that is asked for, with its signal; None if it is only named."""
    folded, start, end = page.folded, match.start, match.end
    if previous_end is not None and _LINK.fullmatch(folded, previous_end, start):
        return previous_end, end  # "by Nike or Adidas"
    window = max(0, start - 28)
    if _REFUSED.search(folded, window, start):
        return None
    after = _SIGNAL_AFTER.match(folded, end)
    before = _SIGNAL.search(folded, window, start)
    plain = is_plain_word(page, start, end)
    if after and not (plain and folded[start].isascii() and not _capitalised(page, start, end)):
        return (before.start() if before else start), after.end()
    if before and (not plain or _SURE_SIGNAL.search(before[0])):
        return before.start(), end
    if _NAMED_ONLY.search(folded, window, start) or _NAMED_ONLY_AFTER.match(folded, end):
        return None
    several = len(match.value) == 1 and " " in page.text[start:end]
    if several and _capitalised(page, start, end) and not lexicon().is_common(folded[start:end]):
        possessive = _POSSESSIVE.match(folded, end)
        return start, possessive.end() if possessive else end
    return None


def _called(page: Page, match: Match[list[str]]) -> tuple[int, int] | None:
    """The span of a name in the other script, which can't be searched for and so has to filter."""
    window = max(0, match.start - 28)
    if any(one.search(page.folded, window, match.start) for one in (_NAMED_ONLY, _REFUSED)):
        return None
    if _NAMED_ONLY_AFTER.match(page.folded, match.end):
        return None
    return (match.start, match.end) if is_meant(page.text, page.folded, match) else None


def _capitalised(page: Page, start: int, end: int) -> bool:
    """Whether every word at this place begins with a capital, in a text that isn't all capitals."""
    if page.text.isupper():
        return False
    words = page.text[start:end].split()
    return all(word[0].isupper() or not word[0].isalpha() for word in words)
