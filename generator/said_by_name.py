"""What only a product's name says: "Kids Rain Jacket, waterproof", "HDMI Cable with Ethernet (3 m)".

A name is no sentence and nobody labelled names, so they score poorly as evidence; yet in many
shops the name is the specification. Here it answers where it holds the very words or measure that
is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import Piece
from .extract import frame
from .numbers import measures
from .questions import Question, asked_of_it
from .set_counts import count_in_name
from .statements import Statement
from .words import content, stem, words

_IS_IT = re.compile(
    r"(?:is|are)\s+(?:(?:the|this|that|these|those|your)\s+(?P<subject>\S.*?)|it|they)\s+(?:an?\s+)?(?P<asked>[\w-]+)\W*$",
    re.IGNORECASE,
)
# What a thing is stands before this; what it has, behind: "Coffee Grinder with Scoop".
_BREAK = re.compile(r"\b(?:with|w/|for|and|plus)\b|[,;:|/&+()\[\]–—]|-", re.IGNORECASE)
_MEASURED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(units.split()))
    for pattern, units in (
        (r"\bhow long (?:is|are)\b|\bthe length\b", "mm cm m inch ft"),
        (r"\bhow heavy\b|\bhow much do(?:es)? .*weigh\b|\bthe weight\b", "g kg lb oz"),
        (r"\bhow much do(?:es)? .*hold\b|\bthe (?:capacity|volume)\b", "ml cl l floz gallon"),
        (r"\bhow (?:many watts|powerful)\b|\bthe wattage\b|\bthe power\b", "w kw"),
        (r"\bhow many mah\b|\bthe battery capacity\b", "mah"),
    )
)

_NUMBER = re.compile(r"\s*\d")


def said_by_name(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """The name, where it says what an "is it …?" asks ("is the dark chocolate vegan?"), or how many there are.

    Args:
        question: as understood.
        pieces: of one product.
        language: of the fixed phrases.
    """
    if (counted := count_in_name(question, pieces)) is not None:
        return [frame(counted, language)]
    asked = _IS_IT.match(question.text)
    if asked is None or question.terms:
        return []
    asking = {stem(one.surface) for one in words(asked["subject"] or "") if len(one.surface) > 1}
    # "Safe for puppies" asks more than a name can say.
    own = {stem(one.surface) for one in words(asked["asked"])}
    return [
        frame(piece, language, tuple(own))
        for piece in pieces
        if piece.kind == "title"
        and asking | own <= {stem(one.surface) for one in words(piece.text)}
    ]


def told_by_name(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """The name, where nothing better was found: it names what the thing has, or its one such measure."""
    title = next((piece for piece in pieces if piece.kind == "title"), None)
    if title is None:
        return []
    if (terms := _had(question, title.text)) or (terms := _measure(question, title.text)):
        return [frame(title, language, terms)]
    return []


def _had(question: Question, title: str) -> tuple[str, ...]:
    """Stems of what a "does it have …?" asks for, if the name says them one behind the other."""
    wanted = asked_of_it(question.text)
    begins = _BREAK.search(title)
    if not wanted or begins is None:
        return ()
    said = [word.stem for word in content(title[begins.end() :])]
    runs = (said[at : at + len(wanted)] for at in range(len(said)))
    return wanted if any(tuple(run) == wanted for run in runs) else ()


def _measure(question: Question, title: str) -> tuple[str, ...]:
    """Stems of the measure that is asked for, as the name writes it, if it holds one and no more."""
    if question.terms:
        return ()
    for asked, units in _MEASURED:
        if asked.search(question.text):
            told = [one for one in measures(title) if one.unit in units]
            found = [one for one in told if not _NUMBER.match(title, one.end)]  # "2 in 1"
            # "10 ft / 3 m" is one length said twice, "60 x 180 cm" and "1 m and 2 m" are two.
            if found and len({one.unit for one in found}) == len(found):
                as_written = title[found[0].start : found[0].end]
                return tuple(word.stem for word in words(as_written))
    return ()
