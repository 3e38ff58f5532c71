"""The sentence check: is a sentence supported by the cards that it cites?

Strict on purpose: a refused good sentence costs a quote in its place, a passed bad one costs a
shopper. Knows words, numbers and negation; no model. Refuses by the first rule that fails and says
which, for `--explain` and for the evaluation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from .numbers import Measure, covered, measures
from .polarity import affirmed, denied, hedges, negates, stances
from .questions import Question
from .sanitise import clean
from .words import FRAME, Word, content, has_han, words

_CITATION = re.compile(r"\s*\[(\d{1,3})\]")
_YES = re.compile(r"^\s*(?:yes|yeah|sure|of course|certainly|absolutely|definitely|是的|对的?|可以的?|能的?|会的|有的)(?![a-z\u4e00-\u9fff])", re.IGNORECASE)  # fmt: skip
_NO = re.compile(
    r"^\s*(?:no|nope|不是|不可以|不能|不会|没有|不)(?:[,，.。:：]|\s*$)", re.IGNORECASE
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|my|me|mine|we|we're|our|us)\b|我们?|俺", re.IGNORECASE)
_FREE = re.compile(r"(?<=[a-z])[- ]free\b|\bfree (?:of|from)\b", re.IGNORECASE)  # polarity's matter
_BINDING = 4  # a number and its noun stand at most this many words apart


@dataclass(frozen=True, slots=True)
class Verdict:
    """The check's answer; `reason` is ``""`` when supported."""

    supported: bool
    reason: str = ""


def citations_in(sentence: str) -> list[int]:
    """Card numbers that a sentence cites, in order."""
    return [int(match.group(1)) for match in _CITATION.finditer(sentence)]


def without_citations(sentence: str) -> str:
    """The sentence as it reads without its ``[n]``."""
    return _CITATION.sub("", sentence).strip()


def check_sentence(
    sentence: str,
    evidence: Sequence[str],
    question: Question | None = None,
    names: Sequence[str] = (),
    also: Collection[str] = (),
) -> Verdict:
    """Whether `sentence` says only what `evidence` says.

    Args:
        sentence: one sentence; its ``[n]`` marks are left out of the comparison.
        evidence: the texts of the cards that it cites, with their labels ("Skin type: dry").
        question: what was asked: a yes or no must agree with the evidence about its terms.
        names: names of the products spoken of; their words may be used.
        also: more words that may be used, lower case; no number is allowed by them.

    The rules, in order: cites something, says something, no markup, numbers with units stand in
    the evidence, each bound to the same noun; every content word stands there by stem; negation,
    hedges and conditions as there; yes and no only where the evidence says so itself.
    """
    text = without_citations(sentence)
    if not evidence or not any(one.strip() for one in evidence):
        return Verdict(False, "cites nothing")
    if len(text) > 600 or clean(text) != re.sub(r"\s+", " ", text).strip():
        return Verdict(False, "markup or control characters")
    source = "\n".join(evidence)
    rules: tuple[Callable[[], str], ...] = (
        lambda: _says_something(text),
        lambda: _numbers(text, source, names),
        lambda: _speaker(text),
        lambda: _covered(text, source, names, also),
        lambda: _polarity(text, source),
        lambda: _hedging(text, source),
    )
    for rule in rules:
        reason = rule()
        if reason:
            return Verdict(False, reason)
    reason = _yes_or_no(text, evidence, question)
    return Verdict(not reason, reason)


def _says_something(text: str) -> str:
    said = [word for word in content(_body(text)) if word.surface.lower() not in FRAME]
    return "" if said or measures(text) else "says nothing"


def _body(text: str) -> str:
    return _NO.sub("", _YES.sub("", text)).lstrip(" ,，.。:：;")


def _numbers(text: str, source: str, names: Sequence[str]) -> str:
    known = measures(source)
    named = [measure for name in names for measure in measures(name)]
    for measure in measures(text):
        if measure.spelled and measure.value == 1 and measure.unit is None:
            continue  # "one of the …"
        if not covered(measure, known):
            if covered(measure, named):
                continue
            return f"number not in the card: {text[measure.start : measure.end].strip()}"
        if not _bound(measure, text, source, known):
            return f"number goes with another word: {text[measure.start : measure.end].strip()}"
    return ""


def _bound(measure: Measure, text: str, source: str, known: list[Measure]) -> bool:
    """Whether the noun after a number stands near the same number in the source."""
    after = [word for word in content(text) if word.start >= measure.end][:1]
    if not after or re.search(r"[,;.，。；]", text[measure.end : after[0].start]):
        return True
    spots = list(words(source))
    targets = [i for i, word in enumerate(spots) if word.stem == after[0].stem]
    if not targets:
        return True  # the word itself is refused or allowed by the next rule
    for other in known:
        if other.value != measure.value:
            continue
        at = next((i for i, word in enumerate(spots) if word.start >= other.start), len(spots))
        if any(abs(at - target) <= _BINDING for target in targets):
            return True
    return False


