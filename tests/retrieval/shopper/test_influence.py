"""Leaving one step out: which histories are asked, and what the answers come to."""

import numpy as np
import pytest
from shopctl.retrieval.shopper.histories import Histories
from shopctl.retrieval.shopper.influence import because, left_out
from shopctl.retrieval.shopper.settings import MAX_STEPS


def lists(histories):
    return [one.tolist() for one in histories.sequences()]


def test_each_step_is_left_out_once_oldest_first():
    assert lists(left_out(Histories.of_items([[7, 3, 7]]))) == [[7, 3, 7], [3, 7], [7, 7], [7, 3]]


def test_what_is_known_of_the_other_steps_goes_with_them():
    codes = [np.array([1, 2, 3], dtype=np.uint8)] * 3
    found = left_out(Histories(np.array([0, 3]), np.array([5, 6, 7]), *codes))
    for column in (found.events, found.ratings, found.gaps):
        assert column.tolist() == [1, 2, 3, 2, 3, 1, 3, 1, 2]


def test_of_a_long_history_the_last_fifty_are_asked_about():
    found = left_out(Histories.of_items([list(range(10_000))]))
    assert len(found) == MAX_STEPS + 1
    assert found.of(0).tolist() == list(range(10_000 - MAX_STEPS, 10_000))
    assert set(found.lengths[1:].tolist()) == {MAX_STEPS - 1}


def test_one_step_and_none():
    assert lists(left_out(Histories.of_items([[4]]))) == [[4], []]
    assert lists(left_out(Histories.of_items([[]]))) == [[]]


def test_what_a_score_falls_by_adds_up_over_steps_on_one_item():
    whole = [[-1.0, -2.0]]
    without = [[-1.5, -1.0], [-1.25, -2.5], [-1.25, -2.25]]  # of "a", "b", "a"
    found = because(["a", "b", "a"], np.array(whole + without, dtype=np.float32))
    assert found == [[("a", pytest.approx(0.75)), ("b", pytest.approx(0.25))],
                     [("b", pytest.approx(0.5))]]  # fmt: skip


def test_what_speaks_against_a_product_is_no_reason_for_it():
    assert because(["a"], np.array([[-2.0], [-1.0]], dtype=np.float32)) == [[]]
    assert because([], np.array([[-2.0, -3.0]], dtype=np.float32)) == [[], []]
