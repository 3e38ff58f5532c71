"""The model that a question names and the product found isn't: "iPhone 14" where the shop has the iPhone 15.

An answer about another model is worse than none. Only where the name is the same and its number differs: "the
450 ml mug" and "size 8" name no model.
"""

from __future__ import annotations

import re

from .request_text import fold

_MODEL = re.compile(
    r"(?<![a-z0-9])(?P<name>[a-z]{1,12})[\s-]?(?P<number>\d{1,4}[a-z]{0,2})(?![a-z0-9.,]*\d)(?![a-z])"
    r"(?P<edition>(?:\s?(?:pro|max|plus|mini|ultra|lite|air|fold|flip)(?![a-z]))*)"
)
_HAN_MODEL = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2})(?P<number>\d{1,3})(?![\d.]|\s?[a-z%寸米升克岁码个天月年瓦毫厘公斤片支只包号度倍级层人位件款块元分周小平英吋色代种条双粒])(?P<edition>)"
)
_NO_NAMES = frozenset(
    [
        "size", "pack", "set", "of", "under", "over", "for", "in", "a", "the", "than", "to", "at", "least", "most",
        "about", "around", "and", "or", "is", "are", "be", "no", "number", "age", "ages", "aged", "below", "above",
        "from", "up", "with", "by", "on", "my", "x", "spf", "pa", "us", "eu", "uk", "only", "these", "those", "last",
        "first", "top", "level", "step", "box", "case", "has", "have", "does", "fit", "fits", "hold", "holds",
        "within", "between", "option", "item", "year", "years", "vitamin", "omega", "type", "class", "grade",
    ]
)  # fmt: skip
_MOST_CHARS = 500


def missing_model(question: str, title: str) -> str:
    """The model that a question names, if the title has another of that name; ``""`` otherwise.

    >>> missing_model("how much is the iPhone 14?", "Apple iPhone 15 128 GB")
    'iphone 14'
    >>> missing_model("how much is the iPhone 15?", "Apple iPhone 15 128 GB")
    ''
    """
    asked, said = fold(question[:_MOST_CHARS]), fold(title[:_MOST_CHARS])
    for pattern in (_MODEL, _HAN_MODEL):
        own: dict[str, list[tuple[str, str]]] = {}
        for match in pattern.finditer(said):
            own.setdefault(match["name"], []).append((match["number"], match["edition"]))
        for match in pattern.finditer(asked):
            models = own.get(match["name"], [])
            if not models or match["name"] in _NO_NAMES:
                continue
            editions = match["edition"].split()
            if not any(
                number == match["number"] and all(one in said for one in editions)
                for number, _ in models
            ):
                return match[0].strip()
    return ""
