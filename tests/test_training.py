"""Training a store from end to end: what is live after it, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from shopctl import Recommender
from shopctl.catalog.store import CatalogStore
from shopctl.cli import main
from shopctl.errors import ChecksumError, InputError, ModelError, StoreError
from shopctl.history_files import FOLDER, MODEL, is_trained
from shopctl.history_snapshot import open_history
from shopctl.indexes.generations import Generations
from shopctl.retrieval.shopper import training as shopper_training
from shopctl.training import train_history

QUICK = {"width": 16, "blocks": 1, "epochs": 2}


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty teas that are bought in order, by thirty shoppers; one has a single item."""
    folder = tmp_path_factory.mktemp("circle")
    rows = [
        {
            "id": f"t{n:02d}",
            "title": f"Tea number {n}",
            "brand": f"House {n % 4}",
            "category": "Tea",
        }
        for n in range(40)
    ]
    (folder / "products.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    lines = [
        f"s{who} " + " ".join(f"t{(who + step) % 40:02d}" for step in range(4 + who % 4))
        for who in range(30)
    ]
    lines += ["lonely t05", "lost gone-1 gone-2"]
    (folder / "histories.txt").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def trained(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("stores") / "circle"
    Recommender.index([feeds / "products.jsonl"], store, interactions=[feeds / "histories.txt"])
    Recommender.train("history", store, seeds=2, **QUICK)
    return store


@pytest.fixture
def copy(trained: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "shop"))


def live(store: Path) -> Generations:
    return Generations(store / "generations", store / "CURRENT")


def run(*words: str) -> object:
    return CliRunner().invoke(main, list(words))


def test_suggestions_come_from_the_trained_encoder(trained: Path) -> None:
    shop = Recommender.open(trained, decoder="none")
    assert shop.info()["history_encoder"] == "trained"
    found = shop.suggest(history=["t03", "t04"], k=5)
    assert found[0].because_of
    reasons = [reason for one in found for reason in one.reasons if reason.kind == "history"]
    assert reasons
    assert not any("not a trained model" in reason.text for reason in reasons)


def test_every_reason_is_true_of_the_product(trained: Path) -> None:
    shop = Recommender.open(trained, decoder="none")
    for one in shop.suggest(user="s3", k=10):
        for reason in one.reasons:
            if reason.kind == "shared":
                other = shop.products([one.because_of[0]])[0]
                for value in reason.evidence:
                    assert value in (one.product.brand, *one.product.category)
                    assert value in (other.brand, *other.category)
            if reason.kind == "shoppers":
                assert int(reason.evidence[0]) >= 5


def test_many_agree_with_one(trained: Path) -> None:
    shop = Recommender.open(trained, decoder="none")
    histories = [["t03", "t04"], ["t39"], ["nothing"]]
    many = shop.suggest_many(histories, k=4)
    assert [len(one) for one in many] == [4, 4, 0]
    for history, found in zip(histories[:2], many, strict=False):
        alone = [one.product.item_id for one in shop.suggest(history=history, k=4)]
        assert [one.product.item_id for one in found] == alone


def test_a_history_of_ten_thousand_items(trained: Path) -> None:
    shop = Recommender.open(trained, decoder="none")
    long = [f"t{n % 40:02d}" for n in range(10_000)]
    assert len(shop.suggest(history=long, k=3, mask_history=False)) == 3
    assert len(shop.suggest_many([long], k=3, mask_history=False)[0]) == 3


def test_steering_changes_nothing_at_zero_and_refuses_what_is_no_share(trained: Path) -> None:
    shop = Recommender.open(trained, decoder="none")
    plain = shop.suggest(history=["t03"], k=5)
    assert shop.suggest(history=["t03"], k=5, diversity=0.0, calibration=0.0) == plain
    assert len(shop.suggest(history=["t03"], k=5, diversity=0.7, calibration=0.5)) == 5
    result = run("suggest", "-s", str(trained), "--history", "t03", "--diversity", "2")
    assert result.exit_code == 2  # type: ignore[attr-defined]


