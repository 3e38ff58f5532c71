"""Measures an opened shop on held-out data: what an evaluation is, and search.

Puts the shop's rankers under the evaluations of `retrieval` and `generator`; defines no metric.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .errors import InputError
from .retrieval.evaluation import (
    evaluate_search,
    in_part,
    read_judgements,
    search_table,
)
from .retrieval.retriever import Retriever
from .serialise import jsonable

SplitName = Literal["validation", "test"]
Ranking = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Reports of one evaluation, and how they look as a table."""

    reports: Sequence[Any]
    render: Callable[[Sequence[Any]], str]

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        return {"reports": [jsonable(report.to_dict()) for report in self.reports]}

    def table(self) -> str:
        """The form that a person reads."""
        return self.render(self.reports)


def measure_search(
    retriever: Retriever,
    judgements: str | Path | None,
    item_ids: Sequence[str],
    split: SplitName,
    trec_out: Path | None = None,
) -> Evaluation:
    """BM25, vectors, their fusion and what a reranker makes of it over one part of a judgements file, split by query.

    A grade counts as relevant from the top third of the file's grades on.

    Raises:
        InputError: no judgements file, or nothing in it to score.
    """
    if judgements is None:
        raise InputError(
            "search is measured against judgements: give --judgements FILE (query,item_id,grade)"
        )
    every = read_judgements(Path(judgements))
    low = min(one.grade for one in every)
    high = max(one.grade for one in every)
    worthless = low if low < high else 0.0
    relevant_from = worthless + (high - worthless) * 2 / 3

    plain = retriever.with_reranker(None)

    def served(queries: list[str], k: int) -> list[Ranking]:
        return _ranked(retriever, queries, k)

    def fused(queries: list[str], k: int) -> list[Ranking]:
        return _ranked(plain, queries, k)

    def dense(queries: list[str], k: int) -> list[Ranking]:
        return retriever.index.search(retriever.encoder.encode(queries, "query"), k)

    def lexical(queries: list[str], k: int) -> list[Ranking]:
        return [retriever.lexical.search(query, k) for query in queries]

    kept = in_part(every, split)
    if not kept:
        raise InputError(f"{judgements}: no query falls into the {split} part; give more queries")
    searches = {"BM25": lexical, "dense": dense, "fused": fused}
    if retriever.reranker is not None:
        searches["reranked"] = served
    reports = [
        evaluate_search(
            search,
            kept,
            name=name,
            relevant_from=relevant_from,
            worthless=worthless,
            item_ids=item_ids,
            export=trec_out,
        )
        for name, search in searches.items()
    ]
    return Evaluation(reports, search_table)


def _ranked(retriever: Retriever, queries: list[str], k: int) -> list[Ranking]:
    found = (retriever.retrieve(query, k=k) for query in queries)
    return [[(hit.item_id, hit.score) for hit in hits] for hits in found]
