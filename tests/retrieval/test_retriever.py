"""Retrieval on a small real catalog: fusion, filters, histories, unknown script."""

import numpy as np
import pytest
from shopctl.indexes.vector_index import make_index
from shopctl.retrieval.history import history_vector
from shopctl.retrieval.lexical import LexicalIndex
from shopctl.retrieval.retriever import Retriever
from shopctl.retrieval.text_encoder import TextEncoder

TITLES = {
    "tea-green": "Green tea, 50 bags",
    "tea-black": "Black breakfast tea, loose leaf",
    "mug": "Stoneware mug 350 ml",
    "mug-steel": "Insulated steel travel mug",
    "rug": "Wool rug 200 x 300 cm",
    "lamp": "Reading lamp with dimmer",
    "pot-zh": "宜兴紫砂茶壶 200毫升",
    "cup-zh": "玻璃水杯",
}


@pytest.fixture(scope="module")
def retriever():
    encoder = TextEncoder.load(device="cpu")
    index = make_index(encoder.dimension, len(TITLES))
    index.add(list(TITLES), encoder.encode(list(TITLES.values())))
    return Retriever(encoder, index, LexicalIndex.build(list(TITLES), TITLES.values()))


def ids(hits):
    return [hit.item_id for hit in hits]


def test_words_and_meaning(retriever):
    assert set(ids(retriever.retrieve("tea", k=2))) == {"tea-green", "tea-black"}
    assert ids(retriever.retrieve("thermos for coffee on the go", k=1)) == ["mug-steel"]


def test_every_hit_has_every_score(retriever):
    hits = retriever.retrieve("mug", history=["tea-green"], k=8)
    assert len(hits) == 7  # all but the history
    by_id = {hit.item_id: hit for hit in hits}
    query = retriever.encoder.encode(["mug"], "query")[0]
    for item, hit in by_id.items():
        vector, tea = retriever.index.reconstruct([item, "tea-green"])
        assert hit.dense == pytest.approx(float(vector @ query), abs=1e-5)
        assert hit.history == pytest.approx(float(vector @ tea), abs=1e-4)
    assert by_id["rug"].lexical == 0 < by_id["mug"].lexical
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_background_is_looked_at_only_where_all_cosines_are_high(retriever, monkeypatch):
    assert retriever.background("tea") == 0.0  # MiniLM's products have little in common
    fresh = retriever.as_typed()
    alike = np.tile(retriever.encoder.encode(["tea"]), (len(TITLES), 1))
    monkeypatch.setattr(fresh.index, "reconstruct", lambda ids: alike[: len(ids)])
    assert fresh.background("tea") == pytest.approx(1.0, abs=0.02)


def test_words_for_the_seller_are_not_searched_for(retriever):
    plain = retriever.retrieve("reading lamp", k=8)
    assert retriever.retrieve("reading lamp official store", k=8) == plain


def test_the_head_of_a_list_does_not_depend_on_its_length(retriever):
    whole = retriever.retrieve("a mug for tea", k=8)
    assert retriever.retrieve("a mug for tea", k=3) == whole[:3]


def test_filters_are_searched_whole(retriever):
    assert ids(retriever.retrieve("green tea", allowed=["rug", "lamp"], k=5)) != []
    assert set(ids(retriever.retrieve("green tea", allowed=["rug", "lamp"], k=5))) <= {
        "rug",
        "lamp",
    }
    assert retriever.retrieve("tea", allowed=[], k=5) == []
    assert retriever.retrieve("tea", k=0) == []


def test_unknown_script_goes_by_words(retriever):
    hits = retriever.retrieve("茶壶", k=8)
    assert ids(hits) == ["pot-zh"]
    assert hits[0].dense == 0
    assert retriever.retrieve("цена", k=5) == []


def test_history_alone(retriever):
    hits = retriever.retrieve(None, history=["tea-green", "unknown"], k=3)
    assert hits[0].item_id == "tea-black"
    assert "tea-green" not in ids(hits)
    assert "tea-green" in ids(
        retriever.retrieve(None, history=["tea-green"], k=8, mask_history=False)
    )
    assert retriever.retrieve("  ", history=["unknown"], k=3) == []


def test_many_histories_agree_with_one_at_a_time(retriever):
    histories = [["tea-green"], [], ["mug", "rug", "mug"], ["unknown"], ["lamp", "unknown"]]
    many = retriever.retrieve_many(histories, k=3)
    assert [len(hits) for hits in many] == [3, 0, 3, 0, 3]
    for history, hits in zip(histories, many, strict=True):
        assert ids(hits) == ids(retriever.retrieve(None, history, k=3))
        assert not set(ids(hits)) & set(history)


def test_because_of_adds_up(retriever):
    history = ["rug", "tea-green", "lamp"]
    parts = dict(retriever.because_of(["tea-black"], history, limit=10)[0])
    assert next(iter(parts)) == "tea-green"
    vectors = retriever.index.reconstruct([*history, "tea-black"])
    cosine = history_vector(vectors[:3]) @ vectors[3]
    assert sum(parts.values()) >= float(cosine) - 1e-5  # negative parts are left out
    assert retriever.because_of(["tea-black"], ["unknown"]) == [[]]


def test_duplicate_titles_and_huge_requests():
    encoder = TextEncoder.load(device="cpu")
    names = [f"p{number:03d}" for number in range(50)]
    index = make_index(encoder.dimension, 50)
    index.add(names, encoder.encode(["same mug"] * 50))
    retriever = Retriever(encoder, index, LexicalIndex.build(names, ["same mug"] * 50))
    assert ids(retriever.retrieve("mug", k=5)) == names[:5]
    hits = retriever.retrieve("mug " * 5000, k=50)
    assert len(hits) == 50
    assert np.isfinite([hit.score for hit in hits]).all()
