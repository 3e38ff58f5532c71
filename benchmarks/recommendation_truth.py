"""Recommendations: is every product named one that was found, and every reason true of it?

    python benchmarks/recommendation_truth.py [--catalogs FOLDER] [--decoder none] [--requests 300]

Shops: the demo shop, and one for each CSV of FOLDER, indexed here. 300 requests, shared out among
them, made with a seed from the shop's own categories, brands and prices and from fixed needs. Each
is put to `ask` (an answer in words) and to `suggest` (a list with reasons). The checks read text,
citations, reasons and records; they share no code with the pipeline:

- a line of an answer that recommends begins with the name of a product that was found for the
  request (the first 200 of `search`) and is in the store; the price behind it is its record's;
- each citation's words stand in the record of the product it names: in that field, its reviews or
  its answers; each quotation of the line stands in a card that the line cites, each number in the
  record; a cited card belongs to the line's product;
- a suggestion's reasons: words said to stand in a field stand there, a filter's value is the
  record's and passes the limit that the request set, a rating or a brand is the record's.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from shopctl import Answer, Product, Recommender, Suggestion
from shopctl.catalog.demo import demo_files
from shopctl.errors import RequestError
from shopctl.progress import track
from shopctl.serialise import jsonable

SEED = 20261124
FOUND = 200
NEEDS = {
    "en": ("I need {}", "recommend a {}", "looking for a good {}", "a {} for a gift", "the best {}",
           "I want a {} that lasts", "{} for sensitive skin", "can you suggest {}?"),
    "zh": ("想买{}", "推荐一款{}", "有什么好的{}", "送人的{}"),
}  # fmt: skip
LIMITS = {"en": " under {}", "zh": "，{}元以内"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CITED = re.compile(r"\s*\[(\d+)\]")
_QUOTED = re.compile(r"“([^“”]*)”")


class Records:
    """The records of one shop, as text to look words up in."""

    def __init__(self, shop: Recommender) -> None:
        self._shop = shop
        self._pages: dict[str, str] = {}
        self._flat: dict[str, str] = {}

    def page(self, item: str) -> str:
        """All that is known of a product, as JSON."""
        if item not in self._pages:
            page = jsonable(self._shop.show(item))
            self._pages[item] = json.dumps(page, ensure_ascii=False)
        return self._pages[item]

    def holds(self, item: str, text: str) -> bool:
        """Whether words stand in the record, blanks and punctuation aside; … may cut them."""
        if item not in self._flat:
            page = json.loads(self.page(item))
            self._flat[item] = squeezed(" ".join(strings(page)))
        return all(squeezed(part) in self._flat[item] for part in re.split(r"…|\.\.\.", text))


def strings(value: object) -> Iterator[str]:
    """Every text and number in a JSON value, in order."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif value is not None:
        yield str(value)


def squeezed(text: str) -> str:
    plain = re.sub(r"<[^<>]*>|https?://\S+|\bwww\.\S+", "", text)
    return "".join(c for c in unicodedata.normalize("NFKC", plain).lower() if c.isalnum())


def numbers_in(text: str) -> set[str]:
    plain = (number.replace(",", "") for number in _NUMBER.findall(text))
    return {n.rstrip("0").rstrip(".") if "." in n else n for n in plain}


def requests(shop: Recommender, count: int) -> Iterator[tuple[str, Decimal | None]]:
    """Requests with the price limit that the script wrote into them, if any."""
    rng = random.Random(SEED)
    products = shop.products(rng.sample(shop.item_ids(), min(count, len(shop.item_ids()))))
    for number in range(count):
        product = products[number % len(products)]
        language = "zh" if product.language == "zh" else "en"
        wanted = product.category[-1] if product.category else " ".join(product.title.split()[-2:])
        if number % 4 == 3 and product.brand:
            wanted = f"{product.brand} {wanted}"
        text = rng.choice(NEEDS[language]).format(wanted.lower() if language == "en" else wanted)
        limit = None
        if number % 3 == 0 and product.price is not None:
            limit = Decimal(int(product.price * Decimal("1.3")) + 1)
            money = (
                f"${limit}"
                if language == "en" and product.currency in (None, "USD")
                else f"{limit}"
            )
            text += LIMITS[language].format(money)
        yield text, limit


def answer_faults(
    shop: Recommender, records: Records, answer: Answer, found: set[str], limit: Decimal | None
) -> Iterator[str]:
    """What an answer says that isn't so."""
    named = {product.item_id: product for product in answer.products}
    if limit is not None and not answer.citations and found.isdisjoint(named):
        # "Under $51: none here. These come nearest": true if none of them keeps the limit.
        for item, product in named.items():
            if product.price is not None and product.price <= limit:
                yield f"{item} costs {product.price} and is said to miss the limit of {limit}"
        return
    for item, product in named.items():
        if item not in found:
            yield f"names {item}, which wasn't found"
        if limit is not None and (product.price is None or product.price > limit):
            yield f"{item} costs {product.price}, limit {limit}"
    cards = {one.card: one for one in answer.citations}
    for one in answer.citations:
        if one.item_id not in named:
            yield f"cites {one.item_id}, which it doesn't name"
        elif one.field == "price":
            if numbers_in(one.text) != numbers_in(str(named[one.item_id].price)):
                yield f"price {one.text} of {one.item_id}"
        elif not all(records.holds(one.item_id, p) for p in re.split(r"Q: | A: |, | > ", one.text)):
            yield f"card {one.text!r} of {one.item_id}"
    if answer.request.intent != "recommend":
        return
    for line in answer.text.split("\n"):
        cited = [cards[int(number)] for number in _CITED.findall(line)]
        owners = {one.item_id for one in cited}
        if len(owners) > 1:
            yield f"a line about several products: {line!r}"
        if len(owners) == 1:
            yield from line_faults(records, line, named[owners.pop()], [one.text for one in cited])


