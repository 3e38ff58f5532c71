"""Which products their own words speak against: they have what isn't wanted, or say no to what is.

"Litter, not clay" wants no "clay litter"; 可以机洗的羽绒服 no jacket that says 不可机洗. Silence is no
proof: a product that says nothing of the matter stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..catalog.records import Product
from ..generator.evidence import Piece, pieces_of
from ..generator.grounded import Found
from ..generator.ingredients import holds, kinds_of
from ..generator.polarity import denied_spans, is_denied, stances
from ..generator.questions import understand_question
from ..generator.words import has_han, words
from ..retrieval.avoided_words import Avoided, avoided
from ..retrieval.retriever import Hit

_READ = frozenset({"title", "category", "attribute", "list", "description"})
_NONE = frozenset(
    [
        "no",
        "none",
        "not",
        "false",
        "free",
        "zero",
        "nil",
        "n/a",
        "0",
        "0mg",
        "0g",
        "否",
        "不",
        "无",
        "没有",
        "不支持",
        "不含",
    ]
)
# "For dogs with allergies to beef", "the alternative to plastic": named, and not what it holds.
_NOT_IN_IT = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|alternatives?|substitutes?|instead|nothing|rather than|replac\w+|against|anti|remov\w+|"
    r"free|faux|imitation|unlike)\b[^.;:]*$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:free (?:from|of)|without|excludes?|not included|does not contain)\b|不含|无添加|不包含",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"^[\s-]*(?:free|allerg\w+|intoleran\w+|alternatives?|substitutes?|less|proof|过敏)",
    re.IGNORECASE,
)

_EITHER_ZH = re.compile("有没有|能不能|可不可以|是不是|会不会")


def not_spoken_against(
    hits: Sequence[Hit], products: Mapping[str, Product], text: str
) -> list[Hit]:
    """The hits whose products have nothing of what a request doesn't want, and don't deny what it wants.

    Args:
        hits: best first.
        products: by id.
        text: the request, as typed.

    Returns:
        All of them where all are spoken against, unless it is about what a product holds: who is allergic to
        peanuts is better served by nothing.
    """
    unwanted = avoided(text)
    wanted = _wanted(text, unwanted)
    kept = list(hits)
    if not (unwanted or wanted):
        return kept  # nothing to read them for: cutting a product costs some 10 ms
    cut = {hit.item_id: _pieces(products[hit.item_id]) for hit in hits}
    for one in unwanted:
        without = [hit for hit in kept if not _has(one.phrase, cut[hit.item_id])]
        kept = without if without or one.strict else kept
    for term in wanted:
        kept = [hit for hit in kept if not _denies(term, cut[hit.item_id])] or kept
    return kept


def unwanted_last(hits: Sequence[Hit], products: Mapping[str, Product], text: str) -> list[Hit]:
    """The hits in their order, those that have what isn't wanted behind the others."""
    phrases = [one.phrase for one in avoided(text)]
    if not phrases:
        return list(hits)

    def has_any(hit: Hit) -> bool:
        pieces = _pieces(products[hit.item_id])
        return any(_has(phrase, pieces) for phrase in phrases)

    return sorted(hits, key=has_any)


def _pieces(product: Product) -> list[Piece]:
    return [piece for piece in pieces_of(Found(product)) if piece.kind in _READ]


def _wanted(text: str, unwanted: Iterable[Avoided]) -> list[str]:
    """Stems of what is wanted: not what the request itself denies."""
    text = _EITHER_ZH.sub("有", text)  # 有没有 denies nothing
    phrases = [one.phrase for one in unwanted]
    avoided_stems = {word.stem for phrase in phrases for word in words(phrase)}
    return [
        term
        for term in understand_question(text).terms
        if term not in avoided_stems
        and (len(term) > 1 or not has_han(term))  # "不能明火煮" is no word against 煮茶的电器
        and not any(term in phrase for phrase in phrases)
        and False not in stances(term, text)
    ]


def _has(phrase: str, pieces: Sequence[Piece]) -> bool:
    """Whether a product affirms a phrase anywhere, or a list or name of it names the substance.

    A field for it that says no decides: "Battery included: no", though it works with all batteries.
    """
    fields = [one for one in pieces if one.kind == "attribute" and any(_places(phrase, one.label))]
    if any(one.text.strip().casefold() in _NONE for one in fields):
        return False
    names = (phrase, *kinds_of(phrase))
    return any(_affirms(name, piece) for name in names for piece in pieces) or holds(phrase, pieces)


def _affirms(phrase: str, piece: Piece) -> bool:
    if _WITHOUT.search(piece.label):
        return False  # "Free from: chicken, beef"
    if piece.kind == "attribute" and any(_places(phrase, piece.label)):
        return piece.text.strip().casefold() not in _NONE and _said(phrase, piece.text) is not False
    return _said(phrase, piece.text) is True


def _said(phrase: str, text: str) -> bool | None:
    """Whether a text affirms a phrase, or only says that it isn't so; None if it doesn't speak of it."""
    spans = denied_spans(text)
    told = [
        not is_denied(start, spans)
        and not _NOT_IN_IT.search(text[:start])
        and not _ABOUT_IT.match(text[end:])
        for start, end in _places(phrase, text)
    ]
    return any(told) if told else None


def _denies(term: str, pieces: Sequence[Piece]) -> bool:
    """Whether a product speaks of a term, and only to say no."""
    spoken = [_stance(term, piece) for piece in pieces]
    return any(said is False for said in spoken) and not any(said is True for said in spoken)


def _stance(term: str, piece: Piece) -> bool | None:
    if _WITHOUT.search(piece.label):
        return False if any(_places(term, piece.text)) else None
    if piece.kind == "attribute" and any(_places(term, piece.label)):
        return piece.text.strip().casefold() not in _NONE and _said(term, piece.text) is not False
    said = stances(term, piece.text)
    return None if not said else True in said


def _places(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a phrase stands: as characters if it is Chinese, else as words by their stems."""
    if has_han(phrase):
        for match in re.finditer(re.escape(phrase), text, re.IGNORECASE):
            yield match.span()
        return
    wanted = [word.stem for word in words(phrase)]
    found = words(text)
    for at in range(len(found) - len(wanted) + 1):
        run = found[at : at + len(wanted)]
        if wanted and [word.stem for word in run] == wanted:
            yield run[0].start, run[-1].end


def affirming_first(products: Sequence[Product], text: str) -> list[Product]:
    """Products in their order, those first whose own words have more of what a request wants.

    What all of them or none has says nothing.
    """
    cut = [_pieces(product) for product in products]
    shares = [0] * len(products)
    for term in _wanted(text, avoided(text)):
        told = [any(_stance(term, piece) for piece in pieces) for pieces in cut]
        if not all(told):
            shares = [share + said for share, said in zip(shares, told, strict=True)]
    order = sorted(range(len(products)), key=lambda at: -shares[at])
    return [products[at] for at in order]
