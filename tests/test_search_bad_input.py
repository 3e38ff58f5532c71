"""Catalogs and moments that make training and search stumble: each is said, nothing is lost."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest
from shopctl import Recommender
from shopctl.errors import InputError, ModelError, StoreError
from shopctl.retrieval.judgements import part_of
from shopctl.search_training import TextTrainReport

QUICK = {"pairs": 16, "batch": 8, "max_tokens": 16}


def shop(folder: Path, rows: list[dict[str, str]]) -> Path:
    feed = folder / "feed.jsonl"
    feed.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    Recommender.index(feed, folder / "shop")
    return folder / "shop"


def searched(store: Path, request: str) -> list[str]:
    with Recommender.open(store) as opened:
        return [one.product.item_id for one in opened.search(request)]


def test_products_without_a_word(tmp_path: Path) -> None:
    rows = [{"id": f"b{n}", "title": "!!!"} for n in range(6)]
    store = shop(tmp_path, rows)
    with pytest.raises(ModelError, match="fewer than two products have words"):
        Recommender.train("text", store, **QUICK)
    assert len(searched(store, "mug")) == 6  # nothing is nearer than another, all are there
    with pytest.raises(InputError, match="give --judgements FILE"):
        Recommender.train("reranker", store)


def test_some_products_without_a_word(tmp_path: Path) -> None:
    rows = [{"id": f"b{n}", "title": "—"} for n in range(3)]
    rows += [{"id": f"m{n}", "title": f"Stone mug {n} for tea"} for n in range(5)]
    store = shop(tmp_path, rows)
    report = Recommender.train("text", store, **QUICK)
    assert isinstance(report, TextTrainReport)
    assert report.products == 8
    assert 0 < report.pairs <= 16
    assert set(searched(store, "stone mug")[:5]) == {f"m{n}" for n in range(5)}


def test_all_titles_the_same(tmp_path: Path) -> None:
    store = shop(tmp_path, [{"id": f"m{n}", "title": "Stone mug"} for n in range(12)])
    before = searched(store, "stone mug")
    assert before == sorted(before)  # equal products stand in the order of their ids
    report = Recommender.train("text", store, **QUICK)
    assert isinstance(report, TextTrainReport)
    assert not report.used  # nothing tells one from another: no encoder finds more
    assert searched(store, "stone mug") == before


def test_a_script_that_the_encoder_has_never_seen(tmp_path: Path) -> None:
    titles = ["የቡና ስኒ", "የሻይ ማንኪያ", "ጥቁር ጫማ", "ነጭ ሸሚዝ"]
    rows = [{"id": f"a{n}", "title": title} for n, title in enumerate(titles)]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    Recommender.index(feed, tmp_path / "shop", encoder="default")
    assert searched(tmp_path / "shop", "ጥቁር ጫማ")[0] == "a2"  # by words
    assert searched(tmp_path / "shop", "ወንበር") == []  # no word, and no meaning to go by
    report = Recommender.train("text", tmp_path / "shop", **QUICK)
    assert isinstance(report, TextTrainReport)
    assert searched(tmp_path / "shop", "ጥቁር ጫማ")[0] == "a2"


def test_search_goes_on_while_a_training_runs(shop_path: Path, tmp_path: Path) -> None:
    store = tmp_path / "shop"
    shutil.copytree(shop_path, store)
    open_before = Recommender.open(store)
    reports: list[object] = []
    training = threading.Thread(
        target=lambda: reports.append(Recommender.train("text", store, **QUICK))
    )
    training.start()
    asked, refused = 0, None
    while training.is_alive():
        assert searched(store, "Stonefold mug")[0].startswith("mug")
        assert open_before.search("Stonefold mug", k=1)[0].product.item_id.startswith("mug")
        asked += 1
        if refused is None and (store / "models" / "text-training" / "checkpoints").exists():
            with pytest.raises(StoreError, match="training") as refused:
                Recommender.train("text", store, **QUICK)
        training.join(0.05)
    assert asked
    assert len(reports) == 1
    assert isinstance(reports[0], TextTrainReport)
    assert searched(store, "Stonefold mug")[0].startswith("mug")
    # what was opened before keeps the generation that it opened
    assert open_before.search("Stonefold mug", k=1)[0].product.item_id.startswith("mug")
    open_before.close()


def test_two_grades_for_one_pair_and_one_request_only(shop_path: Path, tmp_path: Path) -> None:
    asked = [f"mug {n}" for n in range(200)]
    train = [one for one in asked if part_of(one) == "train"][:2]
    file = tmp_path / "judged.csv"
    rows = [f"{train[0]},mug-1,1", f"{train[0]},mug-1,3", f"{train[0]},tea-1,2"]
    file.write_text("\n".join(["query,item_id,grade", *rows]) + "\n")
    for what in ("text", "reranker"):
        with pytest.raises(InputError, match="1 different requests, too few to learn from some"):
            Recommender.train(what, shop_path, judgements=file)