def line_faults(records: Records, line: str, product: Product, cards: list[str]) -> Iterator[str]:
    """One line of an answer against one record."""
    if squeezed(product.title)[:40] not in squeezed(line):
        yield f"another name than {product.title!r}: {line!r}"
    body = _CITED.sub("", line)
    if new := numbers_in(body) - numbers_in(records.page(product.item_id)):
        yield f"numbers {sorted(new)}: {line!r}"
    together = squeezed(" ".join(cards))
    for quote in _QUOTED.findall(body):
        parts = [squeezed(part) for part in quote.split("…")]
        if not all(part in together for part in parts) and not records.holds(
            product.item_id, quote
        ):
            yield f"quotes {quote!r}, which no card holds"
    shown = re.search(r"(?:\(|（)([$€£¥₹]?[\d.,]+)(?:\)|）)\s*\[\d+\]", line)
    if shown and numbers_in(shown[1]) != numbers_in(str(product.price)):
        yield f"price {shown[1]} of {product.item_id}, record {product.price}"


def reason_faults(
    shop: Recommender, one: Suggestion, found: set[str], limit: Decimal | None
) -> Iterator[str]:
    """What a suggestion's reasons say that isn't so."""
    product = one.product
    if product.item_id not in found or shop.show(product.item_id).product != product:
        yield f"suggests {product.item_id}, which wasn't found"
    if not one.reasons:
        yield f"no reason for {product.item_id}"
    for reason in one.reasons:
        held = squeezed(field_text(product, reason.field))
        if reason.kind in ("query", "filter"):
            for word in reason.evidence:
                plain = squeezed(word)
                if reason.field in ("price", "rating"):
                    if Decimal(word) != Decimal(field_text(product, reason.field)):
                        yield f"{reason.field} {word} of {product.item_id}"
                elif plain not in held:
                    yield f"{word!r} isn't in {reason.field} of {product.item_id}"
            for word in _QUOTED.findall(reason.text):
                if squeezed(word) not in held:
                    yield f"quotes {word!r} from {reason.field} of {product.item_id}"
        over = limit is not None and (product.price is None or product.price > limit)
        if over and reason.kind == "filter" and reason.field == "price":
            yield f"passes {product.item_id} at {product.price} under {limit}"


def field_text(product: Product, field: str) -> str:
    record = jsonable(product)
    wanted = field.removeprefix("attributes.").replace("_", " ").casefold()
    for name, value in [*record.items(), *record["attributes"].items()]:
        if str(name).replace("_", " ").casefold() == wanted:
            return " ".join(strings(value))
    return ""


def check_shop(name: str, shop: Recommender, count: int, show: int) -> Counter[str]:
    """All requests to one shop."""
    records, counted = Records(shop), Counter({"requests": 0})
    for request, limit in track(list(requests(shop, count)), name):
        counted["requests"] += 1
        try:
            found = {hit.product.item_id for hit in shop.search(request, k=FOUND)}
        except RequestError:
            counted["nothing passes"] += 1
            continue
        answer = shop.ask(request)
        suggested = shop.suggest(query=request, k=5)
        faults = list(answer_faults(shop, records, answer, found, limit))
        for one in suggested:
            faults += reason_faults(shop, one, found, limit)
        counted["products named"] += len(answer.products)
        counted["cards cited"] += len(answer.citations)
        counted["reasons of suggestions"] += sum(len(one.reasons) for one in suggested)
        counted["answers without a product"] += not answer.products
        counted["faults"] += len(faults)
        for fault in faults:
            if counted["shown"] < show:
                counted["shown"] += 1
                print(f"FAULT {name}: {request!r}: {fault}")
    del counted["shown"]
    return counted


def main() -> None:
    """Make the shops, put the requests, print the counts; exit 1 on any fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--catalogs", type=Path, help="folder of product CSVs")
    parser.add_argument("--decoder", default="default")
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--show", type=int, default=20, help="print so many faults a shop")
    args = parser.parse_args()
    files = demo_files()
    feeds = {"demo": (files["products"], {"reviews": [files["reviews"]], "qa": [files["qa"]]})}
    for path in sorted(args.catalogs.glob("*.csv")) if args.catalogs else []:
        feeds[path.stem] = (path, {})
    share = -(-args.requests // len(feeds))
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="rt-") as folder:
        for name, (products, more) in feeds.items():
            Recommender.index([products], Path(folder) / name, **more)
            with Recommender.open(Path(folder) / name, decoder=args.decoder) as shop:
                counted = check_shop(name, shop, share, args.show)
            print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in counted.items()))
            total += counted
    print("all: " + ", ".join(f"{key} {value}" for key, value in total.items()))
    print(f"faults: {total['faults']}")
    sys.exit(1 if total["faults"] else 0)


if __name__ == "__main__":
    main()