def test_eval_shows_ours_beside_the_baselines(trained: Path) -> None:
    result = Recommender.open(trained, decoder="none").evaluate("recommend")
    names = [report.name for report in result.reports]
    assert names == [
        "popularity",
        "history mean, untrained",
        "encoder alone, seed 0",
        "history encoder, seed 0",
        "encoder alone, seed 1",
        "history encoder, seed 1",
        "history encoder, validation items given back",
    ]
    table = result.table()
    assert "Mean and standard deviation over 2 seeds" in table
    assert "31 users, 40 items" in table
    assert "popular" in table
    validation = Recommender.open(trained, decoder="none").evaluate("recommend", split="validation")
    assert not any("given back" in report.name for report in validation.reports)


def test_what_was_left_aside_is_counted_and_said(feeds: Path, tmp_path: Path) -> None:
    store = tmp_path / "shop"
    Recommender.index([feeds / "products.jsonl"], store, interactions=[feeds / "histories.txt"])
    result = run("train", "history", "-s", str(store), "--no-final", "--set", "epochs=1", "--set", "width=16")  # fmt: skip
    assert result.exit_code == 0, result.output  # type: ignore[attr-defined]
    said = result.output  # type: ignore[attr-defined]
    assert "1 shoppers with one item used for nothing" in said
    assert "2 interactions with items that aren't in the catalog" in said
    assert "31 shoppers, 40 items" in said


def test_a_new_product_is_found_without_training(copy: Path, tmp_path: Path) -> None:
    feed = tmp_path / "new.jsonl"
    feed.write_text(json.dumps({"id": "t99", "title": "Tea number 99", "brand": "House 1"}) + "\n")
    Recommender.index([feed], copy, append=True)
    shop = Recommender.open(copy, decoder="none")
    assert shop.info()["history_encoder"] == "trained"
    everything = shop.suggest(history=["t03"], k=60)
    assert "t99" in [one.product.item_id for one in everything]
    assert shop.suggest(history=["t99"], k=3)


def test_forgetting_takes_a_shopper_out_of_the_look_alikes(copy: Path) -> None:
    before = open_history(live(copy).current())
    Recommender.forget(copy, "s3")
    after = open_history(live(copy).current())
    assert before is not None
    assert after is not None
    assert before.look_alikes is not None
    assert after.look_alikes is not None
    assert len(after.look_alikes) < len(before.look_alikes)
    assert len([p for p in (copy / "generations").iterdir() if p.name.isdigit()]) == 1


def test_another_text_encoder_drops_the_history_encoder_and_says_so(
    copy: Path, feeds: Path
) -> None:
    report = Recommender.index([feeds / "products.jsonl"], copy, encoder="hashing")
    assert report.untrained
    assert not is_trained(live(copy).current())
    assert Recommender.open(copy, decoder="none").info()["history_encoder"] == "untrained"


def test_an_altered_model_is_refused_before_it_is_parsed(copy: Path) -> None:
    path = live(copy).current().path / FOLDER / MODEL / "weights.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.unlink()
    path.write_bytes(bytes(content))
    with pytest.raises(ChecksumError):
        Recommender.open(copy)


def test_no_interactions_is_one_clear_line(feeds: Path, tmp_path: Path) -> None:
    store = tmp_path / "shop"
    Recommender.index([feeds / "products.jsonl"], store)
    for words in (["train", "history"], ["eval", "recommend"]):
        result = run(*words, "-s", str(store))
        assert result.exit_code == 2  # type: ignore[attr-defined]
        assert "shopctl index --interactions FILE" in result.output  # type: ignore[attr-defined]


@pytest.mark.parametrize("lines", ["one t01 t02 t03 t04", "\n".join(f"s{n} t01 t02 t03" for n in range(9))])  # fmt: skip
def test_one_shopper_or_all_alike(feeds: Path, tmp_path: Path, lines: str) -> None:
    histories = tmp_path / "histories.txt"
    histories.write_text(lines + "\n")
    store = tmp_path / "shop"
    Recommender.index([feeds / "products.jsonl"], store, interactions=[histories])
    if lines.startswith("one"):
        Recommender.train("history", store, **QUICK)
        assert Recommender.open(store, decoder="none").suggest(history=["t01"], k=3)
    else:  # one item is left of each once two are held out
        with pytest.raises(ModelError, match="two items"):
            Recommender.train("history", store, **QUICK)
        assert Recommender.open(store, decoder="none").suggest(history=["t01"], k=3)


def test_only_one_training_at_a_time(copy: Path) -> None:
    from shopctl.catalog.disk import writer_lock

    work = copy / "models" / "history-training"
    work.mkdir(parents=True, exist_ok=True)
    with writer_lock(work / "lock", "x"), pytest.raises(StoreError, match="busy"):
        Recommender.train("history", copy, **QUICK)


