"""The tuned decoder's sentence from the card that answers, kept only if it passes the check.

Numbers, units and content words can only be the card's (`constraint`, `wording`), so what is left
for the check is what words alone don't tell: negation, hedges, whose number it is, yes and no.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from .check import check_sentence, opens_unsupported
from .choosing import Constraint
from .constraint import Order
from .evidence import PROSE, Card
from .extract import says_false
from .following import departs, parts_of_value
from .in_order import InOrder
from .in_own_words import InOwnWords
from .own_words import misjoins, strays
from .polarity import negates
from .questions import Question
from .reading import Reading
from .reading_prompt import NUMBER, STOP, card_line
from .rephrase import Attempt, bare, spoken
from .scoring import Scored
from .sentences import split_sentences
from .statements import Statement
from .units import NUMBER_WORDS, UNITS
from .wording import CONTRACTIONS, Wording
from .words import FRAME, stems, words

if TYPE_CHECKING:
    from .decoder import Decoder

MAX_TOKENS = 48
_FRAMED = ("title", "price", "rating", "availability", "brand")
_LEAST_LIKELY = -4.5  # natural logarithm, of the least likely token
_MEASURING = frozenset(
    {name for name in (*UNITS, *NUMBER_WORDS) if name.isalpha()}
    | {"measures", "weighs", "long", "wide", "tall", "high", "deep", "thick", "total", "each"}
)
# Frame words that a sentence about a product has a use for; the others only blur ("is noted with").
_USEFUL = frozenset(
    [
        "come",
        "comes",
        "contain",
        "contains",
        "include",
        "includes",
        "including",
        "made",
        "use",
        "used",
        "using",
    ]
)
_NEGATORS = ("not", "never", "without", "cannot", "none", "neither", "nor", *CONTRACTIONS)
_JOINED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+")
_DIGITS = re.compile(r"\d[\d.,]*")
_IS_YES = re.compile(r"\b(?:is|are|was|were)\s+(?:yes|no|true|false)\W*$|是[是否]", re.IGNORECASE)
_IS_DOES = re.compile(
    r"\b(?:is|was|it's)\s+(?!(?:always|sometimes|its|this|as|plus|perhaps)\b)[a-z]{2,}[^\W\dsuioae]e?s\b",
    re.IGNORECASE,
)
"""A verb, or several things, after "is": words of the card that a form of "to be" doesn't join."""
_A_FEW = re.compile(
    r"\ban? (?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b(?!-)", re.IGNORECASE
)
_BARE_VALUES = ("true", "false", "yes", "no")
_VERBS = re.compile(r"\b(?:is|was|has|are|were|have)\b", re.IGNORECASE)
_BREAKS_OFF = re.compile(r"\s(?:from|to|of|for|in|with|by|at|on|up to)$", re.IGNORECASE)
_STANCES = ("yes", "yeah", "no", "nope", "sure")


def write(
    decoder: Decoder, reading: Reading, question: Question, best: Scored, language: str
) -> Attempt:
    """One sentence from the card of `best`.

    Args:
        decoder: that read.
        reading: what it read; the sentence goes on from its prompt.
        question: as understood.
        best: the piece to answer from.
        language: of the answer.
    """
    read = reading.of(best)
    # A name is quoted as one, and a price, a rating, a stock have sentences of their own; what a
    # field denies ("Batteries required: false") has no word in it that a sentence could deny by.
    # Chinese prose isn't held to its order (`following` knows words): it is quoted.
    loose = language == "zh" and best.piece.kind in PROSE
    if read is None or best.piece.kind in _FRAMED or says_false(best.piece) or loose:
        return Attempt(None)
    card, prompt = read.card, read.prompt
    source = f"{card.piece.label} {card.text}"
    tries: tuple[tuple[Order | None, Callable[[str, str], str]], ...] = ((None, parts_of_value),)
    if language == "en" and card.piece.kind in PROSE:
        # What is put in the decoder's own way may lead nowhere: then in the card's own words.
        tries = (
            (InOwnWords(card.text), strays),
            (InOrder(card.text), _follows),
            (InOrder(card.text, verbatim=True), departs),
        )
    refused = Attempt(None)
    for order, follows in tries:
        sentence = _sentence(decoder, prompt, card, source, question, language, order)
        why = _refusal(sentence, source, question, card) if sentence else "nothing said"
        if not why and language == "en":
            why = follows(sentence, card.text)
        if not why and _forced(decoder, prompt, sentence):
            why = "forced: the decoder itself would hardly say so"
        if not why:
            said = spoken(sentence, card, language)
            return Attempt(Statement(said, (card.piece,), (card.text,), source="decoder"))
        refused = Attempt(None, sentence, why)
    return refused


