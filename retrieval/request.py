"""The understood request: what a shopper's words ask for, typed, shown to the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..catalog.filters import Condition
from .opinion_words import Opinions
from .spelling_reading import Corrected

Sort = Literal["relevance", "price_asc", "price_desc", "rating_desc", "newest", "popularity"]
Intent = Literal["recommend", "advise", "navigate"]


@dataclass(frozen=True, slots=True)
class Request:
    """What was understood of a shopper's words.

    Attributes:
        raw: the words as given.
        text: what is left to search for once constraints are cut out (never empty if raw isn't:
            falls back to the raw words).
        conditions: hard filters, e.g. ``price lt 40``; every one is shown to the user.
        soft: wishes that only move the ranking (attribute words such as "fragrance free" that
            no catalog field is known for), lower-cased.
        sort: how to order what passes the filters.
        count: number of results asked for ("three", "top 5", "推荐两款"), or None.
        language: ``"en"``, ``"zh"`` or another primary tag guessed from the script.
        intent: recommend (a need), advise (a question about products), navigate (a vague wish).
        notes: one line each for what was read how ("under $40 → price < 40"), for display.
        spelling: `text` as it was searched for, where the catalog spells it otherwise and that
            found other products; else None.
        opinions: what shoppers think is asked for (all of it, praise, complaints), and `text` says
            of what; ``""``: it isn't.
        searched_as: what was searched for instead of `text`, where that is in another language than
            the shop's products; ``""``: nothing else was.
    """

    raw: str
    text: str
    conditions: tuple[Condition, ...] = ()
    soft: tuple[str, ...] = ()
    sort: Sort = "relevance"
    count: int | None = None
    language: str = "en"
    intent: Intent = "recommend"
    notes: tuple[str, ...] = ()
    spelling: Corrected | None = None
    opinions: Opinions | Literal[""] = ""
    searched_as: str = ""


@dataclass(frozen=True, slots=True)
class CatalogVocabulary:
    """The catalog's own words, which request understanding matches against.

    Attributes:
        brands: distinct brand names as written in the catalog.
        categories: distinct category names of every level.
        attributes: attribute name to its distinct values (at most some hundreds each).
        currency: the most frequent currency, or None.
        currencies: every currency that prices are in; a limit's own currency is asked for when
            there are several.
    """

    brands: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    currency: str | None = None
    currencies: tuple[str, ...] = ()
