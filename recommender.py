"""Recommender: a shop, opened. The only room that knows all others.

Ties them together: words are understood, filters become ids, retrieval ranks, reasons are looked
up, the generator words the answer. How each is done is the other rooms' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from .answer_measuring import answers_table, measure_asking, read_questions
from .answering import CARDS, Answering
from .asking_history import asking_history
from .catalog.folder import ShopFolder
from .catalog.records import QA, Product, Reject, Review
from .catalog.shopper_steps import ShopperSteps
from .catalog.store import CatalogStore
from .decoder_folder import decoder_adapter
from .errors import InputError, ModelError, RequestError, UnknownItemError, UnknownShopperError
from .facts.alike import alike_wanted
from .facts.books import names_books
from .facts.size_words import missing_size
from .filtering import Filters, Where
from .generator.in_turn import InTurn
from .history_files import is_trained
from .indexes.generations import Generation, Generations
from .indexing import IndexJob, IndexReport, run_forget, run_index
from .measuring import Evaluation, SplitName, measure_search
from .messages import say
from .ranking import Ranker
from .reranker_training import open_reranker, reranker_state
from .respelling import Respelling
from .results import Answer, Suggestion
from .retrieval.count_question import thing_counted
from .retrieval.fusion import DENSE_WEIGHT
from .retrieval.relevance import relevance_by
from .retrieval.request import CatalogVocabulary, Request
from .retrieval.retriever import Retriever
from .retrieval.text_encoder import TextEncoder
from .retrieval.understand import understand
from .searched_as import SearchedAs
from .serialise import jsonable
from .snapshot import (
    CATALOG_FILE,
    open_index,
    open_lexical,
    open_refinement,
    open_spelling,
)
from .steering import Steering
from .trainings import train

if TYPE_CHECKING:
    from .catalog.shoppers import Forgotten
    from .chat.conversation import Conversation
    from .generator.compose import Generator
    from .generator.translating import Translator

_EVIDENCE_EACH = 20  # reviews and answers on a page


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product with what shoppers and the shop say about it."""

    product: Product
    reviews: tuple[Review, ...]
    qa: tuple[QA, ...]

    def to_dict(self) -> dict[str, Any]:
        """The form that ``--json`` prints."""
        form: dict[str, Any] = jsonable(self)
        return form


