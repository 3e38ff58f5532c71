"""How good are recommendations? Leave-one-out over the full ranking of the catalog.

The recommender under test is a plain callable, so a baseline, the shipped recommender and a peer's
are measured alike. Metrics come from `metrics`, the protocol from `leave_one_out`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..progress import track
from ..serialise import jsonable
from ..table import Cell, render_table
from .bias_report import SHOWN, BiasReport, bias_table, measure_bias
from .exposure import coverage, gini
from .leave_one_out import Case, Split
from .metrics import score_rankings
from .trec import write_qrels, write_run

Recommend = Callable[[list[list[str]], int], Sequence[Sequence[tuple[str, float]]]]
RecommendCases = Callable[[list[Case], int], Sequence[Sequence[tuple[str, float]]]]
Rankings = dict[str, list[tuple[str, float]]]

DEPTH = 100  # ranks looked at
_BATCH = 512


@dataclass(frozen=True, slots=True)
class RecommendationReport:
    """Leave-one-out results of one recommender.

    Attributes:
        masked: scores with each shopper's own history removed from the lists.
        raw: scores of the lists as they came.
        cases: shoppers scored; the scores are means over them.
        items: size of the catalog, all of which was ranked (no sampled negatives).
        too_short: shoppers left out because no history would be left.
        repeats: cases whose target is in their own history (a sure miss when masked).
        unknown_targets: cases whose target isn't in the catalog (a sure miss).
        sampled_from: number of cases before sampling, or None.
        seconds: time spent inside the recommender.
        bias: popularity of what is shown against what is bought, if training counts were given.
    """

    name: str
    split: str
    masked: Mapping[str, float]
    raw: Mapping[str, float]
    cases: int
    users: int
    items: int
    interactions: int
    too_short: int
    repeats: int
    unknown_targets: int
    sampled_from: int | None
    seconds: float
    bias: BiasReport | None = None

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        return dict(jsonable(self))


def evaluate_recommendation(
    recommend: Recommend | RecommendCases,
    split: Split,
    item_ids: Iterable[str],
    *,
    name: str = "recommender",
    export: Path | None = None,
    popularity: Mapping[str, int] | None = None,
    by_case: bool = False,
) -> RecommendationReport:
    """Score a recommender by leave-one-out over the full ranking of the catalog.

    One call a batch serves both figures: `recommend` is asked for 100 items plus as many as the
    longest history of the batch has, the raw list is its first 100, the masked one the first 100
    that aren't in the history. MRR is cut at rank 100.

    Args:
        recommend: ``(histories oldest first, k)`` to ``(item id, score)`` lists, best first. It
            must not mask by itself, or `raw` isn't raw.
        split: from `leave_one_out`.
        item_ids: the catalog.
        name: shown in the table.
        export: a folder for ``<name>.masked.run``, ``<name>.raw.run`` and ``qrels`` (TREC).
        by_case: give `recommend` the cases themselves, for one that knows more of a shopper's steps
            than their items.
        popularity: item id to distinct shoppers in the training part; adds `bias`, of the masked
            lists.

    Raises:
        InputError: nothing to evaluate, or `recommend` gave back another number of lists.
    """
    if not split.cases:
        raise InputError(
            f"no shopper has enough history for a {split.part} split "
            f"({split.users} shoppers, {split.interactions} interactions): add interactions"
        )
    catalog = set(item_ids)
    raw: Rankings = {}
    masked: Rankings = {}
    seconds = 0.0
    # Batches of like length: one shopper with a long history makes the whole batch ask for more.
    cases = sorted(split.cases, key=lambda case: len(case.history))
    for start in track(range(0, len(cases), _BATCH), f"evaluating {name}"):
        batch = cases[start : start + _BATCH]
        wanted = DEPTH + max(len(set(case.history)) for case in batch)
        began = time.perf_counter()
        asked: list[Any] = batch if by_case else [list(case.history) for case in batch]
        lists = recommend(asked, min(wanted, len(catalog)))
        seconds += time.perf_counter() - began
        if len(lists) != len(batch):
            raise InputError(f"{name} answered {len(batch)} histories with {len(lists)} lists")
        for case, ranking in zip(batch, lists, strict=True):
            own = set(case.history)
            raw[case.user] = list(ranking[:DEPTH])
            masked[case.user] = [pair for pair in ranking if pair[0] not in own][:DEPTH]
    qrels = {case.user: {case.target: 1} for case in cases}
    if export is not None:
        write_run(export / f"{name}.masked.run", masked, name)
        write_run(export / f"{name}.raw.run", raw, name)
        write_qrels(export / "qrels", qrels)
    bias = None
    if popularity is not None:
        targets = {case.user: case.target for case in cases}
        bias = measure_bias(_item_lists(masked, SHOWN), targets, popularity, catalog)
    return RecommendationReport(
        name=name,
        split=split.part,
        masked=_recommendation_scores(masked, qrels, len(catalog)),
        raw=_recommendation_scores(raw, qrels, len(catalog)),
        cases=len(cases),
        users=split.users,
        items=len(catalog),
        interactions=split.interactions,
        too_short=split.too_short,
        repeats=split.repeats,
        unknown_targets=sum(case.target not in catalog for case in cases),
        sampled_from=split.sampled_from,
        seconds=seconds,
        bias=bias,
    )


def recommendation_table(reports: Sequence[RecommendationReport]) -> str:
    """Reports of one split side by side, each masked and raw, the counts below, then their bias."""
    if not reports:
        return ""
    names = list(reports[0].masked)
    rows: list[list[Cell]] = [
        [report.name, form, *(float(scores[name]) for name in names)]
        for report in reports
        for form, scores in (("masked", report.masked), ("raw", report.raw))
    ]
    first = reports[0]
    notes = [
        f"{first.users:,} users, {first.items:,} items, {first.interactions:,} interactions",
        f"{first.cases:,} scored on the {first.split} item, full ranking of the catalog",
        f"left out for too short a history: {first.too_short:,}",
        f"target in own history: {first.repeats:,}; not in the catalog: {first.unknown_targets:,}",
        "masked: the shopper's own history can't be recommended; MRR counts ranks 1 to 100",
    ]
    if first.sampled_from is not None:
        notes.append(f"a sample: {first.cases:,} of {first.sampled_from:,} shoppers")
    table = render_table(["recommender", "history", *names], rows, "Recommendation", notes)
    bias = bias_table([(report.name, report.bias) for report in reports if report.bias])
    return f"{table}\n\n{bias}" if bias else table


def _recommendation_scores(
    rankings: Rankings, qrels: Mapping[str, Mapping[str, int]], catalog_size: int
) -> dict[str, float]:
    lists = _item_lists(rankings, DEPTH)
    scores = score_rankings(lists, qrels, recall_at=(5, 10), ndcg_at=(5, 10), mrr_at=DEPTH)
    shown = [items[:SHOWN] for items in lists.values()]
    scores[f"coverage@{SHOWN}"] = coverage(shown, catalog_size)
    scores[f"gini@{SHOWN}"] = gini(shown, catalog_size)
    return scores


def _item_lists(rankings: Rankings, depth: int) -> dict[str, list[str]]:
    return {user: [item for item, _ in ranking[:depth]] for user, ranking in rankings.items()}
