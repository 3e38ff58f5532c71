"""What is counted: co-purchases, look-alikes, similar text, new items, and how they are mixed."""

import numpy as np
import pytest
from shopctl.errors import StoreError
from shopctl.retrieval.shopper.co_purchases import CoPurchases
from shopctl.retrieval.shopper.histories import Histories
from shopctl.retrieval.shopper.lookalikes import MIN_SHOPPERS, LookAlikes
from shopctl.retrieval.shopper.mixing import SOURCES, Mix, Shares, fit_mix
from shopctl.retrieval.shopper.new_items import stand_ins, text_neighbours
from shopctl.retrieval.shopper.similar_items import SimilarItems
from shopctl.retrieval.shopper.similar_words import SimilarWords

SEEN = Histories.of_items([[0, 1], [0, 1, 2], [3]])


def asked(*rows):
    return Histories.of_items(rows)


def test_co_purchases_by_hand():
    votes = CoPurchases.count(SEEN, 5).votes(asked([0])).toarray()[0]
    # Item 0 was taken twice, 1 twice, 2 once. After 0 came 1 twice (one step) and 2 once (two
    # steps, .7). Divided by count(0)^.5 and by the target's count^.25.
    one, two = 2 / 2**0.5 / 2**0.25, 0.7 / 2**0.5
    assert votes == pytest.approx([0, one / (one + two), two / (one + two), 0, 0], abs=1e-6)


def test_the_reverse_order_counts_less():
    table = CoPurchases.count(SEEN, 5)
    forward, back = table._table[0, 1], table._table[1, 0]
    assert back == pytest.approx(0.4 * forward)


def test_the_last_item_of_a_history_counts_most():
    table = CoPurchases.count(Histories.of_items([[0, 1], [2, 3]]), 4)
    votes = table.votes(asked([0, 2])).toarray()[0]
    assert votes[3] > votes[1] > 0
    assert votes.sum() == pytest.approx(1, abs=1e-6)


def test_an_unknown_or_empty_history_has_no_votes():
    table = CoPurchases.count(SEEN, 5)
    assert table.votes(asked([], [4], [3])).nnz == 0


def test_an_item_taken_twice_running_is_no_pair():
    assert CoPurchases.count(Histories.of_items([[0, 0, 0]]), 2)._table.nnz == 0


def test_co_purchases_come_back_from_disk(tmp_path):
    table = CoPurchases.count(SEEN, 5)
    table.save(tmp_path / "pairs.parquet")
    again = CoPurchases.load(tmp_path / "pairs.parquet")
    assert np.array_equal(again._table.toarray(), table._table.toarray())
    (tmp_path / "pairs.parquet").write_bytes(b"no table")
    with pytest.raises(StoreError, match="damaged"):
        CoPurchases.load(tmp_path / "pairs.parquet")


def points(shoppers):
    """Points in one place, of these shoppers; item 7 followed each."""
    states = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (len(shoppers), 1))
    return LookAlikes.build(states, np.full(len(shoppers), 7), np.array(shoppers))


@pytest.mark.parametrize(
    ("shoppers", "shown"),
    [([1, 2, 3, 4], None), ([1, 2, 3, 4, 5], 5), ([1] * 10, None), ([1, 2, 3, 4, 4, 4], None)],
)
def test_five_different_shoppers_must_stand_behind_an_item(shoppers, shown):
    votes = points(shoppers).votes(np.array([[1.0, 0.0]], dtype=np.float32))[0]
    assert MIN_SHOPPERS == 5
    assert votes.rows.tolist() == ([7] if shown else [])
    assert votes.shoppers.tolist() == ([shown] if shown else [])


def test_nearer_look_alikes_count_more_and_shares_sum_to_one(tmp_path):
    angles = np.repeat([0.0, 0.6], 6)
    states = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    made = LookAlikes.build(states, np.repeat([1, 2], 6), np.arange(12))
    made.save(tmp_path)
    for alike in (made, LookAlikes.load(tmp_path)):
        votes = alike.votes(np.array([[1.0, 0.0]], dtype=np.float32))[0]
        assert votes.rows.tolist() == [1, 2]
        # exp(Δcosine / .1) is what the farther six count for each of the nearer.
        farther = np.exp((np.cos(0.6) - 1) / 0.1)
        assert votes.shares == pytest.approx([1 / (1 + farther), farther / (1 + farther)], rel=1e-3)


def test_no_points_no_votes():
    none = LookAlikes.build(np.zeros((0, 2), np.float32), np.zeros(0, int), np.zeros(0, int))
    assert not len(none.votes(np.array([[1.0, 0.0]], dtype=np.float32))[0].rows)


