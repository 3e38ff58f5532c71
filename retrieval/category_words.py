"""Categories in a request: a filter only where the words name a section of the shop.

"in the Moisturizers category", "category: Toys", "in Moisturizers" (capitalised as the catalog
writes it), "护肤类目". A plain "moisturizer" is text to search for: the right product may well sit in
another category.
"""

from __future__ import annotations

import re

from ..catalog.filters import Condition
from .catalog_terms import CatalogTerms
from .lexicon import lexicon
from .reading import Page, Reading

_NAMED = re.compile(
    r"(?:(?<![a-z])(?:in |from |under )?(?:the )?(?:category|department|section|aisle)(?: is| of|:)?"
    r"|(?:类别|分类|品类|类目)(?:是|为|:)?)\s?$"
)
_IN = re.compile(r"(?:(?<![a-z])(?:in|from|within)(?: the)?|在|从)\s?$")
_SECTION = re.compile(
    r"\s?(?:(?:category|department|section|aisle)(?![a-z])|(?:类目|分类|类别|品类|专区|类(?=[的里中下]|$))(?:里面?|中|下)?的?)"
)
_LONGER = re.compile(r"\s?[&/]")
_ENDS = re.compile(
    r"\s?(?:$|[.,;!?。，！？\ue000]|(?:under|below|for|with|that|please|and|but)(?![a-z]))"
)


def read_categories(page: Page, terms: CatalogTerms) -> list[Reading]:
    """The first category that is named as a section of the shop."""
    for match in terms.categories.find(page.folded):
        start, end = match.start, match.end
        window = max(0, start - 24)
        named = _NAMED.search(page.folded, window, start)
        inside = _IN.search(page.folded, window, start)
        section = _SECTION.match(page.folded, end)
        written = page.text[start].isupper()
        plainly = (
            inside
            and written
            and not page.text.isupper()
            and not lexicon().words.get(page.text[start:end])
            and _ENDS.match(page.folded, end)
        )
        if _LONGER.match(page.folded, end) or not (named or section or plainly):
            continue
        begin = (named or inside).start() if (named or inside) else start  # type: ignore[union-attr]
        return [
            Reading(
                begin, section.end() if section else end,
                page.say("category ", "分类 ") + match.value[0],
                # What the section is called still helps the ranking.
                replacement=page.text[start:end],
                conditions=(
                    Condition("category", "eq", match.value[0])
                    if len(match.value) == 1
                    else Condition("category", "in", tuple(match.value)),
                ),
            )
        ]  # fmt: skip
    return []
