"""A wish in another language than the shop's: searched for by the shop's own name of the thing, if that is sure.

Ties together what tells the language, what finds and what translates. A wrong product with confidence is worse
than silence, so a translation only *finds*; what is served is called by a name that the request means in both
directions, and has all of its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from .catalog.records import Product
from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .ranking import Ranker
from .retrieval.kind_names import called, kind_names
from .retrieval.other_language import is_foreign, named_thing, shop_language, stands_in_a_name
from .retrieval.relevance import relevance_by
from .retrieval.request import Request
from .retrieval.retriever import Retriever

if TYPE_CHECKING:
    from .generator.translating import Translator

_LOOKED_AT = 5
"""Products of a search whose names may be what is meant; and names of theirs that are weighed."""
_WEIGHED = 6
_SHOWN_FROM = 20
_NEAR = 0.075
"""How far the cosine of a request and a name of its thing stands above the categories' mean, with
multilingual-e5-small: oolong tea and 乌龙茶 .09, rice cooker and 炒锅 .06, mattress and 枕头 .04.
"""
_CATEGORIES, _FEW = 100, 5


class SearchedAs:
    """Finds what a request in the other language means.

    Args:
        catalog: the shop's.
        retriever: finds.
        ranker: orders and says what is worth naming.
        translator: None: nothing is translated.
    """

    def __init__(
        self,
        catalog: CatalogStore,
        retriever: Retriever,
        ranker: Ranker,
        translator: Translator | None,
    ) -> None:
        self._catalog = catalog
        self._retriever = retriever
        self._ranker = ranker
        self._translator = translator

    @cached_property
    def _language(self) -> str:
        return shop_language(self._catalog.languages())

    def found(
        self, request: Request, steps: ShopperSteps, allowed: Sequence[str] | None
    ) -> tuple[Request, list[Product]]:
        """The request with what it was searched as, and what is so called; as it came and none if that isn't sure.

        Args:
            request: understood as typed; its filters hold.
            steps: the shopper's, may be empty.
            allowed: only these ids; None: all.
        """
        if self._translator is None or not is_foreign(request, self._language):
            return request, []
        thing = named_thing(request.text, request.language)
        if not thing or stands_in_a_name(thing, self._near(thing)):
            return request, []
        to: Literal["en", "zh"] = "zh" if self._language == "zh" else "en"
        translated = self._translator.translated(thing, to)
        names = self._names(thing, translated)
        for name in self._translator.meant(thing, names, to, self._agreed(thing, names)):
            heard = replace(request, text=name, language=to)
            hits = self._ranker.ranked(heard, steps, allowed, _SHOWN_FROM, True)
            if about := called(self._ranker.worth_naming(hits, heard), name, to):
                return replace(request, searched_as=name), about
        return request, []

    def _names(self, thing: str, translated: str) -> list[str]:
        """What may be meant: the translation, and the names of what it, or the request itself, comes near to."""
        seeds = [one for one in (thing, translated) if one and self._reads(one)]
        named = {
            name: None
            for seed in seeds
            for product in self._near(seed)
            for name in kind_names(product, self._language)
        }
        names = [name for name in named if name != translated]
        if names and seeds:
            near = relevance_by(self._retriever.encoder)(seeds[0], names)
            order = sorted(range(len(names)), key=lambda at: -float(near[at]))
            names = [names[at] for at in order[:_WEIGHED]]
        return [translated, *names] if translated else names

    def _agreed(self, thing: str, names: Sequence[str]) -> set[str]:
        """The names that are near to a request for an encoder that reads both languages; none for another.

        Its cosines are all high, so what counts is how far one stands above those of the shop's categories.
        """
        middle = self._middle
        if middle is None or not names or not self._reads(thing):
            return set()
        vectors = self._retriever.encoder.encode([thing, *names], "query")
        above = (vectors[1:] - middle) @ vectors[0]
        return {name for name, far in zip(names, above, strict=True) if far >= _NEAR}

    @cached_property
    def _middle(self) -> NDArray[np.float32] | None:
        names = self._catalog.vocabulary()["categories"][:_CATEGORIES]
        if len(names) < _FEW or not all(map(self._reads, names)):
            return None
        mean: NDArray[np.float32] = self._retriever.encoder.encode(list(names), "query").mean(
            axis=0
        )
        return mean

    def _reads(self, text: str) -> bool:
        return self._retriever.encoder.readable_share(text) >= 0.5

    def _near(self, text: str) -> list[Product]:
        hits = self._retriever.retrieve(text, k=_LOOKED_AT)
        return self._catalog.get_many([hit.item_id for hit in hits])
