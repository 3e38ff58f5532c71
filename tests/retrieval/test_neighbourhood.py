"""What a product's neighbours say for it: by hand, on vectors laid out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from shopctl.indexes.neighbour_graph import NeighbourGraph
from shopctl.indexes.vector_index import make_index
from shopctl.retrieval.lexical import LexicalIndex
from shopctl.retrieval.neighbourhood import Neighbourhood

TITLES = {
    "fan-1": "Hampton ceiling fan white",
    "fan-2": "Rothley indoor ceiling fan nickel",
    "fan-3": "Rothley indoor ceiling fan bronze",
    "lamp": "Desk lamp bronze",
    "rug": "Wool rug",
}
ANGLES = [0, 10, 20, 90, 180]


def laid_out():
    index = make_index(2, len(TITLES))
    radians = np.radians(ANGLES)
    index.add(list(TITLES), np.stack([np.cos(radians), np.sin(radians)], 1).astype(np.float32))
    return index, LexicalIndex.build(list(TITLES), TITLES.values())


@pytest.fixture
def fans():
    index, lexical = laid_out()
    return Neighbourhood(NeighbourGraph.build(index, k=2), index, lexical), lexical


def standard(*values):
    found = np.array(values)
    return (found - found.mean()) / found.std()


def test_a_word_is_lent_as_far_as_most_neighbours_have_it_and_as_far_as_one_has(fans):
    beside, lexical = fans
    names = ["fan-1", "fan-2", "rug"]
    one, two = lexical.scores_for("indoor", ["fan-2", "fan-3"])
    assert one == pytest.approx(two)  # by length alike
    # Nearest to fan-1 are fan-2 and fan-3, to the rug the lamp and fan-3.
    most = standard(one, one, one / 2)  # as far as one has it they are all alike
    found = beside.words("indoor", beside.rows(names), None)
    assert found == pytest.approx(7 / 9 * most, abs=1e-4)


def test_words_are_lent_one_by_one_and_a_product_s_own_count_whole(fans):
    beside, lexical = fans
    names = list(TITLES)
    own = lexical.scores_for("white indoor", names)
    white, indoor = (lexical.scores_for(word, names) for word in ("white", "indoor"))
    near = {"fan-1": [1, 2], "fan-2": [0, 2], "fan-3": [1, 0], "lamp": [2, 1], "rug": [3, 2]}
    most = [
        sum(max(word[at], np.mean(word[near[name]])) for word in (white, indoor))
        for at, name in enumerate(names)
    ]
    single = [
        sum(max(word[at], np.max(word[near[name]])) for word in (white, indoor))
        for at, name in enumerate(names)
    ]
    found = beside.words("white indoor", beside.rows(names), None)
    assert found == pytest.approx(7 / 9 * standard(*most) + 2 / 9 * standard(*single), abs=1e-3)
    assert most[0] == pytest.approx(own[0] + indoor[1])


def test_a_word_that_nobody_has_says_nothing(fans):
    beside, _ = fans
    assert beside.words("kettle", beside.rows(list(TITLES)), None).tolist() == [0] * 5
    assert beside.words("", beside.rows(["rug"]), None).tolist() == [0]


def test_cosines_move_towards_the_neighbours(fans):
    beside, _ = fans
    query = np.array([1, 0], np.float32)
    own = np.cos(np.radians(ANGLES)).astype(np.float32)
    found = beside.dense(query, beside.rows(list(TITLES)), own, None)
    theirs = [np.mean(own[pair]) for pair in ([1, 2], [0, 2], [1, 0], [2, 1], [3, 2])]
    assert found == pytest.approx(2 / 3 * standard(*own) + 1 / 3 * standard(*theirs), abs=1e-3)


def test_parts_of_other_catalogs_are_refused():
    index, lexical = laid_out()
    graph = NeighbourGraph.build(index)
    with pytest.raises(ValueError, match="same products"):
        Neighbourhood(NeighbourGraph(graph.table[:4]), index, lexical)
    other = LexicalIndex.build([*list(TITLES)[1:], "fan-1"], TITLES.values())
    with pytest.raises(ValueError, match="same products"):
        Neighbourhood(graph, index, other)
