"""What is said of a request's spelling: the catalog's, where it led to other products.

Knows how to rank a request as it was typed, to compare; what the catalog's spelling is, the
retriever knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .ranking import Ranker
from .retrieval.request import Request
from .retrieval.retriever import Hit, Retriever
from .retrieval.spelling_reading import Corrected
from .steering import Steering


class Respelling:
    """The spelling of the requests to one opened shop."""

    def __init__(self, catalog: CatalogStore, retriever: Retriever) -> None:
        self._catalog = catalog
        self._retriever = retriever

    @cached_property
    def _as_typed(self) -> Ranker:
        return Ranker(self._catalog, self._retriever.as_typed())

    def heard(self, request: Request) -> tuple[Request, Corrected | None]:
        """A request as the catalog spells it, and how; as it is and None if the shopper does so."""
        better = self._retriever.corrected(request.text.strip())
        return (replace(request, text=better.text), better) if better.changes else (request, None)

    def changed(
        self,
        hits: Sequence[Hit],
        request: Request,
        steps: ShopperSteps,
        allowed: Sequence[str] | None,
        mask_history: bool,
        steering: Steering,
        first: int | None = None,
    ) -> bool:
        """Whether `hits`, or the first of them, aren't what the request finds as it was typed, in order."""
        typed = self._as_typed.steered(request, steps, allowed, len(hits), mask_history, steering)
        return [hit.item_id for hit in typed[:first]] != [hit.item_id for hit in hits[:first]]
