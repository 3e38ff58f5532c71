"""A turn and what every kind of it needs: how it reads, fixed lines, answers without a citation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from ..catalog.records import Product
from ..generator.evidence import product_name
from ..generator.grounded import Citation, GroundedText
from ..messages import say
from ..results import Answer
from ..retrieval.request import Request
from ..retrieval.request_text import fold
from .notes import notes_of
from .reading import kind_named
from .shop import ChatShop
from .state import MOST_WORD_CHARS, Need, State
from .subject import left_besides

_NAMED_BY = 6
_EACH = 4
_AGREES = re.compile(r"\b(?:ok|okay|alright|great|good|fine)\b|好|行|可以")

Stream = Iterator[str | Answer]


class TurnBase:
    """A turn: `before` is the state it meets, `after` the one it leads to once it was streamed."""

    def __init__(self, shop: ChatShop, before: State, words: str) -> None:
        self._shop = shop
        self.before = before
        self.after = replace(before, asked=None)
        self.words = words
        self._request: Request | None = None

    @property
    def request(self) -> Request:
        """The turn as it reads by itself."""
        if self._request is None:
            self._request = self._shop.understand(self.words)
        return self._request

    @property
    def question(self) -> bool:
        """Whether the turn asks something that a product's page would answer."""
        return self.request.intent == "advise"

    def left_to_ask(self, products: Sequence[Product]) -> str:
        """What is in the turn besides pointing and the products' own names: "what about its weight"."""
        return left_besides(self.words, products)

    @property
    def agrees(self) -> bool:
        """Whether a word such as "ok" is in the turn."""
        return bool(_AGREES.search(fold(self.words)))

    def take_up(self, words: str) -> Self:
        """Go on with an earlier turn, now that it is known what it is about."""
        self.words, self._request = words, None
        return self

    def text(
        self, text: str, *, abstained: bool = False, products: Sequence[Product] = ()
    ) -> Stream:
        """A line that isn't from the catalog."""
        yield text
        yield self._answer(text, products=products, abstained=abstained, noted=False)

    def said(self, phrase: str, **values: object) -> Answer:
        """A fixed phrase as an answer."""
        return self._answer(say(phrase, self.before.language, **values))

    def line(self, phrase: str, **values: object) -> Stream:
        """A fixed phrase; nothing changes, and what was asked still waits."""
        self.after = self.before
        return self.text(say(phrase, self.before.language, **values))

    def undone(self) -> Answer:
        """What is looked for again after an undo, with the list that was on the screen."""
        language, need = self.before.language, self.before.need
        if not need.words:
            now = say("undone_empty", language)
        else:
            now = say("undone_now", language, within=self._within(need))
        return self._answer(say("undone", language, now=now), products=self.before.shown)

    @property
    def _focus(self) -> Product | None:
        """The product that was spoken of last, if it is still on the screen."""
        return next((one for one in self.before.shown if one.item_id == self.before.focus), None)

    def _kind(self, words: str) -> str | None:
        found = self._shop.named_by(words[:MOST_WORD_CHARS], self.before.language)
        return kind_named(words, found[:_NAMED_BY])

    def _join(self, one: str, other: str) -> str:
        return one + ("" if self.before.language == "zh" else " ") + other

    def _within(self, need: Need) -> str:
        joint = "，" if self.before.language == "zh" else ", "
        return joint.join(notes_of(need, self.before.language, self._currency))

    @property
    def _currency(self) -> str | None:
        return self._shop.vocabulary.currency

    @property
    def _colon(self) -> str:
        return "：" if self.before.language == "zh" else ": "

    def _about(self, products: Sequence[Product]) -> Request:
        """The turn as a question about these products."""
        names = "; ".join(product_name(one) for one in products[:_EACH])
        note = say("about", self.before.language, names=names)
        return replace(
            self.request,
            language=self.before.language,
            intent="advise",
            conditions=(),
            notes=(note,),
        )

    def _grounded(self, grounded: GroundedText, products: Sequence[Product]) -> Stream:
        citations: tuple[Citation, ...] = grounded.citations
        yield grounded.text
        yield Answer(
            grounded.text, citations, tuple(products), self._about(products), grounded.abstained
        )

    def _answer(
        self,
        text: str,
        *,
        products: Sequence[Product] = (),
        abstained: bool = False,
        noted: bool = True,
    ) -> Answer:
        need, language = self.after.need, self.before.language
        request = Request(
            self.words,
            need.text or self.words,
            (*self._shop.given, *need.conditions),
            need.soft,
            need.sort,
            language=language,
            notes=notes_of(need, language, self._currency) if noted else (),
        )
        return Answer(text, (), tuple(products), request, abstained)
