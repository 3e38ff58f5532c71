"""What the catalog says about a product, cut into pieces that can be cited, and numbered as cards.

A piece is a sentence of the description, an attribute with its values, the price, a sentence of a
review, an answer of the shop. Numbering is by piece: `[3]` is one quotable statement of one
product. Which pieces answer a question is `scoring.py`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from ..catalog.records import Product
from .field_unit import unit_apart
from .grounded import Citation, Found
from .sanitise import clean, is_instruction, is_tampered, without_turns
from .sentences import split_sentences
from .words import has_han

PROSE = ("description", "review", "qa")
"""Kinds of pieces that are sentences; the others are fields and names."""
PieceKind = Literal[
    "title", "price", "rating", "availability", "brand", "category",
    "attribute", "list", "description", "review", "qa",
]  # fmt: skip

VARIANTS = "variants"
"""The attribute that says what each variant costs, and whether it is there."""
LIST_PRICE = "list price"
"""Field of the price before a reduction; a product without a reduction has none."""
MAX_REVIEWS = 20
MAX_QA = 20
MAX_SENTENCES = 40
MAX_PIECE_CHARS = 600
_WORDS_SAID, _HAN_SAID = 4, 6
_SILENT = re.compile(
    r"(?:^|[ _])(?:url|link|image|img|photo|picture|sku|asin|id|index|barcode|gtin|ean|upc|mpn|hash|slug|handle)s?$"
    r"|^(?:unnamed.*|货号|主图来源|条码|商品编号)$",
    re.IGNORECASE,
)
# What could pass for a citation, and what begins a forged answer.
_IN_NO_NAME = re.compile(
    r"[\[【]\s*\d{1,4}\s*[\]】]|\b(?:answer|response|reply)\s*:.*$|(?:回答|答)\s*[:：].*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\(\d{1,4}\)")
_SYMBOL = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥", "INR": "₹"}
_ITEM_SEPARATOR = re.compile(r"[,，、;；]\s*(?![^()（）]*[)）])(?!\d)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement of the catalog, cleaned, not yet numbered.

    Attributes:
        item_id: the product it belongs to.
        title: that product's name.
        field: the citation's field: ``title``, ``price``, ``description``, ``review``, ``qa`` … or
            an attribute's name as the feed has it.
        kind: how it is spoken of; ``list`` is an enumeration such as the ingredients.
        text: the catalog's words.
        label: the field's name as a shopper reads it ("Skin type").
        question: of a ``qa`` piece.
        source: which review or answer it comes from, to tell two shoppers apart.
    """

    item_id: str
    title: str
    field: str
    kind: PieceKind
    text: str
    label: str = ""
    question: str = ""
    source: int = 0

    @property
    def read(self) -> str:
        """What is compared with the question: the words with what gives them meaning."""
        if self.kind == "qa" and self.question:
            return f"{self.question} {self.text}"
        if self.kind in ("description", "review", "title", "qa"):
            return self.text
        return f"{self.label}: {self.text}"


@dataclass(frozen=True, slots=True)
class Card:
    """A numbered piece. `text` is what is quoted: all of the piece or an excerpt of it."""

    number: int
    piece: Piece
    text: str

    def citation(self) -> Citation:
        """The public form; an answer of the shop is cited with its question."""
        asked = self.piece.question
        text = f"Q: {asked} A: {self.text}" if asked else self.text
        return Citation(self.number, self.piece.item_id, self.piece.field, text)


def pieces_of(found: Found) -> list[Piece]:
    """Cut one product, its reviews and its answered questions into pieces, in a fixed order."""
    product = found.product
    title = product_name(product)
    out: list[Piece] = []

    def add(field: str, kind: PieceKind, text: str, label: str = "", **more: Any) -> None:
        text = text.strip()
        if text and not is_instruction(text) and not is_instruction(more.get("question", "")):
            text = text if kind == "list" else text[:MAX_PIECE_CHARS]
            out.append(Piece(product.item_id, title, field, kind, text, label, **more))

    add("title", "title", title)
    chinese = has_han(title)
    if product.price is not None:
        add(
            "price",
            "price",
            price_text(product.price, product.currency),
            "价格" if chinese else "Price",
        )
    if product.price is not None and product.list_price and product.list_price > product.price:
        add(
            LIST_PRICE,
            "attribute",
            price_text(product.list_price, product.currency),
            "原价" if chinese else "List price",
        )
    if product.rating is not None:
        add("rating", "rating", number_text(product.rating), "评分" if chinese else "Rating")
    if product.availability:
        add(
            "availability",
            "availability",
            product.availability.replace("_", " "),
            "库存" if chinese else "Availability",
        )
    if product.brand:
        add("brand", "brand", clean(product.brand), "品牌" if chinese else "Brand")
    if product.category:
        add(
            "category",
            "category",
            clean(" > ".join(product.category)),
            "类目" if chinese else "Category",
        )
    for name, values in product.attributes.items():
        _attribute(add, name, values)
    for sentence in split_sentences(clean(product.description))[:MAX_SENTENCES]:
        add("description", "description", sentence)
    for number, qa in enumerate(found.qa[:MAX_QA]):
        add("qa", "qa", clean(qa.answer), question=clean(qa.question)[:300], source=number)
    for number, review in enumerate(found.reviews[:MAX_REVIEWS]):
        if is_tampered(f"{review.title}\n{review.text}"):
            continue
        text = clean(f"{review.title}\n{review.text}" if review.title else review.text)
        if review.title:
            heading = clean(review.title)
            text = clean(review.text)
            if _says_something(heading) or not text:
                add("review", "review", heading, source=number)
        for sentence in split_sentences(text)[:MAX_SENTENCES]:
            add("review", "review", sentence, source=number)
    return _distinct(out)


