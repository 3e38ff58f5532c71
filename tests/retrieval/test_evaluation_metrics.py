"""Ranking metrics against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.retrieval.exposure import coverage, gini
from shopctl.retrieval.metrics import score_rankings


def test_one_relevant_item_per_query():
    rankings = {"u1": list("abcde"), "u2": list("abcde"), "u3": list("abcde")}
    qrels = {"u1": {"a": 1}, "u2": {"c": 1}, "u3": {"z": 1}}
    scores = score_rankings(rankings, qrels, recall_at=(1, 3), ndcg_at=(2, 3), mrr_at=5)
    assert scores == pytest.approx(
        {
            "R@1": 1 / 3,
            "R@3": 2 / 3,
            "N@2": 1 / 3,
            "N@3": (1 + 1 / log2(4)) / 3,
            "MRR@5": (1 + 1 / 3) / 3,
        }
    )


def test_graded_relevance():
    # DCG of grades 1, 0, 3 is 1 + 3/2; the ideal order 3, 2, 1 gives 3 + 2/log2(3) + 1/2.
    scores = score_rankings(
        {"q": ["a", "x", "b"]}, {"q": {"a": 1, "b": 3, "c": 2}}, ndcg_at=(3,), recall_at=(3,)
    )
    assert scores["N@3"] == pytest.approx(2.5 / (3 + 2 / log2(3) + 0.5))
    assert scores["R@3"] == pytest.approx(2 / 3)


def test_the_threshold_holds_for_recall_and_mrr_not_for_gains():
    rankings, qrels = {"q": ["a", "b"]}, {"q": {"a": 1, "b": 2}}
    scores = score_rankings(
        rankings, qrels, recall_at=(1,), ndcg_at=(1,), mrr_at=2, relevant_from=2
    )
    assert scores == pytest.approx({"R@1": 0, "N@1": 0.5, "MRR@2": 0.5})


def test_mrr_is_cut():
    scores = score_rankings({"q": ["x", "y", "a"]}, {"q": {"a": 1}}, recall_at=(3,), mrr_at=2)
    assert scores == {"R@3": 1.0, "MRR@2": 0.0}


def test_a_query_without_a_ranking_scores_zero():
    scores = score_rankings({"q1": ["a"]}, {"q1": {"a": 1}, "q2": {"a": 1}}, recall_at=(1,))
    assert scores == {"R@1": 0.5}


def test_unjudged_queries_are_not_scored():
    assert score_rankings({"q1": ["a"], "q9": ["b"]}, {"q1": {"a": 1}}, recall_at=(1,)) == {
        "R@1": 1.0
    }


def test_of_a_repeated_item_the_first_place_counts():
    scores = score_rankings({"q": ["a", "b", "a"]}, {"q": {"a": 1}}, mrr_at=3)
    assert scores == {"MRR@3": 1.0}


def test_order_decides_not_ids():
    """trec_eval breaks ties by id; order must survive for ids in any order."""
    for order in (["a", "b", "c"], ["c", "b", "a"]):
        assert score_rankings({"q": order}, {"q": {order[0]: 1}}, recall_at=(1,)) == {"R@1": 1.0}


def test_nothing_judged_or_found():
    assert score_rankings({}, {}, recall_at=(5,), ndcg_at=(5,), mrr_at=9) == {
        "R@5": 0,
        "N@5": 0,
        "MRR@9": 0,
    }
    assert score_rankings({"q": []}, {"q": {"a": 1}}, recall_at=(5,)) == {"R@5": 0}


@settings(max_examples=60, deadline=None)
@given(
    ranks=st.lists(st.none() | st.integers(0, 29), min_size=1, max_size=20),
    cut=st.integers(1, 30),
)
def test_one_relevant_item_by_formula(ranks, cut):
    """With one relevant item: R@k = [rank ≤ k], N@k = 1/log2(rank + 1), MRR = 1/rank."""
    items = [f"i{number:02d}" for number in range(30)]
    qrels = {f"u{n}": {"i-" if rank is None else items[rank]: 1} for n, rank in enumerate(ranks)}
    rankings = dict.fromkeys(qrels, items)
    hits = [rank + 1 for rank in ranks if rank is not None and rank < cut]
    scores = score_rankings(rankings, qrels, recall_at=(cut,), ndcg_at=(cut,), mrr_at=cut)
    assert scores == pytest.approx(
        {
            f"R@{cut}": len(hits) / len(ranks),
            f"N@{cut}": sum(1 / log2(rank + 1) for rank in hits) / len(ranks),
            f"MRR@{cut}": sum(1 / rank for rank in hits) / len(ranks),
        }
    )


def test_coverage():
    assert coverage([["a", "b"], ["b"]], 4) == 0.5
    assert coverage([], 4) == 0
    assert coverage([["a"]], 0) == 0


@pytest.mark.parametrize(
    ("lists", "size", "value"),
    [
        ([["a"], ["b"], ["c"], ["d"]], 4, 0.0),  # all alike
        ([["a"], ["a"], ["a"]], 4, 0.75),  # one item has all: (n − 1) / n
        # Exposures 0, 1, 1, 2: (−3·0 − 1·1 + 1·1 + 3·2) / (4·4)
        ([["a", "b"], ["a", "c"]], 4, 6 / 16),
        ([], 4, 0.0),
    ],
)
def test_gini(lists, size, value):
    assert gini(lists, size) == pytest.approx(value)
