"""The one at an end of a number that products state by name: "the highest CCA", 防水指数最高, 防晒倍数最高.

Any name will do that two of the products or more state a number of; the measures that have words of
their own ("lightest", 容量最大) are `extremes`' business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from ..generator.grounded import GroundedText
from ..generator.short_name import short_name
from ..generator.statements import Numbering, Statement
from ..messages import say
from ..retrieval.request_text import fold
from .comparing import line_of
from .named_limits import Named, told_named
from .variants import one_of_each

_ENGLISH = re.compile(
    # "The largest barbecue" has no number of that name; "with the largest cutting width" has.
    r"(?:\b(?P<end>highest|most|lowest|fewest|least)|(?<=has the )(?P<size>largest|biggest|greatest|smallest)|(?<=have the )(?P<size2>largest|biggest|greatest|smallest)|(?<=with the )(?P<size3>largest|biggest|greatest|smallest)) (?P<noun>[a-z]{2,15}(?: [a-z]{3,15})?)\b"
)
_CHINESE = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{2,10}|[a-z]{2,8})(?P<end>最[高大多强低小少])(?!档|级|端|性|款|号)"
)
_LOW = re.compile(r"lowest|fewest|least|smallest|[低小少]$")
# What has an order, an aspect or a price of its own.
_OTHERS = re.compile(
    r"^(?:price|rat|review|recent|popular|expensive|affordable|batter|capacity|size|weight|height|width|length|volume|power|nois|discount|range|selection|quality|comfort|durab|suitable|of|for|in)"
    r"|(?:价格?|价钱|评分|评价|销量|口碑|好评|性价比|容量|重量|高度|宽度|长度|续航|亮度|噪音|功率|电池|个头|尺寸)$"
)
_SYNONYMS = (
    (re.compile(r"防晒(?:倍数|指数|系数|值)$|sun protection"), "spf"),
    (re.compile(r"防水(?:指数|等级|性能?)$"), "防水指数"),
)
_COUNTED = re.compile(r"[数率量度值级力比径距积速]$")
_MOST_NAMED = 4
_SHORTEST = 2
_TWO = 2


def named_end(question: str) -> tuple[tuple[str, ...], str] | None:
    """What a number may be called whose end is asked for, likeliest first, and the word for the end.

    >>> named_end("battery with the highest CCA")
    (('cca',), 'highest')
    """
    folded = fold(question[:500])
    if match := _ENGLISH.search(folded):
        noun = match["noun"]
        first = noun.split(maxsplit=1)[0]
        if _OTHERS.search(noun):
            return None
        end = match["end"] or match["size"] or match["size2"] or match["size3"]
        return tuple(dict.fromkeys((noun, first))), end
    if match := _CHINESE.search(folded):
        noun = match["noun"]
        if _OTHERS.search(noun):
            return None
        # 行李箱最大: what can be counted ends so, and no thing does.
        if not (noun.isascii() or _COUNTED.search(noun)):
            return None
        runs = [noun] if noun.isascii() else [noun[at:] for at in range(len(noun) - _SHORTEST + 1)]
        also = [name for pattern, name in _SYNONYMS if pattern.search(noun)]
        return tuple(dict.fromkeys([*also, *runs])), match["end"]
    return None


def without_named_end(question: str) -> str:
    """The question without the words that ask for the end; the name of the number may be the thing's, too."""
    folded = fold(question)
    text = re.sub(
        rf"(?:\b(?:with|that has|has|have) )?(?:\bthe )?{_ENGLISH.pattern}", " ", folded, count=1
    )
    if text == folded and (match := _CHINESE.search(folded)):
        noun = match["noun"]
        thing = (
            ""
            if folded[match.end() : match.end() + 1] == "的"
            else next((noun[: -len(name)] for name in _numbers_in(noun) if noun.endswith(name)), "")
        )
        # 哪款防晒倍数最高: what is protected from the sun is the thing.
        text = f"{folded[: match.start()]}{thing}{folded[match.end() :]}"
    return " ".join(text.split()).strip(" 的,，")


def _numbers_in(noun: str) -> tuple[str, ...]:
    return tuple(
        word for word in ("倍数", "指数", "系数", "等级", "数值", "值") if noun.endswith(word)
    )


def at_the_named_end(
    question: str, products: Sequence[Product], language: str
) -> GroundedText | None:
    """What has the most or the least of it, and what comes next; None where fewer than two state it.

    Args:
        question: as asked.
        products: all that may be meant.
        language: of the fixed phrases.
    """
    asked = named_end(question)
    if asked is None:
        return None
    names, end = asked
    for name in names:
        told = [one for one in (told_named(p, name) for p in one_of_each(products)) if one]
        if len(told) >= _TWO:
            told.sort(key=lambda one: one.number, reverse=not _LOW.search(end))
            return _said(told, name, end, language)
    return None


def _said(told: Sequence[Named], name: str, end: str, language: str) -> GroundedText:
    statements = []
    if told[0].number != told[1].number:
        title = short_name(told[0].piece.title)
        shown = name.upper() if len(name) <= 3 and name.isascii() else name
        statements.append(Statement(say("named_first", language, title=title, name=shown, end=end)))
    statements += [line_of(one.piece, one.quote, language) for one in told[:_MOST_NAMED]]
    numbering = Numbering()
    text = "\n".join(numbering.render(one) for one in statements)
    return GroundedText(text, numbering.citations(), False, "extract")
