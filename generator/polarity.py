"""Where a text denies: which of its words stand under a negation, and whether it hedges.

Scope by rule: a negator reaches to the end of its clause ("not", "without", "不含"); "X-free" and
"free of X" deny X; "not only" doesn't deny.
"""

from __future__ import annotations

import re

from .words import Word, has_han, words

_NEGATOR = re.compile(
    r"\b(?:not(?! only)|no(?![.:]?\s?\d)|never|without|cannot|neither|nor|none|lacks?|lacking|excludes?|excluding|avoid|isnt|doesnt|dont|wont|cant)\b"
    r"|n['’]t\b|\bfree (?:of|from)\b|\bnon-?(?=[a-z])"
    r"|不(?!错|仅|但|同|锈|粘|只|过|少|论)|没有|没(?=[用含加])|无(?!线|论|数|人机|比)|非(?!常)|未|勿|禁|零(?=添加)|免(?=洗|费)|别(?=用)",
    re.IGNORECASE,
)
# "Can't wait" and "no complaints" deny nothing of what follows.
_IDIOM = re.compile(
    r"\s+(?:wait|complaints?|problems?|issues?|doubt|worries|wonder|regrets?)\b", re.IGNORECASE
)
_COMPOUND = re.compile(r"-[\w-]+")
_FREE = re.compile(
    r"\b([a-z]+(?:\s+[a-z]+)?)[- ]free\b(?! shipping| gift| sample| delivery)", re.IGNORECASE
)
_CLAUSE_END = re.compile(
    r"[.;:!?。；：！？]|--|\s[-–—]\s|—|\bbut\b|\bhowever\b|\balthough\b|\bthough\b|\bbecause\b|\bso\b|\byet\b|但|不过|然而|因为|所以|，(?=.{0,3}(?:有|含|是|可))|,(?=\s*(?:it|but|and|so|i|we|they|he|she|yes)\b)",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:might|maybe|may|perhaps|probably|possibly|likely|unsure|not sure|not certain|don'?t know|think|believe|guess|assume|suppose|seems?|appears?|should|could|some|sometimes|if|unless|except|only|depend(?:s|ing)?|usually|almost|nearly|about|approximately|around)\b"
    r"|可能|也许|大概|或许|应该|好像|似乎|如果|除非|除了|仅|只|约|左右|不确定|取决",
    re.IGNORECASE,
)  # fmt: skip


def denied_spans(text: str) -> list[tuple[int, int]]:
    """Where the reach of each negation begins and ends."""
    spans: list[tuple[int, int]] = []
    for match in _NEGATOR.finditer(text):
        if _IDIOM.match(text, match.end()):
            continue
        if compound := _COMPOUND.match(text, match.end() - match[0].endswith("-")):
            spans.append((match.end(), compound.end()))  # a no-pull harness is a harness
            continue
        end = _CLAUSE_END.search(text, match.end())
        spans.append((match.end(), end.start() if end else len(text)))
    spans.extend((match.start(1), match.end(1)) for match in _FREE.finditer(text))
    return spans


def negates(text: str) -> bool:
    """Whether anything in a text is denied."""
    return bool(denied_spans(text))


def is_denied(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place lies under a negation, which another one lifts, given the text's `denied_spans`."""
    return sum(start <= position < end for start, end in spans) % 2 == 1


def denied(text: str) -> frozenset[int]:
    """Start positions of the words that stand under a negation."""
    spans = denied_spans(text)
    return frozenset(word.start for word in words(text) if is_denied(word.start, spans))


def stances(term: str, text: str) -> set[bool]:
    """How a text speaks of a term: affirmed (True), denied (False), both, or not at all (empty).

    Args:
        term: a stem, or Chinese characters, which are looked for as they stand, for the same
            words may be cut differently in two texts.
        text: where to look.
    """
    spans = denied_spans(text)
    if has_han(term):
        return {not is_denied(match.start(), spans) for match in re.finditer(re.escape(term), text)}
    return {not is_denied(word.start, spans) for word in words(text) if word.stem == term}


def says_no(text: str) -> bool | None:
    """Whether a text opens with no (True) or yes (False); None if with neither."""
    head = text.strip().lower()[:40]
    if re.match(
        r"(?:no|nope|sorry|unfortunately|it (?:does|is|will|can)(?: ?not|n['’]t)|they (?:do|are|will)(?: not|n['’]t)|not really)\b|不|没有|没|抱歉",
        head,
    ):
        return True
    if re.match(
        r"(?:yes|yep|yeah|sure|absolutely|definitely|correct|it (?:does|is|will|can)\b(?! not)|they (?:do|are|will)\b(?! not))|是的|可以|能|有的|会的|对",
        head,
    ):
        return False
    return None


def hedges(text: str) -> frozenset[str]:
    """The hedging and conditional words of a text, lower-cased."""
    return frozenset(match.group().lower() for match in _HEDGE.finditer(text))


def affirmed(word: Word, under: frozenset[int]) -> bool:
    """Whether a word of a text is not denied, given the text's `denied` positions."""
    return word.start not in under
