"""A trained shop as its users meet it: true reasons, kept promises, and bad input said in one line."""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner, Result
from shopctl import Recommender, Suggestion
from shopctl.catalog.pseudonyms import KEY_BYTES, KEY_NAME
from shopctl.catalog.records import Product
from shopctl.catalog.shopper_steps import ShopperSteps
from shopctl.catalog.store import CatalogStore
from shopctl.cli import main
from shopctl.display import train_report
from shopctl.errors import ChecksumError, ModelError
from shopctl.history_files import FOLDER, MODEL, is_trained
from shopctl.history_snapshot import load_model, open_history
from shopctl.indexes.generations import Generation, Generations
from shopctl.indexing import IndexReport, link_or_copy
from shopctl.retrieval.shopper import training as shopper_training
from shopctl.training import TrainReport

QUICK = {"width": 16, "blocks": 1, "epochs": 2, "batch": 16}
ITEMS, GROUPS, IN_GROUP = 24, 4, 8
START = datetime(2026, 1, 1, tzinfo=UTC)


def item(number: int) -> str:
    return f"t{number % ITEMS:02d}"


def sequence(group: int) -> list[str]:
    """What the eight shoppers of a group took: six things in a row."""
    return [item(6 * group + step) for step in range(6)]


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-four things; 32 shoppers in groups alike, and a few events that are odd."""
    folder = tmp_path_factory.mktemp("feeds")
    products = (
        {
            "id": item(n),
            "title": f"{'Green' if n % 2 else 'Black'} tea number {n}",
            "brand": f"House {n % 3}",
            "category": "Tea" if n % 4 else "Gifts",
            "price": f"${n + 1}.00",
            "cut": "whole" if n % 2 else "broken",
        }
        for n in range(ITEMS)
    )
    (folder / "products.jsonl").write_text("".join(json.dumps(one) + "\n" for one in products))
    rows: list[list[object]] = []
    for group in range(GROUPS):
        for shopper in range(IN_GROUP):
            for hour, taken in enumerate(sequence(group)):
                time = START + timedelta(hours=hour)
                event, rating = ("rate", 1 + (shopper + hour) % 5) if hour % 2 else ("buy", "")
                rows.append([f"shopper-{group}-{shopper}", taken, event, rating, time.isoformat()])
    rows.reverse()  # the newest first: times out of order
    rows += rows[:3]  # the same events again
    rows += [
        ["lonely", item(5), "buy", "", START.isoformat()],
        ["timeless", item(1), "buy", "", ""],
        ["timeless", item(2), "buy", "", "yesterday-ish"],
        ["timeless", item(3), "buy", "", "2999-01-01"],
        ["lost", "gone-1", "buy", "", START.isoformat()],
        ["lost", "gone-2", "buy", "", START.isoformat()],
    ]
    with (folder / "events.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["user", "item_id", "event", "rating", "time"], *rows])
    return folder


@pytest.fixture(scope="module")
def untrained(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, IndexReport]:
    store = tmp_path_factory.mktemp("stores") / "shop"
    store.mkdir()  # shoppers are learned from in the order of their pseudonyms: the key is fixed, not drawn
    (store / KEY_NAME).write_bytes(bytes(KEY_BYTES))
    report = Recommender.index(
        [feeds / "products.jsonl"], store, interactions=[feeds / "events.csv"]
    )
    return store, report


@pytest.fixture(scope="module")
def trained(
    untrained: tuple[Path, IndexReport], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, TrainReport]:
    store = Path(shutil.copytree(untrained[0], tmp_path_factory.mktemp("trained") / "shop"))
    return store, Recommender.train("history", store, **{**QUICK, "epochs": 20})


@pytest.fixture(scope="module")
def shop(trained: tuple[Path, TrainReport]) -> Recommender:
    return Recommender.open(trained[0], decoder="none")


@pytest.fixture
def fresh(untrained: tuple[Path, IndexReport], tmp_path: Path) -> Path:
    """An untrained store to write to."""
    return Path(shutil.copytree(untrained[0], tmp_path / "fresh"))


@pytest.fixture
def copy(trained: tuple[Path, TrainReport], tmp_path: Path) -> Path:
    """A trained store to write to."""
    return Path(shutil.copytree(trained[0], tmp_path / "copy"))


def live(store: Path) -> Generation:
    return Generations(store / "generations", store / "CURRENT").current()


def ids(found: list[Suggestion]) -> list[str]:
    return [one.product.item_id for one in found]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def one_line(result: Result) -> str:
    """The error's one line; checks that it is one and that the exit code isn't zero."""
    assert result.exit_code == 2, result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("shopctl: ")]
    assert len(lines) == 1, result.stderr
    assert "unexpected" not in lines[0], lines[0]
    return lines[0]


# --- what was odd on the way in --------------------------------------------------------------


def test_odd_times_are_counted_and_the_events_kept(untrained: tuple[Path, IndexReport]) -> None:
    reading = untrained[1].files[1].reading
    notes = "\n".join(reading.notes)
    assert "1 × time in the future, left out (e.g. 2999-01-01 00:00)" in notes
    assert "1 × time not understood, left out" in notes
    assert reading.rejected == 0
    store = Recommender.open(untrained[0], decoder="none")
    assert store.info()["interactions"] == GROUPS * IN_GROUP * 6 + 1 + 3 + 2  # repeats are one
    assert not {item(1), item(2), item(3)} & set(ids(store.suggest(user="timeless", k=ITEMS)))


def test_what_training_could_not_use_is_counted_and_said(
    trained: tuple[Path, TrainReport],
) -> None:
    report = trained[1]
    assert report.shoppers == GROUPS * IN_GROUP + 2  # the lost one has nothing that is known
    assert report.one_item == 1
    assert report.unknown_items == 2
    assert report.learned_from == GROUPS * IN_GROUP  # the timeless one's third is held out
    assert report.interactions == GROUPS * IN_GROUP * 6 + 1 + 3
    said = train_report(report)
    assert "1 shoppers with one item used for nothing" in said
    assert "2 interactions with items that aren't in the catalog kept aside" in said
    assert json.loads(json.dumps(report.to_dict()))["one_item"] == 1


# --- suggestions -----------------------------------------------------------------------------


def test_a_shopper_gets_what_comes_next_of_all_that_is_known(shop: Recommender) -> None:
    assert shop.info()["history_encoder"] == "trained"
    channel = open_history(shop.generation)
    assert channel is not None
    user = "shopper-1-0"
    with CatalogStore.open(
        shop.generation.file("catalog.duckdb"), read_only=True, key_folder=shop.folder.path
    ) as catalog:
        steps = catalog.shopper_steps(user)
    assert steps.of(0) == sequence(1)
    assert (steps.ratings >= 1).sum() == 3
    by_hand = [found for found, _ in channel.search(steps, ITEMS)[0] if found not in sequence(1)]
    assert ids(shop.suggest(user=user, k=8)) == by_hand[:8]


def test_a_history_goes_on_from_what_the_store_knows(shop: Recommender) -> None:
    both = ids(shop.suggest(user="shopper-0-0", history=[item(12), item(13)], k=ITEMS))
    assert not {*sequence(0), item(12), item(13)} & set(both)
    assert len(both) == ITEMS - 8
    assert both[0] in sequence(2)  # the third group's, of which two were given


def test_unknown_items_are_named_and_the_rest_used(trained: tuple[Path, TrainReport]) -> None:
    known = run("suggest", "-s", trained[0], "--history", "t00,t01", "--json")
    result = run("suggest", "-s", trained[0], "--history", "t00,nope-1,t01,nope-2", "--json")
    assert result.exit_code == 0
    assert "note: unknown items in the history were passed over: nope-1, nope-2" in result.stderr
    assert json.loads(result.stdout) == json.loads(known.stdout)
    assert "nope" in one_line(run("suggest", "-s", trained[0], "--history", "nope"))


def test_many_agree_with_one(shop: Recommender) -> None:
    histories = [[item(n), item(n + 1)] for n in range(0, ITEMS, 5)] + [["nothing"], []]
    for options in ({}, {"mask_history": False}, {"diversity": 0.4, "calibration": 0.2}):
        many = shop.suggest_many(histories, k=6, **options)
        assert [ids(one) for one in many[:5]] == [
            ids(shop.suggest(history=one, k=6, **options)) for one in histories[:5]
        ]
        assert many[5:] == [[], []]


@pytest.mark.parametrize(
    "where", [["price<5"], ["brand=House 1"], ["attributes.cut=whole", "price>12"]]
)
def test_a_filter_is_a_promise_and_loses_nothing(shop: Recommender, where: list[str]) -> None:
    history = sequence(1)[:3]
    found = ids(shop.suggest(history=history, k=ITEMS, where=where))
    everything = ids(shop.suggest(history=history, k=ITEMS))
    allowed = set(ids(shop.search("tea", k=ITEMS, where=where)))
    assert set(found) == allowed - set(history)
    assert found[0] in everything
    assert len(everything) == ITEMS - 3


def test_a_factor_raises_what_training_never_saw_and_nothing_else(
    trained: tuple[Path, TrainReport],
) -> None:
    plain, raised = (open_history(live(trained[0]), factor) for factor in (1.0, 4.0))
    assert plain is not None
    assert raised is not None
    unseen = [one for one in plain.item_ids if one not in plain.encoder.features.ids]
    assert unseen == [sequence(group)[-1] for group in range(GROUPS)]  # they are held out
    asked = ShopperSteps.of_items([sequence(0)[:3]])
    for one in plain.item_ids:
        gain = raised.scores(asked, [one])[0] - plain.scores(asked, [one])[0]
        assert gain == pytest.approx(math.log(4) if one in unseen else 0, abs=1e-5)


@pytest.mark.parametrize("factor", [0, -1, 1000, "nan"])
def test_a_factor_that_cannot_be_is_refused(
    trained: tuple[Path, TrainReport], factor: object
) -> None:
    line = one_line(run("suggest", "-s", trained[0], "--history", "t01", "--new-items", factor))
    assert "new_items must be above 0" in line


# --- reasons ---------------------------------------------------------------------------------


def values(product: Product) -> set[str]:
    """All that a reason may say of a product."""
    named = [product.brand, *product.category, *(v for vs in product.attributes.values() for v in vs)]  # fmt: skip
    return {value.casefold() for value in named if value}


def test_every_reason_is_true(shop: Recommender, feeds: Path) -> None:
    history = sequence(2)[:3]
    channel = open_history(shop.generation)
    assert channel is not None
    with (feeds / "events.csv").open() as file:
        takers: dict[str, set[str]] = {}
        for row in csv.DictReader(file):
            takers.setdefault(row["item_id"], set()).add(row["user"])
    kinds: set[str] = set()
    for one in shop.suggest(history=history, k=ITEMS):
        named = {reason.kind: reason for reason in one.reasons}
        kinds |= set(named)
        if "history" in named:
            assert named["history"].evidence == one.because_of
            assert set(one.because_of) <= set(history)
            for moved in one.because_of:
                without = [taken for taken in history if taken != moved]
                whole, less = (
                    channel.scores(ShopperSteps.of_items([items]), [one.product.item_id])[0]
                    for items in (history, without)
                )
                assert whole > less
        if "shared" in named:
            other = shop.products([one.because_of[0]])[0]
            said = {value.casefold() for value in named["shared"].evidence}
            assert said <= values(one.product) & values(other)
        if "shoppers" in named:
            count = int(named["shoppers"].evidence[0])
            assert 5 <= count <= len(takers[one.product.item_id])
    assert kinds == {"history", "shared", "shoppers"}


def test_what_comes_next_has_its_look_alikes_behind_it(
    trained: tuple[Path, TrainReport],
) -> None:
    shop = Recommender.open(trained[0], decoder="none", new_items=1)  # as the sources say
    found = shop.suggest(history=sequence(0)[:4], k=3)
    (following,) = [one for one in found if one.product.item_id == sequence(0)[4]]
    (reason,) = [one for one in following.reasons if one.kind == "shoppers"]
    assert reason.evidence == (str(IN_GROUP),)


# --- what is measured ------------------------------------------------------------------------


def test_eval_has_a_row_for_ours_and_for_each_baseline(
    trained: tuple[Path, TrainReport], untrained: tuple[Path, IndexReport]
) -> None:
    def rows(store: Path, *more: str) -> list[dict[str, object]]:
        result = run("eval", "recommend", "-s", store, "--json", "--decoder", "none", *more)
        assert result.exit_code == 0, result.output
        found: list[dict[str, object]] = json.loads(result.stdout)
        return found if isinstance(found, list) else found["reports"]

    baselines = ["popularity", "history mean, untrained"]
    assert [row["name"] for row in rows(untrained[0])] == baselines
    ours = ["encoder alone", "history encoder"]
    given_back = ["history encoder, validation items given back"]
    assert [row["name"] for row in rows(trained[0])] == baselines + ours + given_back
    validation = rows(trained[0], "--split", "validation")
    assert [row["name"] for row in validation] == baselines + ours
    scores = {str(row["name"]): row["masked"]["R@10"] for row in validation}  # type: ignore[index]
    assert scores["history encoder"] > scores["popularity"]


# --- stores ----------------------------------------------------------------------------------


def test_raw_user_ids_are_written_nowhere(
    fresh: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(fresh, monkeypatch, 2)
    written = [path for store in (copy, fresh) for path in store.rglob("*") if path.is_file()]
    assert any(path.name == "users.faiss" for path in written)
    assert any(path.name.startswith("checkpoint-") for path in written)
    for path in written:
        assert b"shopper-1-" not in path.read_bytes(), path


def test_new_interactions_count_at_once(copy: Path, tmp_path: Path) -> None:
    def next_of_three() -> list[str]:
        return ids(Recommender.open(copy, new_items=1).suggest(history=[item(3)], k=ITEMS))

    before = next_of_three()
    last = before[-1]
    rows = "".join(f"new-{n},{item(3)},buy\nnew-{n},{last},buy\n" for n in range(40))
    (tmp_path / "more.csv").write_text("user,item_id,event\n" + rows)
    model = load_model(live(copy)).fingerprint()
    report = Recommender.index(store=copy, interactions=[tmp_path / "more.csv"], append=True)
    assert not report.untrained
    assert load_model(live(copy)).fingerprint() == model  # nothing was trained
    assert last in next_of_three()[:5]


def test_the_only_shopper_can_be_forgotten(feeds: Path, tmp_path: Path) -> None:
    store = tmp_path / "shop"
    (tmp_path / "one.txt").write_text("solo " + " ".join(item(n) for n in range(6)) + "\n")
    Recommender.index([feeds / "products.jsonl"], store, interactions=[tmp_path / "one.txt"])
    report = Recommender.train("history", store, **QUICK)
    assert (report.shoppers, report.learned_from) == (1, 1)
    Recommender.forget(store, "solo")
    after = open_history(live(store))
    assert after is not None
    assert after.look_alikes is not None
    assert len(after.look_alikes) == 0
    assert len(Recommender.open(store).suggest(history=[item(3)], k=5)) == 5
    assert "--interactions" in one_line(run("train", "history", "-s", store))


def test_weights_that_are_no_numbers_are_refused_on_open(copy: Path) -> None:
    generations = Generations(copy / "generations", copy / "CURRENT")
    before = generations.current()
    encoder = load_model(before)
    with torch.no_grad():
        encoder.model.norm.weight[0] = float("nan")
    with generations.new() as draft:  # its checksums fit: only its weights are wrong
        for name in before.manifest.files:
            if not name.startswith(f"{FOLDER}/{MODEL}/"):
                link_or_copy(before.path / name, draft.path / name)
        encoder.save(draft.path / FOLDER / MODEL)
        draft.commit(**{name: getattr(before.manifest, name) for name in ("dimension", "count", "encoder", "catalog_version")})  # fmt: skip
    with pytest.raises(ModelError, match="no numbers: run `shopctl train history` again"):
        Recommender.open(copy)
    assert "no numbers" in one_line(run("suggest", "-s", copy, "--history", item(1)))
    Recommender.train("history", copy, **QUICK)  # which is what the message says to do
    assert Recommender.open(copy).suggest(history=[item(1)], k=3)


# --- trainings that end early ----------------------------------------------------------------


def interrupted(store: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> Path:
    """Train until Ctrl-C at a step, with a checkpoint after every one; the first one's folder."""
    learn = shopper_training.Training._learn

    def stopped(self: shopper_training.Training, shoppers: object) -> None:
        if self.step == step:
            raise KeyboardInterrupt
        learn(self, shoppers)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(shopper_training, "_CHECKPOINT_S", -1.0)
        patch.setattr(shopper_training.Training, "_learn", stopped)
        result = run("train", "history", "-s", store, *QUICK_WORDS)
    assert result.exit_code == 130
    assert "what was live before is still live" in result.stderr
    folder = store / "models" / "history-training" / "seed-0"
    assert (folder / "checkpoint.json").is_file()
    return folder


