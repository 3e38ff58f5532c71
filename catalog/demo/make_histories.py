"""Write the demo shop's shopper histories: seeded, structured, byte-identical on every run.

    python -m shopctl.catalog.demo.make_histories [--output FILE] [--shoppers N] [--seed N]

Reads `products.jsonl` and `needs.jsonl` beside it and writes `interactions.csv` (user, item_id,
event, time; one shopper after the other, oldest first).

How a shopper comes about. A *lifestyle* names one to three *needs*, often across departments; a
need is a handful of rules over categories and attributes, so it exists in the products' own text
and nowhere else. The shopper also draws a price band, a degree of brand loyalty and a number of
purchases. Then, visit by visit: due follow-ups first (a grinder after an espresso machine, adult
food after puppy food), else an item of the need at hand, which tends to stay the same from one
visit to the next and gets likelier in its season; one purchase in nine is noise. Around a purchase
stand views, carts and ratings. No lifestyle, need or band is written to the histories.

Every shopper has a random stream of their own, so adding shoppers doesn't change the others.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

HERE = Path(__file__).parent
SEED = 20261123
SHOPPERS = 820
FIRST_DAY = datetime(2025, 1, 6)
LAST_DAY = datetime(2026, 11, 20)
BANDS = {"budget": 0.15, "mid": 0.5, "premium": 0.85}
NOISE = 0.11
MOST_BUYS = 25
STAY = 0.62  # chance that the next visit is about the same need
IN_SEASON = 3.0
OUT_OF_REACH = 0.45  # distance in price level at which an item of one's need is passed over
LASTING = {"USD": 35.0, "CNY": 120.0}  # from this price on, one of a kind is enough


class Row(NamedTuple):
    """One line of interactions.csv."""

    user: str
    item_id: str
    event: str
    time: str


@dataclass(frozen=True)
class Shop:
    """The demo catalog as the generator sees it, with its tables of needs and follow-ups."""

    products: Mapping[str, Mapping[str, Any]]
    level: Mapping[str, float]  # item_id → 0 (cheap for its kind, or a cheap brand) … 1
    needs: Mapping[str, Mapping[str, Any]]
    lifestyles: Sequence[Mapping[str, Any]]
    follow_ups: Sequence[tuple[frozenset[str], tuple[str, ...], Mapping[str, Any]]]
    personas: Mapping[str, Mapping[str, Any]]
    pools: Mapping[str, tuple[str, ...]]  # need → item ids


@dataclass
class Shopper:
    """One shopper while their history is written."""

    user: str
    random: Random
    language: str
    needs: list[str]
    band: float
    loyalty: float
    noise: float
    buys: int
    likes: Counter[str] = field(default_factory=Counter)  # brand → purchases
    owned: set[str] = field(default_factory=set)
    kinds: set[tuple[str, ...]] = field(
        default_factory=set
    )  # category paths with a lasting thing owned
    due: list[tuple[datetime, tuple[str, ...], bool]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def load(folder: Path = HERE) -> Shop:
    """Read products and needs, and resolve every rule to the products that meet it."""
    products = {row["item_id"]: row for row in _lines(folder / "products.jsonl")}
    table: dict[str, list[dict[str, Any]]] = {}
    for row in _lines(folder / "needs.jsonl"):
        table.setdefault(row["kind"], []).append(row)
    needs = {row["name"]: row for row in table["need"]}
    return Shop(
        products=products,
        level=_levels(products),
        needs=needs,
        lifestyles=table["lifestyle"],
        follow_ups=[
            (frozenset(meeting(products, row["after"])), meeting(products, row["then"]), row)
            for row in table["follow_up"]
        ],
        personas={row["user"]: row for row in table["persona"]},
        pools={
            name: tuple(sorted({item for rule in row["wants"] for item in meeting(products, rule)}))
            for name, row in needs.items()
        },
    )


def meeting(products: Mapping[str, Mapping[str, Any]], rule: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of products under one of the rule's category paths that have its attribute values."""
    paths = [rule["in"]] if isinstance(rule["in"], str) else rule["in"]
    found = []
    for item, product in products.items():
        path = "/".join(product["category"]) + "/"
        values = product["attributes"]
        if any(path.startswith(prefix + "/") for prefix in paths) and all(
            set(wanted) & set(values.get(name, ())) for name, wanted in rule.get("has", {}).items()
        ):
            found.append(item)
    return tuple(sorted(found))


def histories(shop: Shop, shoppers: int = SHOPPERS, seed: int = SEED) -> list[Row]:
    """All rows, shopper by shopper, each oldest first."""
    rows: list[Row] = []
    for number in range(1, shoppers + 1):
        rows.extend(_history(shop, f"shopper-{number:04d}", seed))
    return rows


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV text with a header and Unix line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(rows)
    return text.getvalue()


