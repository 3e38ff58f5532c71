"""Ranking metrics, computed by `ir_measures` (trec_eval's own code below it), not by us.

Knows rankings and judgements only; what was recommended to whom and why is `evaluation`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

Ranking = Sequence[tuple[str, float]]
Qrels = Mapping[str, Mapping[str, int]]


def score_rankings(
    rankings: Mapping[str, Sequence[str]],
    qrels: Qrels,
    *,
    recall_at: Sequence[int] = (),
    ndcg_at: Sequence[int] = (),
    mrr_at: int | None = None,
    relevant_from: int = 1,
) -> dict[str, float]:
    """Mean metrics over all judged queries; a query without a ranking scores 0.

    The order of a ranking is what counts: trec_eval sorts by score and breaks ties by item id, so
    it is given scores that fall by one a rank. Of a repeated item the first place counts.

    Args:
        rankings: query id to item ids, best first.
        qrels: query id to item id to grade, whole numbers; what isn't judged isn't relevant.
        recall_at: cut-offs of ``R@k``: relevant items found over relevant items.
        ndcg_at: cut-offs of ``N@k``: gains are the grades themselves, discount log2(rank + 1)
            (Järvelin and Kekäläinen, 2002).
        mrr_at: cut-off of ``MRR@k``; rankings are cut there, deeper hits count 0.
        relevant_from: the lowest grade that recall and MRR take as relevant.

    Returns:
        ``{"R@10": …, "N@10": …, "MRR@100": …}`` in that order.
    """
    names = {f"R@{k}": R(rel=relevant_from) @ k for k in recall_at}
    names |= {f"N@{k}": nDCG @ k for k in ndcg_at}
    deepest = max([*recall_at, *ndcg_at], default=0)
    if mrr_at is None:
        return _calculate(names, qrels, rankings, deepest)
    # trec_eval has no cut for the reciprocal rank, so the rankings are cut instead.
    reciprocal = {f"MRR@{mrr_at}": RR(rel=relevant_from)}
    if deepest <= mrr_at:
        return _calculate(names | reciprocal, qrels, rankings, mrr_at)
    return {
        **_calculate(names, qrels, rankings, deepest),
        **_calculate(reciprocal, qrels, rankings, mrr_at),
    }


def _calculate(
    measures: Mapping[str, ir_measures.Measure],
    qrels: Qrels,
    rankings: Mapping[str, Sequence[str]],
    depth: int,
) -> dict[str, float]:
    """Means by name over rankings cut at `depth`.

    All metrics here are 0 for a ranking that holds no judged item, so only the others are scored
    and the mean is taken over all: exact, and several times as fast in leave-one-out, where most
    shoppers' one relevant item is out of reach.
    """
    run = {}
    for query, grades in qrels.items():
        items = rankings.get(query, ())[:depth]
        if not grades.keys().isdisjoint(items):
            run[query] = _falling(items)
    if not run or not measures:
        return dict.fromkeys(measures, 0.0)
    judged = {query: qrels[query] for query in run}
    # The provider is named because the default pipeline would spread the measures over several.
    means = ir_measures.pytrec_eval.calc_aggregate(list(measures.values()), judged, run)
    share = len(run) / len(qrels)
    return {name: float(means[measure]) * share for name, measure in measures.items()}


def _falling(items: Sequence[str]) -> dict[str, int]:
    """Item ids to scores that fall by one a rank."""
    scores = dict(zip(items, range(len(items), 0, -1), strict=True))
    if len(scores) == len(items):
        return scores
    return {item: len(items) - rank for rank, item in reversed(list(enumerate(items)))}
