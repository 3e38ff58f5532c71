"""Ranking and explaining: from an understood request and a history to suggestions with reasons.

Between retrieval, which knows ids and scores, and the catalog, which knows products. Says nothing
in sentences; that is the generator's business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from .catalog.filters import Condition
from .catalog.records import Product
from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .facts.how_many_play import playable_by
from .facts.measure_limits import within_limits
from .facts.size_words import of_the_size
from .facts.speaking_against import affirming_first, not_spoken_against, unwanted_last
from .facts.variants import one_of_each
from .history_reasons import history_reasons, look_alike_reasons
from .reasons import filter_reasons, popularity_reason, query_reasons
from .results import Reason, Suggestion
from .retrieval.age_words import (
    children_apart,
    gifts_for_the_grown,
    of_the_age,
    saying_the_age,
)
from .retrieval.animal_words import of_the_animal
from .retrieval.asked_thing import subject_of
from .retrieval.avoided_words import avoided, without_allergies, without_avoided
from .retrieval.chinese_kind import called_by_the_word, of_the_chinese_kind, speaking_of_the_thing
from .retrieval.code_words import codes_in
from .retrieval.diet_words import without_animals
from .retrieval.instead_words import others_than_replaced
from .retrieval.low_price import the_cheaper_half, wishes_a_low_price
from .retrieval.named_product import named_product
from .retrieval.owned_words import for_what_is_owned
from .retrieval.product_text import product_terms
from .retrieval.relevance import relevance_by
from .retrieval.request import Request
from .retrieval.retriever import Hit, Retriever
from .retrieval.same_kind import (
    in_a_named_category,
    is_of_the_kind,
    names_a_kind,
    of_the_kind,
    of_the_kind_asked_about,
    of_the_kind_or_near,
    of_the_subject,
    rather_of_the_kind,
    speaking_of_all,
    wished,
)
from .retrieval.sort_words import LOW_PRICE
from .retrieval.tokens import request_terms, tokenise
from .retrieval.wishes import by_wishes, meeting_most
from .retrieval.worth_naming import worth_naming
from .steering import POOL, Steerer, Steering

_SORT_POOL = 20
_WISH_POOL = 50
_FEW_OF_AN_AGE = 3
_WHICH = re.compile(r"\s*(?:which|what)\b|.*哪", re.IGNORECASE)
_POUNDS = re.compile(r"\bpounds?\b", re.IGNORECASE)


class Ranker:
    """Ranks the products of one opened shop."""

    def __init__(self, catalog: CatalogStore, retriever: Retriever) -> None:
        self._catalog = catalog
        self._retriever = retriever

    @cached_property
    def _popularity(self) -> dict[str, int]:
        return self._catalog.popularity()

    @cached_property
    def _common_categories(self) -> frozenset[str]:
        """Categories of more than half of the catalog: sharing one says nothing."""
        split = self._catalog.facets()
        return frozenset(name for name, count in split.categories if 2 * count > split.total)

    @cached_property
    def _steerer(self) -> Steerer:
        return Steerer(self._retriever.index, self._popularity, self._catalog.item_ids())

    def steered(
        self,
        request: Request | None,
        steps: ShopperSteps,
        allowed: Sequence[str] | None,
        k: int,
        mask_history: bool,
        steering: Steering,
    ) -> list[Hit]:
        """The best k as `ranked`, reordered from the best hundred where there is steering."""
        if not steering.active:
            return self.ranked(request, steps, allowed, k, mask_history)
        hits = self.ranked(request, steps, allowed, max(k, POOL), mask_history)
        return self._steerer.best(hits, k, steering, steps.of(0))

    def many(
        self, steps: ShopperSteps, k: int, mask_history: bool, steering: Steering
    ) -> list[list[Hit]]:
        """The best k for each of many histories, in their order."""
        depth = max(k, POOL) if steering.active else k
        ranked = self._retriever.retrieve_many(steps, depth, mask_history)
        if not steering.active:
            return ranked
        return [
            self._steerer.best(hits, k, steering, own)
            for hits, (_, own) in zip(ranked, steps.sequences(), strict=True)
        ]

    def ranked(
        self,
        request: Request | None,
        steps: ShopperSteps,
        allowed: Sequence[str] | None,
        k: int,
        mask_history: bool,
    ) -> list[Hit]:
        """The best k, in the order that the request asks for; what it names by its number before all."""
        if request is None:
            return self._retriever.retrieve(None, steps, allowed, k, mask_history)
        hits = self._by_words(request, steps, allowed, k, mask_history)
        numbered = self._numbered(request.raw)
        passes = None if allowed is None else set(allowed)
        items = [one for one in numbered if passes is None or one in passes]
        top = max((hit.score for hit in hits), default=0.0)
        words = max((hit.lexical for hit in hits), default=0.0)
        first = [Hit(item, top + len(items) - at, 1.0, words) for at, item in enumerate(items)]
        return [*first, *(hit for hit in hits if hit.item_id not in items)][:k]

    def _numbered(self, text: str) -> list[str]:
        """Ids of the products whose number stands in a request."""
        codes = codes_in(text)
        return [one.item_id for one in self._catalog.get_many(codes)] if codes else []

    def _by_words(
        self,
        request: Request,
        steps: ShopperSteps,
        allowed: Sequence[str] | None,
        k: int,
        mask_history: bool,
    ) -> list[Hit]:
        sorted_by_value = request.sort != "relevance"
        # "Is the Earl Grey caffeine free?" wishes for nothing: it is about the Earl Grey.
        wishes = request.soft or avoided(request.raw)
        if request.intent == "advise" and not _WHICH.match(request.text):
            wishes = ()
        if not (sorted_by_value or wishes):
            return self._retriever.retrieve(request.text, steps, allowed, k, mask_history)
        # "Cheapest X" means the cheapest among what is an X, not among all that was ranked.
        pool = max(k, _SORT_POOL if sorted_by_value else _WISH_POOL)
        text = without_allergies(request.text)
        hits = self._retriever.retrieve(text, steps, allowed, pool, mask_history)
        products = {
            one.item_id: one for one in self._catalog.get_many([hit.item_id for hit in hits])
        }
        hits = by_wishes(hits, products, request.soft)
        hits = unwanted_last(hits, products, request.raw)
        if sorted_by_value:
            # "Tea" is whatever is a tea; "green tea" must also be near in its other words.
            alone = len(request_terms(request.text)) == 1
            near = hits if alone else self._near(hits, products, request) or hits
            near = of_the_kind(near, products, request.text)
            rest = [hit for hit in hits if hit not in near]
            hits = sorted(near, key=lambda hit: self._place(products[hit.item_id], request.sort))
            hits += rest  # by relevance: an accessory that costs little isn't the cheapest X
        return hits[:k]

    def _near(
        self, hits: Sequence[Hit], products: Mapping[str, Product], request: Request
    ) -> list[Hit]:
        background = self._retriever.background(request.text)
        # What isn't wanted is no word that a product should share.
        wanted = replace(request, text=without_avoided(request.text))
        return worth_naming(hits, products, wanted, background)

    def _place(self, product: Product, sort: str) -> tuple[bool, float]:
        """Sort key of a product; unknown values come last."""
        bought = self._popularity.get(product.item_id) or product.rating_count
        value = {
            "price_asc": product.price,
            "price_desc": -product.price if product.price is not None else None,
            "rating_desc": -product.rating if product.rating is not None else None,
            "newest": -product.updated_at.timestamp() if product.updated_at else None,
            "popularity": -bought if bought is not None else None,
        }[sort]
        return (value is None, float(value or 0))

    def worth_naming(self, hits: Sequence[Hit], request: Request) -> list[Product]:
        """What an answer may speak of; a vague wish is narrowed from all that was found."""
        found = self._catalog.get_many([hit.item_id for hit in hits])
        by_id = {product.item_id: product for product in found}
        if numbered := [one for one in self._numbered(request.raw) if one in by_id]:
            return [by_id[one] for one in numbered]
        if request.intent != "advise":
            hits = _suiting(hits, by_id, request)
        if request.intent == "navigate":
            return _for_a_vague_wish(hits, by_id, request)
        chinese = request.language == "zh" and request.intent == "recommend"
        if chinese:
            hits = of_the_chinese_kind(hits, by_id, request.text)
            if not any(hit.dense > 0 for hit in hits):  # the encoder can't read it
                hits = speaking_of_the_thing(hits, by_id, request.text)
        kept = self._near(hits, by_id, request)
        if kept and request.sort != "relevance" and len(request_terms(request.text)) == 1:
            kept = list(hits)  # the cheapest tea is a tea, however far from the word
        if chinese:
            kept = called_by_the_word(hits, by_id, request.text) or kept
        if request.intent == "recommend":
            kept = rather_of_the_kind(kept, hits, by_id, request.text)
        if kept and request.intent == "advise":
            # "Handlebar Bag Ultimate" is the handlebar bag, whatever its last word says that it is.
            # "Is the tuxedo jacket slim or straight?" is about no slim jacket, though that is nearer.
            pool = hits if subject_of(request.text) != request.text else kept
            if named := named_product([by_id[hit.item_id] for hit in pool], request.text):
                return [named]
            subject = of_the_subject(hits, by_id, request.text)
            kept = [hit for hit in kept if hit in subject] or subject or kept
        if request.sort != "relevance":
            kept = of_the_kind(kept, by_id, request.text)
        elif request.intent == "recommend":
            near = relevance_by(self._retriever.encoder)
            kept = of_the_kind_or_near(kept, by_id, request.text, near)
        about = [by_id[hit.item_id] for hit in kept]
        if request.intent == "advise":
            if named := named_product(about, request.text):
                return [named]
            kept = of_the_kind_asked_about(kept, by_id, request.text)
            about = [by_id[hit.item_id] for hit in kept]
            if _WHICH.match(request.text):
                about = within_limits(about, _measures_in(request))
        else:
            about = _meant(about, request)
            if request.sort == "relevance":
                about = children_apart(about, request.raw)
                if (
                    request.language == "zh"
                ):  # of the kind are many: 带NFC的手机 begins with one that has it
                    about = affirming_first(about, request.text)
        # "Tea" wishes for a tea, whatever else is tagged with the word.
        thing = wished(request.text)
        wishes = [
            one
            for one in request.soft
            if one not in LOW_PRICE and not thing.issuperset(request_terms(one))
        ]
        best = of_the_size(meeting_most(_cheap_enough(about, request), wishes), request.raw)
        # Who asks about a shoe may ask about its colours; who looks for one sees four shoes, not four colours.
        return best if request.intent == "advise" else one_of_each(best)

    def kept_out(
        self, request: Request, found: Sequence[Product], allowed: Sequence[str]
    ) -> list[Product]:
        """Products of the wished kind that the filters keep out; none if one that passes is of it.

        A shop whose running shoes all cost more than $100 should say so, and not offer socks. What
        the shopper has already counts as being there; a product without a price isn't known to
        miss a limit. Nearest to the limit first.

        Args:
            request: with the filters that hold.
            found: what passes and may be named.
            allowed: ids that pass.
        """
        terms = set(request_terms(request.text))
        if request.intent != "recommend" or not terms:
            return []

        def is_it(product: Product) -> bool:
            if not names_a_kind(request.text):  # Chinese: what a title or its categories have
                return terms <= set(tokenise(" / ".join([product.title, *product.category])))
            return is_of_the_kind(product, request.text) and terms <= set(
                tokenise(product_terms(product))
            )

        def of_it(among: Sequence[str] | None) -> list[Product]:
            hits = self.ranked(request, ShopperSteps.of_items([[]]), among, _SORT_POOL, False)
            return [
                one for one in self._catalog.get_many([hit.item_id for hit in hits]) if is_it(one)
            ]

        if any(map(is_it, found)) or of_it(allowed):
            return []
        limits = [
            one.value
            for one in request.conditions
            if one.field == "price" and isinstance(one.value, Decimal)
        ]
        out = of_it(None)
        if not limits:
            return out
        near = [
            (min(abs(one.price - limit) for limit in limits), one)
            for one in out
            if one.price is not None
        ]
        return [one for _, one in sorted(near, key=lambda pair: pair[0])]

    def popular(
        self,
        k: int,
        conditions: Sequence[Condition],
        allowed: Sequence[str] | None,
        language: str,
    ) -> list[Suggestion]:
        """The k most bought products that pass; the most rated ones in a shop without sales."""
        pool = list(self._popularity)
        if not pool:
            pool = self._catalog.most_rated(k if allowed is None else None)
        if allowed is not None:
            passes = set(allowed)
            pool = [item for item in pool if item in passes] or list(allowed)
        products = self._catalog.get_many(pool[:k])
        return [
            Suggestion(
                product,
                float(self._popularity.get(product.item_id, product.rating_count or 0)),
                (
                    popularity_reason(product, self._popularity.get(product.item_id, 0), language),
                    *filter_reasons(product, conditions, language),
                ),
            )
            for product in products
        ]

    def of_all(
        self, sort: str, k: int, allowed: Sequence[str] | None, language: str
    ) -> list[Product]:
        """The first k of the whole shop in an order: its cheapest, its best rated.

        Args:
            sort: not ``"relevance"``.
            k: how many.
            allowed: only these ids; None: all.
            language: of the request; products in it are preferred where the shop has several.
        """
        kept = None if allowed is None else set(allowed)
        if len(self._catalog.languages()) > 1:  # and currencies
            spoken = set(self._catalog.select_ids([Condition("language", "eq", language)]))
            kept = (spoken if kept is None else spoken & kept) or kept
        if sort == "popularity" and self._popularity:
            passes = None if kept is None else sorted(kept)
            return [one.product for one in self.popular(k, (), passes, language)]
        if kept is None:
            return self._catalog.get_many(self._catalog.ordered(sort, k))
        ids = [one for one in self._catalog.ordered(sort) if one in kept]
        return self._catalog.get_many(ids[:k])

    def suggestions(
        self,
        hits: Sequence[Hit],
        request: Request | None,
        steps: ShopperSteps,
        conditions: Sequence[Condition],
        language: str,
    ) -> list[Suggestion]:
        """Hits as suggestions: why each is there, and the items of the history behind it."""
        ids = [hit.item_id for hit in hits]
        history = steps.of(0)
        products = {one.item_id: one for one in self._catalog.get_many([*ids, *history])}
        because = self._retriever.because_of(ids, steps)
        channel = self._retriever.history
        common = self._common_categories if history else frozenset()
        behind = channel.behind(steps) if history else {}
        made = []
        for hit, items in zip(hits, because, strict=True):
            product = products[hit.item_id]
            named = [products[item] for item, _ in items if item in products]
            reasons: list[Reason] = query_reasons(product, request) if request else []
            reasons += filter_reasons(product, conditions, language)
            reasons += history_reasons(product, named, channel.trained, language, common)
            reasons += look_alike_reasons(behind.get(hit.item_id, 0), language)
            ids_of_named = tuple(one.item_id for one in named)
            made.append(Suggestion(product, hit.score, tuple(reasons), ids_of_named))
        return made


def _measures_in(request: Request) -> str:
    """The words of a request that may limit a measure: not the pounds that a price is in."""
    priced = any(one.field == "price" for one in request.conditions)
    return _POUNDS.sub("", request.raw) if priced else request.raw


def _suiting(hits: Sequence[Hit], products: Mapping[str, Product], request: Request) -> list[Hit]:
    """The hits that aren't what a request speaks against, nor for another age, animal or number of players.

    Before the rest: what isn't wanted is often what comes nearest to its own name.
    """
    hits = not_spoken_against(hits, products, request.raw)
    suits = of_the_age([products[hit.item_id] for hit in hits], request.raw)
    suits = playable_by(of_the_animal(suits, request.raw, request.text), request.raw)
    return [hit for hit in hits if products[hit.item_id] in suits]


def _for_a_vague_wish(
    hits: Sequence[Hit], products: Mapping[str, Product], request: Request
) -> list[Product]:
    """What may be narrowed down: of a category that the wish names, for the age that it names."""
    kept = in_a_named_category(hits, products, request.text)
    if len(kept) == len(hits):
        kept = speaking_of_all(hits, products, request.text) or kept
    meant = _meant([products[one.item_id] for one in kept], request)
    about = gifts_for_the_grown(meant, request.raw)
    # Of a gift only the age is known: what says that it is for it comes first to mind.
    aged = saying_the_age(about, request.raw)
    return aged if len(aged) >= _FEW_OF_AN_AGE else about


def _cheap_enough(products: Sequence[Product], request: Request) -> Sequence[Product]:
    """The cheaper half, where a wish is for something cheap."""
    wishes = request.intent == "recommend" and wishes_a_low_price(request)
    return the_cheaper_half(products) if wishes else products


def _meant(products: Sequence[Product], request: Request) -> list[Product]:
    """Without what is for another age, says no to a word, is to be replaced, or is had already."""
    kept = of_the_age(products, request.raw)
    kept = without_animals(others_than_replaced(kept, request.raw), request.raw)
    return within_limits(for_what_is_owned(kept, request.raw), _measures_in(request))
