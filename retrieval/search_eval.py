"""How good is search? Rankings against graded judgements.

The search under test is a plain callable, so BM25 alone, vectors alone and the fusion are measured
alike. Metrics come from `metrics`, the judgements from `judgements`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..serialise import jsonable
from ..table import Cell, render_table
from .judgements import Judgement
from .metrics import score_rankings
from .trec import write_qrels, write_run

Search = Callable[[list[str], int], Sequence[Sequence[tuple[str, float]]]]

DEPTH = 100  # ranks looked at
_LIST = 10  # ranks a shopper sees
_GRADE_STEPS = 100  # trec_eval takes whole grades; nDCG doesn't change when all are scaled alike


@dataclass(frozen=True, slots=True)
class SearchReport:
    """Search results of one system over graded judgements.

    Attributes:
        scores: ``N@10``, ``R@100`` and ``MRR@100``, means over `queries`.
        queries: queries scored.
        judgements: graded pairs among them.
        no_relevant: queries left out because nothing was judged relevant for them.
        outside_catalog: graded pairs whose item isn't in the catalog, None if that isn't known.
        relevant_from: the lowest grade that counts as relevant for recall and MRR.
        seconds: time spent inside the search.
    """

    name: str
    scores: Mapping[str, float]
    queries: int
    judgements: int
    no_relevant: int
    outside_catalog: int | None
    relevant_from: float
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        return dict(jsonable(self))


def evaluate_search(
    search: Search,
    judgements: Iterable[Judgement],
    *,
    name: str = "search",
    relevant_from: float = 1.0,
    worthless: float = 0.0,
    item_ids: Iterable[str] | None = None,
    export: Path | None = None,
) -> SearchReport:
    """Score a search over graded judgements; what isn't judged counts as not relevant.

    Queries for which nothing is judged relevant can't tell systems apart and are left out, said in
    the report. Of a pair judged twice the higher grade counts.

    Args:
        search: ``(queries, k)`` to ``(item id, score)`` lists, best first.
        judgements: graded pairs.
        name: shown in the table.
        relevant_from: the lowest grade that counts as relevant for recall and MRR.
        worthless: the grade that means "not relevant"; nDCG's gain is what lies above it (1 for
            scales that begin at 1).
        item_ids: the catalog, to count judged items that can't be found.
        export: a folder for ``<name>.run``, ``<name>.qrels`` and ``<name>.queries.tsv``.

    Raises:
        InputError: nothing to evaluate, or `search` gave back another number of lists.
    """
    grades: dict[str, dict[str, float]] = {}
    for judged in judgements:
        of_query = grades.setdefault(judged.query, {})
        of_query[judged.item_id] = max(judged.grade, of_query.get(judged.item_id, 0.0))
    kept = {
        query: of_query
        for query, of_query in grades.items()
        if max(of_query.values()) >= relevant_from and max(of_query.values()) > worthless
    }
    if not kept:
        raise InputError(f"no query has an item graded {relevant_from:g} or more: nothing to score")
    queries = list(kept)
    names = {query: f"q{number:06d}" for number, query in enumerate(queries, start=1)}
    began = time.perf_counter()
    lists = search(queries, DEPTH)
    seconds = time.perf_counter() - began
    if len(lists) != len(queries):
        raise InputError(f"{name} answered {len(queries)} queries with {len(lists)} lists")
    rankings = {
        names[query]: list(ranking[:DEPTH]) for query, ranking in zip(queries, lists, strict=True)
    }
    qrels = {
        names[query]: {item: _steps(grade, worthless) for item, grade in of_query.items()}
        for query, of_query in kept.items()
    }
    if export is not None:
        write_run(export / f"{name}.run", rankings, name)
        write_qrels(export / f"{name}.qrels", qrels)
        _write_queries(export / f"{name}.queries.tsv", names)
    catalog = None if item_ids is None else set(item_ids)
    scores = score_rankings(
        {query: [item for item, _ in ranking] for query, ranking in rankings.items()},
        qrels,
        recall_at=(DEPTH,),
        ndcg_at=(_LIST,),
        mrr_at=DEPTH,
        relevant_from=max(1, _steps(relevant_from, worthless)),
    )
    return SearchReport(
        name=name,
        scores={key: scores[key] for key in (f"N@{_LIST}", f"R@{DEPTH}", f"MRR@{DEPTH}")},
        queries=len(kept),
        judgements=sum(map(len, kept.values())),
        no_relevant=len(grades) - len(kept),
        outside_catalog=None
        if catalog is None
        else sum(item not in catalog for of_query in kept.values() for item in of_query),
        relevant_from=relevant_from,
        seconds=seconds,
    )


def search_table(reports: Sequence[SearchReport]) -> str:
    """Reports over the same judgements side by side, the counts below."""
    if not reports:
        return ""
    names = list(reports[0].scores)
    rows: list[list[Cell]] = [
        [report.name, *(float(report.scores[name]) for name in names)] for report in reports
    ]
    first = reports[0]
    notes = [
        f"{first.queries:,} queries, {first.judgements:,} graded pairs",
        f"left out, nothing graded {first.relevant_from:g} or more: {first.no_relevant:,} queries",
        "not judged counts as not relevant",
    ]
    if first.outside_catalog:
        notes.append(f"graded items that aren't in the catalog: {first.outside_catalog:,}")
    return render_table(["search", *names], rows, "Search", notes)


def _steps(grade: float, worthless: float) -> int:
    return max(0, round((grade - worthless) * _GRADE_STEPS))


def _write_queries(path: Path, names: Mapping[str, str]) -> None:
    try:
        lines = (f"{number}\t{' '.join(query.split())}\n" for query, number in names.items())
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise InputError(f"can't write {path}: {error.strerror}; choose another folder") from error
