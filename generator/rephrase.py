"""The decoder's try at an answer: one sentence from a few cards, kept only if it holds and answers.

Stops early: once a word stands there that no card has, the check can only refuse, so nothing more
is decoded. A sentence that loses against the plain quote (it fails the check, or is further from
the question) isn't used; the caller then quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .check import (
    check_sentence,
    citations_in,
    opens_unsupported,
    says_foreign_word,
    without_citations,
)
from .evidence import Card
from .extract import excerpt
from .messages import say
from .numbers import measures
from .prompt import MAX_CARD_CHARS, STOP, build_prompt, card_line, within_budget
from .questions import Question
from .scoring import Relevance, Scored
from .sentences import split_sentences
from .statements import Statement, mark
from .words import FRAME, content

if TYPE_CHECKING:
    from .decoder import Decoder

MAX_CARDS = 2
MAX_TOKENS = 40
_BROKEN = re.compile(
    r"(?i)\b(?:a|an|the|of|to|with|and|or|no|not|very|at|for|is|are|being|been|by|from|as|be|if|than|that|which|its|their)[\s.]*$"
)
# Something is said of a thing: yes or no, or a verb that the sentence may put itself.
_SAYS = re.compile(
    r"^\s*(?:yes|no|yeah|nope|sure)\b|\b(?:is|are|was|were|be|been|has|have|had|does|do|did|can|will|comes?|includes?|included|contains?|made|there's|it's|they're)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|an?) (?P<rest>\S+(?: \S+){1,5})", re.IGNORECASE)
# A word in -s may be a verb: "the lid keeps it hot".
_VERB = re.compile(
    r"\b(?:be|is|can|will|may|must|should|would|have|had|do|did|was|were|are|made|\w+[^\Ws]s|\w+ed)\b",
    re.IGNORECASE,
)
CLOSENESS = 0.03  # a sentence may be this much less similar to the question than the quote is


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it: a statement, or the refused sentence and why."""

    statement: Statement | None
    refused: str = ""
    reason: str = ""


def worth_trying(evidence: Sequence[Scored]) -> bool:
    """Prose can gain by a rephrasing; a field with its value or a question with its answer can't."""
    if not evidence:
        return False
    piece = evidence[0].piece
    return piece.kind in ("description", "review") or (piece.kind == "qa" and not piece.question)


def rephrase(
    decoder: Decoder,
    relevance: Relevance,
    question: Question,
    evidence: Sequence[Scored],
    language: str,
) -> Attempt:
    """Let the decoder answer from the best evidence of one product.

    Args:
        decoder: greedy, constrained to the cards' numbers and units.
        relevance: tells whether the sentence is as near to the question as the quote.
        question: as understood.
        evidence: scored pieces, best first.
        language: of the examples in the prompt.
    """
    product = evidence[0].piece.item_id
    own = [one for one in evidence if one.piece.item_id == product]
    # A piece that speaks less of the question's terms than the quote does can't answer better.
    chosen = [one.piece for one in own if one.coverage >= own[0].coverage][:MAX_CARDS]
    cards = [
        Card(number, piece, excerpt(piece.text, question.terms, MAX_CARD_CHARS)[0])
        for number, piece in enumerate(chosen, 1)
    ]
    cards = within_budget(cards, decoder.count, language)
    sources = [f"{card.piece.label} {card.text}" for card in cards]
    prompt = build_prompt(question.text, cards, language)
    text = _decode(decoder, prompt, question, sources, [card_line(c, language) for c in cards])
    if not text:
        return Attempt(None)
    sentence = next(iter(split_sentences(text)), "")
    card, reason = _supporting(sentence, cards, sources, question)
    if card is None:
        return Attempt(None, sentence, reason)
    said = without_citations(sentence)
    if bare(said, question):
        return Attempt(None, sentence, "repeats itself, or a number that doesn't say of what")
    if _further(relevance, question, said, cards[0].text):
        return Attempt(None, sentence, "further from the question than the quote")
    return Attempt(
        Statement(spoken(said, card, language), (card.piece,), (card.text,), source="decoder")
    )


