from __future__ import annotations

import json
from math import log2

import pytest
from shopctl.errors import InputError
from shopctl.retrieval.evaluation import (
    PopularityRecommender,
    evaluate_recommendation,
    leave_one_out,
    recommendation_table,
    training_part,
)

SEQUENCES = [
    ("ann", ["a", "b", "c", "d"]),
    ("bob", ["b", "c", "a"]),
    ("cid", ["c", "d"]),
    ("dan", ["a"]),
    ("eve", []),
]


class TestLeaveOneOut:
    def test_the_last_item_is_the_test(self):
        split = leave_one_out(SEQUENCES)
        assert [(case.user, case.history, case.target) for case in split.cases] == [
            ("ann", ("a", "b", "c"), "d"),
            ("bob", ("b", "c"), "a"),
            ("cid", ("c",), "d"),
        ]
        assert (split.users, split.interactions, split.too_short) == (5, 10, 2)

    def test_the_second_last_is_the_validation_and_the_last_is_not_seen(self):
        split = leave_one_out(SEQUENCES, "validation")
        assert [(case.user, case.history, case.target) for case in split.cases] == [
            ("ann", ("a", "b"), "c"),
            ("bob", ("b",), "c"),
        ]
        assert (split.users, split.interactions, split.too_short) == (5, 10, 3)

    def test_training_sees_neither(self):
        assert list(training_part(SEQUENCES)) == [["a", "b"], ["b"]]

    def test_a_longer_history_can_be_asked_for(self):
        split = leave_one_out(SEQUENCES, min_history=3)
        assert [case.user for case in split.cases] == ["ann"]
        assert split.too_short == 4

    def test_targets_bought_before_are_counted(self):
        assert leave_one_out([("u", ["a", "b", "a"]), ("v", ["a", "b"])]).repeats == 1

    def test_samples_are_seeded_and_said(self):
        split = leave_one_out([(f"u{n}", ["a", "b"]) for n in range(100)])
        sample = split.sample(10, seed=4)
        assert sample == split.sample(10, seed=4)
        assert len(sample.cases) == 10
        assert sample.sampled_from == 100
        assert split.sample(100) is split
        numbers = [int(case.user[1:]) for case in sample.cases]
        assert numbers == sorted(numbers)

    @pytest.mark.parametrize("wrong", [{"part": "train"}, {"min_history": 0}])
    def test_impossible_settings(self, wrong):
        with pytest.raises(InputError):
            leave_one_out(SEQUENCES, **wrong)

    def test_a_shopper_twice(self):
        with pytest.raises(InputError, match="'u' occurs twice"):
            leave_one_out([("u", ["a", "b"]), ("u", ["c", "d"])])


class TestPopularity:
    def test_counts_shoppers_not_purchases(self):
        model = PopularityRecommender.from_histories([["a", "a", "a"], ["b", "c"], ["b"]])
        assert model.recommend([[]], 9) == [[("b", 2.0), ("a", 1.0), ("c", 1.0)]]

    def test_the_same_for_everyone(self):
        model = PopularityRecommender({"x": 1, "y": 2})
        assert model.recommend([["x"], []], 1) == [[("y", 2.0)], [("y", 2.0)]]
        assert model.recommend([], 5) == []
        assert model.recommend([["x"]], 0) == [[]]


def always(*items):
    ranking = [(item, float(-rank)) for rank, item in enumerate(items)]
    return lambda histories, k: [ranking[:k] for _ in histories]


