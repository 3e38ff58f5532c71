"""`Generator`: from a question and what retrieval found to checked, cited text.

Knows the three jobs and when to abstain. Doesn't know how products were found, how the decoder
runs, or what a store is. Sentences leave `stream` only after they passed; none is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from .advise import Advice, Reader, advise, advise_from
from .compare import compare
from .each_product import of_product
from .evidence import Piece, product_name
from .grounded import Facet, Found, GroundedText
from .messages import say
from .navigate import navigate
from .opinions import WANTED, opinions
from .options import said_as_options
from .questions import Question, title_words, understand_question
from .reading import Reading, read
from .recommend import recommend
from .rephrase import Attempt, rephrase, worth_trying
from .scoring import Relevance, Scored
from .statements import Numbering, Statement
from .writing import write

if TYPE_CHECKING:
    from .decoder import Decoder


class Generator:
    """Writes grounded answers.

    Args:
        decoder: writes sentences where they pass the check; None gives the catalog's own words. A
            callable is asked for the decoder when it is needed: most answers are not its.
        relevance: ``(question, sentences) -> float array [n]``, the encoder's cosine similarity.
    """

    def __init__(
        self, decoder: Decoder | Callable[[], Decoder] | None, relevance: Relevance
    ) -> None:
        self._decoder = decoder
        self.relevance = relevance

    @property
    def decoder(self) -> Decoder | None:
        """The decoder, loaded by now; whoever made the callable keeps it."""
        return self._decoder() if callable(self._decoder) else self._decoder

    def answer(self, question: str, found: Sequence[Found], language: str = "en", intent: str = "advise",
               facets: Sequence[Facet] = (), matter: str = "", named: bool = True) -> GroundedText:  # fmt: skip
        """The whole answer; see `stream`."""
        for piece in self.stream(question, found, language, intent, facets, matter, named):
            if isinstance(piece, GroundedText):
                return piece
        raise AssertionError("stream ends with a GroundedText")

    def stream(self, question: str, found: Sequence[Found], language: str = "en", intent: str = "advise",
               facets: Sequence[Facet] = (), matter: str = "", named: bool = True) -> Iterator[str | GroundedText]:  # fmt: skip
        """Yield checked sentences as they are ready, then the GroundedText that holds them all.

        The pieces joined are the final text exactly.

        Args:
            question: the shopper's words, any length.
            found: products, best first; the question is about the first if it is about one.
            language: of the fixed phrases: ``"zh"`` or anything else for English.
            intent: ``"advise"``, ``"recommend"`` or ``"navigate"``; ``"opinions"``, ``"praise"`` or
                ``"complaints"`` ask what shoppers think.
            facets: for navigate: what splits the candidates, best split first, with counts.
            matter: for what shoppers think: the words of the question that say of what.
            named: the question, or the shopper, has said which product is meant; else an answer
                about one begins with its name.
        """
        language = "zh" if language.startswith("zh") else "en"
        whose = found[0] if len(found) == 1 and not named else None
        writer = _Writer(whose, language)
        abstained = False
        if not found and intent != "navigate":
            yield writer.add(Statement(say("no_cards", language)))
            abstained = True
        elif (compared := compare(question, found, language)) is not None:
            yield writer.add(compared)
        elif intent == "recommend":
            for statement, _ in recommend(question, found, self.relevance, language):
                yield writer.add(statement)
        elif intent == "navigate":
            for statement in navigate(found, facets, language):
                yield writer.add(statement)
        elif intent in WANTED and (
            told := opinions(intent, matter, found, self.relevance, language)
        ):
            for statement in told.statements:
                yield writer.add(statement)
            abstained = told.abstained
        else:
            advice = advise(question, found, self.relevance, language, self._reader())
            yield from self._advice(advice, language, writer)
            return
        yield writer.result(abstained)

    def stream_pieces(
        self, question: str, pieces: Sequence[Piece], language: str = "en"
    ) -> Iterator[str | GroundedText]:
        """Advise from pieces of evidence that are already cut: what the evaluation measures."""
        language = "zh" if language.startswith("zh") else "en"
        names = title_words(pieces[0].title) if pieces else frozenset()
        asked = understand_question(question, names)
        advice = advise_from(asked, pieces, self.relevance, language, self._reader())
        yield from self._advice(advice, language, _Writer(None, language))

    def _reader(self) -> Reader | None:
        """A tuned decoder's reading of the likeliest pieces; None without one.

        The decoder is loaded when the reading is first asked for: what answers by itself needs none.
        """
        if self._decoder is None:
            return None

        def reader(question: Question, scored: Sequence[Scored], language: str) -> Reading | None:
            decoder = self.decoder
            if decoder is None or decoder.choice is None:
                return None
            return read(decoder, decoder.choice, question, scored, language)

        return reader

    def _advice(
        self, advice: Advice, language: str, writer: _Writer
    ) -> Iterator[str | GroundedText]:
        statements = advice.statements
        if not (advice.final or advice.abstained):
            attempt = self._attempt(advice, language)
            if attempt.statement is not None:
                said, piece = attempt.statement, attempt.statement.pieces[0]
                statements = (of_product(said, piece.title, language) if advice.several else said,)
            elif attempt.refused:
                writer.dropped.append(attempt.refused)
        for statement in statements:
            yield writer.add(statement)
        yield writer.result(advice.abstained)

    def _attempt(self, advice: Advice, language: str) -> Attempt:
        """The decoder's sentence in place of the quote, if it may and can have one."""
        evidence = advice.evidence
        if evidence and (options := said_as_options(evidence[0].piece, language)):
            return Attempt(options)
        decoder = self.decoder
        if decoder is None:
            return Attempt(None)
        if advice.reading is not None:
            return write(decoder, advice.reading, advice.question, evidence[0], language)
        if not worth_trying(evidence):
            return Attempt(None)
        return rephrase(decoder, self.relevance, advice.question, evidence, language)


class _Writer:
    """Joins statements to one text, numbering as it goes; says first whose they are, if told to."""

    def __init__(self, whose: Found | None, language: str) -> None:
        self._whose = product_name(whose.product) if whose else ""
        self._language = language
        self._numbering = Numbering()
        self._text = ""
        self._sources: set[str] = set()
        self.dropped: list[str] = []

    def add(self, statement: Statement) -> str:
        begins = bool(statement.pieces) and not self._text
        if begins and not self._names_it(statement):
            statement = of_product(statement, self._whose, self._language)
        rendered = self._numbering.render(statement)
        blank = "" if not self._text else "\n" if statement.line else " "
        if blank == " " and self._text[-1] in "。！？：":
            blank = ""
        self._text += blank + rendered
        if statement.pieces:
            self._sources.add(statement.source)
        return blank + rendered

    def _names_it(self, statement: Statement) -> bool:
        """Whether a statement says whose it is, or nobody need say it."""
        if self._whose in statement.text:  # "" stands in every text
            return True
        return statement.pieces[0].kind == "title" and self._whose.startswith(statement.quotes[0])

    def result(self, abstained: bool) -> GroundedText:
        source = "abstain" if abstained else "decoder" if "decoder" in self._sources else "extract"
        return GroundedText(
            self._text, self._numbering.citations(), abstained, source, tuple(self.dropped)
        )
