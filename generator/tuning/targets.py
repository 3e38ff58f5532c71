"""What the decoder is taught to say from a card: a person's answer as far as the card bears it out.

People answer freely; what is served says only what its card says (`check`). So each worked answer
is the person's own sentence where the card holds it up but for a word, without a yes or no that the
card doesn't say; else the stretch of the card that comes nearest to it, with the person's opening
kept where the words go on alike. What is learned is then how people answer, and which part of a
long card is worth saying.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..check import check_sentence
from ..clauses import GLUE, Clauses, claims, clauses_of, key, low
from ..evaluation import rouge_l
from ..evidence import PROSE, Piece
from ..following import body_of, departs, parts_of_value
from ..numbers import covered, measures
from ..questions import Question
from ..sentences import split_sentences
from ..words import FRAME, content, has_han, words

_LEAST_ALIKE = 0.4
"""ROUGE-L to the person's answer; below it the card says something else, or in other words."""
_UNIT_MARK = re.compile(r"(?:[\"”″%°)]|(?<=\d)['’′])*")
_LEAST_CLAIMS = 2  # words of the card in a stretch
_LONGEST = 30  # words of it
_FOREIGN = 1
"""Words that stand in neither card nor question which a person's sentence may hold."""


def target(answer: str, piece: Piece, question: Question) -> str:
    """What to teach for a person's answer; empty: only that this card answers.

    Args:
        answer: the person's.
        piece: that answers.
        question: as understood.
    """
    if answer.strip() in split_sentences(piece.text):
        return answer
    if has_han(answer) or has_han(piece.text):
        return answer if keeps_to(answer, piece, question) else ""
    if piece.kind not in PROSE:
        kept = keeps_to(answer, piece, question) and not parts_of_value(answer, piece.text)
        return answer if kept else ""
    for own in (answer, body_of(answer)):
        if _borne_out(own, piece, question):
            return own
    best, alike = "", _LEAST_ALIKE
    for clauses in clauses_of(piece.text):
        for said in () if clauses.asks else _stretches(clauses, answer):
            near = rouge_l(said, answer)
            if near > alike and _may_be_said(said, piece, question):
                best, alike = said, near
    return best


def keeps_to(answer: str, piece: Piece, question: Question) -> bool:
    """Whether an answer passes the check, or holds the card's numbers and hardly a word of its own."""
    source = _source(piece)
    if check_sentence(answer, [source], question).supported:
        return True
    known = measures(source) + measures(question.text)
    if not all(
        covered(measure, known) or (measure.value == 1 and measure.unit is None)
        for measure in measures(answer)
    ):
        return False
    return len(_foreign(answer, (source, question.text))) <= _FOREIGN


def _borne_out(answer: str, piece: Piece, question: Question) -> bool:
    """Whether an answer passes the check, but for words of the question and hardly one of its own."""
    source = _source(piece)
    foreign = _foreign(answer, (source, question.text))
    return (
        len(foreign) <= _FOREIGN
        and check_sentence(answer, [source], question, [question.text], foreign).supported
    )


def _foreign(answer: str, sources: Sequence[str]) -> list[str]:
    """Words of an answer, lower case, that none of the sources has and that say something."""
    have = {word.stem for text in sources for word in words(text)} | FRAME
    return [
        low(word)
        for word in content(answer)
        if word.stem not in have and word.surface.lower() not in FRAME
    ]


def _may_be_said(said: str, piece: Piece, question: Question) -> bool:
    return (
        not departs(said, piece.text) and check_sentence(said, [_source(piece)], question).supported
    )


def _source(piece: Piece) -> str:
    return f"{piece.label} {piece.text}"


def _stretches(clauses: Clauses, answer: str) -> Iterator[str]:
    """Parts of a sentence that begin and end where they may, with a word of the answer at both ends."""
    body = body_of(answer)
    stance = answer[: len(answer) - len(body)]
    wanted = {key(word) for word in words(body) if low(word) not in GLUE}
    places = range(len(clauses.words))
    firsts = [n for n in places if clauses.beginnings[n] and _opens(clauses, n, wanted)]
    lasts = [n for n in places if clauses.endings[n] and clauses.keys[n] in wanted]
    for first in firsts:
        for last in lasts:
            some = clauses.words[first : last + 1]
            if len(some) > _LONGEST or len(claims(some)[0]) < _LEAST_CLAIMS:
                continue
            stretch = clauses.text[some[0].start : some[-1].end]
            stretch += _UNIT_MARK.match(clauses.text, some[-1].end)[0]  # type: ignore[index]
            opened = _opening(body, clauses.keys[first]) + stretch
            yield opened + "."
            if stance:
                yield stance + opened + "."


def _opens(clauses: Clauses, at: int, wanted: set[str]) -> bool:
    """Whether a stretch may begin at a place: the beginning, a word of the answer, or the first glue."""
    if at == 0:
        return True
    if low(clauses.words[at]) in GLUE:
        return low(clauses.words[at - 1]) not in GLUE
    return clauses.keys[at] in wanted


def _opening(answer: str, first: str) -> str:
    """The glue that a person's answer opens with, if it goes on with the word `first`."""
    found = words(answer)
    at = next((n for n, word in enumerate(found) if low(word) not in GLUE), None)
    if not at or key(found[at]) != first:
        return ""
    return answer[: found[at].start]
