"""What the shop knows, as records: Product, Review, QA, Interaction, Reject.

Plain frozen data. No record knows where it came from or how it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

Availability = Literal["in_stock", "out_of_stock", "preorder", "backorder"]
Event = Literal["view", "cart", "buy", "rate"]


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the catalog.

    Attributes:
        item_id: the shop's own id, unique in the store.
        title: never empty.
        category: path from the broadest to the narrowest, e.g. ``("Beauty", "Face", "Serums")``.
        price: what the shopper pays now, in `currency`; never negative; None if not known.
        currency: ISO 4217 code (``"USD"``), or None if the feed doesn't say.
        list_price: the price before a reduction, same currency.
        rating: mean rating on the shop's own scale (usually 1 to 5).
        attributes: name to values, in the feed's order: ``{"skin type": ("dry", "normal")}``.
            Columns that match no field land here, so nothing of the feed is lost.
        language: BCP 47 primary tag of the text (``"en"``, ``"zh"``).
    """

    item_id: str
    title: str
    description: str = ""
    brand: str = ""
    category: tuple[str, ...] = ()
    price: Decimal | None = None
    currency: str | None = None
    list_price: Decimal | None = None
    availability: Availability | None = None
    rating: float | None = None
    rating_count: int | None = None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    image_url: str | None = None
    url: str | None = None
    language: str | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A shopper's review. `user` is raw on the way in and a pseudonym once stored."""

    item_id: str
    user: str | None = None
    rating: float | None = None
    title: str = ""
    text: str = ""
    time: datetime | None = None
    helpful: int | None = None


@dataclass(frozen=True, slots=True)
class QA:
    """A question that a shopper asked the shop, and its answer."""

    item_id: str
    question: str
    answer: str
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Interaction:
    """One event of a shopper with an item. `user` is raw on the way in, a pseudonym once stored.

    `position` orders the events of one shopper where the feed gives an order but no times.
    """

    user: str
    item_id: str
    event: Event = "buy"
    weight: float = 1.0
    time: datetime | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: where it stood, why, and its raw text (cut to 2,000 chars)."""

    file: str
    line: int
    reason: str
    raw: str


Record = Product | Review | QA | Interaction
