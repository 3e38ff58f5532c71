"""What a shopper is about to take up: "I want to start running", "we're getting into camping".

Such a wish names no thing: what lies in a category of that name is narrowed down.
"""

from __future__ import annotations

import re

from .request_text import fold

_TAKES_UP = re.compile(
    r"\b(?:i|we)(?:'m|'re|'d| am| are| would)?(?: just| really| also)?"
    r"(?: (?:want|wish|plan|hope|like|love|going|decided|about|thinking of|looking)(?: to)?)?"
    r" (?:start|starting|begin|beginning|take up|taking up|get into|getting into|got into|try out|new to)(?: with)?"
    r" (?P<what>[a-z][a-z-]{2,20}(?: [a-z-]{3,20})?)(?: (?:this|next|again|soon|now|and|but|so|in|for|what|as)\b.*|\s*[,;.?!].*)?[\s?.!,]*$"
)
_NO_ACTIVITY = frozenset(
    ["over", "again", "shopping", "looking", "from scratch", "fresh", "the", "a", "an", "my", "it"]
)


def taken_up(text: str) -> str:
    """What is taken up, in the words of the request; empty if it is of no such form.

    >>> taken_up("I want to start running"), taken_up("I want running shoes")
    ('running', '')
    """
    match = _TAKES_UP.search(fold(text[:300]))
    if match is None or match["what"].split()[0] in _NO_ACTIVITY or match["what"] in _NO_ACTIVITY:
        return ""
    return match["what"]
