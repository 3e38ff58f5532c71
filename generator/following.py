"""Does a sentence follow its card: one clause of it, in its order, with nothing left out that matters?

Words of a card can be put together to say what the card doesn't ("tried new batteries, the problem
was in the unit" is no "you can buy batteries for the unit"). So a sentence made of prose keeps to
one clause of the card, in its order (`clauses`), and puts only articles, pronouns and forms of
"to be" of its own. What a sentence of the card denies, hedges or makes conditional can't be left
out. Chinese is compared elsewhere, by characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .clauses import Clauses, claims, clauses_of, key
from .polarity import hedges, negates
from .sentences import strand
from .words import words

_OPENING = re.compile(r"\s*(?:yes|yeah|yep|no|nope)\s*[,.:;!]\s*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_PARTS = re.compile(r"[;,]\s")
_IS = re.compile(r"\b(?:is|are|was|were)\b")
_NO_WORDS = frozenset(["a", "an", "the", "and", "of", "for", "to", "in", "with"])
_LABEL = re.compile(r"^\s*[\w ]+:\s*")


def departs(sentence: str, card: str | Sequence[Clauses]) -> str:
    """Where a sentence departs from its card; empty if it follows.

    Args:
        sentence: one sentence, without citations.
        card: the card's text, prose; or its clauses.
    """
    body = body_of(sentence)
    told, _ = claims(words(body))
    if not told:
        return "" if _OPENING.match(sentence + ".") else "says nothing of the card"
    reason = "puts together what the card doesn't"
    for one in clauses_of(card) if isinstance(card, str) else card:
        paths = list(one.paths(told))
        if not paths:
            continue
        if one.asks:
            reason = "the card only asks"
            continue
        whole = [(at, to) for at, to in paths if one.beginnings[at] and one.endings[to]]
        if not whole:
            reason = "a piece of a clause"
            continue
        left = [_left_out(sentence, body, one, at, to) for at, to in whole]
        if "" in left:
            return ""
        reason = left[0]
    return reason


def _left_out(sentence: str, body: str, one: Clauses, first: int, last: int) -> str:
    """What matters of the words around a stretch of the card and isn't in the sentence."""
    around = strand(one.text, one.words[first].start, one.words[last].end)
    lost = hedges(around) - hedges(body)
    if lost:
        return f"leaves out “{min(lost)}”"
    return "" if negates(around) == negates(sentence) else "leaves out a denial"


def parts_of_value(sentence: str, value: str) -> str:
    """What of a field's value a sentence leaves out; empty if it has a whole part and every number."""
    if value.strip().lower() in ("true", "false", "yes", "no"):
        return ""  # said by how the sentence is put; polarity is the check's
    if crossed := _crosses(sentence, value):
        return f"puts together two parts of the value: {crossed}"
    told = {key(word) for word in words(sentence)}
    left = [m for m in _DIGITS.findall(value) if m not in _DIGITS.findall(sentence)]
    if left:
        return f"leaves out “{left[0]}”"
    parts = [words(_LABEL.sub("", part)) for part in _PARTS.split(value)]
    if any(part and {key(word) for word in part} <= told for part in parts):
        return ""
    return "a piece of the value"


def _crosses(sentence: str, value: str) -> str:
    """Where "is" says of one part of a value another: "Bluetooth, 3.5 mm" is no Bluetooth of 3.5 mm."""
    parts = [{key(word) for word in words(part)} for part in _PARTS.split(value)]
    copula = _IS.search(sentence)
    if copula is None or len(parts) < 2:
        return ""
    before = {key(word) for word in words(sentence[: copula.start()])}
    after = {key(word) for word in words(sentence[copula.end() :])}
    first = [n for n, part in enumerate(parts) if part & before - _NO_WORDS]
    others = [n for n, part in enumerate(parts) if part & after - _NO_WORDS]
    return copula.group() if first and others and not set(first) & set(others) else ""


def body_of(text: str) -> str:
    """A text without the yes or no that opens it."""
    opening = _OPENING.match(text)
    return text[opening.end() :] if opening else text
