"""What answers a question by itself, without a reading: a field, a list, a variant, the name, a warning.

Each teller has an eye for one kind of question and says nothing to any other. They are asked in one order, and
the first that has something to say is heard: what the shop states plainly goes before what has to be read, and a
warning before all that only reads well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .asked_field import asked_fields
from .asked_measure import measure_fields
from .asked_option import asked_option
from .asked_origin import asked_origin
from .asked_variant import asked_variant, price_range
from .asked_year import asked_year
from .each_product import fields_of, framed, of_product
from .evidence import LIST_PRICE, Piece
from .extract import frame
from .ingredients import ingredient_answer, whole_list
from .messages import say
from .questions import Question
from .said_by_name import said_by_name
from .said_in_chinese import said_in_chinese
from .statements import Statement, mark
from .warned import warned

Teller = Callable[[Question, Sequence[Piece], str], list[Statement]]

DIRECT = ("price", "rating", "availability", "brand")
"""Kinds of pieces that are an answer as they are."""
WHICH = re.compile(
    r"\s*(?:which|what)\b.{0,40}\b(?:is|are|has|have|can|do|does|contain\w*)\b|.{0,12}哪[些款个种]",
    re.IGNORECASE,
)
"""Asks which products: whoever asks has no one in mind."""


def settled_by(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """What the first teller that knows says; none where the question has to be read.

    Args:
        question: as understood.
        pieces: of one product or several.
        language: of the fixed phrases.
    """
    several = _are_several(pieces)
    for tells in _OF_SEVERAL if several else _OF_ONE:
        if said := tells(question, pieces, language):
            return said
    return []


def _are_several(pieces: Sequence[Piece]) -> bool:
    """Whether pieces are of more than one product, so that each has to say whose it is."""
    return len({piece.item_id for piece in pieces}) > 1


def _direct(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    kind = question.kinds[0] if question.kinds else None
    if kind is None or question.terms:
        return []
    several = _are_several(pieces)
    if kind.direct == LIST_PRICE:
        return _reductions(pieces, several, language)
    if kind.direct not in DIRECT:
        return []
    fields = [piece for piece in pieces if piece.kind == kind.direct]
    if len(fields) > 1:
        return fields_of(fields, language)
    more = price_range(pieces, language) if kind.direct == "price" and not several else []
    return [*(framed(piece, language, (), several) for piece in fields), *more]


def _reductions(pieces: Sequence[Piece], several: bool, language: str) -> list[Statement]:
    """What is reduced, from what to what; empty if nothing is."""
    out = []
    for before in (piece for piece in pieces if piece.field == LIST_PRICE):
        now = next(p for p in pieces if p.kind == "price" and p.item_id == before.item_id)
        text = say("price_was", language, text=now.text, before=before.text, n=mark(), m=mark(1))
        said = Statement(text, (now, before), (now.text, before.text))
        out.append(of_product(said, before.title, language) if several else said)
    return out


def _measured(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    fields = measure_fields(question, pieces) or asked_fields(question, pieces)
    several = _are_several(pieces)
    if several and len(fields) > 1:
        return fields_of(fields, language)
    return [framed(piece, language, (), several) for piece in fields[:1]]


def _listed(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """What the products' ingredient lists say, each product's by its name where there are several."""
    out = []
    products = list(dict.fromkeys(piece.item_id for piece in pieces))
    for item in products:
        own = [piece for piece in pieces if piece.item_id == item]
        whole = whole_list(question, own)
        if whole is not None:
            said = [frame(whole, language)]
        else:
            # Two things asked for may stand in one sentence: it is quoted once.
            said = list(dict.fromkeys(ingredient_answer(question, own, language) or ()))
        if said and len(products) > 1:
            said[0] = of_product(said[0], own[0].title, language)
        out.append(said)
    told = [said for said in out if said]
    which = WHICH.match(question.text) is not None
    depends = [Statement(say("depends", language))] if len(told) > 1 and not which else []
    return [*depends, *(one for said in told for one in said)]


def _warning(question: Question, pieces: Sequence[Piece], language: str) -> list[Statement]:
    warning = warned(question, pieces)
    if warning is None:
        return []
    several = _are_several(pieces)
    return [framed(warning, language, question.terms, several)]


_OF_ONE: tuple[Teller, ...] = (
    asked_variant,
    _direct,
    _measured,
    _listed,
    said_by_name,
    asked_year,
    asked_option,
    asked_origin,
    said_in_chinese,
    _warning,
)
_OF_SEVERAL: tuple[Teller, ...] = (_direct, _measured, _listed, _warning)
"""A variant, a year, a size, a name are asked of one product."""
