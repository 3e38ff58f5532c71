"""Does a recommender favour what sells anyway? Popularity of what it shows against what is bought.

Knows lists, targets and training counts; the protocol is `recommendation_eval`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from ..table import Cell, render_table
from .exposure import gini
from .metrics import score_rankings
from .popularity_groups import Group, popularity_groups

SHOWN = 10  # ranks a shopper sees


@dataclass(frozen=True, slots=True)
class GroupScores:
    """How well the bought items of one popularity group are found.

    Attributes:
        items: items in the group.
        cases: shoppers whose target is in the group; the scores are means over them.
        scores: ``R@10`` and ``N@10``, None where there are no cases.
    """

    items: int
    cases: int
    scores: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class BiasReport:
    """What a recommender shows beside what shoppers buy.

    Attributes:
        shown_popularity: shoppers an item in training, mean over a list's 10 items, then over the
            lists (average recommendation popularity: Yin et al., Challenging the Long Tail
            Recommendation, 2012); None if every list is empty.
        bought_popularity: the same of the targets.
        shown_gini: Gini index of how often each catalog item is shown.
        bought_gini: Gini index of how often each catalog item was bought in training.
        groups: scores by the target's group: popular, middle, tail.
    """

    shown_popularity: float | None
    bought_popularity: float
    shown_gini: float
    bought_gini: float
    groups: Mapping[str, GroupScores]


def measure_bias(
    lists: Mapping[str, Sequence[str]],
    targets: Mapping[str, str],
    popularity: Mapping[str, int],
    catalog: Collection[str],
) -> BiasReport:
    """Compare lists with what was bought.

    Args:
        lists: shopper to item ids, best first, cut at 10, own history left out.
        targets: shopper to the item bought; at least one.
        popularity: item id to distinct shoppers in training; an item that isn't there has none.
        catalog: all item ids.
    """
    group_of = popularity_groups(popularity, catalog)
    sizes = Counter(group_of.values())
    groups = {}
    for group in Group:
        qrels = {
            shopper: {target: 1}
            for shopper, target in targets.items()
            if group_of.get(target, Group.TAIL) == group
        }
        found = score_rankings(lists, qrels, recall_at=(SHOWN,), ndcg_at=(SHOWN,))
        # A mean over no cases isn't 0.
        scores = {name: score if qrels else None for name, score in found.items()}
        groups[group.label] = GroupScores(sizes[group], len(qrels), scores)
    means = [fmean(popularity.get(item, 0) for item in items) for items in lists.values() if items]
    bought = ([item] * popularity.get(item, 0) for item in catalog)
    return BiasReport(
        shown_popularity=fmean(means) if means else None,
        bought_popularity=fmean(popularity.get(target, 0) for target in targets.values()),
        shown_gini=gini(lists.values(), len(catalog)),
        bought_gini=gini(bought, len(catalog)),
        groups=groups,
    )


def bias_table(reports: Sequence[tuple[str, BiasReport]]) -> str:
    """Named reports of one split, a line a popularity group; what is bought is the last line."""
    if not reports:
        return ""
    first = reports[0][1]
    metrics = list(first.groups[Group.POPULAR.label].scores)
    rows: list[list[Cell]] = []
    for name, report in reports:
        # Popularity and Gini are of the whole list, so they stand once, on its first line.
        head: list[Cell] = [name, report.shown_popularity, report.shown_gini]
        for label, group in report.groups.items():
            found = [group.scores[metric] for metric in metrics]
            rows.append([*head, label, group.items, group.cases, *found])
            head = [None, None, None]
    empty: list[Cell] = [None] * (3 + len(metrics))
    rows.append(["what is bought", first.bought_popularity, first.bought_gini, *empty])
    notes = [
        f"popularity@{SHOWN}: shoppers an item in training, mean over what is shown, masked;",
        "what is bought: mean over the targets, Gini of the training purchases",
        "popular: the fewest items that hold a third of the purchases; tail: the least bought",
        "that hold a third, and those never bought; scores are over the targets of a group",
    ]
    headers = ["recommender", f"popularity@{SHOWN}", f"gini@{SHOWN}", "target", "items", "cases"]
    return render_table([*headers, *metrics], rows, "Bias", notes)
