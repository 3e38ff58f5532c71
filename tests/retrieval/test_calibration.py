"""Calibration to popularity groups, by hand."""

from math import log
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shopctl.errors import RequestError
from shopctl.retrieval.calibration import calibrate, divergence, popularity_target
from shopctl.retrieval.popularity_groups import Group, popularity_groups

# Relevance 1, 2/3, 1/3, 0: the two popular ones lead.
SCORES = np.array([4, 3, 2, 1], dtype=np.float32)
GROUPS = np.array([0, 0, 1, 1])
HALVES = np.array([0.5, 0.5])


class TestDivergence:
    def test_by_hand(self):
        p = np.array([0.5, 0.25, 0.25])
        assert divergence(p, p) == 0
        # q̃ = (.99·1 + .005, .0025, .0025)
        only_first = 0.5 * log(0.5 / 0.995) + 2 * 0.25 * log(0.25 / 0.0025)
        assert divergence(p, np.array([1, 0, 0])) == pytest.approx(only_first)

    def test_a_group_nobody_wants_costs_only_its_place(self):
        # q̃ = .99·.5 + .01·1 of the one wanted group
        found = divergence(np.array([1.0, 0.0]), np.array([0.5, 0.5]))
        assert found == pytest.approx(-log(0.505))

    def test_rows_of_distributions(self):
        found = divergence(HALVES, np.eye(2))
        assert found.shape == (2,)
        assert found[0] == found[1] > 0


class TestCalibrate:
    def test_groups_come_in_the_targets_proportions(self):
        assert calibrate(SCORES, GROUPS, HALVES, 4, 0.5).tolist() == [0, 2, 1, 3]
        assert calibrate(SCORES, GROUPS, np.array([0.0, 1.0]), 4, 1).tolist() == [2, 3, 0, 1]

    def test_the_point_where_the_order_turns(self):
        # Second place: row 1 keeps (1 − λ)·2/3 − λ·KL((.5, .5) ‖ (1, 0)), row 2 (1 − λ)/3 − 0.
        # KL = .5·ln(.5/.995) + .5·ln(.5/.005) = 1.95850; equal at λ = 1 / (1 + 3·KL) = .14545.
        assert calibrate(SCORES, GROUPS, HALVES, 2, 0.145).tolist() == [0, 1]
        assert calibrate(SCORES, GROUPS, HALVES, 2, 0.146).tolist() == [0, 2]

    def test_a_group_that_runs_out(self):
        assert calibrate(SCORES, np.array([0, 0, 0, 1]), HALVES, 4, 1).tolist() == [0, 3, 1, 2]

    def test_ties_go_to_the_better_ranked_then_to_the_lower_row(self):
        thirds = np.array([1 / 3, 1 / 3, 1 / 3])
        equal = np.ones(4, dtype=np.float32)
        assert calibrate(equal, np.array([2, 1, 0, 0]), thirds, 4, 1).tolist() == [0, 1, 2, 3]
        assert calibrate(SCORES[::-1], np.zeros(4, int), thirds, 4, 1).tolist() == [3, 2, 1, 0]

    def test_no_candidates_and_no_wish(self):
        none = np.zeros(0, np.float32)
        assert calibrate(none, np.zeros(0, int), HALVES, 3, 0.5).tolist() == []
        assert calibrate(SCORES, GROUPS, HALVES, 0, 0.5).tolist() == []
        assert calibrate(SCORES, GROUPS, HALVES, -1, 0).tolist() == []

    @pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan")])
    def test_impossible_strength(self, wrong):
        with pytest.raises(RequestError, match=f"^calibration must .* not {wrong}$"):
            calibrate(SCORES, GROUPS, HALVES, 2, wrong)

    def test_no_order_can_be_made_of_nan(self):
        with pytest.raises(RequestError, match="1 of 2 scores"):
            calibrate(np.array([1, np.nan], dtype=np.float32), GROUPS[:2], HALVES, 2, 0.5)

    @pytest.mark.parametrize("wrong", [[0.5, 0.4], [1.5, -0.5], [float("nan"), 1.0]])
    def test_a_target_that_is_no_distribution(self, wrong):
        with pytest.raises(ValueError, match="sum to 1"):
            calibrate(SCORES, GROUPS, np.array(wrong), 2, 0.5)


class TestTarget:
    # A third of 12 is 4: a is popular, d and c are the tail.
    COUNTS: ClassVar = {"a": 5, "b": 3, "c": 2, "d": 2}
    GROUPS = popularity_groups(COUNTS, ["new"])

    def test_the_shoppers_own_history(self):
        target = popularity_target(["a", "a", "b", "new"], self.GROUPS, self.COUNTS)
        assert target == pytest.approx([0.5, 0.25, 0.25])

    def test_all_purchases_where_there_is_no_history(self):
        target = popularity_target([], self.GROUPS, self.COUNTS)
        assert target == pytest.approx([5 / 12, 3 / 12, 4 / 12])

    def test_a_shop_without_purchases(self):
        assert popularity_target([], {"new": Group.TAIL}, {}).tolist() == [0, 0, 1]
        assert popularity_target(["new"], {}, {}).tolist() == [0, 0, 1]


# A busy machine is no failure: what is tested here is the order, not the time.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def candidates(draw):
    """Few different values, so that ties are common."""
    rows = draw(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 2)), max_size=12))
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    wanted = np.array(draw(st.tuples(*[st.integers(0, 4)] * 3).filter(any)))
    return table[:, 0].astype(np.float32), table[:, 1], wanted / wanted.sum()


@CALM
@given(candidates(), st.integers(0, 15), st.floats(0, 1))
def test_rows_without_repeats_and_every_prefix_stays(given_candidates, k, strength):
    scores, groups, target = given_candidates
    rows = calibrate(scores, groups, target, k, strength).tolist()
    assert len(rows) == len(set(rows)) == min(k, len(scores))
    assert set(rows) <= set(range(len(scores)))
    assert calibrate(scores, groups, target, len(scores), strength).tolist()[:k] == rows


@CALM
@given(candidates(), st.floats(0, 1))
def test_within_a_group_the_ranking_stays(given_candidates, strength):
    scores, groups, target = given_candidates
    rows = calibrate(scores, groups, target, len(scores), strength).tolist()
    for group in range(3):
        own = [row for row in rows if groups[row] == group]
        assert own == sorted(own, key=lambda row: (-scores[row], row))


@CALM
@given(candidates(), st.integers(0, 15))
def test_zero_is_the_ranking(given_candidates, k):
    scores, groups, target = given_candidates
    ranking = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
    assert calibrate(scores, groups, target, k, 0).tolist() == ranking[:k]


@CALM
@given(candidates())
def test_full_strength_takes_the_group_that_calibrates_best(given_candidates):
    scores, groups, target = given_candidates
    rows = calibrate(scores, groups, target, len(scores), 1).tolist()
    for place, row in enumerate(rows):
        counts = np.bincount(groups[rows[:place]], minlength=3)
        costs = {
            group: divergence(target, (counts + np.eye(3)[group]) / (place + 1))
            for group in set(groups[rows[place:]].tolist())
        }
        assert costs[groups[row]] == min(costs.values())