def _says_something(heading: str) -> bool:
    """Whether a review's heading can stand alone: "Dry in Wales" and "声音" can't."""
    return len(heading) >= _HAN_SAID if has_han(heading) else len(heading.split()) >= _WORDS_SAID


def _attribute(add: Callable[..., None], name: str, values: Sequence[str]) -> None:
    label = label_of(name)
    if not label or _SILENT.search(name.strip()):
        return
    if name == VARIANTS:
        for value in values:  # "1kg: 35.00 USD (out of stock)": each is asked about by its name
            variant, _, told = value.rpartition(": ")
            add(name, "attribute", told, clean(variant) or label)
        return
    text = clean(", ".join(value for value in values if value))
    items = split_items(text)
    if len(items) >= 6 and sum(map(len, items)) / len(items) < 60:
        add(name, "list", text, label)
        return
    sentences = split_sentences(clean("\n".join(values)))
    if len(text) > 60 and len(sentences) > 1 and max(map(len, sentences)) > 25:
        for sentence in sentences[:MAX_SENTENCES]:
            add(name, "attribute", sentence.lstrip("- "), label)
    else:
        add(name, "attribute", text, label)


def _distinct(pieces: Iterable[Piece]) -> list[Piece]:
    seen: set[tuple[str, str]] = set()
    out = []
    for piece in pieces:
        key = (piece.label.lower(), piece.text.lower())
        if key not in seen:
            seen.add(key)
            out.append(piece)
    return out


def product_name(product: Product) -> str:
    """The name as it is rendered in answers: cleaned, and without any instruction in it."""
    title = without_turns(" ".join(product.title[:1000].split()))
    if is_tampered(title):  # an order goes before its "[1]" does, by which it is known
        title = _NUMBERED.sub(" ", clean(title))
    whole = clean(_IN_NO_NAME.sub(" ", title))
    parts = split_sentences(whole)
    kept = [part for part in parts if not is_instruction(part)]
    name = whole if len(kept) == len(parts) else " ".join(kept)  # "Mug | 350 ml" keeps its bar
    return (name or clean(product.item_id))[:300]


def price_text(amount: Decimal, currency: str | None) -> str:
    """A price as shoppers write it: ``$39.00``, ``¥199``, ``12.50 CHF``, ``149`` if no currency."""
    text = (
        format(amount, ",.2f") if amount != amount.to_integral_value() else format(amount, ",.0f")
    )
    if currency in ("USD", "EUR", "GBP"):
        text = format(amount, ",.2f")
    if not currency:
        return text
    symbol = _SYMBOL.get(currency.upper())
    return f"{symbol}{text}" if symbol else f"{text} {currency}"


def number_text(value: float) -> str:
    """A rating without digits that it hasn't: 4.5, 4, 3.67."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def label_of(name: str) -> str:
    """An attribute's name as a shopper reads it: ``skin_type`` → ``Skin type``, ``weight_kg`` → ``Weight (kg)``."""
    text = clean(
        re.sub(r"[_\s]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])(?!(?:Ah|Wh?|B|Hz)\b)", " ", name)), 80
    ).strip(" :：")
    shown = text[:1].upper() + text[1:].lower() if text.isascii() and not text.isupper() else text
    return unit_apart(shown)


def split_items(text: str) -> list[str]:
    """The members of an enumeration ("Water, Glycerin, 1,2-Hexanediol"), in order."""
    return [item.strip(" .。") for item in _ITEM_SEPARATOR.split(text) if item.strip(" .。")]
