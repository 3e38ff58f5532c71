"""Ask a shop hundreds of questions and count what must never happen.

Two runs over the same stores:

- ``free``: requests as people put them. Counts invented products, prices and numbers.
- ``constrained``: requests with a price, brand or rating limit whose right reading is known,
  because the script wrote the limit. Counts answers whose products break it.

Both checks are written here, apart from the pipeline's own: they see only the answer's text, its
citations and the catalog's records.

    python benchmarks/asks.py STORE [STORE …] [--requests FILE] [--per-store 100] [--decoder none]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from shopctl import Answer, Product, Recommender
from shopctl.errors import ShopctlError
from shopctl.progress import track
from shopctl.serialise import jsonable

SEED = 20261123
Passes = Callable[[Product], bool]

EN_NEEDS = [
    "a gift for my sister",
    "something for dry skin",
    "I need a snack for my kids' lunch box",
    "looking for a gentle face wash",
    "what helps against dark circles?",
    "healthy breakfast without much sugar",
    "something to clean the kitchen sink",
    "a good sunscreen for the beach",
    "which one is best for sensitive skin?",
    "tea that helps me sleep",
]
ZH_NEEDS = [
    "想买一个矮款的茶水桶",
    "适合夏天穿的连衣裙",
    "送给爸爸的生日礼物",
    "给宝宝用的毯子",
    "厨房里放调料的架子",
    "想要一双舒服的运动鞋",
    "有没有适合小户型的台灯",
    "男士手表推荐",
    "给猫咪买点玩具",
    "学生用的双肩包",
]
ABOUT_EN = [
    "what is {title} made of?",
    "how much is {title}?",
    "who makes {title}?",
    "is {title} safe for children?",
    "how big is {title}?",
    "does {title} come with a warranty?",
]
ABOUT_ZH = [
    "{title}是什么材质的？",
    "{title}多少钱？",
    "{title}是什么牌子？",
    "{title}适合孩子用吗？",
]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def main() -> None:
    """Run both checks and print a table; exit 1 if anything was invented or broken."""
    arguments = _arguments()
    rows = []
    for path in arguments.stores:
        shop = Recommender.open(path, decoder=arguments.decoder)
        rows.append(_free(shop, path, arguments))
        rows.append(_constrained(shop, path, arguments))
    width = max(len(row["store"]) for row in rows)
    for row in rows:
        figures = "  ".join(f"{name} {value}" for name, value in row.items() if name != "store")
        print(f"{row['store']:<{width}}  {figures}")
    total = {name: sum(row.get(name, 0) for row in rows) for name in ("asks", "invented", "broken")}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"total: {total['asks']} asks, {total['invented']} with an invented product, price or "
        f"number, {total['broken']} with a broken filter; peak memory {peak:.2f} GiB"
    )
    if arguments.out:
        Path(arguments.out).write_text(json.dumps(rows, ensure_ascii=False, indent=2))
    raise SystemExit(1 if total["invented"] or total["broken"] else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stores", nargs="+", type=Path)
    parser.add_argument("--requests", type=Path, help="one request a line")
    parser.add_argument("--per-store", type=int, default=100)
    parser.add_argument("--decoder", default="default")
    parser.add_argument("--out", help="write the figures as JSON")
    parser.add_argument("--show", type=int, default=0, help="print so many answers a store")
    return parser.parse_args()


def _free(shop: Recommender, path: Path, arguments: argparse.Namespace) -> dict[str, object]:
    random.seed(SEED)
    products = _sample(shop, 400)
    chinese = sum(product.language == "zh" for product in products) > len(products) / 2
    questions = list(_questions(products, chinese, arguments))[: arguments.per_store]
    invented: list[str] = []
    first, whole, abstained = [], [], 0
    for shown, (question, item) in enumerate(track(questions, f"{path.name}: free")):
        started = time.perf_counter()
        first_at, answer = None, None
        try:
            for piece in shop.ask_stream(question, item=item):
                first_at = first_at or time.perf_counter()
                answer = piece if isinstance(piece, Answer) else answer
        except ShopctlError as error:
            print(f"refused: {question[:60]!r}: {error}")
            continue
        assert answer is not None and first_at is not None
        whole.append(time.perf_counter() - started)
        first.append(first_at - started)
        abstained += answer.abstained
        faults = _invented(answer, question)
        if faults:
            invented.append(question)
            print(f"INVENTED {faults} in answer to {question!r}: {answer.text!r}")
        if shown < arguments.show:
            print(f"? {question}\n{answer.text}\n")
    return {
        "store": f"{path.name} free",
        "asks": len(questions),
        "invented": len(invented),
        "abstained": abstained,
        "first_p50_s": round(statistics.median(first), 2),
        "whole_p50_s": round(statistics.median(whole), 2),
        "whole_p95_s": round(sorted(whole)[int(0.95 * (len(whole) - 1))], 2),
    }


def _questions(
    products: list[Product], chinese: bool, arguments: argparse.Namespace
) -> Iterator[tuple[str, str | None]]:
    """A third about products (half of them with the item named), the rest needs; shuffled."""
    about, needs = (ABOUT_ZH, ZH_NEEDS) if chinese else (ABOUT_EN, EN_NEEDS)
    pool: list[tuple[str, str | None]] = []
    third = arguments.per_store // 3
    for number, product in enumerate(random.sample(products, min(third, len(products)))):
        question = about[number % len(about)].format(title=product.title)
        pool.append((question, product.item_id if number % 2 else None))
    if arguments.requests and not chinese:
        lines = [line.strip() for line in arguments.requests.read_text("utf-8").splitlines()]
        needs = needs + random.sample([line for line in lines if line], arguments.per_store)
    while len(pool) < arguments.per_store:
        pool.extend((need, None) for need in needs)
    pool = pool[: arguments.per_store]
    random.shuffle(pool)
    return iter(pool)


def _sample(shop: Recommender, count: int) -> list[Product]:
    ids = shop.item_ids()
    return shop.products(random.sample(ids, min(count, len(ids))))


def _invented(answer: Answer, question: str) -> list[str]:
    """Numbers of the answer that stand in no record it speaks of, nor in the question."""
    known = " ".join([question, *(_record_text(product) for product in answer.products)])
    for citation in answer.citations:
        known += " " + citation.text
    for facet in answer.narrowing:  # counted by SQL over what was found
        known += " " + " ".join(f"{value} {count}" for value, count in facet.values)
    numbers = {_plain(number) for number in _NUMBER.findall(known)}
    text = re.sub(r"\[\d+\]", " ", answer.text)
    text = re.sub(r"(?m)^\s*\d+\.\s", " ", text)  # the numbers of a list
    faults = [number for number in _NUMBER.findall(text) if _plain(number) not in numbers]
    items = {product.item_id for product in answer.products}
    faults += [f"cites {one.item_id}" for one in answer.citations if one.item_id not in items]
    return faults


def _record_text(product: Product) -> str:
    return json.dumps(jsonable(product), ensure_ascii=False)


def _plain(number: str) -> str:
    """1,299.00 and 1299 are one number."""
    plain = number.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _constrained(shop: Recommender, path: Path, arguments: argparse.Namespace) -> dict[str, object]:
    random.seed(SEED + 1)
    products = _sample(shop, 400)
    asks = list(_limits(products, arguments.per_store))
    broken = empty = 0
    for question, where, passes in track(asks, f"{path.name}: constrained"):
        try:
            answer = shop.ask(question, where=where)
        except ShopctlError:
            empty += 1
            continue
        empty += not answer.products
        bad = [product.item_id for product in answer.products if not passes(product)]
        if bad:
            broken += 1
            print(f"BROKEN {bad} for {question!r} {where}")
    return {
        "store": f"{path.name} constrained",
        "asks": len(asks),
        "broken": broken,
        "empty": empty,
    }


def _limits(products: list[Product], count: int) -> Iterator[tuple[str, list[str], Passes]]:
    """Requests with a limit that the script itself wrote, so that the right reading is known."""
    priced = [product for product in products if product.price is not None]
    for number in range(count):
        seedling = random.choice(priced or products)
        chinese = seedling.language == "zh"
        noun = (seedling.category or (seedling.title,))[-1]
        limit = Decimal(random.choice([10, 20, 30, 50, 80, 100, 200, 500]))
        kind = number % 5 if priced else 3 + number % 2
        if kind == 0:
            text = f"{limit}元以内的{noun}" if chinese else f"{noun} under {limit}"
            text = text if chinese else text.replace(f"under {limit}", f"under ${limit}")
            yield text, [], _at_most(limit)
        elif kind == 1:
            text = f"{noun}，不超过{limit}块" if chinese else f"{noun}, no more than ${limit}"
            yield text, [], _at_most(limit)
        elif kind == 2:
            high = limit * 2
            text = f"{limit}到{high}元的{noun}" if chinese else f"{noun} between {limit} and {high}"
            yield text, [], _between(limit, high)
        elif kind == 3:
            brand = seedling.brand
            where = [f"brand={brand}"] if brand else [f"title~{seedling.title.split()[0]}"]
            yield noun, where, _brand(brand) if brand else (lambda _: True)
        else:
            text = f"{noun}，评分4以上" if chinese else f"{noun} rated at least 4 stars"
            yield text, [], _rated(4.0)


def _at_most(limit: Decimal) -> Passes:
    return lambda product: product.price is not None and product.price <= limit


def _between(low: Decimal, high: Decimal) -> Passes:
    return lambda product: product.price is not None and low <= product.price <= high


def _rated(least: float) -> Passes:
    return lambda product: product.rating is not None and product.rating >= least


def _brand(brand: str) -> Passes:
    return lambda product: product.brand.casefold() == brand.casefold()


if __name__ == "__main__":
    main()
