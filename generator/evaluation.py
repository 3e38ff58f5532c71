"""How good answers are: citations, abstention, likeness to human answers, invented facts, time.

Works on labelled questions from any source; knows no file format. The hunt for invented facts is
`invented.py`, which shares no code with the check inside the generator.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..catalog.records import Product
from .compose import Generator
from .evidence import Piece
from .grounded import GroundedText
from .invented import find_invented

_WORD = re.compile(r"[\u4e00-\u9fff]|[^\W_]+")
_CARD = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with candidate evidence.

    Attributes:
        question: as asked.
        pieces: the candidates, all of one product.
        labels: one a piece: 0 doesn't answer, 1 helps, 2 answers fully.
        answer: a person's answer, or ``""``.
        language: ``"en"`` or ``"zh"``.
    """

    question: str
    pieces: tuple[Piece, ...]
    labels: tuple[int, ...]
    answer: str = ""
    language: str = "en"

    @property
    def answerable(self) -> bool:
        """Whether any candidate helps."""
        return any(label >= 1 for label in self.labels)


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """One answer with its measures; times in seconds."""

    asked: LabelledQuestion
    given: GroundedText
    cited_labels: tuple[int, ...]
    invented: tuple[str, ...]
    first_s: float
    whole_s: float


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """Figures over a set of questions; shares are 0 to 1, None where nothing counts.

    Attributes:
        citation_precision: cited cards with label ≥ 1, of all cited in answers.
        citation_recall: answerable questions of which a card with label ≥ 1 is cited.
        first_full: first cited card labelled 2, of the answered questions that have such a card.
        first_helps: first cited card labelled ≥ 1, of the same questions.
        abstention_precision: unanswerable, of those abstained.
        abstention_recall: abstained, of the unanswerable.
        rouge_l: mean ROUGE-L F against the human answer (Lin 2004), answered or not.
        token_f1: mean token F1 against the human answer.
        invented: facts that stand in no source, by the independent hunt.
    """

    questions: int
    answered: int
    abstained: int
    citation_precision: float | None
    citation_recall: float | None
    first_full: float | None
    first_helps: float | None
    abstention_precision: float | None
    abstention_recall: float | None
    abstention_f1: float | None
    rouge_l: float | None
    token_f1: float | None
    invented_facts: int
    invented_products: int
    by_decoder: float
    by_extract: float
    by_abstention: float
    sentences_dropped: int
    first_piece_p50_s: float
    whole_p50_s: float
    whole_p95_s: float

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        return asdict(self)


def evaluate_answers(
    generator: Generator,
    questions: Iterable[LabelledQuestion],
    progress: Callable[[int], None] | None = None,
) -> tuple[AnswerScores, list[AnsweredQuestion]]:
    """Answer every question and score the answers.

    Args:
        generator: what is measured; its decoder may be None.
        questions: labelled; at least one.
        progress: called with 1 after each question.

    Raises:
        ValueError: no questions.
    """
    done = []
    for question in questions:
        done.append(answer_one(generator, question))
        if progress is not None:
            progress(1)
    return score_answers(done), done


def answer_one(generator: Generator, asked: LabelledQuestion) -> AnsweredQuestion:
    """One answer, timed and looked through."""
    start = time.perf_counter()
    first: float | None = None
    given: GroundedText | None = None
    for piece in generator.stream_pieces(asked.question, asked.pieces, asked.language):
        now = time.perf_counter() - start
        first = now if first is None else first
        if isinstance(piece, GroundedText):
            given = piece
    whole = time.perf_counter() - start
    if given is None or first is None:
        raise AssertionError("a stream ends with its GroundedText")
    labels = tuple(_label(asked, citation.field, citation.text) for citation in given.citations)
    products = [
        Product(item_id, title or item_id)
        for item_id, title in dict.fromkeys((piece.item_id, piece.title) for piece in asked.pieces)
    ]
    sources = " ".join(f"{piece.label} {piece.question}" for piece in asked.pieces)
    invented = find_invented(given.text, products, given.citations, f"{asked.question} {sources}")
    return AnsweredQuestion(asked, given, labels, tuple(invented), first, whole)


