"""Records to rows of the store and back: cleaning, folded keys, content hashes.

Knows the columns of `schema.py`; runs no SQL. Users are pseudonyms here already.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from ..errors import InputError
from .folding import clean, fold, fold_name, shown, words_of_folded
from .records import QA, Interaction, Product, Reject, Review
from .schema import PRICE_DIGITS, PRICE_SCALE, VALUE_BREAK

Row = tuple[Any, ...]

_CONTEXT = Context(prec=PRICE_DIGITS + 30, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-PRICE_SCALE)
_CENT = Decimal("0.01")
_MAX_PRICE = Decimal(10) ** (PRICE_DIGITS - PRICE_SCALE)
_MAX_INT = 2**63 - 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# Longer texts are compared by a digest of their folded form, so keys stay small.
_LONGEST_KEY = 256
_SHORT = 64
_CACHED = 32_768
_NO_FRACTION = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF", "TWD", "IDR"})


def text_key(text: str) -> str | None:
    """What equality compares: the folded text, or a digest of it if long; None for no text."""
    return _key_and_phrase(text)[0]


def phrase(text: str) -> str:
    """What "contains" looks for: words between single spaces, with a space at both ends."""
    return _key_and_phrase(text)[1]


def _key_and_phrase(text: str) -> tuple[str | None, str]:
    folded = fold(text)
    key: str | None = folded or None
    if len(folded) > _LONGEST_KEY:
        key = "#" + blake2b(folded.encode(), digest_size=16).hexdigest()
    return key, f" {' '.join(words_of_folded(folded))} "


# Brands, categories and attribute values come back product after product.
_often = lru_cache(_CACHED)(_key_and_phrase)
_often_name = lru_cache(_CACHED)(fold_name)


def stable_hash(*parts: Any) -> int:
    """A 64-bit hash of JSON-able parts: the same in every process and on every machine."""
    return int.from_bytes(blake2b(_encode(parts).encode(), digest_size=8).digest(), "little")


def product_row(product: Product) -> Row:
    """The row of a product.

    Raises:
        InputError: no item id or title, or a price that the store can't hold.
    """
    item_id = clean(product.item_id)
    if not item_id or not product.title:
        raise InputError(f"product “{shown(item_id)}” needs an item id and a title")
    by_name: dict[str, list[str]] = {}
    for name, values in product.attributes.items():
        by_name.setdefault(clean(name), []).extend(clean(value) for value in values)
    attributes = list(by_name.items())
    facts: Row = (
        item_id,
        clean(product.title),
        clean(product.description),
        clean(product.brand),
        [clean(level) for level in product.category],
        _price(product.price, item_id),
        _optional(product.currency),
        _price(product.list_price, item_id),
        _optional(product.availability),
        _number(product.rating),
        _integer(product.rating_count),
        attributes,
        _optional(product.image_url),
        _optional(product.url),
        _optional(product.language),
        _utc(product.updated_at),
    )
    often = (product.brand, product.currency, product.availability, product.language)
    texts = [
        *(_key_and_phrase(text) for text in (item_id, product.title, product.description)),
        *(_often(text or "") for text in often),
    ]
    category_keys, category_words = _keys_and_phrases(product.category)
    groups = [(name, *_keys_and_phrases(group)) for name, group in _grouped(attributes)]
    keys = (
        *(key for key, _ in texts),
        category_keys,
        [(name, found) for name, found, _ in groups],
        *(words for _, words in texts),
        category_words,
        [(name, words) for name, _, words in groups],
    )
    return (stable_hash(item_id), stable_hash(*_plain(facts)), *facts, *keys)


def review_row(review: Review) -> Row:
    """The row of a review; the same review with more helpful votes is the same row, updated."""
    facts = (
        clean(review.item_id),
        _optional(review.user),
        _number(review.rating),
        clean(review.title),
        clean(review.text),
        _utc(review.time),
        _integer(review.helpful),
    )
    plain = _plain(facts)
    return (stable_hash(*plain[:-1]), stable_hash(*plain), *facts)


def qa_row(qa: QA) -> Row:
    """The row of a question and its answer."""
    facts = (clean(qa.item_id), clean(qa.question), clean(qa.answer), _utc(qa.time))
    plain = _plain(facts)
    return (stable_hash(*plain[:-1]), stable_hash(*plain), *facts)


def interaction_row(interaction: Interaction) -> Row:
    """The row of an interaction; another weight for the same event is an update."""
    facts = (
        interaction.user,
        clean(interaction.item_id),
        interaction.event,
        _number(interaction.weight),
        _utc(interaction.time),
        _integer(interaction.position),
    )
    plain = _plain(facts)
    return (stable_hash(*plain[:3], *plain[4:]), stable_hash(*plain), *facts)


def reject_row(reject: Reject) -> Row:
    """The row of a rejected line."""
    facts = (clean(reject.file), reject.line, clean(reject.reason), clean(reject.raw))
    digest = stable_hash(*facts)
    return (digest, digest, *facts)


def product_of(row: Sequence[Any]) -> Product:
    """The product of a row in the order of `schema.PRODUCT_FIELDS`."""
    facts = list(row)
    facts[4] = tuple(facts[4])
    facts[5] = _money(facts[5], facts[6])
    facts[7] = _money(facts[7], facts[6])
    facts[11] = {name: tuple(values) for name, values in facts[11].items()}
    facts[15] = _aware(facts[15])
    return Product(*facts)


def review_of(row: Sequence[Any]) -> Review:
    """The review of a row in the order of `schema.REVIEW_FIELDS`."""
    item_id, user, rating, title, text, time, helpful = row
    return Review(item_id, user, rating, title, text, _aware(time), helpful)


def qa_of(row: Sequence[Any]) -> QA:
    """The QA of a row in the order of `schema.QA_FIELDS`."""
    item_id, question, answer, time = row
    return QA(item_id, question, answer, _aware(time))


def interaction_of(row: Sequence[Any]) -> Interaction:
    """The interaction of a row in the order of `schema.INTERACTION_FIELDS`."""
    user, item_id, event, weight, time, position = row
    return Interaction(user, item_id, event, weight, _aware(time), position)


def _grouped(attributes: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Attributes under their folded names; ``Skin Type`` and ``skin_type`` become one."""
    groups: dict[str, list[str]] = {}
    for name, values in attributes:
        groups.setdefault(_often_name(name), []).extend(values)
    return list(groups.items())