def _speaker(text: str) -> str:
    return "speaks as a reviewer" if _FIRST_PERSON.search(re.sub(r"“[^”]*”", "", text)) else ""


def _covered(text: str, source: str, names: Sequence[str], also: Collection[str]) -> str:
    word = _foreign(_body(text), source, names, also)
    return f"word not in the card: {word}" if word else ""


def says_foreign_word(unfinished: str, evidence: Sequence[str]) -> bool:
    """Whether a sentence in the making already holds a word of none of the cards.

    The last word may still be growing and isn't judged.
    """
    whole = re.match(
        r"(?s).*[\s.,;:!?]", without_citations(unfinished) + " " * unfinished.endswith(" ")
    )
    return bool(whole and _foreign(_body(whole.group()), "\n".join(evidence), ()))


def _foreign(text: str, source: str, names: Sequence[str], also: Collection[str] = ()) -> str:
    have = {word.stem for word in words(source)} | {w.stem for name in names for w in words(name)}
    for word in content(_FREE.sub(" ", text)):
        surface = word.surface.lower()
        if word.stem in have or surface in FRAME or word.stem in FRAME or surface in also:
            continue
        if has_han(word.surface) and _han_covered(word, source, names):
            continue
        return word.surface
    return ""


def _han_covered(word: Word, source: str, names: Sequence[str]) -> bool:
    whole = source + "\n" + "\n".join(names)
    return word.surface in whole


def _polarity(text: str, source: str) -> str:
    if negates(_body(text)) and not negates(source):
        return "denies, and the card doesn't"
    under = denied(_body(text))
    # The card's own "no, …" denies what was asked, not what it goes on to say.
    told = "\n".join(map(_body, source.split("\n")))
    for word in content(_body(text)):
        states = stances(word.stem, told)
        if states and affirmed(word, under) not in states:
            return f"turned round: {word.surface}"
    return ""


def _hedging(text: str, source: str) -> str:
    lost = _hedges_near(text, source) - hedges(text)
    return f"leaves out “{min(lost)}”" if lost else ""


def _hedges_near(text: str, source: str) -> frozenset[str]:
    """Hedges of the source's sentences that the text draws on."""
    from .sentences import split_sentences, strand

    said = {word.stem for word in content(text)}
    out: set[str] = set()
    for line in source.split("\n"):
        for sentence in split_sentences(line):
            drawn = [word for word in content(sentence) if word.stem in said]
            if len({word.stem for word in drawn}) >= max(1, len(said) // 2):
                out |= hedges(strand(sentence, drawn[0].start, drawn[-1].end))
    return frozenset(out)


def opens_unsupported(unfinished: str, evidence: Sequence[str], question: Question | None) -> bool:
    """Whether a sentence in the making opens with a yes or no that none of the cards allows."""
    if not (_YES.match(unfinished) or _NO.match(unfinished)):
        return False
    return all(_yes_or_no(unfinished, [one], question) for one in evidence)


def _yes_or_no(text: str, evidence: Sequence[str], question: Question | None) -> str:
    yes, no = bool(_YES.match(text)), bool(_NO.match(text))
    if not (yes or no):
        return ""
    if question is None or not question.yes_no:
        return "answers yes or no to no such question"
    source = "\n".join(evidence)
    if hedges(source):
        return "yes or no from a hedged card"
    states = [stances(term, source) for term in question.terms]
    for term, state in zip(question.terms, states, strict=True):
        if not state:
            return f"yes or no without the card's word: {term}"
    asked = not question.free_of
    if not states:
        return "yes or no to a question without a term"
    agree = all(asked in state for state in states)
    contrary = any((not asked) in state for state in states)
    if yes and (not agree or contrary):
        return "yes against the card"
    if no and not contrary:
        return "no against the card"
    if yes and not all(
        _relation_stands(kind.name, source) for kind in question.kinds if kind.strict
    ):
        return "yes to fit or safety without the card saying so"
    return ""


_RELATION = {
    "compatibility": re.compile(r"compat|\bfits?\b|\bworks? (?:with|on|in)|\bused? (?:with|on|in)|suitable|designed for|made for|\bfor (?:use )?|connect|support|适用|适配|兼容|支持|可用|能用", re.IGNORECASE),
    "safety": re.compile(r"\bsafe|suitable|gentle|non-?(?:toxic|irritat|comedogenic)|\bfor\b|skin type|appropriate|friendly|approved|recommended|安全|适合|适用|温和|可用|能用|不刺激", re.IGNORECASE),
}  # fmt: skip


def _relation_stands(kind: str, source: str) -> bool:
    return bool(_RELATION[kind].search(source))