def _sentence(
    decoder: Decoder,
    prompt: str,
    card: Card,
    source: str,
    question: Question,
    language: str,
    order: Order | None,
) -> str:
    """The decoder's sentence; begun anew without yes or no where the card allows neither."""
    text = ""
    for unopened in ((), _STANCES):
        wording = Wording([source], _MEASURING, _never(source, card), unopened)
        constraint = decoder.grounded([card_line(card, language)], wording=wording, order=order)
        stop = question if not unopened else None
        text = _decode(decoder, prompt, constraint, source, stop)
        if not opens_unsupported(text, [source], question):
            break  # else a yes or no that the card doesn't say: what does it say?
    return next(iter(split_sentences(text)), "")


def miscounts(sentence: str, source: str) -> bool:
    """Whether one thing is said to be several: "with a two cap" of "the two caps"."""
    return any(match.group().lower() not in source.lower() for match in _A_FEW.finditer(sentence))


def disagrees(sentence: str, label: str) -> bool:
    """Whether what a field's name has as several is said to be one: "the dimensions is"."""
    name = (words(label) or (None,))[-1]
    if name is None or not re.search(r"[^su]s$", name.surface.lower()):
        return False
    said = re.search(rf"\b{re.escape(name.surface)}\b([^.,;:]*)", sentence, re.IGNORECASE)
    verbs = _VERBS.findall(said[1]) if said else []
    return bool(verbs) and verbs[0].lower() in ("is", "was", "has")


def breaks_off(sentence: str, label: str) -> bool:
    """Whether a field's name that ends with a preposition is said to be something: "the age from is 2"."""
    if not _BREAKS_OFF.search(label):
        return False
    return (
        re.search(rf"\b{re.escape(label)}\s+{_VERBS.pattern}", sentence, re.IGNORECASE) is not None
    )


def _follows(sentence: str, card: str) -> str:
    return departs(sentence, card) or misjoins(sentence, card)


def _refusal(sentence: str, source: str, question: Question, card: Card) -> str:
    """Why a sentence isn't used; empty if it is."""
    if sentence.endswith(("?", "？")):
        return "asks back"
    if not _digits(sentence) <= _digits(source):  # "one" in the card is no 1
        return "a figure that the card has only in words"
    joined = next(
        (one for one in _JOINED.findall(sentence) if one.lower() not in source.lower()), ""
    )
    if joined:
        return f"joins words that the card doesn't: {joined}"
    if _IS_YES.search(sentence):
        return "a yes or no put like a quality"
    if miscounts(sentence, source):
        return "one thing, and several"
    doing = _IS_DOES.search(sentence)
    if doing and doing.group().lower() not in source.lower():
        return f"a form of “to be” before a verb: {doing.group()}"
    if card.piece.kind == "attribute" and disagrees(sentence, card.piece.label):
        return "several things, and one"
    if card.piece.kind == "attribute" and breaks_off(sentence, card.piece.label):
        return "a field's name that breaks off, put like a thing"
    verdict = check_sentence(sentence, [source], question, also=_MEASURING)
    if not verdict.supported:
        return verdict.reason
    told, have = stems(sentence), stems(source)
    asked = [term for term in question.terms if term in have]
    of_kind = any(
        kind.exact and kind.answer and kind.answer.search(sentence) for kind in question.kinds
    )
    if asked and not told.intersection(asked) and not of_kind:
        return "says nothing of what was asked, and the card does"
    if bare(sentence, question, source):
        return "repeats itself, or a number that doesn't say of what"
    return ""


def _forced(decoder: Decoder, prompt: str, sentence: str) -> bool:
    """Whether what may be said left the decoder only words that it thinks next to impossible."""
    likely = decoder.score(f"{prompt}{NUMBER}]", f" {sentence}")
    return float(likely.min()) < _LEAST_LIKELY


def _digits(text: str) -> set[str]:
    return {run.strip(".,").replace(",", "") for run in _DIGITS.findall(text)}


def _decode(
    decoder: Decoder,
    prompt: str,
    constraint: Constraint,
    source: str,
    stop: Question | None,
) -> str:
    """The decoder's sentence after the card's number, as far as it is worth decoding.

    Args:
        decoder: that read.
        prompt: what it read.
        constraint: what may be said.
        source: the card's words.
        stop: end where the text opens with a yes or no to this question that the source doesn't
            allow; None where it can't open so ("no" may then be the beginning of "none").
    """
    text = ""
    for piece in decoder.generate(
        prompt, constraint, MAX_TOKENS, STOP, no_repeat=6, after=f"{NUMBER}]"
    ):
        text += piece
        if stop is not None and opens_unsupported(text, [source], stop):
            break
        if len(split_sentences(text)) > 1:
            break
    return text.strip()


def _never(source: str, card: Card) -> list[str]:
    """Words that the answer may not hold: blurring ones, and negators that the card doesn't use.

    A field's bare "true" is said by how the sentence is put: no toy comes with "a true remote".
    """
    said = {word.surface.lower() for word in words(source)}
    blurring = [word for word in FRAME if word not in _USEFUL and word not in said]
    if card.piece.kind == "attribute" and card.text.strip().lower() in _BARE_VALUES:
        blurring += ["true", "false"]
    return blurring if negates(source) else [*blurring, *_NEGATORS]
