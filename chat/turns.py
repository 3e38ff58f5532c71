"""One turn, once it is known what it is: finds, words, and says what state it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from ..catalog.condition import NEGATED
from ..catalog.filters import Condition
from ..catalog.records import Product
from ..generator.evidence import price_text, product_name
from ..generator.grounded import Citation, Facet, Found, GroundedText
from ..messages import say
from ..narrowing import narrowing
from ..results import Answer
from ..retrieval.language import language_of
from ..retrieval.request import Intent, Request
from ..retrieval.request_text import fold
from .asking import options_of, price_range
from .comparing import compared
from .details import details_of
from .merging import merged
from .notes import limits_of, notes_of
from .phrases import how_many, without_move
from .pointing import Pointed, without_place
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
    says_nothing,
    value_conditions,
)
from .shop import ChatShop
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
from .subject import left_besides

_MOST_ASKED = 2
_WORTH_ASKING = 8
_EXAMPLES = 4
_POPULAR = 20
_NAMED_BY = 6
_EACH = 4
_EVIDENCE_EACH = 20
_MARK = re.compile(r"\[(\d+)\]")
_AGREES = re.compile(r"\b(?:ok|okay|alright|great|good|fine)\b|好|行|可以")
_FOR_IT = re.compile(
    r"\b(?:for|with|to fit|that fits) (?:it|this|that|this one|that one)\b|(?:配|给)(?:它|这个|这款)的?"
)

Stream = Iterator[str | Answer]
_Relaxation = tuple[tuple[Condition, ...], tuple[Condition, ...]]
"""The conditions that are left, and those that are gone."""


class Turn:
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

    def take_up(self, words: str) -> Turn:
        """Go on with an earlier turn, now that it is known what it is about."""
        self.words, self._request = words, None
        return self

    # --- fixed lines ---------------------------------------------------------------------------

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

    # --- looking for products -------------------------------------------------------------------

    def need(self) -> Stream:
        """A need: a new one, or one that refines the one before."""
        state, request = self.before, self.request
        old, words = state.need, left_of(request)
        either = alternatives(self.words)
        if self._focus is not None and (match := _FOR_IT.search(self.words)):
            thing = f"for {product_name(self._focus)}"
            self.take_up(f"{self.words[: match.start()]}{thing}{self.words[match.end() :]}")
            return self.look(self._new(self.request))
        if not old.words or self._other_script(words):
            return self.look(self._new(request))
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
        if not refining and (request.intent == "navigate" or named is not None):
            new = self._new(request)
            if named is not None and (old.vague or self._same_kind(named)):
                new = replace(new, conditions=merged(old.conditions, new.conditions))
            return self.look(new)
        if valued := self._valued(base, old, values, either):
            return self.look(valued)
        refined = replace(base, words=_added(base.words, added_words(words)), vague=False)
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
        rest = Turn(self._shop, state, without_move(self.words)) if not at.products else self
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
                for one in narrowing(split, state.language)
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
            self.words or need.text,
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

    @property
    def _focus(self) -> Product | None:
        """The product that was spoken of last, if it is still on the screen."""
        return next((one for one in self.before.shown if one.item_id == self.before.focus), None)

    def _kind(self, words: str) -> str | None:
        found = self._shop.named_by(words[:MOST_WORD_CHARS], self.before.language)
        return kind_named(words, found[:_NAMED_BY])

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
        if found[0] in self.before.shown:
            return None
        both = self._shop.named_by(f"{need.text} {words}"[:MOST_WORD_CHARS], language)
        before = [need.words[0], *(one.title for one in self.before.shown[:_NAMED_BY])]
        return None if named_together(before, words, both[:_NAMED_BY]) else kind

    def _same_kind(self, kind: str) -> bool:
        """Whether what is looked for is called so, too."""
        text = self.before.need.text
        return kind_named(text, self.before.shown[:_NAMED_BY]) == kind

    # --- when nothing is left --------------------------------------------------------------------

    def _contradicted(self, need: Need, failing: str | None) -> Stream:
        """No product passes all conditions: say which one to relax; only this turn is left out."""
        language = self.before.language
        self._left_out(need)
        if failing is not None:
            yield from self._failed(failing)
            return
        every = (*self._shop.given, *need.conditions)
        asked = say("and", language).join(limits_of(every, language, self._currency))
        best = self._way_out(need)
        if best is None:
            yield from self._failed(say("nothing_passes", language, asked=asked))
            return
        left, (kept, gone) = best
        relax = say("and", language).join(limits_of(gone, language, self._currency))
        text = say("nothing_passes_relax", language, asked=asked, relax=relax, left=left)
        text = self._join(text, say("say_yes_to_relax", language, relax=relax))
        relaxed = replace(need, conditions=kept)
        self.after = replace(self.after, asked=Asked("relax", relaxed=relaxed))
        yield from self._failed(text)

    def _way_out(self, need: Need) -> tuple[int, _Relaxation] | None:
        """The limit to lift and how many products that leaves: the most, and of those before first.

        What this turn asked for is what the shopper wants now; an older limit rather goes.
        """
        ways: list[tuple[bool, int, _Relaxation]] = []
        for way in _relaxations(need.conditions):
            ids = self._shop.passing(way[0])
            left = self._shop.catalog.count() if ids is None else len(ids)
            if left:
                ways.append((set(way[1]) <= set(self.before.need.conditions), left, way))
        best = max(ways, key=lambda one: one[:2], default=None)
        return None if best is None else best[1:]

    def _nothing(self, need: Need, others: bool, failing: str | None) -> Stream:
        """Products pass, and none is what is looked for."""
        language = self.before.language
        if others:
            yield from self.line("no_more")
            return
        limits = limits_of((*self._shop.given, *need.conditions), language, self._currency)
        if failing:
            text = failing
            self._left_out(need)
        elif limits:
            joint = "，" if language == "zh" else ", "
            text = say("nothing_close", language, words=need.text, within=joint.join(limits))
            self._left_out(need, known=bool(self._shop.named_by(need.text, language)))
        else:
            text = say("nothing_found", language)
        yield from self._failed(text)

    def _left_out(self, need: Need, *, known: bool = True) -> None:
        """Undo the turn; of a new need the words are kept, so that its limits can be put again."""
        if need.words != self.before.need.words and not self._refined(need) and known:
            words_only = replace(need, conditions=(), sort="relevance")
            self.after = State(words_only, language=self.before.language)

    def _refined(self, need: Need) -> bool:
        old = self.before.need.words
        return bool(old) and need.words[: len(old)] == old

    def _failed(self, text: str) -> Stream:
        need = self.after.need
        if need.words:
            text = self._join(
                text, say("left_out_again", self.before.language, within=self._within(need))
            )
        yield text
        yield self._answer(text, abstained=True)

    def _join(self, one: str, other: str) -> str:
        return one + ("" if self.before.language == "zh" else " ") + other

    def _within(self, need: Need) -> str:
        joint = "，" if self.before.language == "zh" else ", "
        return joint.join(notes_of(need, self.before.language, self._currency))

    @property
    def _currency(self) -> str | None:
        return self._shop.vocabulary.currency

    # --- about products that were shown ------------------------------------------------------------

    def ask(self, products: Sequence[Product]) -> Stream:
        """A question about one product, or about each of several."""
        if len(products) == 1:
            yield from self._asked(products[0])
            return
        text = ""
        citations: list[Citation] = []
        abstained = True
        several = list(products[:_EACH])
        for product in several:
            answer = self._whole(product)
            moved = len(citations)
            citations += [replace(one, card=one.card + moved) for one in answer.citations]
            abstained = abstained and answer.abstained
            blank = "\n" if text else ""
            part = f"{blank}{product_name(product)}{self._colon}{_renumbered(answer.text, moved)}"
            text += part
            yield part
        self.after = replace(self.after, focus=None)
        yield Answer(text, tuple(citations), tuple(several), self._about(several), abstained)

    def _whole(self, product: Product) -> Answer:
        question = without_place(self.words)
        *_, answer = self._shop.worded(question, self._about([product]), [product], True)
        assert isinstance(answer, Answer)  # noqa: S101 (the stream's contract, for mypy)
        return answer

    def _asked(self, product: Product) -> Stream:
        question = without_place(self.words)
        for piece in self._shop.worded(question, self._about([product]), [product], True):
            if isinstance(piece, Answer):
                self.after = replace(self.after, focus=product.item_id)
                yield replace(piece, products=(product,))
            else:
                yield piece

    def details(self, products: Sequence[Product]) -> Stream:
        """What the catalog says of a product in short; several are put side by side."""
        if len(products) > 1:
            yield from self._grounded(compared("", products, self.before.language), products)
            return
        (product,) = products
        found = Found(
            product,
            self._shop.catalog.reviews(product.item_id, _EVIDENCE_EACH),
            self._shop.catalog.qa(product.item_id, _EVIDENCE_EACH),
        )
        self.after = replace(self.after, focus=product.item_id)
        yield from self._grounded(details_of(found, self.before.language), products)

    def compare(self, at: Pointed) -> Stream:
        """Products held against each other: those pointed at, else all that are shown."""
        state = self.before
        products = list(at.products)
        if len(products) == 1 and self._focus is not None and self._focus not in products:
            products = [self._focus, *products]
        if len(products) < 2:
            products = list(state.shown)
        if len(products) < 2:
            yield from self.line("only_one" if products else "which_product")
            return
        yield from self._grounded(compared(self.words, products, state.language), products)

    def cannot_order(self, product: Product) -> Stream:
        """A guide takes no orders."""
        self.after = replace(self.after, focus=product.item_id)
        text = say(
            "cannot_order", self.before.language, title=product_name(product), item=product.item_id
        )
        return self.text(text, products=[product])

    def unpointed(self) -> Stream:
        """A question that points at nothing: about the product spoken of, what is shown, or the shop."""
        state = self.before
        if state.shown and self._kind(self.words) is None:
            if self._focus is not None:
                return self._asked(self._focus)
            return self._of_several(state.shown)
        return self._of_shop()

    def _of_several(self, products: Sequence[Product]) -> Stream:
        yield from self._shop.worded(self.words, self._about(products), products, True)

    def _of_shop(self) -> Stream:
        request, about = self._shop.found(
            replace(self.request, conditions=self._shop.given), self._shop.passing(())
        )
        for piece in self._shop.worded(self.words, request, about, False):
            if isinstance(piece, Answer) and piece.products:
                focus = piece.products[0].item_id if len(piece.products) == 1 else None
                self.after = replace(self.after, shown=piece.products, focus=focus)
            yield piece

    # --- asking which product is meant -----------------------------------------------------------

    def which(self) -> Stream:
        """The turn points at something, and it isn't clear at what."""
        state = self.before
        if not state.shown:
            return self.line("which_product")
        if state.asked is not None and state.asked.kind == "which":
            return self.ask(state.shown)  # no question is asked twice in a row
        self.after = replace(self.after, asked=Asked("which", turn=self.words))
        joint = "；" if state.language == "zh" else "; "
        items = joint.join(
            f"{place}. {product_name(one)}"
            for place, one in enumerate(state.shown[:_EACH], start=1)
        )
        return self.text(say("which_one", state.language, items=items))

    def beyond(self) -> Stream:
        """A place that the list doesn't have."""
        if not self.before.shown:
            return self.line("no_list")
        if len(self.before.shown) == 1:
            return self.line("only_one")
        return self.line("no_such_place", count=len(self.before.shown))

    # --- parts -------------------------------------------------------------------------------------

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


def _added(words: tuple[str, ...], more: str) -> tuple[str, ...]:
    """The need's words with a later turn's; the first, which name the thing, always stay."""
    more = more[:MOST_WORD_CHARS]
    if not more or fold(more) in {fold(one) for one in words}:
        return words
    return (*words[:1], *(*words[1:], more)[-(MOST_WORDS - 1) :])


def _relaxations(conditions: tuple[Condition, ...]) -> list[_Relaxation]:
    """Each way to lift one limit: what is left, what is gone; a price and its currency are one."""
    groups: dict[object, list[Condition]] = {}
    for one in conditions:
        groups.setdefault("price" if one.field in {"price", "currency"} else one, []).append(one)
    return [
        (tuple(one for one in conditions if one not in gone), tuple(gone))
        for gone in groups.values()
    ]


def _renumbered(text: str, by: int) -> str:
    """Citation marks moved on by so many; catalog words hold none (`generator.sanitise`)."""
    return _MARK.sub(lambda match: f"[{int(match[1]) + by}]", text)
