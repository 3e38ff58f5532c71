"""Measures a shop's answers against questions whose right answer is known.

A questions file is JSON Lines: ``question``; ``kind`` (``advise``, ``need``, ``navigate`` or
``unanswerable``); ``item_id`` where it is about one product; ``answer_fact`` and ``field``, what a
right answer rests on and where it stands; ``expected_items`` for needs.
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .errors import InputError, ShopctlError
from .generator.grounded import Citation
from .generator.invented import find_invented
from .progress import track
from .results import Answer
from .table import render_table

Asker = Callable[..., Iterator[str | Answer]]
_KINDS = ("advise", "need", "navigate", "unanswerable")


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a questions file."""

    question: str
    kind: str
    item_id: str | None = None
    answer_fact: str = ""
    field: str = ""
    expected_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """How good a shop's answers are; shares are 0 to 1, None where there was nothing to count.

    Attributes:
        citation_precision: of the cards cited in answers to `advise` questions, the share that
            holds the labelled fact or comes from its field.
        citation_recall: `advise` questions of which a cited card holds the labelled fact.
        needs_hit: `need` questions that name at least one expected product.
        abstention_precision: unanswerable ones among all questions the shop declined.
        abstention_recall: declined ones among the unanswerable questions.
        invented: answers with a product, price or number that stands in no source.
        refused: questions that ended in an error.
        first_p50_s: seconds to the first piece of text, median; the rest likewise.
    """

    questions: int
    citation_precision: float | None
    citation_recall: float | None
    needs_hit: float | None
    abstention_precision: float | None
    abstention_recall: float | None
    abstention_f1: float | None
    invented: int
    refused: int
    first_p50_s: float
    whole_p50_s: float
    whole_p95_s: float

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        return asdict(self)


@dataclass(slots=True)
class _Given:
    question: Question
    answer: Answer
    first_s: float
    whole_s: float


def read_questions(path: Path) -> list[Question]:
    """Read a questions file.

    Raises:
        InputError: missing, not JSON Lines, or a line without a question or a known kind.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read {path}: give a JSON Lines file of questions") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            question = Question(
                question=row["question"],
                kind=row["kind"],
                item_id=row.get("item_id"),
                answer_fact=row.get("answer_fact") or "",
                field=row.get("field") or "",
                expected_items=tuple(row.get("expected_items") or ()),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path} line {number}: needs JSON with question and kind, see docs/evaluation.md"
            ) from error
        if question.kind not in _KINDS:
            raise InputError(f"{path} line {number}: kind {question.kind!r} isn't one of {_KINDS}")
        found.append(question)
    if not found:
        raise InputError(f"{path} holds no questions")
    return found


def measure_asking(ask_stream: Asker, questions: Sequence[Question]) -> AnswersReport:
    """Ask all questions and score the answers."""
    given: list[_Given] = []
    refused = 0
    for question in track(questions, "asking", total=len(questions)):
        started = time.perf_counter()
        first: float | None = None
        try:
            for piece in ask_stream(question.question, item=question.item_id):
                first = first if first is not None else time.perf_counter() - started
                if isinstance(piece, Answer):
                    whole = time.perf_counter() - started
                    given.append(_Given(question, piece, first, whole))
        except ShopctlError:
            refused += 1
    advised = [one for one in given if one.question.kind == "advise"]
    spoken = [one for one in advised if not one.answer.abstained]
    cited = [(one, card) for one in spoken for card in one.answer.citations]
    needs = [one for one in given if one.question.kind == "need" and one.question.expected_items]
    declined = [one for one in given if one.answer.abstained]
    unanswerable = [one for one in given if one.question.kind == "unanswerable"]
    rightly = sum(one.question.kind == "unanswerable" for one in declined)
    precision, recall = _share(rightly, len(declined)), _share(rightly, len(unanswerable))
    return AnswersReport(
        questions=len(questions),
        citation_precision=_share(sum(_supports(one, card) for one, card in cited), len(cited)),
        citation_recall=_share(
            sum(any(_holds(one.question, card) for card in one.answer.citations) for one in spoken),
            len(advised),
        ),
        needs_hit=_share(
            sum(
                bool({p.item_id for p in one.answer.products} & set(one.question.expected_items))
                for one in needs
            ),
            len(needs),
        ),
        abstention_precision=precision,
        abstention_recall=recall,
        abstention_f1=(
            2 * precision * recall / (precision + recall) if precision and recall else None
        ),
        invented=sum(
            bool(
                find_invented(
                    one.answer.text,
                    one.answer.products,
                    one.answer.citations,
                    one.question.question,
                    counts=" ".join(
                        f"{value} ({count})"
                        for facet in one.answer.narrowing
                        for value, count in facet.values
                    ),
                )
            )
            for one in given
        ),
        refused=refused,
        first_p50_s=_quantile([one.first_s for one in given], 0.5),
        whole_p50_s=_quantile([one.whole_s for one in given], 0.5),
        whole_p95_s=_quantile([one.whole_s for one in given], 0.95),
    )


def answers_table(reports: Sequence[AnswersReport]) -> str:
    """One figure a line."""
    rows = [
        (name.replace("_", " "), value)
        for report in reports
        for name, value in report.to_dict().items()
    ]
    return render_table(("figure", "value"), rows, "Answers")


def _holds(question: Question, card: Citation) -> bool:
    return bool(question.answer_fact) and _flat(question.answer_fact) in _flat(
        f"{card.field}: {card.text}"
    )


def _supports(one: _Given, card: Citation) -> bool:
    if card.item_id != one.question.item_id:
        return False
    field = one.question.field.removeprefix("attributes.")
    return _holds(one.question, card) or _flat(field) == _flat(card.field)


def _flat(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("_", " ")
    return " ".join(folded.split())


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