def _history(shop: Shop, user: str, seed: int) -> list[Row]:
    shopper, persona = _new_shopper(shop, user, seed)
    random = shopper.random
    latest = (LAST_DAY - FIRST_DAY).days - 28 * shopper.buys - 30
    day = FIRST_DAY + timedelta(days=0 if persona else random.randint(0, max(20, latest)))
    need = shopper.needs[0]
    bought = 0
    if persona:
        _buy(
            shop,
            shopper,
            _choose(shop, shopper, meeting(shop.products, {"in": persona["first"]})),
            day,
        )
        bought = 1
        day += timedelta(days=random.randint(5, 20))
    while bought < shopper.buys and day < LAST_DAY:
        need = _next_need(shop, shopper, need, day)
        basket = 1 + (random.random() < 0.3) + (random.random() < 0.1)
        for _ in range(min(basket, shopper.buys - bought)):
            item = _wanted(shop, shopper, need, day)
            if item is not None:
                _buy(shop, shopper, item, day)
                bought += 1
        day += timedelta(days=1 + int(random.expovariate(1 / 19)))
    # The last needs come of themselves: the puppy grows up, the filter wants changing.
    for when, items, again in list(shopper.due):
        if day < when < LAST_DAY and bought < MOST_BUYS and (persona or random.random() < 0.5):
            _buy(shop, shopper, _choose(shop, shopper, items, again), when)
            bought += 1
    return sorted(shopper.rows, key=lambda row: (row.time, row.item_id, row.event))


def _new_shopper(shop: Shop, user: str, seed: int) -> tuple[Shopper, Mapping[str, Any] | None]:
    random = Random(f"{seed}:{user}")
    persona = shop.personas.get(user)
    if persona:
        lifestyle = persona
    else:
        lifestyle = random.choices(shop.lifestyles, [row["weight"] for row in shop.lifestyles])[0]
    needs = list(lifestyle["needs"])
    language = shop.needs[needs[0]]["language"]
    if not persona:
        head, rest = needs[0], needs[1:]
        needs = [head, *(name for name in rest if random.random() < 0.7)]
        if random.random() < 0.25:
            own = [name for name, row in shop.needs.items() if row["language"] == language]
            needs.append(random.choice(own))
    usual = lifestyle.get("band")
    band = usual if usual and (persona or random.random() < 0.7) else random.choice([*BANDS])
    shopper = Shopper(
        user=user,
        random=random,
        language=language,
        needs=needs,
        band=BANDS[band],
        loyalty=1.5 if persona else random.choice([0.0, 0.4, 1.0, 2.0]),
        noise=0.0 if persona else NOISE,
        buys=persona["buys"] if persona else min(MOST_BUYS, 5 + int(random.expovariate(1 / 6.5))),
    )
    for brand in persona["brands"] if persona else ():
        shopper.likes[brand] += 2
    return shopper, persona


def _next_need(shop: Shop, shopper: Shopper, need: str, day: datetime) -> str:
    def season(name: str) -> float:
        months = shop.needs[name].get("season")
        return 1.0 if not months else IN_SEASON if day.month in months else 1 / IN_SEASON

    if shopper.random.random() < STAY * min(1.0, season(need)):
        return need
    weights = [season(name) for name in shopper.needs]
    return shopper.random.choices(shopper.needs, weights)[0]


def _wanted(shop: Shop, shopper: Shopper, need: str, day: datetime) -> str | None:
    """The next purchase: a due follow-up, noise, or an item of the need."""
    for place, (when, items, again) in enumerate(shopper.due):
        if when <= day:
            del shopper.due[place]
            item = _choose(shop, shopper, items, again)
            if item is not None:
                return item
            break
    if shopper.random.random() < shopper.noise:
        language = shopper.language if shopper.random.random() < 0.95 else None
        anything = [
            item for item, row in shop.products.items() if language in (None, row["language"])
        ]
        return _choose(shop, shopper, anything)
    in_reach = [
        item for item in shop.pools[need] if abs(shop.level[item] - shopper.band) < OUT_OF_REACH
    ]
    item = _choose(shop, shopper, in_reach)
    if item is None and shopper.noise:  # This need is met; life brings another.
        names = [name for name, row in shop.needs.items() if row["language"] == shopper.language]
        sequel = shop.needs[need].get("leads_to")
        other = shopper.random.choice(names)
        shopper.needs.append(other if sequel is None or sequel in shopper.needs else sequel)
    return item


