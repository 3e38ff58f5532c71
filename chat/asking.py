"""The question asked back: what its replies may be, and which of them a turn is.

A facet's values come from the store with their counts (`narrowing.py`); here each becomes an
`Option` with the conditions that it stands for, so that "the second one", "20 to 30" or "Oatwick"
is read against what was really offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..catalog.facets import Facets
from ..catalog.filters import Condition
from ..generator.grounded import Facet
from ..narrowing import FIELD_NAMES, band_text
from ..retrieval.phrases import keys
from ..retrieval.request import Request
from ..retrieval.request_text import fold
from .phrases import phrase_of
from .state import Asked, Option

_SHOWN_VALUES = 4
_ORDINAL = re.compile(
    r"^(?:the )?(?P<word>first|second|third|fourth|last|1st|2nd|3rd|4th)(?: (?:one|option|band|price|range|price band|price range|brand|kind|type|category))*$"
    r"|^(?:option |number |no\.? ?|#)?(?P<digit>[1-4])$|^第(?P<han>[一二三四1234])(?:个|种|档|项|款|类)?(?:价位|价格|品牌|选项)?$"
)
_PLACES = {
    "first": 0, "1st": 0, "1": 0, "一": 0, "second": 1, "2nd": 1, "2": 1, "二": 1,
    "third": 2, "3rd": 2, "3": 2, "三": 2, "fourth": 3, "4th": 3, "4": 3, "四": 3, "last": -1,
}  # fmt: skip
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千两]+[十百千元块]")
_MOST_REPLY = 60
_RANGE = re.compile(r"^[$£€¥]?\d+(?:\.\d+)?\s*(?:-|–|to|到|至|~)\s*[$£€¥]?\d+(?:\.\d+)?$")


def options_of(
    shown: Sequence[Facet], split: Facets, language: str, currencies: Sequence[str]
) -> tuple[Option, ...]:
    """The values that were shown, in order, with what each would ask for.

    Args:
        shown: the facets of the answer, the asked one first.
        split: the same products' facets as the store gives them.
        language: that the bands were worded in.
        currencies: of the shop; a price band is of the products' own currency only if there are several.
    """
    fields = {name: field for field, names in FIELD_NAMES.items() for name in names}
    options: list[Option] = []
    for facet in shown:
        field = fields.get(facet.name, f"attributes.{facet.name}")
        for value, _ in facet.values[:_SHOWN_VALUES]:
            conditions: tuple[Condition, ...]
            if field == "price":
                conditions = _of_band(value, split, language, currencies)
            else:
                conditions = (Condition(field, "eq", value),)
            options.append(Option(facet.name, value, conditions))
    return tuple(options)


def _of_band(
    text: str, split: Facets, language: str, currencies: Sequence[str]
) -> tuple[Condition, ...]:
    for band in split.price_bands:
        if band_text(band, split.currency, language) != text:
            continue
        bounds = []
        if band.low is not None:
            bounds.append(Condition("price", "ge", band.low))
        if band.high is not None:
            bounds.append(Condition("price", "lt", band.high))
        if split.currency and len(currencies) > 1:
            bounds.append(Condition("currency", "eq", split.currency))
        return tuple(bounds)
    return ()


def reply_to(
    asked: Asked, text: str, understand: Callable[[str], Request]
) -> tuple[Condition, ...] | None:
    """The conditions that a turn gives as the reply to `asked`.

    Returns:
        Conditions; an empty tuple if anything will do; None if the turn is no reply.
    """
    if phrase_of(text) in {"any", "no"}:
        return ()
    folded = " ".join(fold(text[: 4 * _MOST_REPLY]).split()).strip(" .,!?。，！？")
    if not folded or len(folded) > _MOST_REPLY:
        return None
    own = [one for one in asked.options if one.facet == asked.facet]
    if match := _ORDINAL.match(folded):
        place = _PLACES[match["word"] or match["digit"] or match["han"]]
        if place < len(own):
            return own[place].conditions
    if chosen := _chosen(folded, asked.options):
        return _together(chosen)
    if asked.facet in FIELD_NAMES["price"] and _NUMBER.search(folded):
        return as_budget(text, own, understand)
    return None


def _chosen(folded: str, options: Sequence[Option]) -> list[Option]:
    """The options of one facet that a reply names: exactly, else within it, else by one of its words."""
    exact = [one for one in options if fold(one.text) == folded]
    if exact:
        return exact[:1]
    said = keys(folded)
    within = [one for one in options if _holds(said, keys(one.text))]
    if within:
        return [one for one in within if one.facet == within[0].facet]
    if not any(char.isalpha() for char in folded):
        return []  # "30" is a budget, not the band that begins with it
    by_word = [one for one in options if len(said) < 4 and _holds(keys(one.text), said)]
    return by_word if len(by_word) == 1 else []


def _holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return bool(size) and any(
        tuple(text[at : at + size]) == tuple(phrase) for at in range(len(text) - size + 1)
    )


def _together(chosen: Sequence[Option]) -> tuple[Condition, ...]:
    """Several values of one facet are alternatives."""
    if len(chosen) == 1 or len(chosen[0].conditions) != 1:
        return chosen[0].conditions
    values = tuple(str(one.conditions[0].value) for one in chosen)
    field = chosen[0].conditions[0].field
    if field == "price":
        return chosen[0].conditions
    return (Condition(field, "in", values),)


def as_budget(
    text: str, bands: Sequence[Option], understand: Callable[[str], Request]
) -> tuple[Condition, ...] | None:
    """A number given as the price: "30" is up to 30, "20 to 30" between, "about 25" around it.

    A number without a currency is in that of the bands.
    """
    own = [one for band in bands for one in band.conditions if one.field == "currency"][:1]
    for form in (text, f"budget {text}", f"预算{text}"):
        read = understand(form).conditions
        prices = [one for one in read if one.field in {"price", "currency"}]
        if any(one.field == "price" for one in prices):
            named = any(one.field == "currency" for one in prices)
            return tuple(prices if named else [*prices, *own])
    return None


def price_range(text: str, understand: Callable[[str], Request]) -> tuple[Condition, ...] | None:
    """A turn that is two numbers and nothing else, "20 to 40": what it may cost; None if it isn't."""
    return as_budget(text, (), understand) if _RANGE.match(text.strip()) else None
