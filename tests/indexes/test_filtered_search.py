"""Filtering never costs recall: every kind, every selectivity, filters of every shape."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.errors import InputError
from shopctl.indexes import filtered_search, ivf, vector_index
from shopctl.indexes.hnsw import HnswBackend
from shopctl.indexes.vector_index import make_index

COUNT, DIMENSION, TOPICS = 12_000, 16, 30
KINDS = ["flat", "hnsw", "ivf"]


def normalised(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(autouse=True)
def short_cuts_in_a_small_index(monkeypatch):
    monkeypatch.setattr(filtered_search, "_EXACT_FREE", 500)


@pytest.fixture(scope="module")
def shop():
    """Products in topics, as real embeddings lie; queries near products."""
    random = np.random.default_rng(3)
    topics = random.standard_normal((TOPICS, DIMENSION))
    topic = random.integers(0, TOPICS, COUNT)
    vectors = normalised(topics[topic] + 0.7 * random.standard_normal((COUNT, DIMENSION)))
    picked = random.integers(0, COUNT, 40)
    queries = normalised(vectors[picked] + 0.1 * random.standard_normal((40, DIMENSION)))
    return topic, vectors, queries


@pytest.fixture(scope="module", params=KINDS)
def index(request, shop):
    _, vectors, _ = shop
    made = make_index(DIMENSION, COUNT, request.param)
    made.add([f"p{row}" for row in range(COUNT)], vectors)
    made.search(vectors[:1], 1)  # cuts the cells of an IVF index
    return made


def recall(index, queries, vectors, allowed_rows, k, passed):
    """Mean share of the exact k best allowed items that the index found."""
    scores = queries @ vectors[allowed_rows].T
    exact = np.argsort(-scores, axis=1)[:, :k]
    shares = []
    for row, ranking in enumerate(index.search(queries, k, passed)):
        got = {item_id for item_id, _ in ranking}
        want = {f"p{allowed_rows[place]}" for place in exact[row]}
        assert len(ranking) == min(k, len(allowed_rows))
        shares.append(len(got & want) / len(want))
    return float(np.mean(shares))


def test_the_short_cut_is_taken_only_where_it_is_one(index):
    """Else the recalls below would all be measured on exact scans."""
    approximate = index.kind != "flat"

    def short_cut(k, allowed):
        return filtered_search.beam_for(index._backend, k, allowed, COUNT) is not None

    assert short_cut(10, COUNT) is approximate
    assert short_cut(10, int(0.95 * COUNT)) is approximate
    assert not short_cut(10, 400)
    assert not short_cut(1000, COUNT // 2)


@pytest.mark.parametrize("share", [0.0005, 0.01, 0.3, 0.75, 0.95])
def test_random_filters_keep_recall(index, shop, share):
    _, vectors, queries = shop
    allowed = np.flatnonzero(np.random.default_rng(7).random(COUNT) < share)
    everything = recall(index, queries, vectors, np.arange(COUNT), 10, None)
    filtered = recall(index, queries, vectors, allowed, 10, [f"p{row}" for row in allowed])
    assert everything > 0.95
    assert filtered >= everything - 0.01


def test_a_filter_against_the_query_keeps_recall(index, shop):
    """Everything near the query is ruled out: the case that a filtered graph walk fails."""
    topic, vectors, queries = shop
    for row in range(5):
        nearest_topics = topic[np.argsort(-(vectors @ queries[row]))[:2000]]
        allowed = np.flatnonzero(~np.isin(topic, np.unique(nearest_topics)[:8]))
        query = queries[row : row + 1]
        assert recall(index, query, vectors, allowed, 10, index.rows(names(allowed))) >= 0.9


def test_deep_lists_are_complete(index, shop):
    _, vectors, queries = shop
    allowed = np.arange(0, COUNT, 2)
    assert recall(index, queries[:5], vectors, allowed, 1000, allowed) > 0.98


def test_removed_items_do_not_cost_recall(shop):
    _, vectors, queries = shop
    made = make_index(DIMENSION, COUNT, "hnsw")
    made.add(names(range(COUNT)), vectors)
    made.remove(names(range(0, COUNT, 4)))
    left = np.flatnonzero(np.arange(COUNT) % 4 != 0)
    assert recall(made, queries, vectors, left, 10, None) > 0.95


def names(rows):
    return [f"p{row}" for row in rows]


def test_nothing_allowed_gives_nothing(index, shop):
    queries = shop[2][:2]
    assert index.search(queries, 5, []) == [[], []]
    assert index.search(queries, 5, ["unknown", "also unknown"]) == [[], []]


def test_unknown_and_repeated_ids_are_ignored(index, shop):
    [ranking] = index.search(shop[2][:1], 5, ["p1", "nobody", "p1", "p2"])
    assert sorted(item_id for item_id, _ in ranking) == ["p1", "p2"]


def test_rows_and_ids_filter_alike(index, shop):
    chosen = names(range(100, 900))
    query = shop[2][:1]
    assert index.search(query, 9, chosen) == index.search(query, 9, index.rows(chosen))


@pytest.mark.parametrize("row", [-1, COUNT])
def test_rows_outside_the_index_are_refused(index, shop, row):
    with pytest.raises(InputError, match="outside the index"):
        index.search(shop[2][:1], 5, np.array([row]))


def test_removed_items_stay_hidden_under_a_filter(shop):
    _, vectors, _ = shop
    made = make_index(DIMENSION, kind="hnsw")
    made.add(names(range(100)), vectors[:100])
    rows = made.rows(names(range(10)))
    made.remove(["p0"])
    for allowed in (rows, names(range(10))):
        [ranking] = made.search(vectors[:1], 20, allowed)
        assert sorted(item_id for item_id, _ in ranking) == names(range(1, 10))


def test_product_quantised_cells_find_as_well(shop, monkeypatch, tmp_path):
    """Codes of a quarter byte a dimension are coarse; scoring again from the store mends it."""
    monkeypatch.setattr(ivf, "_PRODUCT_QUANTISED_FROM", 1_000)
    _, vectors, queries = shop
    made = make_index(DIMENSION, COUNT, "ivf")
    made.add(names(range(COUNT)), vectors)
    assert recall(made, queries, vectors, np.arange(COUNT), 10, None) > 0.9
    made.save(tmp_path)
    again = vector_index.FaissVectorIndex.load(tmp_path)
    assert again.search(queries, 10) == made.search(queries, 10)


def test_a_filter_widens_the_beam_by_as_much_as_it_leaves_out():
    """Else a tenth of a million products was found worse than all of them."""

    class Graph:
        def least_beam(self):
            return 1_000

        def cost(self, beam):
            return 64.0 * beam

    assert filtered_search.beam_for(Graph(), 10, 1_000_000, 1_000_000) == 1_000
    assert filtered_search.beam_for(Graph(), 10, 500_000, 1_000_000) == 2_000
    assert (
        filtered_search.beam_for(Graph(), 2_000, 500_000, 1_000_000) is None
    )  # 8,000 nodes cost more
    assert filtered_search.beam_for(Graph(), 10, 100_000, 1_000_000) is None


def test_the_least_beam_grows_with_the_catalog():
    class Sized:
        def __init__(self, count):
            self.ntotal = count

    for count, beam in ((1_000, 128), (100_000, 128), (1_000_000, 1_250)):
        backend = HnswBackend(16)
        backend._index = Sized(count)
        assert backend.least_beam() == beam
