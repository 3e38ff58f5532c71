"""The navigate job: what would narrow a vague wish, and one question back."""

from __future__ import annotations

from collections.abc import Sequence

from .evidence import Piece, pieces_of
from .grounded import Facet, Found
from .messages import say
from .recommend import headline
from .sanitise import clean
from .statements import Statement, mark

MAX_FACETS = 3
MAX_VALUES = 4
MAX_EXAMPLES = 2


def navigate(found: Sequence[Found], facets: Sequence[Facet], language: str) -> list[Statement]:
    """Facets with counts as the caller gives them, two examples, and the question that splits best."""
    out = [Statement(say("narrow", language))]
    shown = [facet for facet in facets if len(facet.values) > 1][:MAX_FACETS]
    for facet in shown:
        joint = "、" if language == "zh" else ", "
        values = joint.join(
            f"{clean(value, 60)} ({count})" for value, count in facet.values[:MAX_VALUES]
        )
        out.append(
            Statement(say("facet", language, name=clean(facet.name, 60), values=values), line=True)
        )
    heads = []
    for one in found[:MAX_EXAMPLES]:
        head = [piece for piece in pieces_of(one) if piece.kind in ("title", "price")]
        heads.append(headline(head, language))
    if heads:
        texts: list[str] = []
        pieces: list[Piece] = []
        quotes: list[str] = []
        for text, cited, quoted in heads:
            texts.append(text.replace(mark(), mark(len(pieces))))
            pieces.extend(cited)
            quotes.extend(quoted)
        joint = "；" if language == "zh" else "; "
        out.append(
            Statement(
                say("such_as", language, items=joint.join(texts)),
                tuple(pieces),
                tuple(quotes),
                line=True,
            )
        )
    out.append(Statement(_ask(shown, language), line=True))
    return out


def _ask(facets: Sequence[Facet], language: str) -> str:
    if not facets:
        return say("ask_open", language)
    if facets[0].name.lower() in ("price", "价格"):
        return say("ask_price", language)
    name = clean(facets[0].name, 60)
    return say("ask_facet", language, name=name if language == "zh" else name.lower())
