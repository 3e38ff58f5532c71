from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.errors import StoreError
from shopctl.indexes.neighbour_graph import NEIGHBOURS_FILE, NeighbourGraph
from shopctl.indexes.vector_index import make_index


def index_of(vectors, kind="flat"):
    rows = np.asarray(vectors, dtype=np.float32)
    index = make_index(rows.shape[1], len(rows), kind)
    index.add([str(row) for row in range(len(rows))], rows)
    return index


def turned(degrees):
    angle = np.radians(degrees)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def test_by_hand():
    graph = NeighbourGraph.build(index_of(turned([0, 10, 25, 90])), k=2)
    assert graph.table.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]
    assert graph.of(np.array([3, 0])).tolist() == [[2, 1], [1, 2]]


def test_twins_are_each_others_neighbours_and_never_their_own():
    graph = NeighbourGraph.build(index_of(turned([40] * 6)), k=3)
    for row, near in enumerate(graph.table.tolist()):
        assert row not in near
        assert len(set(near)) == 3


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_items_have_few_neighbours(count):
    graph = NeighbourGraph.build(index_of(turned(range(count))), k=5)
    assert graph.table.shape == (count, max(0, count - 1))


@pytest.mark.parametrize("kind", ["flat", "hnsw", "ivf"])
def test_every_kind_of_index(kind):
    vectors = np.random.default_rng(1).standard_normal((3000, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    graph = NeighbourGraph.build(index_of(vectors, kind), k=4)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    exact = np.argsort(-cosines, axis=1)[:, :4]
    shared = [
        len(set(a) & set(b)) for a, b in zip(graph.table.tolist(), exact.tolist(), strict=True)
    ]
    assert np.mean(shared) > 3.8
    assert not (graph.table == np.arange(3000)[:, None]).any()


@settings(max_examples=25, deadline=None)
@given(degrees=st.lists(st.integers(0, 359), min_size=2, max_size=30), k=st.integers(1, 8))
def test_others_only_each_once_nearest_first(degrees, k):
    vectors = turned(degrees)
    graph = NeighbourGraph.build(index_of(vectors), k)
    assert graph.table.shape == (len(degrees), min(k, len(degrees) - 1))
    for row, near in enumerate(graph.table.tolist()):
        assert row not in near
        assert len(set(near)) == len(near)
        cosines = vectors[near] @ vectors[row]
        assert (np.diff(cosines) <= 1e-5).all()


def test_removed_items_have_no_neighbours():
    index = index_of(turned([0, 10, 25]))
    index.remove(["1"])
    with pytest.raises(ValueError, match="compact"):
        NeighbourGraph.build(index)


def test_saved_and_read_back(tmp_path):
    graph = NeighbourGraph.build(index_of(turned([0, 10, 25, 90])), k=2)
    graph.save(tmp_path)
    assert NeighbourGraph.load(tmp_path, 4).table.tolist() == graph.table.tolist()


@pytest.mark.parametrize(
    "table",
    [
        np.zeros((3, 2), np.int32),  # of another catalog
        np.zeros((4, 2), np.int64),
        np.zeros(4, np.int32),
        np.full((4, 2), 4, np.int32),  # a row that isn't there
        np.full((4, 2), -1, np.int32),
    ],
)
def test_of_another_index_is_refused(tmp_path, table):
    np.save(tmp_path / NEIGHBOURS_FILE, table)
    with pytest.raises(StoreError, match="another index"):
        NeighbourGraph.load(tmp_path, 4)


def test_a_damaged_or_missing_file_is_refused(tmp_path):
    with pytest.raises(StoreError, match="shopctl index"):
        NeighbourGraph.load(tmp_path, 4)
    (tmp_path / NEIGHBOURS_FILE).write_bytes(b"no array")
    with pytest.raises(StoreError, match="shopctl index"):
        NeighbourGraph.load(tmp_path, 4)
    np.save(tmp_path / NEIGHBOURS_FILE, np.array([{"a": 1}] * 4), allow_pickle=True)
    with pytest.raises(StoreError, match="shopctl index"):
        NeighbourGraph.load(tmp_path, 4)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="can't write"):
        NeighbourGraph(np.zeros((1, 0), np.int32)).save(tmp_path / "no")