QUICK_WORDS = [word for name, value in QUICK.items() for word in ("--set", f"{name}={value}")]


@pytest.fixture
def first_steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of every step that is taken from now on."""
    taken: list[int] = []
    learn: Callable[..., None] = shopper_training.Training._learn

    def noted(self: shopper_training.Training, shoppers: object) -> None:
        taken.append(self.step)
        learn(self, shoppers)

    monkeypatch.setattr(shopper_training.Training, "_learn", noted)
    return taken


def test_the_same_command_goes_on(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, first_steps: list[int]
) -> None:
    interrupted(fresh, monkeypatch, 3)
    first_steps.clear()
    Recommender.train("history", fresh, **QUICK)
    assert first_steps[0] == 3
    assert is_trained(live(fresh))


@pytest.mark.parametrize("change", ["settings", "catalog"])
def test_after_a_change_it_starts_anew(
    fresh: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    first_steps: list[int],
    change: str,
) -> None:
    interrupted(fresh, monkeypatch, 3)
    first_steps.clear()
    if change == "catalog":
        (tmp_path / "more.jsonl").write_text('{"id": "jar", "title": "Glass jar"}\n')
        Recommender.index([tmp_path / "more.jsonl"], fresh, append=True)
    settings = {**QUICK, "width": 8} if change == "settings" else QUICK
    report = Recommender.train("history", fresh, final=False, **settings)
    assert first_steps == list(range(len(first_steps)))
    assert len(first_steps) == report.seeds[0]["epochs"] * 2  # 32 shoppers in batches of 16


def test_a_cut_checkpoint_is_refused_and_the_shop_answers_on(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = interrupted(fresh, monkeypatch, 3)
    path = next(folder.glob("*.safetensors"))
    path.write_bytes(path.read_bytes()[:-1])
    line = one_line(run("train", "history", "-s", fresh, *QUICK_WORDS))
    assert "was cut or altered" in line
    assert f"delete {folder}" in line
    with pytest.raises(ChecksumError):
        Recommender.train("history", fresh, **QUICK)
    assert Recommender.open(fresh, decoder="none").suggest(history=[item(1)], k=3)
    shutil.rmtree(folder)  # which is what the message says to do
    Recommender.train("history", fresh, final=False, **QUICK)
    assert is_trained(live(fresh))


def test_a_loss_that_is_no_number_leaves_what_was_live(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = live(copy).name
    nan = torch.tensor(float("nan"), requires_grad=True)
    monkeypatch.setattr(shopper_training, "Objective", lambda *_: lambda *_: nan)
    line = one_line(run("train", "history", "-s", copy, *QUICK_WORDS))
    assert "training went wrong at step 1: the loss is nan" in line
    assert live(copy).name == before
    assert Recommender.open(copy).info()["history_encoder"] == "trained"