class TestEvaluate:
    def test_masked_and_raw_by_hand(self):
        # Everyone gets c, b, a, d. Raw ranks of the targets d, a, d: 4, 3, 4.
        # Without their histories {a,b,c}, {b,c}, {c} they are 1, 1, 3.
        report = evaluate_recommendation(always(*"cbad"), leave_one_out(SEQUENCES), "abcd")
        assert report.raw["R@5"] == 1
        assert report.raw["N@5"] == pytest.approx((1 / log2(5) + 1 / log2(4) + 1 / log2(5)) / 3)
        assert report.raw["MRR@100"] == pytest.approx((1 / 4 + 1 / 3 + 1 / 4) / 3)
        assert report.masked["N@5"] == pytest.approx((1 + 1 + 1 / log2(4)) / 3)
        assert report.masked["MRR@100"] == pytest.approx((1 + 1 + 1 / 3) / 3)
        assert report.raw["coverage@10"] == 1
        assert report.raw["gini@10"] == 0
        # Masked lists: d | a, d | b, a, d. Exposures 0, 1, 2, 3: (0 − 1 + 2 + 9) / (4·6).
        assert report.masked["gini@10"] == pytest.approx(10 / 24)
        assert list(report.masked) == [
            *("R@5", "R@10", "N@5", "N@10", "MRR@100", "coverage@10", "gini@10"),
        ]

    def test_counts_stand_beside_the_scores(self):
        report = evaluate_recommendation(always(*"cb"), leave_one_out(SEQUENCES), "abc")
        assert (report.cases, report.users, report.items, report.interactions) == (3, 5, 3, 10)
        assert (report.too_short, report.repeats, report.unknown_targets) == (2, 0, 2)
        table = recommendation_table([report])
        assert "5 users, 3 items, 10 interactions" in table
        assert "too short a history: 2" in table
        assert json.loads(json.dumps(report.to_dict()))["masked"] == report.masked

    def test_enough_is_asked_for_to_fill_masked_lists(self):
        """A shopper with 150 items: the 100 best outside the history lie as deep as 250."""
        items = [f"i{number:03d}" for number in range(400)]
        history = items[:150]
        asked = []

        def recommend(histories, k):
            asked.append(k)
            return always(*items)(histories, k)

        split = leave_one_out([("u", [*history, items[249]])])
        report = evaluate_recommendation(recommend, split, items)
        assert asked == [250]
        assert report.masked["MRR@100"] == pytest.approx(1 / 100)
        assert report.raw["MRR@100"] == 0

    def test_a_repeat_is_a_sure_miss_when_masked(self):
        split = leave_one_out([("u", ["a", "b", "a"])])
        report = evaluate_recommendation(always("a"), split, "ab")
        assert (report.raw["R@5"], report.masked["R@5"], report.repeats) == (1, 0, 1)

    def test_many_batches_keep_shoppers_and_lists_together(self):
        items = [f"i{number}" for number in range(50)]
        sequences = [
            (f"u{n}", [items[(n + step) % 50] for step in range(2 + n % 7)]) for n in range(1200)
        ]

        def next_one(histories, k):
            return [[(f"i{(int(history[-1][1:]) + 1) % 50}", 1.0)] for history in histories]

        report = evaluate_recommendation(next_one, leave_one_out(sequences), items)
        assert report.masked["R@5"] == report.raw["R@5"] == 1
        assert report.cases == 1200

    def test_a_sample_is_said(self):
        split = leave_one_out([(f"u{n}", ["a", "b"]) for n in range(20)]).sample(5)
        report = evaluate_recommendation(always("b"), split, "ab")
        assert "5 of 20 shoppers" in recommendation_table([report])

    def test_nothing_to_evaluate(self):
        with pytest.raises(InputError, match="no shopper has enough history"):
            evaluate_recommendation(always("a"), leave_one_out([("u", ["a"])]), "a")

    def test_a_recommender_that_loses_shoppers(self):
        with pytest.raises(InputError, match="3 histories with 0 lists"):
            evaluate_recommendation(lambda _, k: [], leave_one_out(SEQUENCES), "abcd")

    def test_trec_export(self, tmp_path):
        evaluate_recommendation(
            always(*"cbad"), leave_one_out(SEQUENCES), "abcd", name="always", export=tmp_path
        )
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            *("always.masked.run", "always.raw.run", "qrels"),
        ]
        assert "cid Q0 b 1 -1.0 always\n" in (tmp_path / "always.masked.run").read_text()
        assert (tmp_path / "qrels").read_text() == "cid 0 d 1\nbob 0 a 1\nann 0 d 1\n"


def test_no_reports_make_an_empty_table():
    assert recommendation_table([]) == ""