class Recommender:
    """A shop that answers. Open one with `Recommender.open`, make one with `Recommender.index`.

    Keeps the generation it opened: an index run beside it is seen by the next `open`.

    Example:
        >>> shop = Recommender.open("my-shop")                             # doctest: +SKIP
        >>> shop.suggest(query="for oily skin", where={"price": {"lt": 40}})  # doctest: +SKIP
    """

    def __init__(
        self,
        folder: ShopFolder,
        generation: Generation,
        catalog: CatalogStore,
        retriever: Retriever,
        decoder: str,
    ) -> None:
        self.folder = folder
        self.generation = generation
        self._catalog = catalog
        self._retriever = retriever
        self._ranker = Ranker(catalog, retriever)
        self._respelling = Respelling(catalog, retriever)
        self._filters = Filters(catalog)
        self._decoder_name = decoder
        self._decoders = InTurn()
        searched_as = SearchedAs(catalog, retriever, self._ranker, self._translator())
        self._answering = Answering(
            catalog, self._ranker, self._respelling, self._generator, searched_as
        )

    # --- opening, making, erasing ------------------------------------------------------------

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        decoder: str = "default",
        device: str | None = None,
        new_items: float | None = None,
        rerank: bool | None = None,
    ) -> Self:
        """Open the shop at `path`.

        Args:
            path: the store folder.
            decoder: ``"default"``, tuned (by this shop, or as it comes); ``"base"``, the same
                untuned; a hub id, a folder, or ``"none"`` for answers that are catalog quotes
                only. It is loaded on the first `ask`.
            device: torch device of the text encoder; None picks one.
            new_items: how much more a history suggests what joined the catalog after its encoder
                was trained; 1 is as the sources say. None: up to 4.75, the fewer there are the more.
            rerank: whether a trained cross-encoder reorders the best of what a request finds; None
                if its training found that it pays.

        Raises:
            InputError: `rerank` is True and the shop has trained none.
            StoreError: no store there, a newer format, or nothing indexed yet.
            ChecksumError: a file of the live generation was altered.
            ModelError: the encoder that the store was made with can't be loaded.
            RequestError: `new_items` isn't above 0 and below 1,000.
        """
        if new_items is not None and not 0 < new_items < 1000:
            raise RequestError(f"new_items must be above 0 and below 1,000, not {new_items}")
        folder = ShopFolder.open(path)
        generation = Generations(folder.generations_path, folder.current_path).current()
        name = folder.encoder_name()
        encoder = TextEncoder.load(name, device)
        if encoder.fingerprint != generation.manifest.encoder:
            raise ModelError(
                f"{path} was indexed with other weights of the encoder {name!r} than are installed "
                "now: run `shopctl index` again"
            )
        catalog = CatalogStore.open(
            generation.file(CATALOG_FILE), read_only=True, key_folder=folder.path
        )
        history = None
        if is_trained(generation):
            from .history_snapshot import open_history

            history = open_history(generation, new_items)
        index, lexical = open_index(generation), open_lexical(generation)
        retriever = Retriever(
            encoder,
            index,
            lexical,
            dense_weight=DENSE_WEIGHT if encoder.dense_weight is None else encoder.dense_weight,
            history=history,
            spelling=open_spelling(generation),
            reranker=open_reranker(folder, catalog, rerank),
            refinement=open_refinement(generation, index, lexical),
        )
        return cls(folder, generation, catalog, retriever, decoder)

    @staticmethod
    def index(
        products: Sequence[str | Path] | str | Path = (),
        store: Path | str = "my-shop",
        *,
        reviews: Sequence[str | Path] = (),
        qa: Sequence[str | Path] = (),
        interactions: Sequence[str | Path] = (),
        append: bool = False,
        overrides: Mapping[str, str] | None = None,
        file_format: str | None = None,
        currency: str | None = None,
        encoder: str | None = None,
        index_kind: Any = "auto",
    ) -> IndexReport:
        """Make or refresh the shop at `store` from files; see `indexing.IndexJob`.

        Raises:
            InputError: a file can't be used.
            StoreError: the store can't be written to; what was live still is.
        """
        if isinstance(products, (str, Path)):
            products = [products]
        job = IndexJob(
            products=[str(path) for path in products],
            reviews=[str(path) for path in reviews],
            qa=[str(path) for path in qa],
            interactions=[str(path) for path in interactions],
            append=append,
            overrides=overrides or {},
            file_format=file_format,
            currency=currency,
            encoder=encoder,
            index_kind=index_kind,
        )
        return run_index(Path(store), job)

    train = staticmethod(train)

    @staticmethod
    def forget(store: Path | str, user: str) -> Forgotten:
        """Erase a shopper (raw id) and every older copy of the store that remembers them.

        Raises:
            UnknownShopperError: the store holds nothing of this shopper.
        """
        forgotten = run_forget(Path(store), user)
        if not (forgotten.interactions or forgotten.reviews):
            raise UnknownShopperError(f"{store} holds nothing of shopper {user!r}")
        return forgotten

    def close(self) -> None:
        """Let go of the store's files."""
        self._catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what the shop holds -----------------------------------------------------------------

    def item_ids(self) -> list[str]:
        """All item ids, sorted."""
        return self._catalog.item_ids()

    def products(self, item_ids: Sequence[str]) -> list[Product]:
        """Products in the order of `item_ids`; unknown ones are left out."""
        return self._catalog.get_many(item_ids)

    def show(self, item_id: str) -> ProductPage:
        """All that the shop knows about one product.

        Raises:
            UnknownItemError: no such item.
        """
        product = self._product(item_id)
        return ProductPage(
            product,
            tuple(self._catalog.reviews(item_id, _EVIDENCE_EACH)),
            tuple(self._catalog.qa(item_id, _EVIDENCE_EACH)),
        )

    def rejects(self, limit: int | None = None) -> list[Reject]:
        """Rows that could not be read, by file and line."""
        return self._catalog.rejects(limit)

    def info(self) -> dict[str, Any]:
        """What the shop holds and what it was made with; plain JSON values."""
        manifest = self.generation.manifest
        return {
            "store": str(self.folder.path),
            **self._catalog.counts(),
            "shoppers": sum(1 for _ in self._catalog.histories()),
            "languages": self._catalog.languages(),
            "encoder": self.folder.config.get("models", {}).get("encoder", "default"),
            "history_encoder": "trained" if self._retriever.history.trained else "untrained",
            "reranker": reranker_state(self.folder),
            "index": self._retriever.index.kind,  # type: ignore[attr-defined]
            "dimension": manifest.dimension,
            "generation": self.generation.name,
            "indexed": manifest.created,
        }

    # --- recommending and searching ----------------------------------------------------------

    def suggest(
        self,
        history: Sequence[str] | None = None,
        query: str | None = None,
        k: int = 10,
        where: Where = None,
        *,
        user: str | None = None,
        mask_history: bool = True,
        diversity: float = 0.0,
        calibration: float = 0.0,
    ) -> list[Suggestion]:
        """Suggest products from a history, a need in words, or both; popular ones from neither.

        Args:
            history: item ids, oldest first. Unknown ones are named in a warning and passed over.
            query: a need in plain words; limits in it ("under $40") become hard filters.
            k: how many, at least 1.
            where: hard filters, as ``{"price": {"lt": 40}}`` or ``["price<40"]``.
            user: a shopper of the store, whose history comes before `history`.
            mask_history: leave out what is in the history.
            diversity: 0 to 1: trade relevance for difference among the best hundred (MMR).
            calibration: 0 to 1: show popular and rare products in the shares that the history has.

        Returns:
            At most `k` suggestions, best first.

        Raises:
            RequestError: k < 1, a share outside 0 to 1, or no product passes all filters (says
                which one to relax).
            UnknownItemError: no id of `history` is known.
            UnknownShopperError: no history of `user`.
        """
        _check_count(k)
        steps = asking_history(self._catalog, self.folder.path, history, user)
        request = self._understand(query) if query is not None else None
        conditions = self._filters.conditions(where, request)
        allowed = self._filters.allowed(conditions, request)
        language = request.language if request else self._language
        if not len(steps.items) and request is None:
            return self._ranker.popular(k, conditions, allowed, language)
        steering = Steering(diversity, calibration)
        hits = self._ranker.steered(request, steps, allowed, k, mask_history, steering)
        if request is None:
            return self._ranker.suggestions(hits, None, steps, conditions, language)
        heard, spelling = self._respelling.heard(request)
        found = self._ranker.suggestions(hits, heard, steps, conditions, language)
        if spelling and self._respelling.changed(
            hits, request, steps, allowed, mask_history, steering
        ):
            found = [replace(one, spelling=spelling) for one in found]
        return found

    def suggest_many(
        self,
        histories: Sequence[Sequence[str]],
        k: int = 10,
        *,
        mask_history: bool = True,
        diversity: float = 0.0,
        calibration: float = 0.0,
    ) -> list[list[Suggestion]]:
        """Suggest for many histories at once, in order; for evaluation and offline use.

        Suggestions come without reasons: those are looked up one history at a time by `suggest`.
        A history without a known item gives an empty list.

        Raises:
            RequestError: k < 1, or a share outside 0 to 1.
        """
        _check_count(k)
        steps = ShopperSteps.of_items(histories)
        steering = Steering(diversity, calibration)
        ranked = self._ranker.many(steps, k, mask_history, steering)
        wanted = list({hit.item_id for hits in ranked for hit in hits})
        products = {product.item_id: product for product in self._catalog.get_many(wanted)}
        return [
            [
                Suggestion(products[hit.item_id], hit.score)
                for hit in hits
                if hit.item_id in products
            ]
            for hits in ranked
        ]

    def search(self, query: str, k: int = 10, where: Where = None) -> list[Suggestion]:
        """Search the catalog, best first.

        Raises:
            RequestError: an empty or too long query, k < 1, or filters that leave nothing.
        """
        return self.suggest(query=query, k=k, where=where)

    # --- answering ---------------------------------------------------------------------------

    def ask(
        self,
        question: str,
        *,
        item: str | None = None,
        history: Sequence[str] | None = None,
        user: str | None = None,
        where: Where = None,
    ) -> Answer:
        """Answer in plain words; every fact is cited.

        Args:
            question: at most 10,000 characters, in English or Chinese.
            item: the product that the question is about; without it products are looked for.
            history: item ids of the shopper, oldest first.
            user: a shopper of the store.
            where: hard filters.

        Raises:
            RequestError: an empty or too long question, or filters that contradict each other.
            UnknownItemError: no such item.
            ModelError: the decoder can't be loaded.
        """
        *_, answer = self.ask_stream(question, item=item, history=history, user=user, where=where)
        assert isinstance(answer, Answer)  # noqa: S101 (the stream's contract, for mypy)
        return answer

    def ask_stream(
        self,
        question: str,
        *,
        item: str | None = None,
        history: Sequence[str] | None = None,
        user: str | None = None,
        where: Where = None,
    ) -> Iterator[str | Answer]:
        """As `ask`, in pieces: checked text as it comes, then the whole `Answer`.

        A piece that was yielded is never withdrawn.
        """
        counting = "" if item else thing_counted(question, self._vocabulary.categories)
        request = self._understand(counting or question)
        conditions = self._filters.conditions(where, request)
        request = replace(request, conditions=tuple(conditions), raw=question)
        steps = asking_history(self._catalog, self.folder.path, history, user)
        if item is not None:
            about = [self._product(item)]
            request = replace(request, intent="advise")
        else:
            if where:
                self._filters.allowed(
                    self._filters.conditions(where, None), None
                )  # the caller's own contradiction
            if wanted := alike_wanted(question):
                limits = self._filters.conditions(where, self._understand(wanted.rest))
                if (like := self._answering.like(wanted, question, request, limits)) is not None:
                    yield from like
                    return
            allowed = self._catalog.select_ids(conditions) if conditions else None
            if allowed is not None and not allowed:
                text = self._filters.contradiction(conditions, request.language)
                yield from self._answering.silent(text, request)
                return
            if counting:
                yield from self._answering.counted(request, allowed)
                return
            if (aside := self._answering.aside(question, request, allowed)) is not None:
                yield from aside
                return
            request, about = self._answering.found(request, steps, allowed)
            is_told = allowed is not None and not (about and names_books(request.text))
            if is_told and (out := self._ranker.kept_out(request, about, allowed or ())):
                text = self._filters.keep_out(request, self._vocabulary.currency)
                yield from self._answering.silent(text, request, out[:CARDS])
                return
            if request.intent == "recommend" and (size := missing_size(about, request.raw)):
                text = say("none_in_size", request.language, size=size.upper())
                yield from self._answering.silent(text, request, about[:CARDS])
                return
        yield from self._answering.worded(question, request, about, exact=item is not None)

    def chat(
        self,
        *,
        history: Sequence[str] | None = None,
        user: str | None = None,
        where: Where = None,
    ) -> Conversation:
        """Begin a conversation of several turns; see `conversation.Conversation`.

        Args:
            history: item ids of the shopper, oldest first.
            user: a shopper of the store.
            where: hard filters that hold in every turn.

        Raises:
            RequestError: no product passes `where`.
            UnknownItemError: no id of `history` is known.
            UnknownShopperError: no history of `user`.
        """
        from .chat.conversation import Conversation
        from .chat.shop import ChatShop

        given = self._filters.conditions(where, None)
        self._filters.allowed(given, None)
        steps = asking_history(self._catalog, self.folder.path, history, user)
        return Conversation(
            ChatShop(
                self._understand,
                lambda request, allowed: self._answering.found(request, steps, allowed),
                self._answering.worded,
                self._answering.counted,
                self._popular,
                self._catalog,
                self._filters,
                self._vocabulary,
                tuple(given),
            )
        )

    def _popular(self, count: int, allowed: Sequence[str] | None) -> list[Product]:
        return [one.product for one in self._ranker.popular(count, (), allowed, self._language)]

    def _generator(self) -> Generator:
        from .generator.compose import Generator
        from .generator.conversion import default_target
        from .generator.decoder import Decoder

        name = self._decoder_name
        if name == "default":
            default_target()  # a missing package is said now, not in the middle of some answer
        own = decoder_adapter(self.folder, name)
        load = self._decoders.by(name, lambda: Decoder.load(name, adapter=own))
        return Generator(
            None if name == "none" else load,
            relevance_by(self._retriever.encoder),
        )

    def _translator(self) -> Translator | None:
        from .generator.decoder import Decoder
        from .generator.translating import Translator

        name = self._decoder_name
        # Tuned to answer, the packaged decoder has unlearned half of what it could translate.
        untuned = "base" if name == "default" else name
        if name == "none":
            return None
        return Translator(self._decoders.by(untuned, lambda: Decoder.load(untuned)))

    # --- measuring ---------------------------------------------------------------------------

    def evaluate(
        self,
        what: str,
        *,
        split: SplitName = "test",
        judgements: str | Path | None = None,
        questions: str | Path | None = None,
        trec_out: Path | None = None,
    ) -> Evaluation:
        """Measure the shop on held-out data.

        Args:
            what: ``"recommend"`` (leave-one-out over the store's shoppers), ``"search"`` (needs
                `judgements`) or ``"answers"`` (needs `questions`).
            split: which part is looked at; choose settings on ``"validation"`` only.
            judgements: CSV with query, item_id and grade.
            questions: JSON Lines with question, item_id and what a right answer rests on.
            trec_out: a folder for TREC run and qrels files.

        Raises:
            InputError: an unknown `what`, or data that is missing or can't be read.
        """
        if what == "recommend":
            from .history_measuring import measure_recommendation

            return measure_recommendation(
                self.generation,
                [product for batch in self._catalog.products() for product in batch],
                open_index(self.generation),
                self._catalog.shopper_steps(),
                split,
                trec_out,
            )
        if what == "search":
            return measure_search(self._retriever, judgements, self.item_ids(), split, trec_out)
        if what == "answers":
            if questions is None:
                raise InputError(
                    "answers are measured against questions: give --questions FILE "
                    "(JSON Lines, see docs/evaluation.md)"
                )
            report = measure_asking(self.ask_stream, read_questions(Path(questions)))
            return Evaluation([report], answers_table)
        raise InputError(f"can't measure {what!r}: recommend, search or answers")

    # --- parts -------------------------------------------------------------------------------

    @cached_property
    def _vocabulary(self) -> CatalogVocabulary:
        return CatalogVocabulary(**self._catalog.vocabulary())

    @cached_property
    def _language(self) -> str:
        return next(iter(self._catalog.languages()), "en")

    def _understand(self, text: str) -> Request:
        return understand(text, self._vocabulary)

    def _product(self, item_id: str) -> Product:
        product = self._catalog.get(item_id)
        if product is None:
            raise UnknownItemError(
                f"no item {item_id[:80]!r} in {self.folder.path}: "
                "`shopctl search` finds products and shows their ids"
            )
        return product


def _check_count(k: int) -> None:
    if k < 1:
        raise RequestError(f"k is the number of results and must be at least 1, not {k}")
