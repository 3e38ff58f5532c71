"""Does a sentence in the decoder's own words say what one sentence of its card says?

People answer "the wheels are made of rubber" from "pedals with rubber wheels": in words of the
card, but neither its clause nor its order. What then goes wrong is that words of two statements
are joined ("charging: 40 minutes, flying: 8" is no "flying time of 40 minutes"), that a bound or a
doubt is left out ("up to 220 pounds"), or that more is said ("all"). So the words come from one
sentence of the card, in its order but for a neighbour put first, with what bounds them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .clauses import HELD, RANGE, low
from .following import body_of
from .own_paths import SWEEPING, paths, stating, tells
from .polarity import hedges, negates
from .sentences import strand
from .words import Word, words

_WRITERS = frozenset(["i", "i'm", "i've", "i'd", "my", "we", "we've", "our", "he", "she"])
_COPULA = re.compile(r"\b(?:is|are|was|were|measures?|weighs?)\b|'s\b")
_KEPT_APART = frozenset(
    [
        "about",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "plus",
        "than",
        "to",
        "with",
    ]
)
_BEFORE_A_FIGURE = frozenset(
    ["a", "about", "an", "approximately", "around", "at", "of", "the", "to", "up"]
)
_STOP = re.compile(r"[,;/&+•()]")
_CLOSE = 4  # words
_HEADING = 3  # words of "net weight: 2 pounds", at most
# "It contains almond flour" needs more than "a cake that typically uses almond flour".
_HOLDS = re.compile(
    r"\b(?:contains?|includes?|comes? (?:with|in)|has|have|(?:is|are) made (?:of|with|from))\b",
    re.IGNORECASE,
)
_HELD_BY = re.compile(
    r"(?:contain|includ|com(?:e|es|ing)$|came$|ha[sd]$|have$|having$|featur|ingredient|equip|offer|got$|gets?$|there)"
)
# "It comes with 4 batteries" isn't what "needs 4 batteries" says.
_MUST = re.compile(r"need|requir")
_BEFORE_HELD = 6  # words
_HELD_WITH = frozenset(["with", "of", "from"])
_HAVE = frozenset(["have", "has", "had"])
_CONDITION = re.compile(r"\b(?:as long as|provided|in case|until|unless|if)\b", re.IGNORECASE)
_VERB_BEFORE = r"\b(?:will|won't|can|can't|cannot|do|don't|does|doesn't|to|would|could|should) (?:not )?(?:\w+ly )?"
# One word of the card says something if it is put of a thing, or is a figure: "It folds.", "12 inches."
_PREDICATE = re.compile(
    r"\d|^\s*(?:it|they|this|these|that|you|there|he|she)\b|\b(?:is|are|was|were|comes?|made)\b",
    re.IGNORECASE,
)
_OF_AN_AGE = re.compile(r"(?<=year)[- ]olds?\b|(?<=month)[- ]olds?\b|(?<=years)[- ]olds?\b")
_AFTER_BE = re.compile(r"\b(?:is|are|was|were) (?:not )?([a-z]+)\b")
# A sentence of the card with one of these may speak of another thing.
_ELSEWHERE = frozenset(
    [
        "another",
        "hoping",
        "instead",
        "old",
        "other",
        "others",
        "previous",
        "replaced",
        "supposed",
        "thought",
        "tried",
        "want",
        "wanted",
        "wish",
    ]
)


def strays(sentence: str, card: str) -> str:
    """Where a sentence strays from its card; empty if one sentence of the card says it.

    Args:
        sentence: one sentence, without citations.
        card: the card's text, prose.
    """
    body = body_of(sentence)
    told = [word for word in words(body) if tells(word)]
    if not told or (len(told) == 1 and not _PREDICATE.search(body)):
        return "says nothing of the card"
    reason = "puts together what no sentence of the card does"
    for one in stating(card):
        found = words(one)
        for path in paths(told, found):
            left = _left_out(body, one, found, path)
            if not left:
                return ""
            reason = left
    return reason


def _parted(body: str, text: str, found: Sequence[Word], path: Sequence[int]) -> str:
    """Where "is" stands between two things that the card doesn't say of each other; empty if nowhere.

    It does where it puts "is" there itself, or one right before the other ("a 4 mm hole", "a length of 4
    mm"); "Bluetooth and a 3.5 mm socket", "the sound of the train" it doesn't.
    """
    told = [word for word in words(body) if tells(word)]
    for (one, at), (other, to) in pairwise(zip(told, path, strict=True)):
        joint = body[one.end : other.start]
        if not _COPULA.search(joint):
            continue
        low_at, high_at = sorted((at, to))
        gap = text[found[low_at].end : found[high_at].start]
        between = {low(word) for word in found[low_at + 1 : high_at]}
        between -= {low(word) for word in words(joint)}
        figure = at < to and other.surface[0].isdigit() and between <= _BEFORE_A_FIGURE
        apart = between & _KEPT_APART or _STOP.search(gap) or high_at - low_at > _CLOSE
        heads = gap.lstrip().startswith(":") and low_at < _HEADING
        if not (_COPULA.search(gap) or heads or figure) and (apart or ":" in gap):
            return f"“{one.surface} is {other.surface}” isn't what the card says of it"
    return ""


def misjoins(sentence: str, card: str) -> str:
    """Where "is" stands between what the card doesn't say of each other, however else it follows."""
    body = body_of(sentence)
    told = [word for word in words(body) if tells(word)]
    ways = [
        _parted(body, one, words(one), path)
        for one in stating(card)
        for path in paths(told, words(one))
    ]
    return ways[0] if ways and all(ways) else ""


def _halves(range_: str, said: set[str]) -> bool:
    """Whether of "12 months - 3 years", "3 x 4 x 5" some figures are said and others aren't."""
    told = [low(word) in said for word in words(range_) if word.surface[0].isdigit()]
    return any(told) and not all(told)


def _near_it(found: Sequence[Word]) -> set[str]:
    """The words about a thing, without a "have" that only makes a tense: "I have used almond flour"."""
    lows = [low(word) for word in found]
    return {
        one
        for one, follows in zip(lows, [*lows[1:], ""], strict=True)
        if one not in _HAVE or not (follows == "been" or follows.endswith("ed"))
    }


def _since_a_doing(found: Sequence[Word]) -> set[str]:
    """The words after the last that says what is done: of "a cup of it and reducing the almond flour" the flour."""
    lows = [low(word) for word in found]
    doing = [at for at, one in enumerate(lows) if one.endswith("ing") and not _HELD_BY.match(one)]
    return set(lows[doing[-1] + 1 :] if doing else lows)


def _left_out(body: str, text: str, found: Sequence[Word], path: Sequence[int]) -> str:
    """What of a sentence of the card a shorter one may not leave out, or has put in."""
    said = {low(word) for word in words(body)}
    first, last = min(path), max(path)
    around = {low(word) for word in found[max(0, first - 2) : last + 1]}
    bounds = sorted((around & HELD) - said)
    if bounds:
        return f"leaves out “{bounds[0]}”"
    must = sorted(filter(_MUST.match, around))
    if must and not any(map(_MUST.match, said)):
        return f"leaves out “{must[0]}”"
    swept = sorted((said & SWEEPING) - {low(word) for word in found})
    if swept:
        return f"says “{swept[0]}” of its own"
    if {low(word) for word in found[max(0, first - 3) : last + 1]} & _WRITERS:
        return "what the card says of who wrote it"
    near_words = found[max(0, first - _BEFORE_HELD) : last + 1]
    near = _near_it(near_words)
    is_held = any(map(_HELD_BY.match, near)) or _HELD_WITH & _since_a_doing(near_words)
    if _HOLDS.search(body) and first >= _HEADING and not is_held:
        return "says that it holds something, and the card doesn't"
    drawn = _OF_AN_AGE.sub("", body_of(strand(text, found[first].start, found[last].end)))
    elsewhere = {low(word) for word in words(drawn)} & _ELSEWHERE - said
    lost = (hedges(drawn) - hedges(body)) | elsewhere
    if lost:
        return f"leaves out “{min(lost)}”"
    if negates(drawn) != negates(body):
        return "leaves out a denial, or denies"
    halved = next((one for one in RANGE.findall(text) if _halves(one, said)), "")
    if halved:
        return f"half of “{halved.strip()}”"
    condition = _CONDITION.search(drawn)
    if condition and condition.group().lower() not in body.lower():
        return f"leaves out “{condition.group()}”"
    parted = _parted(body, text, found, path)
    if parted:
        return parted
    verb = next(
        (
            one
            for one in _AFTER_BE.findall(body.lower())
            if re.search(_VERB_BEFORE + one + r"\b", text.lower())
        ),
        "",
    )
    if verb:
        return f"a form of “to be” before a verb: {verb}"
    return ""