def _choose(shop: Shop, shopper: Shopper, items: Sequence[str], again: bool = False) -> str | None:
    """One of `items` by popularity, fit of the price band and brand loyalty; None if there's enough of all."""
    free = [item for item in items if again or not _has_enough(shop, shopper, item)]
    weights = [_weight(shop, shopper, item) for item in free]
    return shopper.random.choices(free, weights)[0] if any(weights) else None


def _weight(shop: Shop, shopper: Shopper, item: str) -> float:
    product = shop.products[item]
    popularity = math.sqrt(math.sqrt(product["rating_count"]))
    band = math.exp(-3.5 * abs(shop.level[item] - shopper.band))
    loyal = 1 + shopper.loyalty * min(3, shopper.likes[product["brand"]])
    # What may be ordered only ahead of its release has no buyers yet.
    available = {"in_stock": 1.0, "preorder": 0.0}.get(product["availability"], 0.6)
    return popularity * band * loyal * available


def _has_enough(shop: Shop, shopper: Shopper, item: str) -> bool:
    """Whether the shopper owns the item, or a lasting thing of its kind and it is one as well."""
    product = shop.products[item]
    lasting = float(product["price"]) >= LASTING[product["currency"]]
    return item in shopper.owned or (lasting and tuple(product["category"]) in shopper.kinds)


def _buy(shop: Shop, shopper: Shopper, item: str | None, day: datetime) -> None:
    """Write a purchase with what stands around it, and note what is due after it."""
    if item is None:
        return
    random = shopper.random
    product = shop.products[item]
    when = day + timedelta(hours=random.randint(7, 22), minutes=random.randint(0, 59))
    if random.random() < 0.45:
        _note(shopper, item, "view", when - timedelta(minutes=random.randint(2, 9)))
    if random.random() < 0.4:
        alike = [
            other
            for other, row in shop.products.items()
            if row["category"][:2] == product["category"][:2] and other != item
        ]
        if alike:
            _note(
                shopper,
                random.choice(alike),
                "view",
                when - timedelta(minutes=random.randint(10, 60)),
            )
    if random.random() < 0.3:
        _note(shopper, item, "cart", when - timedelta(minutes=1))
    _note(shopper, item, "buy", when)
    if random.random() < 0.22:
        _note(shopper, item, "rate", when + timedelta(days=random.randint(3, 25)))
    shopper.owned.add(item)
    if float(product["price"]) >= LASTING[product["currency"]]:
        shopper.kinds.add(tuple(product["category"]))
    shopper.likes[product["brand"]] += 1
    for firsts, seconds, row in shop.follow_ups:
        if item in firsts and random.random() < row["chance"]:
            again = row.get("again", False)
            # The same product again for refills; something that goes with it otherwise.
            items = (item,) if again else _fitting(shop, item, seconds)
            due = day + timedelta(days=random.randint(*row["days"]))
            shopper.due.append((due, items, again))
    shopper.due.sort(key=lambda entry: entry[0])


def _fitting(shop: Shop, item: str, seconds: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `seconds` made by the same brand, if any; else all of them."""
    brand = shop.products[item]["brand"]
    return tuple(other for other in seconds if shop.products[other]["brand"] == brand) or seconds


def _note(shopper: Shopper, item: str, event: str, when: datetime) -> None:
    if when <= LAST_DAY:
        shopper.rows.append(Row(shopper.user, item, event, when.strftime("%Y-%m-%dT%H:%M:00Z")))


def _levels(products: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Where an item stands in price: half its rank among its kind, half its brand's mean rank."""
    kinds: dict[tuple[str, ...], list[float]] = {}
    for row in products.values():
        kinds.setdefault(tuple(row["category"][:2]), []).append(float(row["price"]))
    rank = {}
    for item, row in products.items():
        prices = kinds[tuple(row["category"][:2])]
        price = float(row["price"])
        below = sum(other < price for other in prices) + 0.5 * (prices.count(price) - 1)
        rank[item] = below / (len(prices) - 1) if len(prices) > 1 else 0.5
    brands: dict[str, list[float]] = {}
    for item, row in products.items():
        brands.setdefault(row["brand"], []).append(rank[item])
    mean = {brand: sum(ranks) / len(ranks) for brand, ranks in brands.items()}
    return {item: (rank[item] + mean[row["brand"]]) / 2 for item, row in products.items()}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def main() -> None:
    """Command line: write interactions.csv."""
    parser = argparse.ArgumentParser(description="Write the demo shop's interactions.csv.")
    parser.add_argument("--output", type=Path, default=HERE / "interactions.csv")
    parser.add_argument("--shoppers", type=int, default=SHOPPERS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    text = as_csv(histories(load(), options.shoppers, options.seed))
    options.output.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()