def score_answers(done: Sequence[AnsweredQuestion]) -> AnswerScores:
    """Sum up.

    Raises:
        ValueError: no answers.
    """
    if not done:
        raise ValueError("no answers to score")
    answered = [one for one in done if not one.given.abstained]
    abstained = [one for one in done if one.given.abstained]
    answerable = [one for one in done if one.asked.answerable]
    unanswerable = [one for one in done if not one.asked.answerable]
    cited = [label for one in answered for label in one.cited_labels]
    full = [one for one in answered if 2 in one.asked.labels and one.cited_labels]
    helps = full or [one for one in answered if one.asked.answerable and one.cited_labels]
    precision = _share(not one.asked.answerable for one in abstained)
    recall = _share(one.given.abstained for one in unanswerable)
    human = [one for one in done if one.asked.answer]
    sources = Counter(one.given.source for one in done)
    times = np.array([(one.first_s, one.whole_s) for one in done])
    return AnswerScores(
        questions=len(done),
        answered=len(answered),
        abstained=len(abstained),
        citation_precision=_share(label >= 1 for label in cited),
        citation_recall=_share(
            not one.given.abstained and max(one.cited_labels, default=0) >= 1 for one in answerable
        ),
        first_full=_share(one.cited_labels[0] == 2 for one in full),
        first_helps=_share(one.cited_labels[0] >= 1 for one in helps),
        abstention_precision=precision,
        abstention_recall=recall,
        abstention_f1=_f1(precision, recall),
        rouge_l=_mean(rouge_l(plain(one.given.text), one.asked.answer) for one in human),
        token_f1=_mean(token_f1(plain(one.given.text), one.asked.answer) for one in human),
        invented_facts=sum(len(one.invented) for one in done),
        invented_products=sum(fact.startswith("product ") for one in done for fact in one.invented),
        by_decoder=sources["decoder"] / len(done),
        by_extract=sources["extract"] / len(done),
        by_abstention=sources["abstain"] / len(done),
        sentences_dropped=sum(len(one.given.dropped) for one in done),
        first_piece_p50_s=float(np.percentile(times[:, 0], 50)),
        whole_p50_s=float(np.percentile(times[:, 1], 50)),
        whole_p95_s=float(np.percentile(times[:, 1], 95)),
    )


def plain(text: str) -> str:
    """An answer without its card numbers."""
    return _CARD.sub("", text).strip()


def rouge_l(said: str, reference: str) -> float:
    """ROUGE-L F1 over lower-cased words (Chinese: characters), without stemming (Lin, 2004)."""
    a, b = _tokens(said), _tokens(reference)
    if not a or not b:
        return 0.0
    row = [0] * (len(b) + 1)
    for word in a:
        diagonal = 0
        for j, other in enumerate(b, 1):
            diagonal, row[j] = row[j], diagonal + 1 if word == other else max(row[j], row[j - 1])
    return 2.0 * row[-1] / (len(a) + len(b))


def token_f1(said: str, reference: str) -> float:
    """F1 of the two bags of words, as in SQuAD but keeping articles (Rajpurkar et al., 2016)."""
    a, b = _tokens(said), _tokens(reference)
    shared = sum((Counter(a) & Counter(b)).values())
    return 2.0 * shared / (len(a) + len(b)) if shared else 0.0


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _label(asked: LabelledQuestion, field: str, text: str) -> int:
    return max(
        (
            label
            for piece, label in zip(asked.pieces, asked.labels, strict=True)
            if piece.field == field and (text in piece.text or text.endswith(f"A: {piece.text}"))
        ),
        default=0,
    )


def _share(values: Iterable[bool]) -> float | None:
    return _mean(float(value) for value in values)


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
