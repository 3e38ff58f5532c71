"""Shown products side by side: "which of the first two is lighter?", "compare them", 哪个更便宜.

Reads prices, ratings and the measures that stand in attributes, each cited. What the catalog
doesn't say of a product is said to be missing; nothing is estimated, and measures of different
kinds (a weight and a volume) are never put in one order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.records import Product
from ..generator.evidence import Piece, pieces_of
from ..generator.extract import attribute_value, excerpt
from ..generator.grounded import Found, GroundedText
from ..generator.short_name import short_name
from ..generator.statements import Numbering, Statement, mark
from ..messages import say
from ..retrieval.request_text import fold
from .aspects import ASPECTS, Aspect, Told, aspect_in, said_fully, told_of

_COMPARES = re.compile(
    r"\bcompar(?:e|ed|ison|ing)\b|\bdifferences?\b|\bdiffer\b|\bvs\b|\bversus\b|\bside by side\b|\b(?:which|what)(?:'s| (?:one|of|is|has|are|would|should|do|lasts?|weighs?|holds?|costs?|the))\b"
    r"|\bis (?:the|it|that|this) .{0,40}\b(?:\w+er|more \w+|less \w+|better) than\b|哪(?:一?个|一?款|种|件)|(?:和|跟|与)第.{1,3}(?:个|款|种|件)?(?:相?比|怎么样|呢)|比一比|比比看?|区别|不同|对比|比较一下|相比"
)
_GENERAL = re.compile(
    r"\b(?:better|best|worse|differ\w*|recommend|suggest|choose|pick|buy|compar\w+|vs|versus)\b|更好|最好|比较|比呢?$|比一比|比比看?|区别|不同|对比|推荐|值得|好$"
)
_BARE = re.compile(r"[\d.,]+")
_MOST_DIFFERENCES = 4
MOST_COMPARED = 4


def asks_to_compare(text: str) -> bool:
    """Whether a turn asks to hold products against each other."""
    folded = said_fully(fold(text[:500])).strip(" ?？!！.。")
    if not _COMPARES.search(folded):
        return False
    return bool(_GENERAL.search(folded)) or any(
        pattern.search(folded) for one in ASPECTS for pattern in (one.low, one.high)
    )


def compared(text: str, products: Sequence[Product], language: str) -> GroundedText:
    """Two to four products by what the turn asks for; by all that differs if that isn't clear."""
    chosen = list(products[:MOST_COMPARED])
    if asked := aspect_in(said_fully(fold(text[:500])), ASPECTS):
        aspect, rising = asked
        return by_aspect(aspect, rising, [(one, told_of(aspect, one)) for one in chosen], language)
    return _side_by_side(chosen, language)


def by_aspect(
    aspect: Aspect, rising: bool, read: Sequence[tuple[Product, Told | None]], language: str
) -> GroundedText:
    """Products by an aspect, those that tell it first and in its order where it has one.

    Args:
        aspect: asked for.
        rising: its low end first.
        read: each product with what it tells; of many the first few are named, the silent counted.
        language: of the fixed phrases.
    """
    known = [told for _, told in read if told is not None]
    kinds = {told.amount[0] for told in known if told.amount is not None}
    comparable = len(kinds) == 1 and all(told.amount is not None for told in known)
    if comparable:
        known.sort(key=lambda told: told.amount[1] if told.amount else 0, reverse=not rising)
    statements = []
    if not known:
        statements.append(Statement(say("compare_unknown", language, what=_what(aspect, language))))
        return _grounded(statements, abstained=True)
    if comparable and len(known) > 1 and known[0].amount != known[1].amount:
        title = short_name(known[0].piece.title)
        statements.append(
            Statement(
                say("compare_first", language, title=title, end=_end(aspect, rising, language))
            )
        )
    elif comparable and len(known) > 1 and len({told.amount for told in known}) == 1:
        statements.append(Statement(say("compare_same", language)))
    statements += [line_of(told.piece, told.quote, language) for told in known[:MOST_COMPARED]]
    missing = [one for one, told in read if told is None]
    for one in missing if len(read) <= MOST_COMPARED else ():
        text = say("compare_missing", language, title=_title(one), what=_what(aspect, language))
        statements.append(Statement(text, line=True))
    if missing and len(read) > MOST_COMPARED:
        text = say("compare_others", language, n=len(missing), what=_what(aspect, language))
        statements.append(Statement(text, line=True))
    return _grounded(statements)