def test_similar_items_are_the_nearest_and_a_filter_is_kept():
    texts = np.array([[1, 0], [0.9, 0.1], [0, 1], [0, 0]], dtype=np.float32)
    similar = SimilarItems.build(["a", "b", "c", "d"], texts)
    votes = similar.votes(asked([0], [])).toarray()
    assert votes[0].argsort()[::-1][:2].tolist() == [0, 1]
    assert votes[0, 3] == pytest.approx(votes[0, 2], rel=1e-4)  # without text: as far as can be
    assert votes[0].sum() == pytest.approx(1, abs=1e-6)
    assert not votes[1].any()
    only = similar.votes(asked([0]), np.array([1, 2])).toarray()[0]
    assert only[0] == 0
    assert only[1] > only[2] > 0


def test_similar_words_by_hand():
    names = ["red lamp", "red lamp", "blue lamp", "blue rug", "单人沙发"]
    votes = SimilarWords.build(names).votes(asked([0], [3], [4])).toarray()
    # Rows 0 and 1 have the same name: cosine 1. Row 2 shares "lamp" alone; nothing shares with 4.
    inverse = {
        word: np.log(6 / (1 + count)) + 1 for word, count in (("red", 2), ("lamp", 3), ("blue", 2))
    }
    red, blue = (np.array([inverse[word], inverse["lamp"]]) for word in ("red", "blue"))
    cosine = inverse["lamp"] ** 2 / np.linalg.norm(red) / np.linalg.norm(blue)
    other = np.exp((cosine - 1) / 0.2)
    assert votes[0] == pytest.approx([0, 1 / (1 + other), other / (1 + other), 0, 0], abs=1e-6)
    assert votes[1] == pytest.approx([0, 0, 1, 0, 0], abs=1e-6)
    assert not votes[2].any()


@pytest.mark.parametrize("names", [[], [""], ["", ""], ["a lamp"], ["one", "two"], ["lamp"] * 2])
def test_similar_words_of_next_to_nothing(names):
    made = SimilarWords.build(names)
    assert made._table.shape == (len(names), len(names))
    assert made._table.nnz == (2 if names == ["lamp"] * 2 else 0)


def test_too_many_items_are_silent(monkeypatch):
    monkeypatch.setattr("shopctl.retrieval.shopper.similar_words.MOST_ITEMS", 1)
    assert SimilarWords.build(["lamp", "lamp"])._table.nnz == 0


def test_a_new_item_has_its_neighbours_followers():
    whitened = np.array([[1, 0], [0, 1], [0.99, 0.01]], dtype=np.float32)
    seen = np.array([True, True, False])
    found = text_neighbours(whitened, seen)
    assert found is not None
    new, neighbours, weights = found
    assert new.tolist() == [2]
    assert neighbours[0, 0] == 0
    assert weights.sum() == pytest.approx(1)
    table = CoPurchases.count(Histories.of_items([[0, 1]] * 3), 3, stand_ins(whitened, seen))
    assert table.votes(asked([2])).toarray()[0, 1] > 0  # asked with the new item
    assert table.votes(asked([1])).toarray()[0, 2] > 0  # and found by it
    assert text_neighbours(whitened, np.array([True] * 3)) is None
    assert text_neighbours(whitened, np.array([False] * 3)) is None


def test_the_mixture_finds_the_source_that_is_right():
    generator = np.random.default_rng(0)
    shares, histories, targets = [], [], []
    for case in range(200):
        sources = generator.random((20, len(SOURCES))).astype(np.float32)
        target = case % 20
        sources[:, 1] = np.arange(20) == target  # co-purchases always know, the others never
        sources[target, [0, 2, 3, 4]] = 0.0
        shares.append(Shares(np.arange(20), sources / sources.sum(axis=0)))
        histories.append(np.array([(target + 1) % 20]))
        targets.append(target)
    mix, scores = fit_mix(shares, histories, np.array(targets))
    assert scores["R@10"] == 1.0
    assert scores["N@10"] == 1.0
    assert mix.co_purchases > 0
    assert mix.as_array().sum() == pytest.approx(1)
    assert mix.as_array().tolist() == pytest.approx([getattr(mix, name) for name in SOURCES])


def test_a_target_that_no_source_names_is_a_miss():
    shares = [Shares(np.arange(3), np.ones((3, len(SOURCES)), dtype=np.float32))]
    assert fit_mix(shares, [np.array([0])], np.array([9]))[1] == {"R@10": 0.0, "N@10": 0.0}


def test_own_history_is_masked_in_the_fit():
    sources = np.zeros((12, len(SOURCES)), dtype=np.float32)
    sources[:, 0] = np.arange(12, 0, -1)
    shares = [Shares(np.arange(12), sources)]
    scores = fit_mix(shares, [np.arange(11)], np.array([11]))[1]
    assert scores["N@10"] == 1.0


def test_a_mix_of_one_source():
    assert Mix().as_array().tolist() == [1, 0, 0, 0, 0]
