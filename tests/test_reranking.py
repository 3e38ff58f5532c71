"""`train reranker` on a small real store: it serves only if it pays, and is refused if altered."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from shopctl import Recommender
from shopctl.display import rerank_train_report
from shopctl.errors import InputError, ModelError
from shopctl.reranker_training import RerankTrainReport
from shopctl.retrieval.judgements import part_of
from shopctl.retrieval.model_folder import CARD

QUICK = {"epochs": 12, "batch": 8, "max_tokens": 32, "learning_rate": 1e-3, "frozen": 0.5}
# What no search would guess, so that a reranker that learned it is the better one.
GRADES = {"tea-1": 3, "tea-3": 2.9, "mug-1": 1, "mug-2": 1.1}


def requests_of(part: str, count: int) -> list[str]:
    found = (f"stone mug {number}" for number in range(1000))
    return [one for one in found if part_of(one) == part][:count]


def judgements(path: Path, requests: list[str], grades: dict[str, float]) -> Path:
    rows = [f"{one},{item},{grade}" for one in requests for item, grade in grades.items()]
    path.write_text("\n".join(["query,item_id,grade", *rows]) + "\n")
    return path


@pytest.fixture(scope="module")
def trained(
    shop_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, RerankTrainReport, Path]:
    """A copy of the small shop with a reranker; the report; the judgements."""
    folder = tmp_path_factory.mktemp("reranked")
    store = folder / "shop"
    shutil.copytree(shop_path, store)
    asked = [*requests_of("train", 8), *requests_of("validation", 4)]
    file = judgements(folder / "judged.csv", asked, GRADES)
    with file.open("a") as more:
        more.write(f"{asked[0]},mug-1,1.0\nstone mug,gone-1,3\n")
    report = Recommender.train("reranker", store, judgements=file, **QUICK)
    assert isinstance(report, RerankTrainReport)
    return store, report, file


def test_report_says_what_was_learned(trained: tuple[Path, RerankTrainReport, Path]) -> None:
    store, report, _ = trained
    assert (report.products, report.pairs, report.unknown_items) == (8, 32, 1)
    assert report.base == "default"
    # four products a request: 2 x 2 pairs are further than .5 apart
    assert report.check.pairs == 16
    assert report.check.after > report.check.before
    assert report.kept
    shown = rerank_train_report(report)
    assert "learned from 32 judged pairs" in shown
    assert "16 pairs of judged products" in shown
    assert json.loads(json.dumps(report.to_dict()))["check"]["pairs"] == 16
    assert not (store / "models" / "rerank-training" / "model").exists()


def test_the_report_of_one_that_does_not_pay(
    trained: tuple[Path, RerankTrainReport, Path],
) -> None:
    _, report, _ = trained
    slow = replace(report, used=False, kept=True)
    assert "on only with --rerank" in rerank_train_report(slow)
    none = replace(report, used=False, kept=False)
    assert (
        "no more pairs right, but for chance, than the search before, which stays"
        in rerank_train_report(none)
    )


def test_it_reorders_what_a_request_finds(trained: tuple[Path, RerankTrainReport, Path]) -> None:
    store, _, _ = trained
    request = requests_of("test", 1)[0]
    with Recommender.open(store, rerank=False) as plain:
        assert plain.search(request, k=1)[0].product.item_id.startswith("mug")
    with Recommender.open(store, rerank=True) as shop:
        found = [one.product.item_id for one in shop.search(request, k=8)]
        assert not found[0].startswith("mug")
        places = [found.index(item) for item in found if item.startswith(("tea", "mug"))]
        first = found[min(places)]
        assert first.startswith("tea")  # what was judged better stands above what came first
        assert sorted(found) == sorted(set(found))
        by_history = shop.suggest(history=["tea-1"], k=3)
        only_tea = shop.search(request, k=8, where=["category=Tea"])
        assert {one.product.item_id for one in only_tea} <= {"tea-1", "tea-2", "tea-3"}
    with Recommender.open(store, rerank=False) as plain:  # histories aren't reranked
        assert plain.suggest(history=["tea-1"], k=3) == by_history


def test_it_is_measured_beside_the_search_without_it(
    trained: tuple[Path, RerankTrainReport, Path], tmp_path: Path
) -> None:
    store, _, _ = trained
    file = judgements(tmp_path / "test.csv", requests_of("test", 3), GRADES)
    with Recommender.open(store, rerank=True) as shop:
        reports = shop.evaluate("search", judgements=file).reports
    assert [one.name for one in reports] == ["BM25", "dense", "fused", "reranked"]
    assert reports[3].scores["N@10"] > reports[2].scores["N@10"]
    with Recommender.open(store, rerank=False) as shop:
        assert len(shop.evaluate("search", judgements=file).reports) == 3


def test_a_store_can_be_moved_and_indexed_again(
    trained: tuple[Path, RerankTrainReport, Path], tmp_path: Path, feeds: Path
) -> None:
    store, _, _ = trained
    moved = tmp_path / "moved"
    shutil.copytree(store, moved)
    before = json.loads((moved / "shop.json").read_text())["reranker"]
    assert before["folder"].startswith("models/reranker-")
    Recommender.index(feeds / "products.jsonl", moved)
    assert json.loads((moved / "shop.json").read_text())["reranker"] == before
    with Recommender.open(moved, rerank=True) as shop:
        assert shop.search("mug", k=1)


@pytest.mark.parametrize("file", ["model.safetensors", CARD])
def test_altered_files_are_refused(
    trained: tuple[Path, RerankTrainReport, Path], tmp_path: Path, file: str
) -> None:
    store, _, _ = trained
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    own = json.loads((copy / "shop.json").read_text())["reranker"]["folder"]
    path = copy / own / file
    content = bytearray(path.read_bytes())
    place = content.rindex(b"0") if file == CARD else len(content) - 5  # stays JSON
    content[place] = ord("1") if file == CARD else content[place] ^ 1
    path.write_bytes(bytes(content))
    with pytest.raises(ModelError, match="was altered"):
        Recommender.open(copy, rerank=True)
    with Recommender.open(copy, rerank=False) as shop:
        assert shop.search("mug", k=1)
    shutil.rmtree(copy / own)
    with pytest.raises(ModelError, match="is missing"):
        Recommender.open(copy, rerank=True)


def test_only_one_that_pays_is_on_unasked(
    trained: tuple[Path, RerankTrainReport, Path], tmp_path: Path
) -> None:
    store, report, _ = trained
    config = store / "shop.json"
    assert json.loads(config.read_text())["reranker"]["live"] == report.used == report.check.pays
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    request = requests_of("test", 1)[0]
    for live, said in ((True, "live"), (False, "off")):
        changed = json.loads(config.read_text())
        changed["reranker"]["live"] = live
        (copy / "shop.json").write_text(json.dumps(changed))
        with Recommender.open(copy) as shop:
            top = shop.search(request, k=1)[0].product.item_id
            assert top.startswith("mug") is (not live)
            assert shop.info()["reranker"] == said


# --- bad input ---------------------------------------------------------------------------------


def test_judgements_that_cannot_be_used(
    shop_path: Path, tmp_path: Path, run: Callable[..., Result]
) -> None:
    def line(*arguments: object) -> str:
        result = run("train", "reranker", "--store", shop_path, *arguments)
        assert result.exit_code != 0
        assert len(result.output.strip().splitlines()) == 1
        return " ".join(result.output.split())

    assert "give --judgements FILE" in line()
    one = judgements(tmp_path / "one.csv", requests_of("train", 1), GRADES)
    assert "1 different requests, too few" in line("--judgements", one)
    some = [*requests_of("train", 2), *requests_of("validation", 2)]
    foreign = judgements(tmp_path / "foreign.csv", some, {"x-1": 1, "x-2": 3})
    assert "none of its 8 items is in the catalog" in line("--judgements", foreign)
    same = judgements(tmp_path / "same.csv", some, {"mug-1": 2, "tea-1": 2})
    assert "has the same grade" in line("--judgements", same)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("query,item_id,grade\nmug,mug-1,-2\n")
    assert "grade '-2' isn't a number of 0 or more" in line("--judgements", wrong)
    assert "isn't there" in line("--judgements", tmp_path / "missing.csv")
    assert not list((shop_path / "models").glob("reranker-*"))


def test_none_to_rerank_with(shop_path: Path, run: Callable[..., Result]) -> None:
    with pytest.raises(InputError, match="has no reranker: run `shopctl train reranker"):
        Recommender.open(shop_path, rerank=True)
    asked = run("search", "mug", "--store", shop_path, "--rerank")
    assert asked.exit_code != 0
    assert "has no reranker" in asked.output
    assert run("search", "mug", "--store", shop_path, "--no-rerank").exit_code == 0
    assert run("suggest", "-q", "mug", "--store", shop_path).exit_code == 0
