"""A refined search on a small real catalog, and where catalogs get one."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.indexes.neighbour_graph import NeighbourGraph
from shopctl.indexes.vector_index import make_index
from shopctl.retrieval import refinement
from shopctl.retrieval.letters import LetterIndex
from shopctl.retrieval.lexical import LexicalIndex
from shopctl.retrieval.neighbourhood import Neighbourhood
from shopctl.retrieval.refinement import Refinement, worth_it
from shopctl.retrieval.retriever import Retriever
from shopctl.retrieval.text_encoder import TextEncoder
from shopctl.retrieval.weight_fitting import fitted_weight

TITLES = {
    "fan-1": "Hampton ceiling fan white",
    "fan-2": "Rothley indoor ceiling fan nickel",
    "fan-3": "Rothley indoor ceiling fan bronze",
    "lamp": "Desk lamp bronze",
    "rug": "Wool rug",
}


@pytest.fixture(scope="module")
def retrievers():
    encoder = TextEncoder.load(device="cpu")
    index = make_index(encoder.dimension, len(TITLES))
    index.add(list(TITLES), encoder.encode(list(TITLES.values())))
    lexical = LexicalIndex.build(list(TITLES), TITLES.values())
    beside = Neighbourhood(NeighbourGraph.build(index, k=2), index, lexical)
    refined = Refinement(beside, LetterIndex.build(TITLES.values()))
    return Retriever(encoder, index, lexical), Retriever(
        encoder, index, lexical, refinement=refined
    )


def test_where_it_is_worth_it(monkeypatch, retrievers):
    sizes = (0, 999, 1000, 300_000, 300_001)
    assert [worth_it(["fan"] * count) for count in sizes] == [False, False, True, True, False]
    assert worth_it(["fan"] * 600 + ["紫砂壶"] * 500)
    assert not worth_it(["Sony 耳机", "急須", "กาน้ำชา", "fan"] * 300)
    plain, _ = retrievers
    assert Refinement.of(plain.index, plain.lexical, list(TITLES.values())) is None
    monkeypatch.setattr(refinement, "FROM", 5)
    made = Refinement.of(plain.index, plain.lexical, list(TITLES.values()))
    assert len(made.neighbourhood.graph) == len(made.letters) == 5


def test_the_ranking_heeds_it_and_the_scores_of_a_hit_are_its_own(retrievers):
    plain, refined = retrievers
    alone = {hit.item_id: hit for hit in plain.retrieve("indoor fan", k=5)}
    found = {hit.item_id: hit for hit in refined.retrieve("indoor fan", k=5)}
    assert set(found) == set(alone)
    for item, hit in found.items():
        assert (hit.dense, hit.lexical) == (alone[item].dense, alone[item].lexical)
    gap = {
        name: hits["fan-2"].score - hits["fan-1"].score
        for name, hits in (("alone", alone), ("refined", found))
    }
    assert gap["alone"] > max(0, gap["refined"])


def test_letters_count(retrievers):
    _, refined = retrievers
    hits = {hit.item_id: hit for hit in refined.as_typed().retrieve("desklamp", k=5)}
    assert hits["lamp"].lexical == 0
    assert max(hits, key=lambda item: hits[item].score) == "lamp"


def test_other_forms_of_a_retriever_keep_it(retrievers):
    _, refined = retrievers
    assert refined.as_typed().refinement is refined.refinement
    assert refined.with_reranker(None).refinement is refined.refinement


def test_a_history_alone_is_scored_as_without(retrievers):
    plain, refined = retrievers
    alone = plain.retrieve(None, history=["fan-1"], k=3)
    assert refined.retrieve(None, history=["fan-1"], k=3) == alone
    assert len(refined.retrieve("bronze", history=["fan-1"], k=5)) == 4


def test_a_script_that_the_encoder_cannot_read(retrievers):
    _, refined = retrievers
    assert refined.retrieve("吊扇", k=3) == []


def test_the_head_does_not_depend_on_the_length(retrievers):
    _, refined = retrievers
    whole = refined.retrieve("bronze fan", k=5)
    assert refined.retrieve("bronze fan", k=2) == whole[:2]


def test_filters_are_kept(retrievers):
    _, refined = retrievers
    found = refined.retrieve("fan", allowed=["rug", "lamp"], k=5)
    assert {hit.item_id for hit in found} == {"rug", "lamp"}


def test_the_weight_is_fitted_on_what_is_served(retrievers):
    plain, refined = retrievers
    grades = {"bronze lamp": {"lamp": 3.0, "fan-3": 1.0, "rug": 1.0}}
    assert fitted_weight(refined, grades) == fitted_weight(plain, grades) == 0.0
    query = refined.encoder.encode(["bronze lamp"], "query")[0]
    better, ids = refined.corrected("bronze lamp"), list(TITLES)
    dense = refined.index.reconstruct(ids) @ query
    words = refined.lexical.scores_for(better.both, ids)
    assert plain.channels(ids, better, query, dense, words, None) == (dense, words, None)
    near, said, spelled = refined.channels(ids, better, query, dense, words, None)
    for one in (near, said, spelled):
        assert ids[int(np.argmax(one))] == "lamp"
