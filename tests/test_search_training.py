"""`train text` on a small real store: it serves only if it is better, and says what it did."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from shopctl import Recommender
from shopctl.display import text_train_report
from shopctl.errors import InputError, ModelError, StoreError
from shopctl.retrieval.adapting.checks import Check, Score
from shopctl.retrieval.judgements import part_of
from shopctl.retrieval.model_folder import CARD
from shopctl.search_training import TextTrainReport

QUICK = {"pairs": 32, "batch": 16, "max_tokens": 24}


def judgements(
    path: Path, requests: list[str], items: tuple[str, ...] = ("mug-1", "tea-1")
) -> Path:
    rows = ["query,item_id,grade"]
    rows += [f"{one},{item},{3 - place}" for one in requests for place, item in enumerate(items)]
    path.write_text("\n".join(rows) + "\n")
    return path


def requests_of(part: str, count: int) -> list[str]:
    found = (f"stone mug {number}" for number in range(1000))
    return [one for one in found if part_of(one) == part][:count]


@pytest.fixture(scope="module")
def trained(
    shop_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, TextTrainReport]:
    """A copy of the small shop, its encoder trained with judgements."""
    folder = tmp_path_factory.mktemp("trained")
    store = folder / "shop"
    shutil.copytree(shop_path, store)
    # What no encoder would guess, so that a training with these grades is the better one.
    asked = [*requests_of("train", 6), *requests_of("validation", 3)]
    file = judgements(folder / "judged.csv", asked, ("tea-1", "mug-1"))
    with file.open("a") as more:
        more.write("stone mug,gone-1,3\n")
    report = Recommender.train(
        "text", store, judgements=file, kept=0.0, judged_epochs=8, learning_rate=1e-3, **QUICK
    )
    assert isinstance(report, TextTrainReport)
    return store, report


def test_report_says_what_was_learned(trained: tuple[Path, TextTrainReport]) -> None:
    store, report = trained
    assert (report.products, report.pairs, report.preferences) == (8, 32, 6)
    assert report.unknown_items == 1
    assert report.base == "default"
    shown = text_train_report(report)
    assert "8 products; learned from 32 written requests and 6 pairs of judged products" in shown
    assert json.loads(json.dumps(report.to_dict()))["check"]["before"]["recall_at_100"] == 1.0
    assert str(store) in shown or "stays" in shown


def test_the_shop_answers_with_what_serves(trained: tuple[Path, TextTrainReport]) -> None:
    store, report = trained
    config = json.loads((store / "shop.json").read_text())
    own = config["models"]["encoder"]
    assert report.used
    assert own.startswith("models/text-")
    with Recommender.open(store) as shop:
        assert shop.search("Stonefold mug", k=1)[0].product.item_id.startswith("mug")
    card = json.loads((store / own / CARD).read_text())
    assert card["base"] == "default"
    assert not (store / "models" / "text-training" / "model").exists()


def test_a_trained_store_can_be_moved_and_indexed_again(
    trained: tuple[Path, TextTrainReport], tmp_path: Path, feeds: Path
) -> None:
    store, _ = trained
    moved = tmp_path / "moved"
    shutil.copytree(store, moved)
    before = json.loads((moved / "shop.json").read_text())["models"]
    report = Recommender.index(feeds / "products.jsonl", moved)
    assert report.products == 8
    assert json.loads((moved / "shop.json").read_text())["models"] == before
    Recommender.index(feeds / "products.jsonl", moved, encoder="default")
    assert json.loads((moved / "shop.json").read_text())["models"] == {"encoder": "default"}
    with Recommender.open(moved) as shop:
        assert shop.search("mug", k=1)


def test_altered_weights_are_refused(trained: tuple[Path, TextTrainReport], tmp_path: Path) -> None:
    store, _ = trained
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    own = json.loads((copy / "shop.json").read_text())["models"]["encoder"]
    weights = copy / own / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-5] ^= 1
    weights.write_bytes(bytes(content))
    with pytest.raises(ModelError, match="other weights"):
        Recommender.open(copy)


def test_better_is_what_the_judged_pairs_say_or_the_requests() -> None:
    low, high = Score(0.5, 0.9, None), Score(0.6, 0.9, None)
    assert Check(low, high, high).better
    assert not Check(high, low, low).better
    assert not Check(low, low, None).better
    assert Check(Score(0.9, 1, 0.5), Score(0.5, 1, 0.6), None).better
    assert not Check(Score(0.5, 1, 0.6), Score(0.9, 1, 0.6), None).better


def test_int8_may_lose_a_hundredth_of_recall_and_half_a_point_of_accuracy() -> None:
    plain = Score(0.5, 0.900, 0.600)
    assert Score(0.4, 0.8911, 0.5951).holds_against(plain)
    assert not Score(0.5, 0.890, 0.600).holds_against(plain)
    assert not Score(0.5, 0.900, 0.594).holds_against(plain)
    assert not Check(plain, plain, None).int8_holds


# --- bad input ---------------------------------------------------------------------------------


def test_judgements_that_cannot_be_used(
    shop_path: Path, tmp_path: Path, run: Callable[..., Result]
) -> None:
    def line(file: Path) -> str:
        result = run("train", "text", "--store", shop_path, "--judgements", file)
        assert result.exit_code != 0
        return " ".join(result.output.split())

    one = judgements(tmp_path / "one.csv", requests_of("train", 1))
    assert "1 different requests, too few" in line(one)
    foreign = judgements(tmp_path / "foreign.csv", requests_of("train", 2), ("x-1", "x-2"))
    assert "none of its 4 items is in the catalog" in line(foreign)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("query,item_id,grade\nmug,mug-1,good\n")
    assert "line 2: grade 'good' isn't a number" in line(wrong)
    wrong.write_text("query,item_id,grade\nmug,mug-1,-2\n")
    assert "grade '-2' isn't a number of 0 or more" in line(wrong)
    assert "isn't there" in line(tmp_path / "missing.csv")


def test_other_wrong_arguments(shop_path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't train 'words': history, text"):
        Recommender.train("words", shop_path)
    with pytest.raises(InputError, match="judgements are for `train text`"):
        Recommender.train("history", shop_path, judgements=tmp_path / "any.csv")
    with pytest.raises(ModelError, match="unknown setting 'epochs'"):
        Recommender.train("text", shop_path, epochs=3)
    with pytest.raises(StoreError):
        Recommender.train("text", tmp_path / "nowhere")
