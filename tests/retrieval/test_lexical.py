"""BM25: hand-computed scores, allowed ids, ties, empty catalogs, saving without pickle."""

import json
import math

import numpy as np
import pytest
from shopctl.errors import StoreError
from shopctl.retrieval.lexical import LexicalIndex

IDS = ["a", "b", "c"]
TEXTS = ["red shoe", "red red hat", "blue hat"]


def score(tf, df, length, k1=1.2, b=0.75):
    """Lucene's BM25 for three documents of 7 words."""
    idf = math.log(1 + (3 - df + 0.5) / (df + 0.5))
    return idf * tf / (tf + k1 * (1 - b + b * length / (7 / 3)))


def test_scores_by_hand():
    found = dict(LexicalIndex.build(IDS, TEXTS).search("red", 10))
    assert found == pytest.approx({"b": score(2, 2, 3), "a": score(1, 2, 2)}, rel=1e-5)
    assert score(2, 2, 3) == pytest.approx(0.27190, abs=1e-5)


def test_words_add_up_and_best_comes_first():
    found = LexicalIndex.build(IDS, TEXTS).search("red hat", 10)
    assert [item for item, _ in found] == ["b", "a", "c"]  # a and c score alike
    assert found[0][1] == pytest.approx(score(2, 2, 3) + score(1, 2, 3), rel=1e-5)


def test_allowed_is_searched_whole():
    index = LexicalIndex.build(IDS, TEXTS)
    assert [item for item, _ in index.search("red", 1, allowed=["c", "a", "unknown"])] == ["a"]
    assert index.search("red", 5, allowed=[]) == []
    assert index.search("red", 0) == []


def test_scores_for_given_ids():
    scores = LexicalIndex.build(IDS, TEXTS).scores_for("red", ["c", "unknown", "a"])
    assert scores == pytest.approx([0, 0, score(1, 2, 2)], rel=1e-5)
    assert scores.dtype == np.float32


def test_equal_scores_keep_the_order_of_the_catalog():
    ids = [f"p{number:02d}" for number in range(20)]
    found = LexicalIndex.build(ids, ["same title"] * 20).search("title", 20)
    assert [item for item, _ in found] == ids


def test_unknown_words_and_empty_requests_find_nothing():
    index = LexicalIndex.build(IDS, TEXTS)
    assert index.search("zeppelin", 5) == []
    assert index.search("", 5) == []
    assert index.search("x" * 20_000, 5) == []


@pytest.mark.parametrize("texts", [[], ["", "…", " "]])
def test_catalog_without_words(tmp_path, texts):
    index = LexicalIndex.build(IDS[: len(texts)], texts)
    index.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    assert len(again) == len(texts)
    assert again.search("red", 5) == []
    assert again.scores_for("red", ["a"]) == pytest.approx([0])


def test_round_trip_without_pickle(tmp_path):
    index = LexicalIndex.build([*IDS, "茶"], [*TEXTS, "红茶茶壶"])
    index.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical")
    for query in ("red hat", "茶壶", "blue"):
        assert again.search(query, 5) == index.search(query, 5)
    for path in (tmp_path / "lexical").iterdir():
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)
        else:
            json.loads(path.read_text(encoding="utf-8"))


def test_counts_must_agree():
    with pytest.raises(ValueError, match="3 ids but 2 texts"):
        LexicalIndex.build(IDS, TEXTS[:2])


def test_damage_and_newer_formats_are_one_line(tmp_path):
    LexicalIndex.build(IDS, TEXTS).save(tmp_path)
    settings = json.loads((tmp_path / "lexical.json").read_text())
    (tmp_path / "lexical.json").write_text(json.dumps(settings | {"format": 99}))
    with pytest.raises(StoreError, match="newer shopctl"):
        LexicalIndex.load(tmp_path)
    (tmp_path / "lexical.json").write_text("{")
    with pytest.raises(StoreError, match="shopctl index"):
        LexicalIndex.load(tmp_path)
    with pytest.raises(StoreError, match="shopctl index"):
        LexicalIndex.load(tmp_path / "nowhere")
