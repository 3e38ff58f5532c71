"""The weight of vectors against words, fitted on judged requests of a validation part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from .fusion import JudgedQuery, fit_weight
from .judgements import Judgement
from .retriever import DEPTH, Retriever

Grades = Mapping[str, Mapping[str, float]]


def by_request(judgements: Iterable[Judgement]) -> dict[str, dict[str, float]]:
    """Request to item to grade; of a pair judged twice the later grade counts."""
    found: dict[str, dict[str, float]] = {}
    for one in judgements:
        found.setdefault(one.query, {})[one.item_id] = one.grade
    return found


def judged_queries(retriever: Retriever, grades: Grades) -> list[JudgedQuery]:
    """What both channels say of each request's candidates and of the products judged for it."""
    found = []
    for request, graded in grades.items():
        better = retriever.corrected(request)
        vector = retriever.encoder.encode([better.text], "query")
        heads = dict.fromkeys(
            item
            for ranking in (
                retriever.lexical.search(better.both, DEPTH),
                retriever.index.search(vector, DEPTH)[0],
            )
            for item, _ in ranking
        )
        ids = [item for item in dict.fromkeys([*heads, *graded]) if item in retriever.index]
        reference = sum(item in retriever.index for item in heads)
        dense, lexical, letters = retriever.channels(
            ids,
            better,
            vector[0],
            retriever.index.reconstruct(ids) @ vector[0],
            retriever.lexical.scores_for(better.both, ids),
            reference,
        )
        grades_of = np.array([graded.get(item, np.nan) for item in ids], dtype=np.float32)
        found.append(JudgedQuery(dense, lexical, grades_of, reference, letters))
    return found


def fitted_weight(retriever: Retriever, grades: Grades) -> float | None:
    """The dense weight with the best pairwise accuracy; None if no request tells products apart."""
    try:
        return fit_weight(judged_queries(retriever, grades))
    except ValueError:
        return None