def _keys_and_phrases(values: Iterable[str]) -> tuple[list[str], str]:
    """The keys of several values as a list, their words as one text with breaks between them."""
    pairs = [(_often if len(value) <= _SHORT else _key_and_phrase)(value) for value in values]
    return [key for key, _ in pairs if key], VALUE_BREAK.join(words for _, words in pairs)


def _plain(facts: Row) -> list[Any]:
    """Facts as JSON-able values, money in one spelling, for hashing."""
    plain: list[Any] = []
    for fact in facts:
        if isinstance(fact, Decimal):
            plain.append(str(fact))
        elif isinstance(fact, datetime):
            plain.append(fact.isoformat())
        else:
            plain.append(fact)
    return plain


def _optional(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _price(amount: Decimal | None, item_id: str) -> Decimal | None:
    if amount is None:
        return None
    if not amount.is_finite() or abs(amount) >= _MAX_PRICE - 1:
        raise InputError(f"product “{shown(item_id)}”: price {amount!s:.40} is out of range")
    return _CONTEXT.add(amount.quantize(_STEP, context=_CONTEXT), Decimal(0))  # no -0


def _money(amount: Decimal | None, currency: str | None) -> Decimal | None:
    """Money as prices are written: two decimals, more only if they say something."""
    if amount is None:
        return None
    if currency in _NO_FRACTION and amount == amount.to_integral_value():
        return amount.quantize(Decimal(1))
    cents = amount.quantize(_CENT)
    return cents if cents == amount else amount.normalize()


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _integer(value: int | None) -> int | None:
    return None if value is None else max(-_MAX_INT, min(_MAX_INT, int(value)))


def _utc(time: datetime | None) -> datetime | None:
    """UTC without zone, as the store keeps times; a time without zone is taken for UTC."""
    if time is None or time.tzinfo is None:
        return time
    try:
        return time.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first and the last hours of the calendar
        return time.replace(tzinfo=None)


def _aware(time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(tzinfo=UTC)