def test_a_shop_may_be_indexed_and_asked_while_it_trains(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = tmp_path / "new.jsonl"
    feed.write_text(json.dumps({"id": "t77", "title": "Tea number 77"}) + "\n")
    learn = shopper_training.Training._learn
    done: list[int] = []

    def meanwhile(self: shopper_training.Training, shoppers: object) -> None:
        if not done:
            done.append(1)
            Recommender.index([feed], copy, append=True)
            assert Recommender.open(copy, decoder="none").search("tea", k=1)
        learn(self, shoppers)  # type: ignore[arg-type]

    monkeypatch.setattr(shopper_training.Training, "_learn", meanwhile)
    report = train_history(copy, shopper_training.Settings(**QUICK), final=False)
    shop = Recommender.open(copy, decoder="none")
    assert shop.generation.name == report.generation
    assert "t77" in shop.item_ids()
    assert shop.suggest(history=["t77"], k=2)


def dying_at(step: int) -> object:
    """A training step that is interrupted when it is this one."""
    learn = shopper_training.Training._learn

    def dying(self: shopper_training.Training, shoppers: object) -> None:
        if self.step == step:
            raise KeyboardInterrupt
        learn(self, shoppers)  # type: ignore[arg-type]

    return dying


def test_a_killed_training_goes_on_and_ends_the_same(
    feeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shopper_training, "_CHECKPOINT_S", -1.0)
    stores = [tmp_path / "whole", tmp_path / "killed"]
    Recommender.index([feeds / "products.jsonl"], stores[0], interactions=[feeds / "histories.txt"])
    shutil.copytree(*stores)
    settings = {**QUICK, "batch": 8}
    with monkeypatch.context() as patch:
        patch.setattr(shopper_training.Training, "_learn", dying_at(3))
        with pytest.raises(KeyboardInterrupt):
            Recommender.train("history", stores[1], **settings)
    work = stores[1] / "models" / "history-training"
    assert not is_trained(live(stores[1]).current())
    assert (work / "seed-0" / "checkpoint.json").is_file()
    channels = []
    for store in stores:
        Recommender.train("history", store, **settings)
        channels.append(open_history(live(store).current()))
    one, other = channels
    assert one is not None
    assert other is not None
    assert one.encoder.fingerprint() == other.encoder.fingerprint()
    assert one.mix == other.mix
    assert not list(work.glob("*/checkpoint*"))


def test_a_checkpoint_of_another_store_is_refused(
    feeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shopper_training, "_CHECKPOINT_S", -1.0)
    stores = [tmp_path / "one", tmp_path / "two"]
    for store in stores:
        Recommender.index([feeds / "products.jsonl"], store, interactions=[feeds / "histories.txt"])
    with monkeypatch.context() as patch:
        patch.setattr(shopper_training.Training, "_learn", dying_at(1))
        with pytest.raises(KeyboardInterrupt):
            Recommender.train("history", stores[0], **{**QUICK, "batch": 8})
    work = "models/history-training"
    shutil.copytree(stores[0] / work, stores[1] / work)
    with pytest.raises(ModelError, match="another store"):
        Recommender.train("history", stores[1], **{**QUICK, "batch": 8})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "epochs"], "name=value"),
        (["--set", "depth=3"], "unknown setting"),
        (["--set", "width=7"], "multiple"),
        (["--set", "loss=hinge"], "unknown"),
    ],
)
def test_settings_that_cannot_be(trained: Path, words: list[str], said: str) -> None:
    result = run("train", "history", "-s", str(trained), *words)
    assert result.exit_code == 2  # type: ignore[attr-defined]
    assert said in result.output  # type: ignore[attr-defined]


def test_what_to_train_is_named(trained: Path) -> None:
    with pytest.raises(InputError, match="history"):
        Recommender.train("everything", trained)


def test_steps_are_those_of_the_catalog(trained: Path) -> None:
    path = live(trained).current().file("catalog.duckdb")
    with CatalogStore.open(path, read_only=True, key_folder=trained) as catalog:
        steps, histories = catalog.shopper_steps(), list(catalog.histories())
        assert list(steps.sequences()) == histories
        alone = catalog.shopper_steps("s3")
        assert alone.of(0) == [one.item_id for one in catalog.history("s3")]
        assert not len(catalog.shopper_steps("nobody"))
