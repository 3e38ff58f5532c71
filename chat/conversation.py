"""Conversation: several turns with one shop. Narrows down, remembers, asks back when it must.

Rules over typed requests decide what a turn means, so the same turns always lead to the same state;
no language model decides anything here. A turn is, in this order: a set phrase ("undo"), the reply
to what was asked back, a comparison of what was shown, a limit that is lifted, a move in price, a
question about something shown, or a need: a new one, or one that refines the one before. Nothing is
written to disk. `state.py` is the memory, `turns.py` finds and words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..facts.comparing import asks_to_compare
from ..facts.shop_lists import list_of
from ..results import Answer
from ..retrieval.count_question import thing_counted
from ..retrieval.language import language_of
from ..retrieval.request_text import MAX_CHARS, clean
from ..retrieval.shop_wide import listed
from ..retrieval.shop_words import asks_of_the_shop
from .asking import reply_to
from .languages import decline, foreign_language
from .merging import dropped
from .phrases import Phrase, phrase_of, price_move
from .pointing import Pointed, pointed
from .shop import ChatShop
from .state import State
from .subject import (
    asks_about,
    asks_for_like,
    compares_shown,
    points,
    wants_to_buy,
)
from .turns import Turn

_MOST_PAST = 20


class Conversation:
    """A conversation; make one with `Recommender.chat`.

    Example:
        >>> talk = shop.chat()                                        # doctest: +SKIP
        >>> talk.answer("a moisturizer for dry skin").text            # doctest: +SKIP
        >>> talk.answer("something cheaper").products                 # doctest: +SKIP
    """

    def __init__(self, shop: ChatShop) -> None:
        self._shop = shop
        self._state = State()
        self._past: list[State] = []

    @property
    def state(self) -> State:
        """What is remembered after the last turn."""
        return self._state

    def answer(self, text: str) -> Answer:
        """The whole answer to a turn; see `say`."""
        *_, answer = self.say(text)
        assert isinstance(answer, Answer)  # noqa: S101 (the stream's contract, for mypy)
        return answer

    def say(self, text: str) -> Iterator[str | Answer]:
        """Take a turn: yields checked text in pieces, then the whole `Answer`.

        The state changes with the last piece: a turn whose stream is stopped counts for nothing.
        `Answer.request` holds everything that is understood by now, `Answer.products` what the
        answer speaks of.

        Args:
            text: a turn, at most 10,000 characters, in English or Chinese. An empty one gets a
                friendly line, one in a third language is declined in it; both change nothing.

        Raises:
            RequestError: the turn is too long; the conversation is as it was.
        """
        turn = Turn(self._shop, self._state, text)
        if not any(char.isalnum() for char in text[: MAX_CHARS + 1]) and len(text) <= MAX_CHARS:
            yield from turn.line("blank")
            return
        words = clean(text)
        phrase = phrase_of(words)
        foreign = None if phrase else foreign_language(words)
        if foreign and (refusal := decline(foreign, self._shop.languages)):
            yield from turn.text(refusal)
            return
        language = self._state.language
        if any(char.isalpha() for char in words):
            language = "zh" if language_of(words) == "zh" else "en"
        turn = Turn(self._shop, replace(self._state, language=language), words)
        if phrase == "undo":
            yield from self._streamed(self.undo(language))
        elif phrase == "start_over":
            yield from self._streamed(self.start_over(language))
        else:
            yield from self._taken(turn, phrase)

    def undo(self, language: str | None = None) -> Answer:
        """Take the last turn that changed what is looked for back."""
        language = language or self._state.language
        turn = Turn(self._shop, replace(self._state, language=language), "")
        if not self._past:
            return turn.said("nothing_to_undo")
        self._state = replace(self._past.pop(), language=language)
        return Turn(self._shop, self._state, "").undone()

    def start_over(self, language: str | None = None) -> Answer:
        """Forget the need, the limits and what was shown; it can be undone."""
        language = language or self._state.language
        self._keep(State(language=language))
        return Turn(self._shop, self._state, "").said("started_over")

    # --- one turn ------------------------------------------------------------------------------

    def _taken(self, turn: Turn, phrase: Phrase | None) -> Iterator[str | Answer]:
        """Stream a turn, and keep the state it led to once its answer is whole."""
        for piece in self._decided(turn, phrase):
            if isinstance(piece, Answer):
                self._keep(turn.after)
            yield piece

    def _keep(self, after: State) -> None:
        before = self._state
        if (after.need, after.shown) != (before.need, before.shown):
            self._past = [*self._past, replace(before, asked=None)][-_MOST_PAST:]
        self._state = after

    def _decided(self, turn: Turn, phrase: Phrase | None) -> Iterator[str | Answer]:
        state, words = turn.before, turn.words
        if (replied := self._reply(turn, phrase)) is not None:
            return replied
        if phrase in {"greeting", "thanks", "goodbye", "help"}:
            return turn.line("chat_help" if phrase == "help" else phrase)
        if phrase in {"yes", "no"}:
            return turn.line("all_right")
        if phrase == "more":
            return turn.more()
        if asks_of_the_shop(words, state.language):
            return turn.line("of_the_shop")
        if (wanted := listed(words)) is not None:
            passing = self._shop.passing(())
            return turn.text(list_of(wanted, state.language, self._shop.catalog, passing))
        if thing := thing_counted(words, self._shop.vocabulary.categories):
            return turn.counted(thing)
        at = pointed(words, state.shown, state.focus)
        if asks_to_compare(words) and compares_shown(words, at) and at.beyond is None:
            return turn.compare(at)
        if (left := dropped(words, state.need.conditions)) is not None:
            return turn.look(replace(state.need, conditions=left))
        if state.shown and (move := price_move(words)):
            return turn.move(move, at)
        if (spoken := self._spoken_of(turn, at)) is not None:
            return spoken
        return turn.need()

    def _reply(self, turn: Turn, phrase: Phrase | None) -> Iterator[str | Answer] | None:
        """The turn as the reply to what was asked back; None if it isn't one."""
        asked = turn.before.asked
        if asked is None:
            return None
        if asked.kind == "relax" and asked.relaxed is not None:
            if phrase == "yes" or (phrase == "thanks" and turn.agrees):
                return turn.look(asked.relaxed)
            return None
        if asked.kind == "which":
            if phrase == "any" and turn.before.shown:
                return turn.take_up(asked.turn).ask(turn.before.shown)
            at = pointed(turn.words, turn.before.shown, None)
            if len(at.products) == 1 and not turn.question:
                return self._spoken_of(turn.take_up(asked.turn), Pointed(at.products))
            return None
        given = reply_to(asked, turn.words, self._shop.understand)
        return None if given is None else turn.narrowed(given)

    def _spoken_of(self, turn: Turn, at: Pointed) -> Iterator[str | Answer] | None:
        """A turn about products that were shown; None if it speaks of none."""
        words = turn.words
        bare = points(words) and not turn.left_to_ask(at.products)
        buys = wants_to_buy(words)
        about = turn.question or asks_about(words) or bare
        if at.beyond is not None:
            return turn.beyond()
        if at.unclear:
            return turn.which() if about or buys else None
        if not at.products:
            return turn.unpointed() if turn.question else None
        if len(at.products) == 1 and buys:
            return turn.cannot_order(at.products[0])
        if len(at.products) == 1 and asks_for_like(words):
            return turn.like(at.products[0])
        if bare:
            return turn.details(at.products)
        return turn.ask(at.products) if about else None

    def _streamed(self, answer: Answer) -> Iterator[str | Answer]:
        yield answer.text
        yield answer
