"""Hard filters of a request: read from the caller and from the words, turned into ids, or explained.

A filter is a promise, so one that leaves nothing is said, with the one to relax.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from .catalog.condition import NEGATED
from .catalog.filters import Condition, conditions_from, describe, parse_where
from .catalog.folding import fold_name
from .catalog.origins import ORIGIN_NAMES
from .catalog.store import CatalogStore
from .errors import RequestError
from .limits_in_words import limits_of
from .messages import say
from .retrieval.request import Request

Where = Mapping[str, Any] | Sequence[str] | None


class Filters:
    """The hard filters of one opened shop."""

    def __init__(self, catalog: CatalogStore) -> None:
        self._catalog = catalog

    def conditions(self, where: Where, request: Request | None) -> list[Condition]:
        """The caller's filters and those that the words hold, each once.

        Raises:
            InputError: a filter can't be read, or names an attribute that the catalog hasn't.
        """
        given: Sequence[Condition]
        if where is None or isinstance(where, Mapping):
            given = conditions_from(where)
        elif isinstance(where, str):
            given = [parse_where(where)]
        else:
            given = [parse_where(text) for text in where]
        self._catalog.check_attributes(given)
        read = request.conditions if request is not None else ()
        return list(dict.fromkeys([*given, *(one for one in read if self._is_told(one))]))

    def _is_told(self, condition: Condition) -> bool:
        """Whether the catalog tells of what a wish limits: of a shop that names no origin, none passes one."""
        if condition.field != "origin" or condition.op in NEGATED:
            return True
        if self._names_origins:
            return True
        return bool(self._catalog.select_ids([condition]))

    @cached_property
    def _names_origins(self) -> bool:
        names = self._catalog.vocabulary()["attributes"]
        return any(fold_name(name) in ORIGIN_NAMES for name, _ in names)

    def allowed(self, conditions: Sequence[Condition], request: Request | None) -> list[str] | None:
        """Ids that pass; None without filters.

        Raises:
            RequestError: nothing passes.
        """
        if not conditions:
            return None
        allowed = self._catalog.select_ids(conditions)
        if not allowed:
            language = request.language if request else "en"
            raise RequestError(self.contradiction(conditions, language))
        return allowed

    def contradiction(self, conditions: Sequence[Condition], language: str) -> str:
        """Says that nothing passes, and which filter to relax to get how many products."""
        asked = say("and", language).join(describe(one, language) for one in conditions)
        ways = [(one, left) for one, left in self._catalog.relaxations(conditions) if left]
        if not ways or len(conditions) == 1:
            return say("nothing_passes", language, asked=asked)
        condition, left = max(ways, key=lambda way: way[1])
        return say(
            "nothing_passes_relax",
            language,
            asked=asked,
            relax=describe(condition, language),
            left=left,
        )

    def keep_out(self, request: Request, currency: str | None) -> str:
        """Says that the shop has what is wished for, but none that passes the request's filters."""
        language = request.language
        limits = say("and", language).join(limits_of(request.conditions, language, currency))
        return say("kept_out", language, thing=request.text.strip(" ?？。.!！"), limits=limits)
