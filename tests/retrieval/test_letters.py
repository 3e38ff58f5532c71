from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.errors import StoreError
from shopctl.retrieval.letters import LetterIndex

TITLES = ["Dish washer tablets", "Dishwasher tablets", "Wool rug", "1/2 in. copper pipe", "紫砂壶"]


@pytest.fixture(scope="module")
def letters():
    return LetterIndex.build(TITLES)


def every(index, text):
    return index.scores(text, np.arange(len(index))).tolist()


def test_by_hand():
    # " ab ": " ab", "ab "; " abc ": " ab", "abc", "bc ".
    index = LetterIndex.build(["ab", "abc"])
    both, one = math.log(3 / 3) + 1, math.log(3 / 2) + 1
    squares = [both**2 + one**2, both**2 + 2 * one**2]
    shared = both**2 / math.sqrt(squares[0] * squares[1])
    assert every(index, "ab") == pytest.approx([1, shared], abs=1e-6)
    assert every(index, "abc") == pytest.approx([shared, 1], abs=1e-6)


def test_words_that_are_nearly_the_same_are_alike(letters):
    apart, joined, rug, *_ = every(letters, "dishwasher tabs")
    assert joined > apart > rug
    assert every(letters, "wool rug")[2] == pytest.approx(1, abs=1e-6)
    assert every(letters, "1/2in copper pipes")[3] > 0.5


def test_of_scripts_without_spaces_only_what_stands_between(letters):
    assert every(letters, "紫砂壶") == [0] * len(TITLES)
    assert every(letters, "羊毛wool地毯rug") == every(letters, "wool rug")


def test_case_and_full_width_letters_make_no_difference(letters):
    assert every(letters, "ＷＯＯＬ Rug") == every(letters, "wool rug")


@pytest.mark.parametrize("text", ["", "   ", "qqq"])
def test_nothing_alike_is_nothing(letters, text):
    assert every(letters, text) == [0] * len(TITLES)


def test_some_rows_in_their_order(letters):
    whole = every(letters, "copper rug")
    assert letters.scores("copper rug", np.array([3, 0])).tolist() == [whole[3], whole[0]]
    assert letters.scores("copper", np.array([], dtype=np.int64)).shape == (0,)


def test_texts_without_a_letter():
    index = LetterIndex.build(["", "rug", "  "])
    assert every(index, "rug") == pytest.approx([0, 1, 0], abs=1e-6)
    assert len(LetterIndex.build([])) == 0
    assert every(LetterIndex.build(["", ""]), "rug") == [0, 0]


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(st.text(max_size=20), max_size=8), asked=st.text(max_size=20))
def test_a_cosine_and_the_text_itself_is_nearest(texts, asked):
    index = LetterIndex.build([*texts, asked])
    found = every(index, asked)
    assert all(0 <= one <= 1.0001 for one in found)
    assert found[-1] == 0 or found[-1] == pytest.approx(1, abs=1e-4)
    assert max(found) <= found[-1] + 1e-4


def test_saved_and_read_back(letters, tmp_path):
    letters.save(tmp_path / "letters")
    assert every(LetterIndex.load(tmp_path / "letters"), "dish rug") == every(letters, "dish rug")


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("starts", np.array([0, 3], np.int64)),
        ("starts", np.array([0, 9, 3, 12, 15, 99], np.int64)),
        ("places", np.zeros(3, np.uint16)),
        ("places", np.zeros(3, np.int64)),
        ("weights", np.zeros(8, np.float32)),
        ("lengths", np.zeros((5, 1), np.float32)),
    ],
)
def test_parts_that_do_not_belong_together_are_refused(letters, tmp_path, name, array):
    letters.save(tmp_path)
    np.save(tmp_path / f"{name}.npy", array)
    with pytest.raises(StoreError, match="shopctl index"):
        LetterIndex.load(tmp_path)


def test_a_missing_or_damaged_file_is_refused(letters, tmp_path):
    with pytest.raises(StoreError, match="shopctl index"):
        LetterIndex.load(tmp_path)
    letters.save(tmp_path)
    (tmp_path / "places.npy").write_bytes(b"no array")
    with pytest.raises(StoreError, match="shopctl index"):
        LetterIndex.load(tmp_path)


def test_a_folder_that_cannot_be_made(letters, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can't write"):
        letters.save(tmp_path / "file")
