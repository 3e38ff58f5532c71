"""Fusion and the history mean, by hand."""

import math

import numpy as np
import pytest
from shopctl.retrieval.fusion import (
    JudgedQuery,
    Weights,
    fit_weight,
    fuse,
    pairwise_accuracy,
    standardised,
    weights_for,
)
from shopctl.retrieval.history import contributions, history_vector, recency_weights


def array(*values):
    return np.array(values, dtype=np.float32)


def test_standardised_by_hand():
    assert standardised(array(1, 2, 3)) == pytest.approx(
        [-math.sqrt(1.5), 0, math.sqrt(1.5)], abs=1e-5
    )
    assert standardised(array(4, 4)) == pytest.approx([0, 0])
    assert len(standardised(array())) == 0
    # The first two have mean 2 and deviation 1.
    assert standardised(array(1, 3, 7), reference=2) == pytest.approx([-1, 1, 5])
    assert standardised(array(0.5, 0.5 + 1e-8)) == pytest.approx([0, 0])  # noise is no difference


def test_fuse_by_hand():
    found = fuse(array(1, 2, 3), array(9, 0, 0), array(5, 5, 5), Weights(0.25, 0.75, 0))
    dense = np.array([-math.sqrt(1.5), 0, math.sqrt(1.5)])
    lexical = np.array([math.sqrt(2), -math.sqrt(0.5), -math.sqrt(0.5)])
    assert found == pytest.approx(0.25 * dense + 0.75 * lexical, abs=1e-5)


@pytest.mark.parametrize(
    ("readable", "text", "history", "expected"),
    [
        (1.0, True, False, (0.5, 0.5, 0.0)),
        (0.0, True, False, (0.0, 1.0, 0.0)),
        (0.5, True, False, (0.25, 0.75, 0.0)),
        (1.0, True, True, (0.35, 0.35, 0.3)),
        (0.0, False, True, (0.0, 0.0, 1.0)),
        (0.0, False, False, (0.0, 0.0, 0.0)),
    ],
)
def test_weights(readable, text, history, expected):
    weights = weights_for(readable, text, history, dense_weight=0.5, history_weight=0.3)
    assert (weights.dense, weights.lexical, weights.history) == pytest.approx(expected)


def test_pairwise_accuracy_counts_ties_half_and_small_gaps_not():
    # Pairs that count: 3 over 2, 3 over 1 (twice each, for the two graded 1), 2 over 1.
    right, pairs = pairwise_accuracy(array(5, 5, 1, 6), array(3, 2, 1, 1.4))
    assert pairs == 5  # (3,2) (3,1) (3,1.4) (2,1) (2,1.4)
    assert right == 0.5 + 1 + 0 + 1 + 0


def test_fit_weight_finds_the_channel_that_is_right():
    grades = array(3, 2, 1)
    right, wrong = array(0.9, 0.5, 0.1), array(0, 4, 8)
    assert fit_weight([JudgedQuery(right, wrong, grades)]) > 0.5
    assert fit_weight([JudgedQuery(wrong, right, grades)]) == 0.0
    unjudged = array(3, 2, np.nan)
    assert fit_weight([JudgedQuery(right, wrong, unjudged, reference=2)]) > 0.5
    with pytest.raises(ValueError, match="differ"):
        fit_weight([JudgedQuery(right, wrong, array(2, 2, 2))])


def test_recency_weights_halve():
    assert recency_weights(3, half_life=1) == pytest.approx([1 / 7, 2 / 7, 4 / 7])
    assert recency_weights(2, half_life=math.inf) == pytest.approx([0.5, 0.5])
    assert len(recency_weights(0)) == 0


def test_history_vector_by_hand():
    vectors = np.array([[1, 0], [0, 2]], dtype=np.float32)  # lengths don't count
    found = history_vector(vectors, half_life=1)
    assert found == pytest.approx(np.array([1, 2]) / math.sqrt(5))


def test_history_that_cancels_out_or_is_empty():
    assert history_vector(np.array([[1, 0], [-1, 0]], np.float32), math.inf) == pytest.approx(
        [0, 0]
    )
    assert history_vector(np.zeros((0, 2), np.float32)) == pytest.approx([0, 0])


def test_contributions_add_up_to_the_cosine():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(4, 8)).astype(np.float32)
    target = rng.normal(size=8).astype(np.float32)
    parts = contributions(vectors, target, half_life=2)
    cosine = history_vector(vectors, 2) @ target / np.linalg.norm(target)
    assert parts.sum() == pytest.approx(cosine, abs=1e-6)