def line_of(piece: Piece, quote: str, language: str) -> Statement:
    """A product's line: its name and the words that tell; of a bare number also what it is of."""
    shown = quote if quote != piece.text else _shown(piece, language)
    if piece.kind == "attribute" and _BARE.fullmatch(quote):
        shown = f"{_label(piece, language)}{shown}"
    text = f"{piece.title}{'：' if language == 'zh' else ': '}{shown} [{mark()}]"
    return Statement(text, (piece,), (quote,), line=True)


def _side_by_side(products: Sequence[Product], language: str) -> GroundedText:
    """One line a product: price, rating, and the attributes in which they differ."""
    cut = [pieces_of(Found(one)) for one in products]
    named = Counter(
        fold_name(piece.field) for pieces in cut for piece in pieces if piece.kind == "attribute"
    )
    values: dict[str, set[str]] = {}
    for pieces in cut:
        for piece in pieces:
            values.setdefault(fold_name(piece.field), set()).add(fold(piece.text))
    differing = [name for name, n in named.most_common() if n > 1 and len(values[name]) > 1]
    statements = []
    for pieces in cut:
        told = [one for one in pieces if one.kind in {"price", "rating"}]
        own = [one for one in pieces if one.kind == "attribute"]
        order = {name: at for at, name in enumerate(differing)}
        shared = sorted(
            (one for one in own if fold_name(one.field) in order),
            key=lambda one: order[fold_name(one.field)],
        )
        alone = [
            one
            for one in own
            if fold_name(one.field) not in order and named[fold_name(one.field)] == 1
        ]
        told += [*shared, *alone][:_MOST_DIFFERENCES]
        told = [piece for piece in told if len(piece.text) < 120]
        joint = "；" if language == "zh" else "; "
        facts = joint.join(
            f"{_label(piece, language)}{_shown(piece, language)} [{mark(at)}]"
            for at, piece in enumerate(told)
        )
        text = f"{pieces[0].title}{'：' if language == 'zh' else ': '}{facts}"
        statements.append(
            Statement(text, tuple(told), tuple(piece.text for piece in told), line=True)
        )
    return _grounded(statements)


def _label(piece: Piece, language: str) -> str:
    if piece.kind == "price":
        return ""
    label = say("rated", language) if piece.kind == "rating" else piece.label
    if language == "zh":
        return f"{label}："
    return f"{label} " if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]} "


def _shown(piece: Piece, language: str) -> str:
    return (
        attribute_value(excerpt(piece.text)[1], language)
        if piece.kind == "attribute"
        else piece.text
    )


def _title(product: Product) -> str:
    return short_name(pieces_of(Found(product))[0].title)


def _what(aspect: Aspect, language: str) -> str:
    return say(f"aspect_{_key(aspect)}", language)


def _end(aspect: Aspect, rising: bool, language: str) -> str:
    return say(f"{'lowest' if rising else 'highest'}_{_key(aspect)}", language)


def _key(aspect: Aspect) -> str:
    return aspect.names[0].replace(" ", "_")


def _grounded(statements: Sequence[Statement], *, abstained: bool = False) -> GroundedText:
    numbering = Numbering()
    text = ""
    for one in statements:
        text += ("" if not text else "\n" if one.line else " ") + numbering.render(one)
    return GroundedText(
        text, numbering.citations(), abstained, "abstain" if abstained else "extract"
    )
