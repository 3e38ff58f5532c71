"""What `Recommender` gives back: Suggestion and Answer, as the command line's `--json` prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .catalog.records import Product
from .generator.grounded import Citation, Facet
from .retrieval.request import Request
from .retrieval.spelling_reading import Corrected
from .serialise import jsonable


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a product is suggested, and the evidence it rests on.

    Attributes:
        text: one clause in the request's language ("matches “vitamin c serum” in its title").
        kind: ``"query"``, ``"history"``, ``"filter"``, ``"shared"`` (with an item of the history),
            ``"popular"`` or ``"shoppers"`` (look-alikes).
        field: the product field that the reason rests on, or ``"history"``.
        evidence: the words of that field, quoted, or the item ids of the history.
    """

    text: str
    kind: str
    field: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One product, ranked.

    Attributes:
        score: higher is better; comparable within one list only.
        because_of: item ids of the history that speak for it, strongest first.
        spelling: what was searched for instead of what the shopper wrote, if that made a difference.
    """

    product: Product
    score: float
    reasons: tuple[Reason, ...] = ()
    because_of: tuple[str, ...] = ()
    spelling: Corrected | None = None

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form


@dataclass(frozen=True, slots=True)
class Answer:
    """A grounded answer: every fact in `text` stands in a cited card.

    Attributes:
        text: plain words with citations ``[1]`` that number `citations`.
        products: what the answer speaks of, in the order of the cards.
        request: how the question was understood.
        abstained: the catalog doesn't know, and `text` says so.
        narrowing: for a vague wish, what would narrow it, with the number of products each value
            leaves; `text` shows the same.
    """

    text: str
    citations: tuple[Citation, ...]
    products: tuple[Product, ...]
    request: Request
    abstained: bool = False
    narrowing: tuple[Facet, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form
