"""A warning comes before all else: of "is it safe for cats?" a card that says "toxic to cats: never use on cats".

Questions of safety and fit aren't settled by likeness: where the shop's own words warn of the very thing that is
asked about, they are the answer, however well another card reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import Piece
from .questions import Question
from .sentences import split_sentences
from .words import has_han, stems

_WARNS = re.compile(
    r"\b(?:toxic|poison\w*|harmful|never|unsuitable|unsafe|do not|don['’]t|must not|keep (?:\w+ ){0,4}(?:away|off|out of)|avoid|"
    r"not (?:\w+ )?(?:for|suitable|safe|recommended|intended|compatible|fit)|warning|caution|contraindicated|hazard\w*)\b"
    r"|有毒|禁止|切勿|请勿|不适合|不适用|不可用于|不能用于|不宜|慎用|禁用|忌",
    re.IGNORECASE,
)
_SHOPS_OWN = ("description", "attribute", "list", "title", "qa")


def warned(question: Question, pieces: Sequence[Piece]) -> Piece | None:
    """The shop's warning of what a question of safety or fit asks about; None if there is none.

    Args:
        question: as understood.
        pieces: of what it is about.
    """
    if not question.yes_no or not question.terms or not any(one.strict for one in question.kinds):
        return None
    for kind in _SHOPS_OWN:
        for piece in pieces:
            if piece.kind == kind and any(
                _WARNS.search(part) and _is_about(question, part)
                for part in split_sentences(piece.text)
            ):
                return piece
    return None


def _is_about(question: Question, text: str) -> bool:
    own = stems(text)
    return all(term in text if has_han(term) else term in own for term in question.terms)
