"""From an understood request to the words of an answer: what it may speak of, and what is said of it.

Knows the catalog, the ranking and the generator; not how a shop is opened, nor conversations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from .catalog.filters import Condition
from .catalog.records import Product
from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .facts.alike import Alike, of_its_kind
from .facts.books import books_among, names_books
from .facts.comparing import MOST_COMPARED, compared
from .facts.counting import of_the_counted_kind, said_to_count
from .facts.extremes import at_the_end, end_asked, without_end
from .facts.how_many_play import players_named, without_players
from .facts.measure_limits import limits_a_measure, within_limits, without_limits
from .facts.named_extremes import at_the_named_end, named_end, without_named_end
from .generator.evidence import product_name
from .generator.grounded import Facet, Found, GroundedText
from .generator.short_name import short_name
from .messages import say
from .narrowing import narrowing
from .ranking import Ranker
from .respelling import Respelling
from .results import Answer
from .retrieval.activity_words import taken_up
from .retrieval.age_words import (
    age_named,
    gifts_for_the_grown,
    of_the_age,
    saying_the_age,
)
from .retrieval.chinese_kind import asked_of
from .retrieval.compared_words import kind_compared, kind_of_both, things_compared
from .retrieval.model_words import missing_model
from .retrieval.named_product import is_named, named_product
from .retrieval.owned_words import wanted_alone
from .retrieval.request import Request
from .retrieval.retriever import Hit
from .retrieval.shop_wide import names_no_thing
from .retrieval.shop_words import asks_of_the_shop
from .retrieval.tokens import request_terms, tokenise
from .retrieval.vague_words import says_nothing
from .searched_as import SearchedAs
from .small_talk import said_to
from .steering import Steering

if TYPE_CHECKING:
    from .generator.compose import Generator

CARDS = 4
"""Products that an answer speaks of, unless another number is asked for."""
_NARROW_ENOUGH = 10  # products of a category that a vague wish names: shown, not asked about
_NARROWED_FROM = 3  # times as many are looked at, for some may be of another kind
_FACETS_OVER = 100
_EVIDENCE_EACH = 20
_COUNTED_AMONG = 2000  # of the best found, where the shop is asked how many it has
_AGED_AMONG = 5000  # popular products looked through for what says it is for a child's age


class Answering:
    """Finds what a request is about, and words the answer.

    Args:
        catalog: the shop's.
        ranker: finds and orders.
        respelling: says how a request was read.
        generator: makes the one that writes; called when it is first needed.
        searched_as: finds what a request in another language than the shop's means.
    """

    def __init__(
        self,
        catalog: CatalogStore,
        ranker: Ranker,
        respelling: Respelling,
        generator: Callable[[], Generator],
        searched_as: SearchedAs,
    ) -> None:
        self._catalog = catalog
        self._ranker = ranker
        self._respelling = respelling
        self._make = generator
        self._searched_as = searched_as

    @cached_property
    def generator(self) -> Generator:
        """What writes; it loads its decoder when it first needs it."""
        return self._make()

    def found(
        self, request: Request, steps: ShopperSteps, allowed: Sequence[str] | None
    ) -> tuple[Request, list[Product]]:
        """What an answer may speak of, best first, and the request with its spelling.

        Args:
            request: understood; a vague one that leaves few products comes back as a wish for them.
            steps: the shopper's, may be empty.
            allowed: only these ids; None: all.
        """
        if request.sort != "relevance" and names_no_thing(request.text):
            first = self._ranker.of_all(request.sort, _few(request), allowed, request.language)
            if first:
                return replace(request, intent="recommend"), first
        if request.intent == "navigate" and not len(steps.items) and says_nothing(request.text):
            popular = self._popular(request, allowed)
            # Where its limits leave a few, there is no choice to narrow.
            if request.conditions and 0 < len(popular) <= CARDS:
                request = replace(request, intent="recommend")
            return request, popular
        if activity := taken_up(request.raw):
            wide = replace(request, text=activity, intent="navigate")
            hits = self._ranker.ranked(wide, steps, allowed, _FACETS_OVER, True)
            of_it = self._ranker.worth_naming(hits, wide)
            if _NARROW_ENOUGH < len(of_it) < len(hits):  # a category was named
                return replace(wide, text=request.text), of_it
        most, asked = _breadth(request), request.text
        if end_asked(request.raw):  # the lightest of all, not of the best four
            request, most = replace(request, text=without_end(request.text)), _FACETS_OVER
        elif named_end(request.raw):
            request, most = replace(request, text=without_named_end(request.text)), _FACETS_OVER
        if players_named(request.raw) is not None:  # few of the best may be for so many
            request = replace(request, text=without_players(request.text))
            most = max(most, _FACETS_OVER)
        if limits_a_measure(request.raw):  # few of the best may keep them
            most = max(most, _FACETS_OVER)
            if request.intent == "recommend":  # and they say nothing of what the thing is
                request = replace(request, text=without_limits(request.text))
        if books := names_books(request.text):
            most = max(most, _FACETS_OVER)
        hits = self._ranker.ranked(request, steps, allowed, most, True)
        heard, spelling = self._respelling.heard(request)
        about = (
            self._ranker.worth_naming(hits, heard)
            or self._called_otherwise(request, steps, allowed)
            or self._for_what_is_owned(hits, request, steps, allowed)
        )
        if not about and most == _breadth(request):  # no measure, whose words would be the shop's
            translated, about = self._searched_as.found(request, steps, allowed)
            if about:
                return replace(translated, text=asked), about
        if books:  # which most titles don't call themselves
            found = self._catalog.get_many([hit.item_id for hit in hits])
            found = books_among(found, request.text)
            found = saying_the_age(found, request.raw) or of_the_age(found, request.raw)
            about = within_limits(found, request.raw) or about
        if request.intent == "navigate":
            few = _NARROW_ENOUGH if len(about) < len(hits) else CARDS  # a category was named
            if 0 < len(about) <= few:
                request = replace(request, intent="recommend")
        length = None if request.intent == "navigate" else _few(request)
        if spelling and self._respelling.changed(
            hits, request, steps, allowed, True, Steering(), length
        ):
            request = replace(request, spelling=spelling)
        return replace(request, text=asked), about

    def _called_otherwise(
        self, request: Request, steps: ShopperSteps, allowed: Sequence[str] | None
    ) -> list[Product]:
        """What a Chinese question is about where the shop has another name for it: a 紫砂壶 for 茶壶能放洗碗机吗."""
        thing = asked_of(request.text) if request.intent == "advise" else ""
        return self._of_the_thing(thing, request, steps, allowed)

    def _for_what_is_owned(
        self,
        hits: Sequence[Hit],
        request: Request,
        steps: ShopperSteps,
        allowed: Sequence[str] | None,
    ) -> list[Product]:
        """What is wished for a thing that the shopper has, where only the thing itself was found."""
        if request.intent != "recommend":
            return []
        found = self._catalog.get_many([hit.item_id for hit in hits])
        thing = wanted_alone(request.raw, found)
        return self._of_the_thing(thing, request, steps, allowed)

    def _of_the_thing(
        self, thing: str, request: Request, steps: ShopperSteps, allowed: Sequence[str] | None
    ) -> list[Product]:
        if not thing:
            return []
        one = Request(thing, thing, language=request.language, intent="recommend")
        hits = self._ranker.ranked(one, steps, allowed, _breadth(one), True)
        return self._ranker.worth_naming(hits, one)

    def _popular(self, request: Request, allowed: Sequence[str] | None) -> list[Product]:
        """What others took says more than "a gift for my mom"; in the shopper's language if there is some."""
        kept: Sequence[str] = ()
        if len(self._catalog.languages()) > 1:
            kept = self._catalog.select_ids([Condition("language", "eq", request.language)])
            if allowed is not None:
                passes = set(allowed)
                kept = [one for one in kept if one in passes]
        most = _AGED_AMONG if age_named(request.raw) is not None else _FACETS_OVER
        popular = self._ranker.popular(most, (), kept or allowed, request.language)
        products = [one.product for one in popular]
        said = saying_the_age(products, request.raw)
        suiting = gifts_for_the_grown(of_the_age(products, request.raw), request.raw)
        return (said or suiting)[:_FACETS_OVER]

    def aside(
        self, question: str, request: Request, allowed: Sequence[str] | None
    ) -> Iterator[str | Answer] | None:
        """The answer to a question that no search for products answers; None if it is none.

        What only the shop itself can say, and two products that a question holds against each other.

        Args:
            question: as typed.
            request: as understood.
            allowed: only these ids are compared; None: all.
        """
        request = replace(request, intent="advise")
        if asks_of_the_shop(question, request.language):
            return self.silent(say("of_the_shop", request.language), request)
        if line := said_to(question, request, self._catalog, self._ranker, allowed):
            return self.silent(line, request)
        things = things_compared(question, request.language)
        two = self._meant(things, request.language, allowed) if things else []
        if things and len(two) == len(things) and (kind := kind_of_both(things, two[1].brand)):
            two = self._meant((f"{things[0]}{kind}", things[1]), request.language, allowed)
        if len(two) < 2 and (kind := kind_compared(question)):
            one = Request(kind, kind, language=request.language, intent="recommend")
            two = self.found(one, ShopperSteps.of_items([[]]), allowed)[1]
            two = two[:MOST_COMPARED]
        if len(two) < 2:
            return None
        return self._told(compared(question, two, request.language), request, two)

    def counted(self, request: Request, allowed: Sequence[str] | None) -> Iterator[str | Answer]:
        """The answer to "how many … do you have?".

        Args:
            request: for what is to be counted.
            allowed: only these ids; None: all.
        """
        steps = ShopperSteps.of_items([[]])
        hits = self._ranker.ranked(request, steps, allowed, _COUNTED_AMONG, True)
        products = self._catalog.get_many([hit.item_id for hit in hits])
        told_apart = 2 * sum(bool(one.category) for one in products) >= len(products)
        products = within_limits(of_the_counted_kind(products, request.text), request.raw)
        sure = bool(products) and told_apart
        if not products:
            heard, products = self.found(request, steps, allowed)
            request = replace(request, searched_as=heard.searched_as)
        if not products:
            return self.silent(say("nothing_found", request.language), request)
        text, named = said_to_count(products, request.language, of_the_kind=sure)
        return self._told(text, request, named)

    def like(
        self, wanted: Alike, question: str, request: Request, limits: Sequence[Condition]
    ) -> Iterator[str | Answer] | None:
        """The answer with what is of a named product's kind and near it; None where no product is named.

        Args:
            wanted: what it is to be like.
            question: as typed.
            request: as understood.
            limits: that the other words and the caller set.
        """
        if request.intent == "advise":
            return None
        one = Request(wanted.thing, wanted.thing, language=request.language, intent="advise")
        none = ShopperSteps.of_items([[]])
        hits = self._ranker.ranked(one, none, None, CARDS, True)
        named = named_product(self._catalog.get_many([hit.item_id for hit in hits]), wanted.thing)
        if named is None or not set(request_terms(wanted.thing)) <= set(tokenise(named.title)):
            return None
        allowed = self._catalog.select_ids(limits) if limits else None
        known = ShopperSteps.of_items([[named.item_id]])
        near = self._ranker.ranked(None, known, allowed, _FACETS_OVER, True)
        others = self._catalog.get_many([hit.item_id for hit in near])
        found = of_its_kind(named, others, wanted.cheaper)
        request = replace(request, intent="recommend", text=wanted.thing)
        if not found:
            phrase = "none_cheaper" if wanted.cheaper else "none_alike"
            text = say(phrase, request.language, title=short_name(product_name(named)))
            return self.silent(text, request)
        return self.worded(question, request, found, False)

    def _told(
        self, told: GroundedText, request: Request, products: Sequence[Product] = ()
    ) -> Iterator[str | Answer]:
        """What is said in one piece, then the whole `Answer`."""
        yield told.text
        yield Answer(told.text, told.citations, tuple(products), request, told.abstained)

    def silent(
        self, text: str, request: Request, products: Sequence[Product] = ()
    ) -> Iterator[str | Answer]:
        """A text of ours that cites nothing and answers nothing, told in one piece."""
        return self._told(GroundedText(text, (), True), request, products)

    def _meant(
        self, things: Sequence[str], language: str, allowed: Sequence[str] | None
    ) -> list[Product]:
        """The product that each of some names means; fewer where the shop hasn't all."""
        meant: list[Product] = []
        for thing in things:
            request = Request(thing, thing, language=language, intent="advise")
            _, about = self.found(request, ShopperSteps.of_items([[]]), allowed)
            left = [one for one in about if one not in meant]
            meant += [named_product(left, thing) or left[0]] if left else []
        return meant

    def worded(
        self,
        question: str,
        request: Request,
        about: Sequence[Product],
        exact: bool,
        facets: Sequence[Facet] | None = None,
    ) -> Iterator[str | Answer]:
        """Checked text in pieces, then the whole `Answer`.

        Args:
            question: as typed.
            request: as understood.
            about: products, best first; none is said.
            exact: the question is about exactly these, however many.
            facets: what narrows a vague wish; None: worked out from the products.
        """
        if not about:
            text = say("nothing_found", request.language)
            yield text
            yield Answer(text, (), (), request, abstained=True)
            return
        lacks = missing_model(question, about[0].title) if request.intent == "advise" else ""
        if lacks and not exact:
            as_written = re.search(re.escape(lacks), question, re.IGNORECASE)
            model = as_written[0] if as_written else lacks
            title = short_name(product_name(about[0]))
            text = say("no_such_model", request.language, model=model, title=title)
            yield from self.silent(text, request, about[:1])
            return
        told = at_the_named_end(question, about, request.language)
        if told := told or at_the_end(question, about, request.language):
            named = {one.item_id: one for one in about}
            ends = dict.fromkeys(citation.item_id for citation in told.citations)
            yield from self._told(told, request, [named[item] for item in ends])
            return
        if facets is None and request.intent == "navigate":
            split = self._catalog.facets([product.item_id for product in about])
            limited = {condition.field for condition in request.conditions}
            facets = narrowing(split, request.language, limited)
        facets = facets or ()
        shown = about if exact else about[: request.count or CARDS]
        ids = [product.item_id for product in shown]
        reviews = self._catalog.reviews_many(ids, _EVIDENCE_EACH)
        qa = self._catalog.qa_many(ids, _EVIDENCE_EACH)
        found = [Found(one, reviews[one.item_id], qa[one.item_id]) for one in shown]
        intent = request.opinions or request.intent
        matter = request.text if request.opinions else ""
        is_said = exact or any(is_named(one, question) for one in shown)
        for piece in self.generator.stream(
            question, found, request.language, intent, facets, matter, is_said
        ):
            if isinstance(piece, str):
                yield piece
                continue
            cited = {citation.item_id for citation in piece.citations}
            products = [one for one in shown if one.item_id in cited]
            yield Answer(
                piece.text,
                piece.citations,
                tuple(products),
                request,
                abstained=piece.abstained,
                narrowing=tuple(facets),
            )


def _breadth(request: Request) -> int:
    if request.intent == "navigate":
        return _FACETS_OVER
    return _few(request) * (1 if request.intent == "advise" else _NARROWED_FROM)


def _few(request: Request) -> int:
    """How many of the best are looked at for an answer: as many as are asked for, and no fewer than usual."""
    return max(CARDS, request.count or 0)
