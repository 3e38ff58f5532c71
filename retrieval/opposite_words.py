"""A quality that a request denies, as the quality it asks for: "isn't loud" is "quiet".

Search by words and by meaning finds what is loud for "not too loud". Only pairs that are each other's
opposite in any shop.
"""

from __future__ import annotations

import re

_OPPOSITES = {
    "loud": "quiet", "noisy": "quiet", "heavy": "light", "bulky": "compact", "big": "small", "large": "small",
    "small": "large", "expensive": "affordable", "pricey": "affordable", "greasy": "light",
    "scratchy": "soft", "itchy": "soft", "stiff": "soft", "slippery": "non-slip", "fragile": "durable",
    "flimsy": "sturdy", "bright": "dim", "complicated": "easy", "difficult": "easy", "smelly": "odourless",
}  # fmt: skip
_DENIED = re.compile(
    r"\b(?:(?:that|which|who)(?:'s| is| are)? )?(?:not|isn't|aren't|is not|are not|doesn't feel|don't feel|never)"
    r" (?:too |so |very |overly |that )?(?P<quality>" + "|".join(_OPPOSITES) + r")\b",
    re.IGNORECASE,
)


def with_opposites(text: str) -> str:
    """A request with what it denies said plainly, in front of the thing.

    >>> with_opposites("coffee grinder that isn't loud")
    'quiet coffee grinder'
    """
    plain = text.replace("’", "'")
    wanted = [_OPPOSITES[match["quality"].lower()] for match in _DENIED.finditer(plain)]
    return " ".join([*wanted, *_DENIED.sub(" ", plain).split()]) if wanted else text
