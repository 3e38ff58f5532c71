from __future__ import annotations

import json
from math import log2
from typing import ClassVar

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


class TestBias:
    # A third of 9 is 3: a is popular, b middle, c and d the tail.
    POPULARITY: ClassVar = {"a": 3, "b": 2, "c": 2, "d": 2}

    def report(self, **more):
        return evaluate_recommendation(
            always(*"cbad"), leave_one_out(SEQUENCES), "abcd", popularity=self.POPULARITY, **more
        )

    def test_shown_and_bought_by_hand(self):
        # Masked lists: d | a, d | b, a, d. Targets: d, a, d.
        bias = self.report().bias
        assert bias.shown_popularity == pytest.approx((2 + (3 + 2) / 2 + (2 + 3 + 2) / 3) / 3)
        assert bias.bought_popularity == pytest.approx((2 + 3 + 2) / 3)
        assert bias.shown_gini == self.report().masked["gini@10"]
        # Bought 2, 2, 2, 3: (−3·2 − 2 + 2 + 3·3) / (4·9).
        assert bias.bought_gini == pytest.approx(3 / 36)

    def test_scores_by_group_by_hand(self):
        # a at rank 1; d at ranks 1 and 3.
        groups = self.report().bias.groups
        assert [(label, group.items, group.cases) for label, group in groups.items()] == [
            ("popular", 1, 1),
            ("middle", 1, 0),
            ("tail", 2, 2),
        ]
        assert groups["popular"].scores == {"R@10": 1, "N@10": 1}
        assert groups["middle"].scores == {"R@10": None, "N@10": None}
        assert groups["tail"].scores == pytest.approx({"R@10": 1, "N@10": (1 + 1 / log2(4)) / 2})

    def test_only_ten_ranks_are_looked_at(self):
        items = [f"i{number:02d}" for number in range(12)]
        split = leave_one_out([("u", ["i11", "i10"])])
        counts = dict.fromkeys(items, 1) | {"i10": 500}
        bias = evaluate_recommendation(always(*items), split, items, popularity=counts).bias
        assert (bias.shown_popularity, bias.bought_popularity) == (1, 500)
        assert bias.groups["popular"].scores == {"R@10": 0, "N@10": 0}

    def test_groups_add_up_to_the_whole(self):
        items = [f"i{number}" for number in range(40)]
        sequences = [(f"u{n}", [items[n * n % 40], items[n % 40]]) for n in range(80)]
        counts = {item: number for number, item in enumerate(items)}
        split = leave_one_out(sequences)
        report = evaluate_recommendation(always(*items[::2]), split, items, popularity=counts)
        groups = [group for group in report.bias.groups.values() if group.cases]
        assert sum(group.cases for group in groups) == report.cases
        assert sum(group.items for group in groups) == report.items
        for name in ("R@10", "N@10"):
            found = sum(group.scores[name] * group.cases for group in groups) / report.cases
            assert found == pytest.approx(report.masked[name])

    def test_what_nobody_counted_is_tail(self):
        split = leave_one_out([("u", ["a", "unheard"])])
        bias = evaluate_recommendation(lambda *_: [[]], split, "ab", popularity={}).bias
        assert (bias.shown_popularity, bias.bought_popularity, bias.bought_gini) == (None, 0, 0)
        assert (bias.groups["tail"].items, bias.groups["tail"].cases) == (2, 1)

    def test_json_and_table(self):
        report = self.report(name="mine")
        found = json.loads(json.dumps(report.to_dict()))["bias"]
        assert found["groups"]["middle"]["scores"]["R@10"] is None
        assert found["bought_popularity"] == pytest.approx(7 / 3)
        table = recommendation_table([report, self.report(name="other")])
        first, bias = table.split("\n\n")
        assert first.startswith("Recommendation\n")
        lines = [line.split() for line in bias.splitlines()]
        assert lines[0] == ["Bias"]
        assert lines[3] == [
            *("mine", "2.2778", "0.4167", "popular", "1", "1", "1.0000", "1.0000"),
        ]
        assert lines[4] == ["middle", "1", "0"]
        assert lines[5] == ["tail", "2", "2", "1.0000", "0.7500"]
        assert lines[6][0] == "other"
        assert lines[9] == ["what", "is", "bought", "2.3333", "0.0833"]

    def test_without_counts_there_is_none(self):
        report = evaluate_recommendation(always(*"cbad"), leave_one_out(SEQUENCES), "abcd")
        assert report.bias is None
        assert report.to_dict()["bias"] is None
        assert "Bias" not in recommendation_table([report])
        assert recommendation_table([report, self.report()]).count("tail ") == 1


def test_no_reports_make_an_empty_table():
    assert recommendation_table([]) == ""