def _decode(
    decoder: Decoder,
    prompt: str,
    question: Question,
    sources: Sequence[str],
    evidence: Sequence[str],
) -> str:
    constraint = decoder.grounded(evidence, cards=range(1, len(sources) + 1))
    text = ""
    for piece in decoder.generate(prompt, constraint, MAX_TOKENS, STOP, no_repeat=6):
        text += piece
        if says_foreign_word(text, sources) or opens_unsupported(text, sources, question):
            break
        if len(split_sentences(text)) > 1:
            break
    return text.strip()


def _supporting(
    sentence: str, cards: Sequence[Card], sources: Sequence[str], question: Question
) -> tuple[Card | None, str]:
    """The card that supports a sentence: the one it cites, else the first that does."""
    cited = [n for n in citations_in(sentence) if 1 <= n <= len(cards)]
    first_reason = ""
    for number in dict.fromkeys([*cited, *range(1, len(cards) + 1)]):
        verdict = check_sentence(sentence, [sources[number - 1]], question)
        if verdict.supported:
            return cards[number - 1], ""
        first_reason = first_reason or verdict.reason
    return None, first_reason


def bare(said: str, question: Question, source: str = "") -> bool:
    """Whether it repeats itself, breaks off, or says a number without the unit that was asked for.

    Args:
        said: the sentence, without citations.
        question: what was asked.
        source: the card, which may itself say a word twice.
    """
    stems = [word.stem for word in content(said)] + [str(m.value) for m in measures(said)]
    told = [word.stem for word in content(source)] + [str(m.value) for m in measures(source)]
    again = sum(max(0, stems.count(one) - max(1, told.count(one))) for one in set(stems))
    if again >= 2 or _BROKEN.search(said):
        return True
    words = [word for word in content(said) if word.surface.lower() not in FRAME]
    units = {measure.unit for measure in measures(said) if measure.unit}
    wanted = frozenset().union(*(kind.units for kind in question.kinds))
    if wanted and units and not (units & wanted) and not question.yes_no:
        return True
    if question.yes_no and not _SAYS.search(said):
        asked = {word.stem for word in content(question.text)}
        if not units and {word.stem for word in words} <= asked and not _does(said, question):
            return True  # "does the wand come with it?" – "The wand."
    return not words and not (units & wanted)


def _does(said: str, question: Question) -> bool:
    """Whether it says what was asked as a statement: "does the head turn?" – "The head turns."."""
    asked = question.text.lower()
    last = next((word.surface.lower() for word in reversed(content(said))), "")
    verb = last.removesuffix("s")
    return last != verb and bool(
        re.search(rf"[a-z]\s+{re.escape(verb)}\b", asked)
        and not re.search(
            rf"\b(?:the|an?|any|some|of|with|its|and|or)\s+{re.escape(verb)}\b", asked
        )
    )


def _further(relevance: Relevance, question: Question, said: str, quote: str) -> bool:
    near = relevance(question.text, [said, quote])
    return float(near[0]) < float(near[1]) - CLOSENESS


def without_article(said: str, card: str) -> str:
    """A few words of the card, without the article that makes no sentence of them.

    >>> without_article("The hand wash only", "Hand wash only.")
    'hand wash only'
    """
    match = _ARTICLE.fullmatch(said)
    if match is None or _VERB.search(said) or match["rest"].lower() not in card.lower():
        return said
    return (
        said
        if re.search(rf"\bthe {re.escape(match['rest'])}", card, re.IGNORECASE)
        else match["rest"]
    )


def spoken(said: str, card: Card, language: str) -> str:
    """The sentence with its citation; what a reviewer says stays a reviewer's word."""
    said = without_article(said.rstrip(" .。!！"), card.text)
    if card.piece.kind == "review":
        lower = said[:1].lower() + said[1:] if re.match(r"[A-Z][a-z]", said) else said
        return say("reviewer", language, text=lower, n=mark())
    return f"{said[:1].upper()}{said[1:]} [{mark()}]" + ("。" if language == "zh" else ".")
