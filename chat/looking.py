"""A turn that looks for products: a need, one that refines it, cheaper ones, others, like ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ..catalog.condition import NEGATED
from ..catalog.filters import Condition
from ..catalog.records import Product
from ..generator.evidence import price_text, product_name
from ..generator.grounded import Facet
from ..messages import say
from ..narrowing import narrowing
from ..results import Answer
from ..retrieval.language import language_of
from ..retrieval.request import Intent, Request
from ..retrieval.request_text import fold
from ..retrieval.shop_wide import names_no_thing
from ..retrieval.tokens import tokenise
from ..retrieval.vague_words import says_nothing
from .asking import options_of, price_range
from .merging import merged
from .notes import notes_of
from .phrases import how_many, without_move
from .pointing import Pointed
from .reading import (
    added_words,
    alternatives,
    asks_for_a_thing,
    bare,
    kind_named,
    left_of,
    named_together,
    names_value,
    refines,
    same_kind,
    says,
    value_conditions,
)
from .state import (
    MOST_SEEN,
    MOST_SHOWN,
    MOST_SOFT,
    MOST_WORD_CHARS,
    MOST_WORDS,
    Asked,
    Need,
    State,
)
from .turn_base import Stream
from .ways_out import WaysOut

_ABSENT = re.compile(r"\bfree$|^(?:without|non|no)\b|^无")
_MOST_ASKED = 2
_WORTH_ASKING = 8
_EXAMPLES = 4
_POPULAR = 20
_NAMED_BY = 6
_OF_THE_SHOP = re.compile(
    r"\b(?:products?|items?|in the (?:shop|store)|you (?:have|sell))\b|商品|产品|店里|全店",
    re.IGNORECASE,
)
_FOR_IT = re.compile(
    r"\b(?:for|with|to fit|that fits) (?:it|this|that|this one|that one)\b|(?:配|给)(?:它|这个|这款)的?"
)


class Looking(WaysOut):
    """A turn that looks for products."""

    def need(self) -> Stream:
        """A need: a new one, or one that refines the one before."""
        state, request = self.before, self.request
        old, words = state.need, left_of(request)
        either = alternatives(self.words)
        if self._focus is not None and (match := _FOR_IT.search(self.words)):
            thing = f"for {product_name(self._focus)}"
            self.take_up(f"{self.words[: match.start()]}{thing}{self.words[match.end() :]}")
            return self.look(self._new(self.request))
        if not old.words or self._other_script(words) or names_no_thing(old.text):
            return self.look(self._new(request))
        if words and request.sort != "relevance" and names_no_thing(words):
            if _OF_THE_SHOP.search(self.words):
                return self.look(self._new(request))
            words = ""  # "top rated" puts what is looked for in another order
        if (prices := price_range(self.words, self._shop.understand)) is not None:
            return self.narrowed(prices)
        base = replace(
            old,
            conditions=merged(old.conditions, request.conditions, either=either),
            soft=tuple(dict.fromkeys([*old.soft, *request.soft]))[-MOST_SOFT:],
            sort=request.sort if request.sort != "relevance" else old.sort,
        )
        values = value_conditions(words or self.words, self._shop.terms)
        if not words:
            return self.look(self._valued(base, old, values, either) or base)
        refining = refines(words) or names_value(words, values)
        named = None if refining else self._new_kind(words)
        if says_nothing(old.text) and not refining:  # "what's on sale?", then what it should be for
            new = self._new(request)
            return self.look(replace(new, conditions=merged(old.conditions, new.conditions)))
        if not refining and (request.intent == "navigate" or named is not None):
            new = self._new(request)
            if named is not None and (old.vague or self._same_kind(named)):
                new = replace(new, conditions=merged(old.conditions, new.conditions))
            return self.look(new)
        if valued := self._valued(base, old, values, either):
            return self.look(valued)
        said = () if says_nothing(old.text) else base.words
        refined = replace(base, words=_added(said, added_words(words)), vague=False)
        return self.look(refined, unless=None if refining else self._new(request))

    def _valued(
        self, base: Need, old: Need, values: Sequence[Condition], either: bool
    ) -> Need | None:
        """The need with a value of the catalog as a limit: its first reading that leaves a product.

        One that leaves none, and would by itself, contradicts the other limits, which is said.
        """
        ways = [merged(base.conditions, [one], either=either) for one in values]
        some = [at for at, conditions in enumerate(ways) if self._shop.allows(conditions)]
        some = some or [at for at, one in enumerate(values) if self._shop.allows([one])]
        return replace(base, conditions=ways[some[0]], soft=old.soft) if some else None

    def _other_script(self, words: str) -> bool:
        """Whether a turn is Chinese and the need isn't, or the other way round."""
        old = self.before.need.text
        return (
            any(char.isalpha() for char in words)
            and not refines(words)
            and language_of(words) != language_of(old)
        )

    def narrowed(self, given: tuple[Condition, ...]) -> Stream:
        """The reply to a question back: its conditions, or none if anything will do."""
        need = self.before.need
        return self.look(replace(need, conditions=merged(need.conditions, given)))

    def counted(self, thing: str) -> Stream:
        """How many products of a kind there are; the first few are shown.

        Args:
            thing: the words for them, limits among them.
        """
        request = self._shop.understand(thing)
        need = self._new(request)
        allowed = self._shop.passing(need.conditions)
        if allowed is not None and not allowed:
            yield from self._contradicted(need, None)
            return
        for piece in self._shop.counted(request, allowed):
            if isinstance(piece, Answer) and piece.products:
                self._show(need, piece.products, None, False)
            yield piece

    def move(self, move: Literal["cheaper", "dearer"], at: Pointed) -> Stream:
        """Something cheaper, or dearer, than what was shown or is pointed at."""
        state = self.before
        meant = at.products or ((self._focus,) if self._focus else ())
        priced = [one for one in meant or state.shown if one.price is not None]
        if not priced:
            return self.line("no_price_shown")
        cheaper = move == "cheaper"
        end = (min if cheaper else max)(priced, key=lambda one: one.price or 0)
        assert end.price is not None  # noqa: S101 (priced, for mypy)
        bounds = [Condition("price", "lt" if cheaper else "gt", end.price)]
        if end.currency and len(self._shop.vocabulary.currencies) > 1:
            bounds.append(Condition("currency", "eq", end.currency))
        rest = type(self)(self._shop, state, without_move(self.words)) if not at.products else self
        need = replace(state.need, conditions=merged(state.need.conditions, bounds))
        if not need.words:
            need = replace(need, words=(product_name(end)[:MOST_WORD_CHARS],))
        if rest is not self and any(char.isalnum() for char in rest.words):
            read = rest.request.conditions
            need = replace(need, conditions=merged(need.conditions, read))
        price = price_text(end.price, end.currency)
        return self.look(
            need, failing=say(f"nothing_{move}", state.language, price=price), alike=state.shown
        )

    def more(self) -> Stream:
        """Others than those that were shown."""
        state = self.before
        if not state.need.words:
            return self.line("no_need_yet")
        return self.look(state.need, others=True, count=how_many(self.words))

    def like(self, product: Product) -> Stream:
        """Products like one that was shown, within the price and without what was ruled out."""
        name = product_name(product).removeprefix(product.brand or "").strip() or product.title
        need = replace(self.before.need, words=(name[:MOST_WORD_CHARS],), soft=(), vague=False)
        kept = tuple(
            one
            for one in need.conditions
            if one.field in {"price", "currency"} or one.op in NEGATED
        )
        return self.look(replace(need, conditions=kept), others=True)

    def look(
        self,
        need: Need,
        *,
        others: bool = False,
        count: int | None = None,
        unless: Need | None = None,
        failing: str | None = None,
        alike: Sequence[Product] = (),
    ) -> Stream:
        """Find what is needed and say it; a turn that leads to nothing is left out again.

        Args:
            need: what to look for.
            others: leave out what was shown for this need.
            count: how many; None for what the turn or the answer says.
            unless: a need of its own that the turn may be, if nothing found holds its words.
            failing: what to say if nothing is found.
            alike: products whose kind is kept to: something cheaper than these moisturizers is
                a moisturizer.
        """
        allowed = self._shop.passing(need.conditions)
        if allowed is not None and not allowed:
            yield from self._contradicted(need, failing)
            return
        state = self.before
        if others:
            seen = set(state.seen)
            every = allowed if allowed is not None else self._shop.catalog.item_ids()
            allowed = [item for item in every if item not in seen]
            if not allowed:
                yield from self.line("no_more")
                return
        count = count or (self.request.count if self.words else None)
        asks = need.vague and len(state.asked_facets) < _MOST_ASKED and not others
        request, about = self._find(need, allowed, count, "navigate" if asks else "recommend")
        empty = need.vague and says_nothing(need.text)
        if empty:
            allowed = self._of_language(allowed)
        if alike:
            about = [one for one in about if same_kind(one, need.words[0], alike)]
        if unless is not None and about and not says(unless.text, about):
            alone = self._shop.named_by(unless.text, state.language)
            if alone and says(unless.text, alone):
                yield from self.look(unless)
                return
        facets: list[Facet] = []
        if asks and about:
            ids = allowed if empty else [one.item_id for one in about]
            split = self._shop.catalog.facets(ids)
            facets = [
                one
                for one in narrowing(
                    split, state.language, {limit.field for limit in need.conditions}
                )
                if one.name not in state.asked_facets
            ]
            if not facets or len(about) < _WORTH_ASKING:
                asks = False
                request, about = self._find(need, allowed, count, "recommend")
        if not about:
            yield from self._nothing(need, others, failing)
            return
        asked = None
        if asks:
            options = options_of(facets, split, state.language, self._shop.vocabulary.currencies)
            asked = Asked("narrow", facets[0].name, options)
        for piece in self._shop.worded(need.text, request, about, False, facets if asks else ()):
            if isinstance(piece, Answer):
                self._show(need, piece.products or tuple(about[:_EXAMPLES]), asked, others)
            yield piece

    def _find(
        self, need: Need, allowed: list[str] | None, count: int | None, intent: Intent
    ) -> tuple[Request, list[Product]]:
        language = self.before.language
        request = Request(
            _all_said(self.words, need),
            need.text,
            (*self._shop.given, *need.conditions),
            need.soft,
            need.sort,
            count,
            language,
            intent,
            notes_of(
                replace(need, conditions=(*self._shop.given, *need.conditions)),
                language,
                self._currency,
            ),
        )
        if not need.vague:
            return self._shop.found(request, allowed)
        if says_nothing(need.text):  # "just browsing": what others took says more than these words
            return request, self._shop.popular(_POPULAR, self._of_language(allowed))
        request, about = self._shop.found(request, allowed)
        if not about:  # a vague wish is never near enough to anything to be refused
            _, about = self._shop.found(replace(request, intent="navigate"), allowed)
        return request, about

    def _of_language(self, allowed: list[str] | None) -> list[str] | None:
        """Those in the shopper's language, in a shop of several, for a wish that names nothing."""
        if len(self._shop.languages) < 2 or self.before.language not in self._shop.languages:
            return allowed
        own = self._shop.passing([Condition("language", "eq", self.before.language)]) or []
        kept = own if allowed is None else [one for one in own if one in set(allowed)]
        return kept or allowed

    def _show(
        self, need: Need, products: Sequence[Product], asked: Asked | None, others: bool
    ) -> None:
        """The state once a list is on the screen."""
        state = self.before
        shown = tuple(products[:MOST_SHOWN])
        same = state.need.words == need.words
        seen = (*(state.seen if same or others else ()), *(one.item_id for one in shown))
        asked_facets = state.asked_facets if same else ()
        if asked is not None:
            asked_facets = (*asked_facets, asked.facet)
        focus = shown[0].item_id if len(shown) == 1 else None
        self.after = State(
            need,
            shown,
            tuple(dict.fromkeys(seen))[-MOST_SEEN:],
            focus,
            asked,
            asked_facets,
            state.language,
        )

    def _new(self, request: Request) -> Need:
        """The need that a turn names by itself."""
        text = bare(request.text) or request.text
        return Need(
            (text[:MOST_WORD_CHARS],),
            request.conditions,
            request.soft[:MOST_SOFT],
            request.sort,
            vague=request.intent == "navigate",
        )

    def _new_kind(self, words: str) -> str | None:
        """What a turn calls a thing, unless it rather tells apart what was looked for before.

        It does if what it finds first is on the screen, or if products are named by both together:
        "tulsi" after "green tea". "I also need …" asks for a thing whatever products are named.
        """
        need, language = self.before.need, self.before.language
        found = self._shop.named_by(words[:MOST_WORD_CHARS], language)
        kind = kind_named(words, found[:_NAMED_BY])
        if kind is None or need.vague or asks_for_a_thing(self.words):
            return kind
        if self._is_quality(words, kind, found[:_NAMED_BY]):
            return None
        if found[0] in self.before.shown:
            return None
        both = self._shop.named_by(f"{need.text} {words}"[:MOST_WORD_CHARS], language)
        before = [need.words[0], *(one.title for one in self.before.shown[:_NAMED_BY])]
        return None if named_together(before, words, both[:_NAMED_BY]) else kind

    def _is_quality(self, words: str, kind: str, found: Sequence[Product]) -> bool:
        """Whether a turn says how a thing is, though a name may end with it: "Sumatra Organic"."""
        if not self._shop.terms.values.get(bare(words)):
            return False
        return not any(kind in tokenise(name) for one in found for name in one.category)

    def _same_kind(self, kind: str) -> bool:
        """Whether what is looked for is called so, too."""
        text = self.before.need.text
        return kind_named(text, self.before.shown[:_NAMED_BY]) == kind


def _all_said(words: str, need: Need) -> str:
    """The turn's words, and of earlier ones what still holds: the thing, and what it is to be without."""
    absent = [one for one in need.soft if _ABSENT.search(one)]
    return ", ".join(dict.fromkeys(one for one in (words, need.text, *absent) if one))


def _added(words: tuple[str, ...], more: str) -> tuple[str, ...]:
    """The need's words with a later turn's; the first, which name the thing, always stay."""
    more = more[:MOST_WORD_CHARS]
    if not more or fold(more) in {fold(one) for one in words}:
        return words
    return (*words[:1], *(*words[1:], more)[-(MOST_WORDS - 1) :])
