"""Columns whose name says that a cell may hold several values: colours, flavours, tags, seasons.

A small shop's ten rows tell nothing by what repeats in them (`list_columns.py`), its header does:
"黑色,藏青色" under 颜色 are two colours. Cut only where all pieces are short tokens: "black, with a
hint of green when it is worn in the sun" stays whole.
"""

from __future__ import annotations

import re

from ..columns import normal_name

_NAMES = (
    r"colou?rs?|colou?r (?:options?|names?)|flavou?rs?|tastes?|scents?|fragrances?|aromas?|tags?|keywords?|labels?|"
    r"seasons?|occasions?|holidays?|themes?|styles?|patterns?|features?|amenities|audiences?|sports?|activit(?:y|ies)|"
    r"allergens?|skin types?|hair types?|concerns?|genres?|topics?|suitable for|finish(?:es)?|shades?"
)
_CHINESE = (
    "颜色|可选颜色|色号|配色|口味|味道|风味|香型|香味|气味|标签|关键词|季节|适用季节|场合|适用场合|场景|适用场景|使用场景|"
    "节日|主题|风格|图案|功能|特点|卖点|适用人群|人群|适合肤质|适用肤质|肤质|过敏原|题材|体裁"
)
_NAMED = re.compile(
    rf"(?:(?:available|main|product|item|all) )?(?:{_NAMES})|(?:商品|产品|主要)?(?:{_CHINESE})(?:分类|选项)?"
)
# A comma between figures belongs to a number ("1,5", "RAL 9,005").
_BETWEEN = re.compile(r"\s*(?:[;|，、；｜]|(?<!\d),|,(?!\d))\s*")
_AND = re.compile(r"^(?:and|or|&)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?:。！？：](?:\s|$)|[。！？：]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MOST_HAN = 10
_MOST_WORDS, _MOST_CHARS = 4, 32


def may_hold_several(column: str) -> bool:
    """Whether a column's name is one of those whose cells list values.

    >>> may_hold_several("Colour_Options"), may_hold_several("适用季节"), may_hold_several("size")
    (True, True, False)
    """
    return _NAMED.fullmatch(normal_name(column)) is not None


def listed(text: str) -> list[str]:
    """The values of a cell of such a column; the whole text where its pieces aren't all short tokens.

    >>> listed("red,grey"), listed("黑色，藏青色")
    (['red', 'grey'], ['黑色', '藏青色'])
    """
    pieces = [_AND.sub("", piece.strip()) for piece in _BETWEEN.split(text)]
    pieces = [piece for piece in pieces if piece]
    return pieces if len(pieces) > 1 and all(map(_is_token, pieces)) else [text]


def values_of(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a named attribute: a single text that lists several under such a name, cut."""
    if len(values) == 1 and may_hold_several(name):
        return tuple(dict.fromkeys(listed(values[0])))
    return values


def _is_token(piece: str) -> bool:
    if _SENTENCE.search(piece) or not any(map(str.isalpha, piece)):
        return False
    if _HAN.search(piece):
        return len(piece) <= _MOST_HAN
    return len(piece) <= _MOST_CHARS and len(piece.split()) <= _MOST_WORDS
