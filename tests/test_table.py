from __future__ import annotations

from shopctl.table import render_table


def test_numbers_stand_right_and_words_left():
    text = render_table(["name", "R@10", "items"], [["bm25", 0.5, 1234], ["x", None, 7]])
    assert text.splitlines() == [
        "name    R@10  items",
        "────  ──────  ─────",
        "bm25  0.5000  1,234",
        "x                 7",
    ]


def test_title_notes_and_flags():
    text = render_table(["a"], [[True], ["two\nlines"]], "Title", ["note"])
    assert text.splitlines() == ["Title", "a", "─────────", "yes", "two lines", "note"]


def test_chinese_takes_two_columns_a_character():
    lines = render_table(["名字", "n"], [["台灯", 1], ["lamp", 2]]).splitlines()
    assert lines == ["名字  n", "────  ─", "台灯  1", "lamp  2"]


def test_no_rows():
    assert render_table(["a", "bc"], []).splitlines() == ["a  bc", "─  ──"]
