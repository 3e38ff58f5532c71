"""Maximal Marginal Relevance, by hand."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shopctl.errors import RequestError
from shopctl.retrieval.diversity import mmr, ranked


def array(*values):
    return np.array(values, dtype=np.float32)


# Relevance 1, .8, .2, 0. Cosines: 0 with 1 .8, 0 with 2 0, 1 with 2 .6, 3 with 0 −1, 1 −.8, 2 0.
SCORES = array(11, 9, 3, 1)
VECTORS = array((1, 0), (0.8, 0.6), (0, 1), (-1, 0))


class TestMmr:
    def test_by_hand(self):
        # λ = .3, after row 0: .7·.8 − .3·.8 = .32; .7·.2 − 0 = .14; 0 + .3 = .3. Row 1.
        # Then: .14 − .3·.6 = −.04; row 3: 0 − .3·max(−1, −.8) = .24. Row 3, then 2.
        assert mmr(SCORES, VECTORS, 4, 0.3).tolist() == [0, 1, 3, 2]
        # λ = .5, after row 0: .4 − .4 = 0; .1; .5. Row 3, and then row 2's .1 − 0.
        assert mmr(SCORES, VECTORS, 4, 0.5).tolist() == [0, 3, 2, 1]

    def test_the_point_where_the_order_turns(self):
        # Row 1 against row 3 in second place: (1 − λ)·.8 − λ·.8 = λ at λ = .8 / 2.6 = .3077.
        assert mmr(SCORES, VECTORS, 2, 0.307).tolist() == [0, 1]
        assert mmr(SCORES, VECTORS, 2, 0.308).tolist() == [0, 3]

    def test_nothing_but_diversity_still_starts_with_the_best(self):
        assert mmr(array(1, 2, 3), array((1, 0), (0, 1), (0, 1)), 3, 1).tolist() == [2, 0, 1]

    def test_scale_and_offset_of_the_scores_do_not_matter(self):
        assert mmr(1000 * SCORES - 7, VECTORS, 4, 0.3).tolist() == [0, 1, 3, 2]

    def test_ties_go_to_the_better_ranked_then_to_the_lower_row(self):
        same = array(*[(0.6, 0.8)] * 4)
        assert mmr(array(1, 2, 2, 3), same, 4, 1).tolist() == [3, 1, 2, 0]
        assert mmr(array(5, 5, 5, 5), same, 4, 0.5).tolist() == [0, 1, 2, 3]

    def test_no_candidates_and_no_wish(self):
        assert mmr(array(), np.zeros((0, 3), np.float32), 5, 0.5).tolist() == []
        assert mmr(SCORES, VECTORS, 0, 0.5).tolist() == []
        assert mmr(SCORES, VECTORS, -1, 0).tolist() == []

    @pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan"), float("inf")])
    def test_impossible_trade_off(self, wrong):
        with pytest.raises(RequestError, match=f"^diversity must .* not {wrong}$"):
            mmr(SCORES, VECTORS, 2, wrong)

    def test_no_order_can_be_made_of_nan(self):
        with pytest.raises(RequestError, match="1 of 4 scores"):
            mmr(array(1, np.nan, 2, 3), VECTORS, 2, 0)
        with pytest.raises(RequestError, match="2 of 8 vectors"):
            mmr(SCORES, array((1, 0), (np.nan, np.inf), (0, 1), (0, 1)), 2, 0.5)


def test_ranked_by_hand():
    order, relevance = ranked(array(2, 6, 4, 6))
    assert order.tolist() == [1, 3, 2, 0]
    assert relevance.tolist() == [1, 1, 0.5, 0]
    assert ranked(array(3, 3))[1].tolist() == [0, 0]
    huge = np.finfo(np.float32).max
    assert ranked(array(-huge, huge))[1].tolist() == [1, 0]


# A busy machine is no failure: what is tested here is the order, not the time.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def candidates(draw):
    """Few different values, so that ties and copies are common."""
    sides = st.integers(-1, 1)
    rows = draw(st.lists(st.tuples(st.integers(-3, 3), sides, sides, sides), max_size=12))
    table = np.array(rows, dtype=np.float32).reshape(-1, 4)
    scores, vectors = table[:, 0], table[:, 1:]
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return scores, vectors / np.maximum(length, 1)


@CALM
@given(candidates(), st.integers(0, 15), st.floats(0, 1))
def test_rows_without_repeats_and_every_prefix_stays(given_candidates, k, trade_off):
    scores, vectors = given_candidates
    rows = mmr(scores, vectors, k, trade_off).tolist()
    assert len(rows) == len(set(rows)) == min(k, len(scores))
    assert set(rows) <= set(range(len(scores)))
    assert mmr(scores, vectors, len(scores), trade_off).tolist()[:k] == rows
    if rows:
        assert scores[rows[0]] == scores.max()


@CALM
@given(candidates(), st.integers(0, 15))
def test_zero_is_the_ranking(given_candidates, k):
    scores, vectors = given_candidates
    ranking = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
    assert mmr(scores, vectors, k, 0).tolist() == ranking[:k]


@CALM
@given(candidates(), st.floats(0, 1))
def test_each_step_takes_what_the_equation_says(given_candidates, trade_off):
    """The definition, without the running maximum, on float64."""
    scores, vectors = given_candidates
    order, relevance = ranked(scores)
    worth = dict(zip(order.tolist(), relevance, strict=True))
    rows = mmr(scores, vectors, len(scores), trade_off).tolist()
    cosines = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    for place in range(1, len(rows)):
        gains = {
            row: (1 - trade_off) * worth[row] - trade_off * cosines[row, rows[:place]].max()
            for row in rows[place:]
        }
        assert gains[rows[place]] == pytest.approx(max(gains.values()), abs=1e-4)
