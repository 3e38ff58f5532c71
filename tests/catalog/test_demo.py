"""The demo shop keeps its promises: volume, integrity, language, structure, determinism."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from shopctl.catalog.demo import demo_files, demo_questions, make_histories

CHINESE = "东方生活馆"
HAN = re.compile(r"[\u4e00-\u9fff]")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


PRODUCTS = {row["item_id"]: row for row in lines(demo_files()["products"])}
REVIEWS = lines(demo_files()["reviews"])
QA = lines(demo_files()["qa"])
QUESTIONS = lines(demo_questions())
with demo_files()["interactions"].open(encoding="utf-8", newline="") as stream:
    INTERACTIONS = list(csv.DictReader(stream))


def purchases() -> dict[str, list[str]]:
    bought: dict[str, list[str]] = defaultdict(list)
    for row in INTERACTIONS:
        if row["event"] == "buy":
            bought[row["user"]].append(row["item_id"])
    return dict(bought)


def texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_files_are_there_small_and_without_the_questions() -> None:
    files = demo_files()
    assert set(files) == {"products", "reviews", "qa", "interactions"}
    assert demo_questions() not in files.values()
    assert sum(path.stat().st_size for path in [*files.values(), demo_questions()]) < 2_500_000


def test_volume() -> None:
    departments = Counter(row["category"][0] for row in PRODUCTS.values())
    assert len(PRODUCTS) >= 320
    assert len(departments) >= 9
    assert departments[CHINESE] >= 70
    assert min(departments.values()) >= 25
    assert len(REVIEWS) >= 700
    assert len(QA) >= 260
    assert len(purchases()) >= 700
    assert len(QUESTIONS) >= 120


def test_products_are_complete_and_distinct() -> None:
    rows = lines(demo_files()["products"])
    assert len(PRODUCTS) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[a-z]{2}-\d{4}", row["item_id"])
        assert row["title"]
        assert row["brand"]
        assert len(row["category"]) >= 3
        assert len(row["description"]) >= (25 if row["language"] == "zh" else 80)
        assert len(row["attributes"]) >= 3
        assert all(values and all(values) for values in row["attributes"].values())
        assert 1 <= row["rating"] <= 5
        assert row["rating_count"] > 0
        assert row["availability"] in {"in_stock", "out_of_stock", "preorder", "backorder"}
        datetime.fromisoformat(row["updated_at"])
    for name in ("title", "description"):
        assert len({row[name] for row in rows}) == len(rows)
    for written in (REVIEWS, QA):
        bodies = [row.get("text") or row["answer"] for row in written]
        assert len(set(bodies)) == len(bodies)


def test_prices_are_decimals_and_reductions_reduce() -> None:
    for row in PRODUCTS.values():
        price = Decimal(row["price"])
        assert price > 0
        if "list_price" in row:
            assert Decimal(row["list_price"]) > price
    assert sum("list_price" in row for row in PRODUCTS.values()) >= 30


def test_everything_refers_to_a_product() -> None:
    for row in [*REVIEWS, *QA, *INTERACTIONS]:
        assert row["item_id"] in PRODUCTS
    for row in QUESTIONS:
        for item in [row.get("item_id"), *row.get("expected_items", ())]:
            assert item is None or item in PRODUCTS
    # Item ids named in running text exist as well.
    for row in [*PRODUCTS.values(), *REVIEWS, *QA]:
        for text in texts(row):
            for item in re.findall(r"\b(?:sk|ct|kt|oc|rc|ho|ae|pt|kd|zh)-\d{4}\b", text):
                assert item in PRODUCTS, text


def test_things_named_as_compatible_are_sold_here() -> None:
    titles = {row["title"] for row in PRODUCTS.values()}
    named = {
        value
        for row in PRODUCTS.values()
        for value in row["attributes"].get("compatible with", ())
        if not value.startswith("58 mm")
    }
    assert named
    for name in named:
        assert any(title.startswith(name.removesuffix(" jar")) for title in titles), name


def test_chinese_department_is_chinese_and_the_others_are_not() -> None:
    for row in PRODUCTS.values():
        chinese = row["category"][0] == CHINESE
        assert row["language"] == ("zh" if chinese else "en")
        assert row["currency"] == ("CNY" if chinese else "USD")
        written = [row["title"], row["brand"], row["description"], *row["category"]]
        if chinese:
            assert all(HAN.search(text) for text in [*written, *row["attributes"]])
            words = re.sub(r"[\W\d_]", "", row["description"])
            assert len(HAN.findall(words)) > 0.85 * len(words)
        else:
            assert not any(HAN.search(text) for text in texts(row))
    for row in [*REVIEWS, *QA]:
        chinese = PRODUCTS[row["item_id"]]["language"] == "zh"
        body = row.get("text") or row["question"] + row["answer"]
        assert bool(HAN.search(body)) is chinese


def test_text_is_clean() -> None:
    for row in [*PRODUCTS.values(), *REVIEWS, *QA, *QUESTIONS]:
        for text in texts(row):
            assert text == text.strip()
            assert unicodedata.is_normalized("NFC", text)
            assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Co"} for sign in text)


def test_reviewers_bought_what_they_review() -> None:
    first: dict[tuple[str, str], str] = {}
    for row in INTERACTIONS:
        if row["event"] == "buy":
            first.setdefault((row["user"], row["item_id"]), row["time"])
    known = [row for row in REVIEWS if (row["user"], row["item_id"]) in first]
    assert len(known) >= 0.97 * len(REVIEWS)
    assert all(first[row["user"], row["item_id"]] < row["time"] for row in known)
    assert {row["rating"] for row in REVIEWS} >= {2, 3, 4, 5}


def test_histories_have_the_promised_shape() -> None:
    times: dict[str, list[str]] = defaultdict(list)
    for row in INTERACTIONS:
        assert re.fullmatch(r"shopper-\d{4}", row["user"])
        assert row["event"] in {"view", "cart", "buy", "rate"}
        datetime.fromisoformat(row["time"])
        times[row["user"]].append(row["time"])
    assert all(stamps == sorted(stamps) for stamps in times.values())
    assert all(5 <= len(items) <= 25 for items in purchases().values())


def lift(same: Callable[[str, str], bool]) -> float:
    """How much likelier `same` holds for successive purchases than for a popular random one."""
    histories = purchases()
    everything = [item for items in histories.values() for item in items]
    draw = random.Random(1)
    follows = [pair for items in histories.values() for pair in pairwise(items)]
    observed = sum(same(before, after) for before, after in follows)
    chance = sum(same(before, draw.choice(everything)) for before, _ in follows for _ in range(5))
    return 5 * observed / chance


@pytest.mark.parametrize(
    ("what", "at_least"),
    [
        (lambda row: row["brand"], 6.0),
        (lambda row: tuple(row["category"][:2]), 6.0),
        (lambda row: row["category"][0], 3.0),
    ],
    ids=["brand", "category", "department"],
)
def test_next_purchase_is_alike_far_above_chance(
    what: Callable[[dict[str, Any]], object], at_least: float
) -> None:
    assert lift(lambda a, b: what(PRODUCTS[a]) == what(PRODUCTS[b])) > at_least


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"ct-0001", "ct-0002"}, {"ct-0004"}),  # espresso machine → espresso grinder
        ({"ct-0007"}, {"ct-0010"}),  # pour-over cone → its papers
        ({"pt-0001"}, {"pt-0002", "pt-0003"}),  # puppy food → adult food
        ({"pt-0020"}, {"pt-0021"}),  # fountain → filters
        ({"ae-0021"}, {"ae-0022"}),  # printer → paper
        ({"zh-0049"}, {"zh-0050"}),  # 饮水机 → 滤芯
    ],
)
def test_follow_ups_follow(first: set[str], then: set[str]) -> None:
    histories = list(purchases().values())
    buyers = [items for items in histories if first & set(items)]
    later = sum(
        bool(then & set(items[min(items.index(item) for item in first & set(items)) + 1 :]))
        for items in buyers
    )
    others = sum(bool(then & set(items)) for items in histories) / len(histories)
    assert len(buyers) >= 5
    assert later / len(buyers) > 4 * others


def test_price_band_is_a_habit() -> None:
    level = make_histories.load().level
    pairs = []
    for items in purchases().values():
        early, late = items[: len(items) // 2], items[len(items) // 2 :]
        pairs.append([sum(level[item] for item in half) / len(half) for half in (early, late)])
    assert correlation([a for a, _ in pairs], [b for _, b in pairs]) > 0.3


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    both = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread = sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys)
    return both / spread**0.5


def test_camping_has_a_season() -> None:
    months: dict[bool, Counter[bool]] = {True: Counter(), False: Counter()}
    for row in INTERACTIONS:
        if row["event"] == "buy":
            camping = PRODUCTS[row["item_id"]]["category"][0] == "Outdoor & Camping"
            months[camping][5 <= int(row["time"][5:7]) <= 8] += 1
    share = {camping: count[True] / count.total() for camping, count in months.items()}
    assert share[True] > 1.15 * share[False]


def test_many_shoppers_live_in_several_departments() -> None:
    spread = [
        len({PRODUCTS[item]["category"][0] for item in items}) for items in purchases().values()
    ]
    assert sum(count >= 3 for count in spread) > 0.3 * len(spread)


def test_persona_of_the_home_barista() -> None:
    items = purchases()["shopper-0001"]
    assert items[0] in {"ct-0001", "ct-0002"}
    assert sum(PRODUCTS[item]["category"][0] == "Coffee & Tea" for item in items) >= 6


def test_interactions_are_written_byte_for_byte_again(tmp_path: Path) -> None:
    output = tmp_path / "again.csv"
    script = str(Path(make_histories.__file__))
    subprocess.run(
        [sys.executable, script, "--output", str(output)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert output.read_bytes() == demo_files()["interactions"].read_bytes()


def test_more_shoppers_leave_the_first_ones_as_they_are() -> None:
    shop = make_histories.load()
    few, more = make_histories.histories(shop, 5), make_histories.histories(shop, 8)
    assert more[: len(few)] == few
    assert make_histories.histories(shop, 5, seed=1) != few


def test_every_rule_of_the_needs_meets_products() -> None:
    shop = make_histories.load()
    assert all(len(pool) >= 2 for pool in shop.pools.values())
    assert all(first and then for first, then, _ in shop.follow_ups)


def field_texts(row: dict[str, Any]) -> list[str]:
    product = PRODUCTS[row["item_id"]]
    if row["field"] == "qa":
        return [entry["answer"] for entry in QA if entry["item_id"] == row["item_id"]]
    if row["field"].startswith("attributes."):
        values: list[str] = product["attributes"][row["field"].removeprefix("attributes.")]
        return values
    return [product[row["field"]]]


def test_questions_are_many_kinds_and_two_languages() -> None:
    kinds = Counter(row["kind"] for row in QUESTIONS)
    assert set(kinds) == {"advise", "need", "navigate", "unanswerable"}
    assert kinds["unanswerable"] >= 40
    assert kinds["need"] >= 30
    assert sum(row["language"] == "zh" for row in QUESTIONS) >= 30
    assert len({row["question"] for row in QUESTIONS}) == len(QUESTIONS)
    for row in QUESTIONS:
        assert bool(HAN.search(row["question"])) is (row["language"] == "zh")


def test_facts_asked_for_stand_in_the_named_field() -> None:
    for row in QUESTIONS:
        if row["kind"] == "advise":
            assert row["answer_fact"]
            assert any(row["answer_fact"] in text for text in field_texts(row)), row["question"]
        else:
            assert row["answer_fact"] == row["field"] == ""
        assert bool(row.get("expected_items")) is (row["kind"] in {"need", "navigate"})


def test_expected_items_keep_the_price_limit_of_their_need() -> None:
    limit = re.compile(r"(?:under|below|less than|at most|up to|max|to|不超过|，| )\s*\$?(\d+)"
                       r"(?= dollars|$|元|块)")  # fmt: skip
    checked = 0
    for row in QUESTIONS:
        found = limit.search(row["question"])
        if row["kind"] == "need" and found:
            checked += 1
            for item in row["expected_items"]:
                assert Decimal(PRODUCTS[item]["price"]) <= int(found[1]), row["question"]
    assert checked >= 30


def test_readme_states_the_figures_as_they_are() -> None:
    readme = (demo_questions().parent / "README.md").read_text(encoding="utf-8")
    for count in (len(PRODUCTS), len(REVIEWS), len(QA), len(QUESTIONS), len(INTERACTIONS)):
        assert f"| {count:,} " in readme
