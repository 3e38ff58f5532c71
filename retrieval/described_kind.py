"""What a description's opening says a product is: "A 2.5-layer jacket with pit zips" says that a rain shell is a jacket.

Names are the maker's, and shoppers know the thing by another word: shell and jacket, dome and tent, "The
Salt Road" and novel. Many descriptions begin by saying it. Only the first words count: what stands further
down is spoken of in passing ("room for a jacket").
"""

from __future__ import annotations

import re

from .product_kind import kind_words
from .tokens import tokenise

_OPENING = re.compile(
    r"\s*(?:(?:this|it|here)(?:'s| is) )?an? (?P<said>(?:[^.!?;:]|[.:](?=\d)){2,90})", re.IGNORECASE
)
_QUALITIES = re.compile(r"^(?P<first>[\w-]+), (?=[\w-]+ )")
"""Before a comma one word only: "a thick, quiet cream"."""
_CLAUSE = re.compile(
    r"\s(?:that|which|who|whose|where|when|as|so|you|your|made|built|designed|cut|knitted|woven|filled|based|set|about|"
    r"without|on|under|over|into|in(?= \d)|is|are|was|has|have|can|will)\s.*",
    re.IGNORECASE | re.DOTALL,
)
_HOLDERS = frozenset(
    ["box", "set", "pack", "packet", "pair", "bottle", "tube", "jar", "tin", "can", "piece", "roll", "sheet", "block",
     "mix", "blend", "range", "selection", "collection", "choice", "lot", "bit", "kind", "type", "sort", "version", "part"]
)  # fmt: skip
_HELD = re.compile(r"(?P<holder>[a-z]+) of (?!\d)(?P<held>.+)", re.IGNORECASE)
_NO_THINGS = frozenset(tokenise("must have favourite favorite classic way one thing gift present"))


def described_as(description: str) -> frozenset[str]:
    """The term of the thing that a description begins by calling the product; empty where it doesn't.

    Args:
        description: English; its first 120 characters are read.

    >>> described_as("A 74 g jacket that packs into its own pocket."), described_as("Room for a jacket.")
    (frozenset({'jacket'}), frozenset())
    """
    opening = _OPENING.match(description[:120])
    if opening is None:
        return frozenset()
    said = _CLAUSE.sub("", f"{opening['said']} ").strip()
    said = _QUALITIES.sub(r"\g<first> ", said)
    words = kind_words(said, 1)
    held = _HELD.search(said)
    if held and words == [held["holder"]] and held["holder"].casefold() in _HOLDERS:
        words = kind_words(held["held"], 1)
    return frozenset(tokenise(words[-1])[-1:]) - _NO_THINGS if words else frozenset()
