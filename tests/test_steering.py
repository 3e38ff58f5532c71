"""Steering hits of one shop: what 0 leaves alone, what 1 reaches, what is no share."""

from __future__ import annotations

import math

import numpy as np
import pytest
from shopctl.errors import RequestError
from shopctl.indexes.vector_index import make_index
from shopctl.retrieval.retriever import Hit
from shopctl.steering import Steerer, Steering

# Three red things that read alike, a blue one that doesn't.
VECTORS = {"red-1": (1, 0), "red-2": (1, 0), "red-3": (1, 0), "blue": (0, 1)}
COUNTS = {"red-1": 9, "red-2": 6, "red-3": 5, "blue": 4}
HITS = [Hit(item, -float(place)) for place, item in enumerate(VECTORS)]


@pytest.fixture(scope="module")
def steerer() -> Steerer:
    index = make_index(2, len(VECTORS))
    index.add(list(VECTORS), np.array(list(VECTORS.values()), dtype=np.float32))
    return Steerer(index, COUNTS, list(VECTORS))


def ids(hits: list[Hit]) -> list[str]:
    return [hit.item_id for hit in hits]


def test_zero_leaves_the_ranking_as_it_is(steerer: Steerer) -> None:
    assert not Steering().active
    assert steerer.best(HITS, 3, Steering(0.0, 0.0), ["blue"]) == HITS[:3]
    assert steerer.best(HITS, 9, Steering(), []) == HITS


def test_diversity_brings_up_what_is_different(steerer: Steerer) -> None:
    # Relevance 1, 2/3, 1/3, 0. After red-1, blue gains .5·0 − .5·0 = 0, red-2 .5·2/3 − .5·1 < 0.
    assert ids(steerer.best(HITS, 2, Steering(diversity=0.5), [])) == ["red-1", "blue"]
    assert ids(steerer.best(HITS, 2, Steering(diversity=0.1), [])) == ["red-1", "red-2"]


def test_full_calibration_shows_the_shares_of_the_history(steerer: Steerer) -> None:
    # Of 24 purchases red-1 holds the first third, red-3 and blue the last: red-2 is the middle.
    def best(history: list[str]) -> list[str]:
        return ids(steerer.best(HITS, 2, Steering(calibration=1.0), history))

    assert best(["blue"]) == ["red-3", "blue"]  # rare things alone, the better ranked first
    assert best(["blue", "red-1"]) == ["red-1", "red-3"]
    assert best(["red-2", "red-1"]) == ["red-1", "red-2"]
    assert best(["red-2"])[0] == "red-2"


def test_both_together_keep_the_products_and_the_number(steerer: Steerer) -> None:
    found = steerer.best(HITS, 3, Steering(0.5, 0.5), ["blue"])
    assert len(found) == 3
    assert set(found) <= set(HITS)  # hits come through as they were, scores and all
    assert len(set(ids(found))) == 3


def test_nothing_found_stays_nothing(steerer: Steerer) -> None:
    assert steerer.best([], 3, Steering(0.5, 0.5), ["blue"]) == []


@pytest.mark.parametrize("name", ["diversity", "calibration"])
@pytest.mark.parametrize("value", [-0.01, 1.01, math.nan, math.inf])
def test_what_is_no_share_is_refused_and_named(name: str, value: float) -> None:
    with pytest.raises(RequestError, match=rf"{name} must be a number from 0 .* to 1, not"):
        Steering(**{name: value})
