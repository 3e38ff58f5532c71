"""The one at an end of all that the shop has of a kind: "which tent is the lightest?", 容量最大的茶壶.

The few best found aren't enough for it, so more are looked at; and the word itself is no word to
search for: a "Cable Lock Light" isn't the lightest lock for its name. Prices and ratings are
`generator/compare.py`'s and the search's own order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from ..generator.grounded import GroundedText
from ..retrieval.request_text import fold
from .aspects import ASPECTS, Aspect, aspect_in, said_fully, told_of
from .comparing import by_aspect
from .variants import one_of_each

_END = re.compile(
    r"\b(?:lightest(?! colou?rs?\b| shades?\b)|heaviest|widest(?! range| choice| selection)|narrowest|tallest"
    r"|longest(?! warrant| guarantee)|shortest|(?:biggest|largest)(?! discount| sale| selection| range)"
    r"|smallest|brightest(?! colou?r)|dimmest|quietest|loudest|noisiest|roomiest|most (?:powerful|quiet|silent)|least (?:noisy|loud|noise)|lowest noise"
    r"|(?:holds?|weighs?) the (?:most|least))\b"
    r"|(?<!评分)(?<!评价)(?<!价格)(?<!销量)(?<!价比)最(?:轻|重(?!要)|宽|窄|长|短|大|小|亮|安静|静音|吵|响|低噪音?|高(?!档|级|端|性))"
)
_NAMED = re.compile(
    rf"(?:容量|重量|高度|宽度|长度|续航|亮度|噪[音声]|声音|功率)?(?:{_END.pattern})"
    r"(?: (?:capacity|volume|weight|battery life|battery|lasting|noise level|level|height|width|length|power|wattage)\b)?"
)
_WHICH = re.compile(r"\b(?:which|what|whats|what's)\b|哪")
_MORE = re.compile(
    r"\b(?:lighter|heavier|wider|narrower|taller|longer|shorter|bigger|larger|smaller|brighter|quieter|louder|roomier|more powerful)\b(?! than)"
    r"|更(?:轻|重(?!要)|宽|窄|长|短|大|小|亮|安静|吵|高(?!档|级|端))"
)
_OF_ITSELF = ASPECTS[2:]  # without price and rating


def end_asked(question: str) -> tuple[Aspect, bool] | None:
    """The aspect and whether its low end is asked for; None if a question asks for no end.

    >>> end_asked("which lock is the lightest?")[1]
    True
    """
    folded = said_fully(fold(question[:500]))
    if not _END.search(folded) and not (_WHICH.search(folded) and _MORE.search(folded)):
        return None
    return aspect_in(folded, _OF_ITSELF)


def without_end(question: str) -> str:
    """The question without the words that ask for an end."""
    text = _NAMED.sub(" ", said_fully(fold(question)))
    return " ".join((_MORE.sub(" ", text) if _WHICH.search(text) else text).split())


def at_the_end(question: str, products: Sequence[Product], language: str) -> GroundedText | None:
    """What is at the end asked for, and what comes next; None where fewer than two are measured.

    Args:
        question: as asked.
        products: all that may be meant.
        language: of the fixed phrases.
    """
    asked = end_asked(question)
    if asked is None:
        return None
    aspect, rising = asked
    told = [(one, told_of(aspect, one)) for one in one_of_each(products)]
    amounts = [said.amount for _, said in told if said is not None and said.amount is not None]
    if len(amounts) < 2 or len({kind for kind, _ in amounts}) > 1:
        return None
    # "Size: large" has no place in the order.
    ordered = [(one, said) for one, said in told if said is None or said.amount is not None]
    return by_aspect(aspect, rising, ordered, language)
