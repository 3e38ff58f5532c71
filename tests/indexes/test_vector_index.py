from __future__ import annotations

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.errors import InputError, ShopctlError, StoreError, UnknownItemError
from shopctl.indexes.vector_index import FaissVectorIndex, choose_kind, make_index

KINDS = ["flat", "hnsw", "ivf"]


def unit(count, dimension=16, seed=0):
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def names(count):
    return [f"item {number}" for number in range(count)]


def filled(kind, count=300, dimension=16):
    index = make_index(dimension, count, kind)
    index.add(names(count), unit(count, dimension))
    return index


def found(ranking):
    return [item_id for item_id, _ in ranking]


@pytest.mark.parametrize(
    ("count", "kind"),
    [
        (0, "flat"),
        (99_999, "flat"),
        (100_000, "hnsw"),
        (499_999, "hnsw"),
        (500_000, "ivf"),
        (50_000_000, "ivf"),
    ],
)
def test_kind_follows_the_expected_size(count, kind):
    assert choose_kind(count) == kind


def test_kind_can_be_overridden():
    assert make_index(4, 10, "hnsw").kind == "hnsw"
    assert make_index(4, 10_000_000, "flat").kind == "flat"


@pytest.mark.parametrize("kind", KINDS)
def test_hand_computed_scores(kind):
    index = make_index(2, kind=kind)
    index.add(["east", "north", "north-east"], np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32))
    [ranking] = index.search(np.array([[0, 1]], np.float32), 3)
    assert found(ranking) == ["north", "north-east", "east"]
    assert [score for _, score in ranking] == pytest.approx([1, 0.8, 0], abs=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_queries_need_not_have_unit_length(kind):
    index = make_index(2, kind=kind)
    index.add(["a", "b"], np.array([[1, 0], [0, 1]], np.float32))
    [ranking] = index.search(np.array([[3, 1]], np.float32), 2)
    assert ranking == [("a", 3), ("b", 1)]


@pytest.mark.parametrize("kind", KINDS)
class TestEdges:
    def test_empty_index_answers_with_nothing(self, kind):
        index = make_index(4, kind=kind)
        assert index.search(unit(2, 4), 5) == [[], []]
        assert len(index) == 0
        assert index.reconstruct([]).shape == (0, 4)

    def test_k_above_the_count_gives_all(self, kind):
        [ranking] = filled(kind, 7).search(unit(1), 100)
        assert sorted(found(ranking)) == names(7)

    def test_k_zero_gives_empty_lists(self, kind):
        assert filled(kind, 7).search(unit(3), 0) == [[], [], []]

    def test_no_queries_give_no_lists(self, kind):
        assert filled(kind, 7).search(np.empty((0, 16), np.float32), 5) == []

    def test_negative_k_is_refused(self, kind):
        with pytest.raises(InputError, match="k must be"):
            filled(kind, 3).search(unit(1), -1)

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    def test_vectors_that_are_not_finite_are_refused(self, kind, bad):
        index = filled(kind, 3)
        vectors = unit(2)
        vectors[1, 5] = bad
        with pytest.raises(InputError, match=r"NaN or infinity .*row 1"):
            index.add(["x", "y"], vectors)
        with pytest.raises(InputError, match="queries hold NaN"):
            index.search(vectors, 2)
        assert len(index) == 3
        assert "x" not in index

    @pytest.mark.parametrize("shape", [(2, 15), (2, 17), (16,), (1, 2, 16), ()])
    def test_wrong_width_is_refused(self, kind, shape):
        index = filled(kind, 3)
        with pytest.raises(InputError, match="width 16"):
            index.search(np.zeros(shape, np.float32), 2)
        with pytest.raises(InputError, match="width 16"):
            index.add(["x"], np.zeros(shape, np.float32))

    def test_vectors_of_another_length_are_refused(self, kind):
        with pytest.raises(InputError, match="L2-normalised; row 1 has length 2"):
            make_index(16, kind=kind).add(["a", "b"], unit(2) * np.array([[1], [2]]))

    def test_text_instead_of_vectors_is_refused(self, kind):
        with pytest.raises(InputError, match="aren't numbers"):
            filled(kind, 3).search([["a"] * 16], 1)

    def test_ids_and_vectors_must_be_as_many(self, kind):
        with pytest.raises(InputError, match="1 ids came with 2 vectors"):
            make_index(16, kind=kind).add(["a"], unit(2))

    @pytest.mark.parametrize("bad", ["", None, 7])
    def test_ids_are_non_empty_strings(self, kind, bad):
        index = make_index(16, kind=kind)
        with pytest.raises(InputError, match="item id"):
            index.add(["good", bad], unit(2))
        assert len(index) == 0
        assert index.search(unit(1), 5) == [[]]


@pytest.mark.parametrize("kind", KINDS)
class TestChanges:
    def test_an_id_added_again_is_replaced(self, kind):
        index = make_index(2, kind=kind)
        index.add(["a", "b"], np.array([[1, 0], [0, 1]], np.float32))
        index.add(["a"], np.array([[0, -1]], np.float32))
        assert len(index) == 2
        assert index.tombstones == 1
        assert index.search(np.array([[1, 0], [0, -1]], np.float32), 1)[1] == [("a", 1)]
        assert len(index.search(np.array([[1, 0]], np.float32), 9)[0]) == 2
        np.testing.assert_array_equal(index.reconstruct(["a"]), [[0, -1]])

    def test_of_a_repeated_id_the_last_vector_wins(self, kind):
        index = make_index(2, kind=kind)
        index.add(["a", "b", "a"], np.array([[1, 0], [0, 1], [-1, 0]], np.float32))
        assert len(index) == 2
        np.testing.assert_array_equal(index.reconstruct(["a"]), [[-1, 0]])

    def test_removed_items_are_found_no_more(self, kind):
        index = filled(kind)
        gone = names(300)[:100]
        assert index.remove([*gone, "unknown"]) == 100
        assert index.remove(gone) == 0
        assert len(index) == 200
        for ranking in index.search(unit(300)[:20], 300):
            assert len(ranking) == 200
            assert not set(found(ranking)) & set(gone)
        with pytest.raises(UnknownItemError, match="'item 0'"):
            index.reconstruct(["item 0"])

    def test_a_removed_item_can_come_back(self, kind):
        index = filled(kind, 50)
        index.remove(["item 3"])
        index.add(["item 3"], unit(50)[3:4])
        assert found(index.search(unit(50)[3:4], 1)[0]) == ["item 3"]

    def test_compacting_drops_tombstones_and_keeps_answers(self, kind):
        index = filled(kind)
        index.remove(names(300)[::3])
        before = index.search(unit(10, seed=1), 20)
        index.compact()
        assert index.tombstones == 0
        after = index.search(unit(10, seed=1), 20)
        assert [found(ranking) for ranking in after] == [found(ranking) for ranking in before]

    def test_everything_removed_is_an_empty_index(self, kind):
        index = filled(kind, 20)
        index.remove(names(20))
        assert index.search(unit(1), 5) == [[]]
        index.compact()
        assert index.search(unit(1), 5) == [[]]


@pytest.mark.parametrize("kind", KINDS)
def test_vectors_come_back_in_the_order_asked(kind):
    vectors = filled(kind).reconstruct(["item 7", "item 2", "item 7"])
    np.testing.assert_allclose(vectors, unit(300)[[7, 2, 7]], atol=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_saved_and_loaded_answers_alike(kind, tmp_path):
    index = filled(kind, 2_000)
    index.remove(names(40))
    index.save(tmp_path)
    again = FaissVectorIndex.load(tmp_path)
    assert (again.kind, len(again), again.dimension) == (kind, 1_960, 16)
    assert again.ids == index.ids
    assert again.search(unit(9, seed=2), 12) == index.search(unit(9, seed=2), 12)
    again.add(["new"], unit(1, seed=3))
    assert found(again.search(unit(1, seed=3), 1)[0]) == ["new"]
    again.save(tmp_path)
    assert "new" in FaissVectorIndex.load(tmp_path)


def test_two_indexes_share_a_folder(tmp_path):
    filled("flat", 3).save(tmp_path)
    filled("flat", 5).save(tmp_path, "users")
    assert len(FaissVectorIndex.load(tmp_path)) == 3
    assert len(FaissVectorIndex.load(tmp_path, "users")) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ids.parquet",
        "items.faiss",
        "users.faiss",
        "users.ids.parquet",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_index_can_be_saved(kind, tmp_path):
    make_index(8, kind=kind).save(tmp_path)
    assert len(FaissVectorIndex.load(tmp_path)) == 0


class TestDamagedFiles:
    def test_missing(self, tmp_path):
        with pytest.raises(StoreError, match=r"items\.faiss is missing"):
            FaissVectorIndex.load(tmp_path)

    @pytest.mark.parametrize("name", ["items.faiss", "ids.parquet"])
    @pytest.mark.parametrize("content", [b"", b"rubbish" * 50])
    def test_rubbish(self, tmp_path, name, content):
        filled("flat").save(tmp_path)
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StoreError) as caught:
            FaissVectorIndex.load(tmp_path)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("name", ["items.faiss", "ids.parquet"])
    def test_cut_short(self, tmp_path, name):
        filled("flat").save(tmp_path)
        content = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(content[: len(content) // 2])
        with pytest.raises(StoreError):
            FaissVectorIndex.load(tmp_path)

    def test_vectors_of_another_index(self, tmp_path):
        filled("flat", 10).save(tmp_path)
        other = tmp_path / "other"
        other.mkdir()
        filled("flat", 11).save(other)
        (other / "items.faiss").replace(tmp_path / "items.faiss")
        with pytest.raises(StoreError, match=r"holds 11 vectors .* name 10"):
            FaissVectorIndex.load(tmp_path)

    def test_another_kind_than_the_ids_say(self, tmp_path):
        filled("flat", 10).save(tmp_path)
        faiss.write_index(faiss.IndexHNSWFlat(16, 8), str(tmp_path / "items.faiss"))
        with pytest.raises(StoreError, match="isn't a 'flat' index"):
            FaissVectorIndex.load(tmp_path)

    def test_a_folder_that_is_not_there(self, tmp_path):
        with pytest.raises(StoreError, match="can't write the index"):
            filled("flat", 3).save(tmp_path / "nowhere")


@pytest.mark.parametrize("arguments", [{"dimension": 0}, {"kind": "tree"}, {"threads": 0}])
def test_impossible_settings_are_refused(arguments):
    with pytest.raises(ShopctlError):
        make_index(**{"dimension": 4, **arguments})


def test_threads_are_set_for_the_call_and_put_back():
    before = faiss.omp_get_max_threads()
    index = make_index(16, threads=1)
    seen = []
    add = index._backend.add
    index._backend.add = lambda vectors: (seen.append(faiss.omp_get_max_threads()), add(vectors))
    index.add(names(5), unit(5))
    assert seen == [1]
    assert faiss.omp_get_max_threads() == before


operations = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(st.integers(0, 30), min_size=1, max_size=8)),
        st.tuples(st.just("remove"), st.lists(st.integers(0, 30), min_size=1, max_size=8)),
        st.tuples(st.just("compact"), st.just([])),
    ),
    max_size=12,
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(operations=operations, k=st.integers(0, 40), data=st.data())
def test_any_history_of_changes_answers_as_brute_force(kind, operations, k, data):
    index, truth = make_index(8, kind=kind), {}
    pool = unit(500, 8, seed=5)
    drawn = 0
    for verb, numbers in operations:
        ids = [f"i{number}" for number in numbers]
        if verb == "add":
            vectors = pool[drawn : drawn + len(ids)]
            drawn += len(ids)
            index.add(ids, vectors)
            truth.update(zip(ids, vectors, strict=True))
        elif verb == "remove":
            assert index.remove(ids) == len(set(ids) & truth.keys())
            for item_id in ids:
                truth.pop(item_id, None)
        else:
            index.compact()
    allowed = data.draw(
        st.none() | st.lists(st.integers(0, 35).map(lambda number: f"i{number}"), max_size=20)
    )
    query = unit(1, 8, seed=9)
    may = [item_id for item_id in truth if allowed is None or item_id in allowed]
    exact = sorted((float(truth[item_id] @ query[0]) for item_id in may), reverse=True)[:k]
    [ranking] = index.search(query, k, allowed)
    assert len(index) == len(truth)
    assert [score for _, score in ranking] == pytest.approx(exact, abs=2e-3)
    assert len(set(found(ranking))) == len(ranking)
    for item_id, score in ranking:
        assert item_id in may
        assert score == pytest.approx(float(truth[item_id] @ query[0]), abs=2e-3)
