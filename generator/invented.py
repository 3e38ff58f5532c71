"""Hunts invented facts in finished answers, by rules of its own: shares no code with the check.

Meant to be run over hundreds of answers by someone who doesn't trust the generator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ..catalog.records import Product
from .grounded import Citation

_CARD = re.compile(r"\[(\d+)\]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MONEY = re.compile(r"(?:[$€£¥￥₹]\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s?(?:元|块|美元|欧元|dollars?|euros?|USD|EUR|GBP|CNY|INR))", re.IGNORECASE)  # fmt: skip
_QUOTED = re.compile(r"“([^“”]*)”")
_NAMED = re.compile(
    r"(?:^|\n|; |；|：|: )([^\n“”]{2,300}?)(?: \(|（)([^()（）]{1,40})(?:\) ?|）)\[(\d+)\]"
)
_PROPER = r"[A-Z][\w'’&+.-]+"
_CAPITALISED = re.compile(rf"\b{_PROPER}(?:(?: (?:&|of|de|the|for))* {_PROPER})+")
_LINK = re.compile(r"https?:|www\.|<[a-z/!]|\]\(", re.IGNORECASE)


def find_invented(
    answer_text: str, products: Sequence[Product], citations: Sequence[Citation], question: str = "",
    counts: str = "",
) -> list[str]:  # fmt: skip
    """Everything in an answer that stands in none of its sources; empty if all is grounded.

    Args:
        answer_text: as shown.
        products: those that were handed to the generator; no other may be named.
        citations: of the answer.
        question: the shopper's words, which an answer may repeat.
        counts: facets with counts that the caller showed (navigate).

    Checks: cited cards exist and belong to a product handed in; every number, amount of money and
    quotation stands in a cited card (or product name, question, counts); a name with a price is a
    product's title with that product's price; runs of capitalised words are known; no links.
    """
    found: list[str] = []
    by_number = {citation.card: citation for citation in citations}
    known_ids = {product.item_id for product in products}
    found.extend(
        f"card [{n}] doesn't exist" for n in _CARD.findall(answer_text) if int(n) not in by_number
    )
    found.extend(
        f"card of an unknown product: {c.item_id}" for c in citations if c.item_id not in known_ids
    )
    titles = [product.title for product in products]
    cited = "\n".join(f"{c.field} {c.text}" for c in citations)
    whole = _flat(
        "\n".join([cited, question, counts, *titles, *(product.brand for product in products)])
    )
    if _LINK.search(answer_text):
        found.append("link or markup")
    bare = _CARD.sub(" ", answer_text)
    numbers = {_plain(n) for n in _NUMBER.findall(whole)} | {
        _plain(str(p.rating)) for p in products if p.rating is not None
    }
    found.extend(
        f"number {n}"
        for n in _NUMBER.findall(unicodedata.normalize("NFKC", bare))
        if _plain(n) not in numbers
    )
    money = {_amount(m) for m in _MONEY.findall(whole)} | {_amount(m) for c in citations if c.field == "price" for m in _NUMBER.findall(c.text)}  # fmt: skip
    found.extend(f"price {m.strip()}" for m in _MONEY.findall(bare) if _amount(m) not in money)
    found.extend(
        f"quotation not in a card: {q[:80]}" for q in _QUOTED.findall(bare) if not _quoted(q, whole)
    )
    found.extend(_names(answer_text, products, by_number))
    outside = _QUOTED.sub(" ", bare)
    found.extend(
        f"name {run}"
        for run in _CAPITALISED.findall(outside)
        if not all(word in whole for word in _flat(run).replace(".", " ").split())
    )
    return list(dict.fromkeys(found))


def _names(text: str, products: Sequence[Product], by_number: dict[int, Citation]) -> list[str]:
    out = []
    titles = {_letters(product.title) for product in products}
    by_id = {product.item_id: product for product in products}
    for name, price, number in _NAMED.findall(text):
        citation = by_number.get(int(number))
        product = by_id.get(citation.item_id) if citation else None
        if citation is None or citation.field != "price":
            continue
        if product is None or not any(
            _letters(name).endswith(title) or title.startswith(_letters(name)) for title in titles
        ):
            out.append(f"product {name}")
        elif product.price is None or _plain(
            _NUMBER.findall(price)[0] if _NUMBER.findall(price) else ""
        ) != _plain(str(product.price)):
            out.append(f"price {price} of {name}")
    return out


def _flat(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(
        r"\s+",
        " ",
        text.replace("’", "'")
        .replace("‘", "'")
        .replace("“", "'")
        .replace("”", "'")
        .replace('"', "'"),
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", _flat(text))


def _plain(number: str) -> str:
    number = number.replace(",", "")
    return (number.rstrip("0").rstrip(".") if "." in number else number).lstrip("0") or "0"


def _amount(money: str) -> str:
    return _plain("".join(_NUMBER.findall(unicodedata.normalize("NFKC", money))[:1]))


def _quoted(quote: str, whole: str) -> bool:
    parts = [part for part in re.split(r"…", quote) if _letters(part)]
    packed = re.sub(r"[\W_]+", "", whole)
    return all(_letters(part) in packed for part in parts)
