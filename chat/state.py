"""What a conversation remembers between turns: the need, what was shown, what was asked back.

All of it is frozen: a turn makes a new state, so undoing a turn is keeping the old one. Every list
is bounded, so that the two hundredth turn costs no more than the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..catalog.filters import Condition
from ..catalog.records import Product
from ..retrieval.request import Sort

MOST_WORDS = 8
MOST_WORD_CHARS = 400
MOST_CONDITIONS = 24
MOST_SOFT = 12
MOST_SEEN = 400
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Option:
    """One reply that a question back offers, and the conditions it would add."""

    facet: str
    text: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked back and waits for its reply.

    Attributes:
        kind: ``"narrow"`` (which facet value), ``"which"`` (which product is meant) or
            ``"relax"`` (whether the condition in the way may go).
        facet: narrow: the facet that was asked for.
        options: narrow: every value that was shown, the asked facet's first.
        turn: which: the turn that couldn't be answered without knowing.
        relaxed: relax: the need without the condition in the way.
    """

    kind: Literal["narrow", "which", "relax"]
    facet: str = ""
    options: tuple[Option, ...] = ()
    turn: str = ""
    relaxed: Need | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What the shopper looks for, as all turns so far have put it.

    Attributes:
        words: what is looked for, then what later turns added; at most 8 pieces.
        conditions: hard filters, at most one of a kind (see `merging.merged`).
        soft: wishes that only move the ranking.
        sort: the order asked for.
        vague: the words name nothing to look for ("a gift for my mom").
    """

    words: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    soft: tuple[str, ...] = ()
    sort: Sort = "relevance"
    vague: bool = False

    @property
    def text(self) -> str:
        """The words as they are searched for."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class State:
    """A conversation after a turn.

    Attributes:
        need: what is looked for; without words before the first need.
        shown: the list on the shopper's screen, in order: what "the second one" counts in.
        seen: item ids that were shown for this need, oldest first: what "others" leaves out.
        focus: item id of the product that was spoken of last: what "it" means.
        asked: the question that waits for a reply.
        asked_facets: facets that were asked for since the need was named; none is asked twice.
        language: of the last turn that had letters, ``"en"`` or ``"zh"``.
    """

    need: Need = Need()
    shown: tuple[Product, ...] = ()
    seen: tuple[str, ...] = ()
    focus: str | None = None
    asked: Asked | None = None
    asked_facets: tuple[str, ...] = ()
    language: str = "en"
