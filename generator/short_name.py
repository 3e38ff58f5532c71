"""A name to say in a sentence: titles written for a search engine run to 200 characters.

The card that is cited shows the whole title, so nothing is lost. What is left is the title's own
beginning, word for word, and "…" says that it goes on.
"""

from __future__ import annotations

import re

LONG = 100
"""Characters above which a title isn't said whole."""
_LEAST, _MOST = 45, 85
_BREAKS = (
    re.compile(r"\s*(?:[|;–—]|,(?!\d)|\s-\s|\s\()"),
    re.compile(r"\s+(?:with|for|compatible|featuring|suitable)\b", re.IGNORECASE),
    re.compile(r"\s+"),
)


def short_name(title: str) -> str:
    """A title that may be said: itself if it isn't long, else its beginning up to where it takes breath.

    Args:
        title: as `evidence.product_name` gives it.

    >>> short_name("Mug, 350 ml")
    'Mug, 350 ml'
    """
    if len(title) <= LONG:
        return title
    for breaks in _BREAKS:
        ends = [match.start() for match in breaks.finditer(title[: _MOST + 1])]
        whole = [end for end in ends if end >= _LEAST and _closed(title[:end])]
        if whole:
            return title[: whole[0] if breaks is not _BREAKS[-1] else whole[-1]].rstrip() + "…"
    return title[:_MOST].rstrip() + "…"


def _closed(text: str) -> bool:
    """Whether every bracket that opens closes."""
    return all(text.count(a) == text.count(b) for a, b in ("()", "[]", "（）", "【】", "“”"))
