"""How well a piece answers a question: a small logistic model over readable features.

The features combine the encoder's similarity (handed in) with what an encoder alone gets wrong:
whether the words that matter stand there, whether the field is one that can answer this kind of
question, whether the piece holds the sort of measure that is asked for. The weights were fitted on
validation questions only (`benchmarks/fit_scoring.py`); none of their text is here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .evidence import PROSE, Piece
from .numbers import measures
from .questions import Question
from .words import content, has_han, near, stems

Relevance = Callable[[str, Sequence[str]], np.ndarray]

FEATURES = (
    "similarity", "gap", "strict", "loose", "asked_strict", "field", "units", "answer", "yes_word",
    "attribute", "description", "review", "qa", "length", "named",
)  # fmt: skip
_YES_WORD = re.compile(
    r"^(?:yes|yep|yeah|no|nope|correct|it does|it is|they do|they are|是的|可以|不是|不可以|能|不能)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A piece with what was found about it.

    Attributes:
        score: probability that it answers, 0 to 1.
        coverage: share of the question's terms that it (with its label) speaks of, weighted by
            how rare they are among the product's pieces.
        similarity: the encoder's.
        fits: its field or its measures are of the kind asked for.
        of_kind: they are, or it holds a word that speaks of such a thing.
    """

    piece: Piece
    score: float
    coverage: float
    similarity: float
    fits: bool
    of_kind: bool


def score_pieces(question: Question, pieces: Sequence[Piece], similarity: np.ndarray,
                 weights: Mapping[str, float] | None = None) -> list[Scored]:  # fmt: skip
    """Score all pieces of a question, in their order."""
    if not pieces:
        return []
    table = features(question, pieces, similarity)
    weight = weights or (CHINESE if question.language == "zh" else ENGLISH)
    logits = table @ np.array([weight[name] for name in FEATURES]) + weight["bias"]
    out = []
    for piece, row, logit in zip(pieces, table, logits, strict=True):
        coverage = max(row[FEATURES.index("strict")], row[FEATURES.index("loose")])
        fits = bool(row[FEATURES.index("field")] or row[FEATURES.index("units")])
        out.append(
            Scored(
                piece,
                1 / (1 + math.exp(TITLE_LESS * (piece.kind == "title") - float(logit))),
                float(coverage),
                float(row[0]),
                fits,
                fits or bool(row[FEATURES.index("answer")]),
            )
        )
    return out


def features(question: Question, pieces: Sequence[Piece], similarity: np.ndarray) -> np.ndarray:
    """The feature table, float64 [pieces, features], columns as in `FEATURES`."""
    texts = [piece.read for piece in pieces]
    strict = [stems(text) | _pairs(text) for text in texts]
    loose = [frozenset(near(stem) for stem in have) for have in strict]
    rarity = {
        term: 1.0 / (1.0 + sum(_has(term, have) for have in strict)) for term in question.terms
    }
    total = sum(rarity.values()) or 1.0
    best = float(np.max(similarity)) if len(similarity) else 0.0
    rows = []
    for i, piece in enumerate(pieces):
        hit = (
            sum(w for term, w in rarity.items() if _has(term, strict[i])) / total if rarity else 0.0
        )
        hit_loose = (
            sum(w for term, w in rarity.items() if _has(term, strict[i]) or near(term) in loose[i])
            / total
            if rarity
            else 0.0
        )
        asked = 0.0
        if piece.question and question.terms:
            have = stems(piece.question) | _pairs(piece.question)
            asked = sum(_has(term, have) for term in question.terms) / len(question.terms)
        field = any(kind.fields.search(piece.label or piece.field) or kind.direct == piece.field for kind in question.kinds) and piece.kind not in (*PROSE, "title")  # fmt: skip
        units = {m.unit for m in measures(piece.text) if m.unit}
        rows.append([
            float(similarity[i]), best - float(similarity[i]), hit, hit_loose, asked, float(field),
            float(any(kind.units & units for kind in question.kinds)),
            float(any(kind.answer and kind.answer.search(piece.read) for kind in question.kinds)),
            float(question.yes_no and bool(_YES_WORD.match(piece.text))),
            float(piece.kind not in PROSE), float(piece.kind == "description"),
            float(piece.kind == "review"), float(piece.kind == "qa"),
            math.log1p(len(piece.text)) / 6.0, float(_named(question, piece)),
        ])  # fmt: skip
    return np.asarray(rows, dtype=np.float64)


def _named(question: Question, piece: Piece) -> bool:
    """Whether the question says the field's own name, in whatever form ("how heavy": weight)."""
    if not piece.label:
        return False
    asked = {near(word.stem) for word in content(question.text)} - {"fit", "make", "includ"}
    return any(near(word.stem) in asked for word in content(piece.label)) or (
        has_han(piece.label) and piece.label in question.text
    )


def _has(term: str, have: frozenset[str]) -> bool:
    return term in have or (has_han(term) and len(term) > 2 and _pairs(term) <= have)


def _pairs(text: str) -> frozenset[str]:
    """Adjacent Chinese characters, for a different cut of the same words still meets."""
    return frozenset(
        text[i : i + 2] for i in range(len(text) - 1) if has_han(text[i]) and has_han(text[i + 1])
    )


def lexical_order(question: Question, pieces: Sequence[Piece]) -> list[int]:
    """Indices by words in common, best first: which pieces are worth the encoder's time."""
    terms = set(question.terms) | {near(term) for term in question.terms}

    def rank(piece: Piece) -> float:
        have = {near(word.stem) for word in content(piece.read)} | _pairs(piece.read)
        fit = any(kind.fields.search(piece.label or piece.field) for kind in question.kinds)
        return len(have & terms) + 0.5 * fit

    return sorted(range(len(pieces)), key=lambda i: -rank(pieces[i]))


# A field is better evidence than the same words in the name; set by hand, names aren't labelled.
TITLE_LESS = 0.8

ENGLISH = {
    "bias": -3.48, "similarity": 4.14, "gap": -4.7, "strict": 0.78, "loose": 0.35,
    "asked_strict": 0.5, "field": 0.3, "units": 0.43, "answer": 0.82, "yes_word": 0.8,
    "attribute": -0.03, "description": -0.87, "review": 0.16, "qa": -0.26, "length": 1.88,
    "named": 1.0,
}  # fmt: skip
# The packaged encoder doesn't know Chinese, so words decide; set by hand on our own questions.
CHINESE = {
    "bias": -2.2, "similarity": 0.5, "gap": 0.0, "strict": 2.0, "loose": 2.0, "asked_strict": 1.0,
    "field": 2.2, "units": 0.8, "answer": 0.6, "yes_word": 0.5, "attribute": 0.0,
    "description": 0.0, "review": -0.2, "qa": 0.3, "length": 0.0, "named": 2.0,
}  # fmt: skip
