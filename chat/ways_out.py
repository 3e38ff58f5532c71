"""The ways out when nothing is left: which limit to lift, and what is left out again."""

from __future__ import annotations

from dataclasses import replace

from ..catalog.filters import Condition
from ..limits_in_words import limits_of
from ..messages import say
from .state import Asked, Need, State
from .turn_base import Stream, TurnBase

_Relaxation = tuple[tuple[Condition, ...], tuple[Condition, ...]]
"""The conditions that are left, and those that are gone."""


class WaysOut(TurnBase):
    """A turn that may lead to nothing."""

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


def _relaxations(conditions: tuple[Condition, ...]) -> list[_Relaxation]:
    """Each way to lift one limit: what is left, what is gone; a price and its currency are one."""
    groups: dict[object, list[Condition]] = {}
    for one in conditions:
        groups.setdefault("price" if one.field in {"price", "currency"} else one, []).append(one)
    return [
        (tuple(one for one in conditions if one not in gone), tuple(gone))
        for gone in groups.values()
    ]
