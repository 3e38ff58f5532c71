"""What a conversation asks of its shop: functions that `Recommender.chat` hands in.

The conversation decides what is meant; it neither searches nor words answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ..catalog.filters import Condition
from ..catalog.records import Product
from ..catalog.store import CatalogStore
from ..filtering import Filters
from ..generator.grounded import Facet
from ..results import Answer
from ..retrieval.catalog_terms import CatalogTerms, catalog_terms
from ..retrieval.request import CatalogVocabulary, Request


class Worded(Protocol):
    """`Answering.worded`: checked text in pieces, then the `Answer`."""

    def __call__(
        self,
        question: str,
        request: Request,
        about: Sequence[Product],
        exact: bool,
        facets: Sequence[Facet] | None = None,
    ) -> Iterator[str | Answer]:
        """Word an answer about these products."""


@dataclass(frozen=True)
class ChatShop:
    """An opened shop as a conversation sees it.

    Attributes:
        understand: a turn's words to a typed request.
        found: products for a request among the ids that pass (None: all), best first; the request
            comes back with its spelling.
        worded: an answer in pieces.
        counted: the answer to "how many … do you have?", for a request among the ids that pass.
        popular: the most bought (else most rated) products among the ids that pass, best first.
        catalog: the shop's.
        filters: explains filters that leave nothing.
        vocabulary: the catalog's own words.
        given: conditions of the caller, which no turn can lift.
    """

    understand: Callable[[str], Request]
    found: Callable[[Request, Sequence[str] | None], tuple[Request, list[Product]]]
    worded: Worded
    counted: Callable[[Request, Sequence[str] | None], Iterator[str | Answer]]
    popular: Callable[[int, Sequence[str] | None], list[Product]]
    catalog: CatalogStore
    filters: Filters
    vocabulary: CatalogVocabulary
    given: tuple[Condition, ...] = ()

    @cached_property
    def terms(self) -> CatalogTerms:
        """Brands, categories and attribute values, ready to be recognised."""
        return catalog_terms(self.vocabulary)

    @cached_property
    def languages(self) -> frozenset[str]:
        """Languages that the catalog speaks."""
        return frozenset(self.catalog.languages())

    def passing(self, conditions: Sequence[Condition]) -> list[str] | None:
        """Ids that pass the caller's conditions and these; None if there are none of either."""
        every = [*self.given, *conditions]
        return self.catalog.select_ids(every) if every else None

    def allows(self, conditions: Sequence[Condition]) -> bool:
        """Whether any product passes."""
        ids = self.passing(conditions)
        return ids is None or bool(ids)

    def named_by(self, words: str, language: str) -> list[Product]:
        """The products that words alone find, whatever they cost."""
        request = Request(words, words, language=language)
        return self.found(request, None)[1]
