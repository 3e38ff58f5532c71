"""Limits on a number that products state by name: "under 200 pages", "at least 700 CCA", 防水指数两万以上.

Any name will do that some of the products state a number of, in a field of that name or beside the name in
their text; words that no product states a number of limit nothing. What a thing serves ("for 800 square
metres", 适合20平的房间) is met by what serves at least as much.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..catalog.records import Product
from ..generator.evidence import Piece, pieces_of
from ..generator.grounded import Found
from ..retrieval.language import language_of
from ..retrieval.number_words import NUMBER, parse_match
from ..retrieval.price_words import read_prices
from ..retrieval.reading import Page
from ..retrieval.request import CatalogVocabulary
from ..retrieval.request_text import clean, fold
from .aspects import MEASURING, unit_amount

_MORE = r"at ?least|no less than|not less than|min(?:imum)?(?: of)?|more than|over|above|greater than|upwards of|exceeding"
_LESS = r"at most|up to|no more than|not more than|less than|fewer than|under|below|max(?:imum)?(?: of)?|within"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = "|".join(
    re.escape(one) for one in sorted(MEASURING, key=len, reverse=True) if one.isascii()
)
_UNIT = rf"(?:(?P<unit>{_UNITS})[\s-])?"
_NOUN = r"(?P<noun>[a-z][a-z-]{1,14})(?![a-z])"
_ENGLISH = (
    re.compile(
        rf"(?<![a-z])(?:(?P<more>{_MORE})|(?P<less>{_LESS})) (?:about )?(?P<figure>{_FIGURE})(?:[\s-]?{_UNIT}|-){_NOUN}"
    ),
    re.compile(
        rf"(?<![a-z\d.,])(?P<figure>{_FIGURE})[\s-]?{_UNIT}{_NOUN} or (?:(?P<more>more|over|above|up|higher)|(?P<less>less|under|below|fewer|lower))(?![a-z])"
    ),
    re.compile(
        rf"(?<![a-z])(?:with|ha(?:s|ve|ving)|whose) (?:an? |the )?{_NOUN} (?:of |is |that is )?(?:(?P<more>{_MORE})|(?P<less>{_LESS})) (?P<figure>{_FIGURE})(?:\s?(?P<unit>{_UNITS}))?(?![a-z\d])"
    ),
    re.compile(
        rf"(?<![a-z]){_NOUN} ?(?P<figure>{_FIGURE})(?:\+| or (?:(?P<more>more|over|above|up|higher)|(?P<less>less|under|below|lower)))(?![a-z\d])"
    ),
)
_MEASURED = frozenset(one for one in MEASURING if unit_amount(one)[0] not in {"light", "noise"})
"""Units of what `measure_limits` reads; "300 lumens" is a number with a name."""
_NO_NOUN = frozenset(
    {*_MEASURED, "for", "with", "and", "or", "in", "to", "of", "on", "by", "that", "which", "each", "please", "budget",
     "long", "wide", "high", "tall", "deep", "thick", "heavy", "dollars", "euros", "pounds", "bucks", "price", "cost",
     "weight", "height", "width", "length", "depth", "size", "capacity", "year", "years", "old", "star", "stars", "review", "reviews", "rating", "ratings", "percent", "off", "discount", "euro",
     # "For up to 4 people" wants no fewer.
     "people", "persons", "person", "guests", "players", "users", "kids", "children", "adults", "something", "is", "be"}
)  # fmt: skip
_MORE_CHINESE = r"大于|超过|高于|多于|不低于|不小于|不少于|至少要?有?|起码|最少|最低"
_LESS_CHINESE = r"小于|低于|少于|不到|不超过|不大于|不高于|不多于|最多|至多|最高"
_BEFORE = re.compile(rf"(?:(?P<more>{_MORE_CHINESE})|(?P<less>{_LESS_CHINESE}))?\s?$")
_AFTER = re.compile(
    r"\s?[a-z%]{0,3}\s?(?:(?P<more>(?:及|或)?以上|\+|起)|(?P<less>(?:及|或)?以下|以内|之内))?"
)
_NAME_CHINESE = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{2,10}|[a-z]{2,8})\s?(?:要求?|得|在|达到?|是|为|能有)?\s?$"
)
_NO_NAME_CHINESE = re.compile(
    r"(?:评分|好评率?|销量|折|价格?|价钱|预算|元|块|钱|身高|体重|年龄|有|要|找|买|款|的|推荐|岁|码|容量|重量|长度|宽度|高度)$"
)
_AREA = re.compile(
    r"(?P<figure>\d+(?:\.\d+)?)\s?(?P<unit>square (?:met(?:er|re)s?|feet|foot|ft)|m²|m2|sq\.? ?m(?:et(?:er|re)s?)?|sqm|sq\.? ?f(?:ee)?t|sqft|平方米?|平米?|㎡)(?![a-z])(?:以上|的?(?:房间|客厅|卧室|面积|草坪))?"
)
_SQUARE_FOOT = 0.0929
_AREA_FIELD = re.compile(r"\barea\b|lawn|coverage|room size|covers|面积|适用空间", re.IGNORECASE)
_GRILL = re.compile(r"grill|cook|print|screen", re.IGNORECASE)
_MOST_CHARS = 4000
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NamedLimit:
    """A limit on a number with a name.

    Attributes:
        start: of its words in the folded text.
        end: of its words.
        names: what the number may be called, likeliest first.
        unit: that stands between number and name (the mm of "5 mm drop"), or ``""``.
        op: ``lt``, ``le``, ``gt`` or ``ge``.
        value: the bound.
    """

    start: int
    end: int
    names: tuple[str, ...]
    unit: str
    op: str
    value: float


@lru_cache(maxsize=64)
def named_limits(text: str) -> tuple[NamedLimit, ...]:
    """What may be limits on named numbers in a request; none of its price limits is.

    Args:
        text: a request's words.
    """
    words = clean(text[:600]) if text.strip() else ""
    if not words:
        return ()
    page = Page(words, language_of(words))
    page.take(read_prices(page, CatalogVocabulary()))
    folded = page.folded
    return (*_areas(folded), *_english(folded), *_chinese(folded))


def within_named(products: Sequence[Product], limit: NamedLimit) -> list[Product] | None:
    """The products that keep a limit, else those that state no such number; None where none states one.

    Args:
        products: best first; in their order.
        limit: one of `named_limits`.
    """
    for name in limit.names:
        told = [(one, numbers_named(one, name, limit.unit)) for one in products]
        if any(values for _, values in told):
            fitting = [one for one, values in told if any(_keeps(n, limit) for n in values)]
            return fitting or [one for one, values in told if not values]
    return None


@dataclass(frozen=True, slots=True)
class Named:
    """A number that a product states by name: the piece that does, the words of it, and the number."""

    piece: Piece
    quote: str
    number: float


def told_named(product: Product, name: str) -> Named | None:
    """What a product states of a number by its name; None if nothing.

    Args:
        product: whose fields, title and description are read.
        name: folded.
    """
    named = _pattern(name)
    pieces = pieces_of(Found(product))
    for piece in pieces:
        if piece.kind == "attribute" and named.search(fold(piece.field)):
            number = _leading_number(fold(piece.text))
            if number is not None:
                return Named(piece, piece.text, number)
    for piece in pieces:
        folded = fold(piece.text)
        same = len(folded) == len(piece.text)
        if piece.kind in {"title", "description"} and same:
            for match in _beside(named, "").finditer(folded):
                number = float((match["a"] or match["b"]).replace(",", ""))
                return Named(piece, piece.text[match.start() : match.end()], number)
    return None


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(name.removesuffix('s'))}s?(?![a-z])")


def _beside(named: re.Pattern[str], unit: str) -> re.Pattern[str]:
    """A number beside a name in prose: "750 CCA", "SPF50", "4 mm drop"."""
    measured = rf"\s?{re.escape(unit)}\s?-?" if unit else rf"(?:[\s-]?(?:{_UNITS}))?[\s-]?"
    return re.compile(
        rf"(?<![\w.])(?P<a>{_FIGURE}){measured}{named.pattern}(?![\s:：]?\d)"
        rf"|{named.pattern}[\s:：]{{0,2}}(?:of |is |为|是|约)?(?P<b>{_FIGURE})"
    )


def numbers_named(product: Product, name: str, unit: str = "") -> list[float]:
    """The numbers of a name that a product states: in a field of that name, or else beside the name in its text.

    Args:
        product: whose fields, title and description are read.
        name: folded; ``"area"`` for what it serves.
        unit: that stands between number and name in English.
    """
    if name == _SERVED:
        return _served(product)
    named = _pattern(name)
    fields = [
        number
        for field, values in product.attributes.items()
        if named.search(fold(field))
        for text in values
        if (number := _leading_number(fold(text))) is not None
    ]
    if fields:
        return fields
    values = "\n".join(value for values in product.attributes.values() for value in values)
    text = fold(f"{product.title}\n{product.description[:_MOST_CHARS]}\n{values[:_MOST_CHARS]}")
    return [
        float((match["a"] or match["b"]).replace(",", ""))
        for match in _beside(named, unit).finditer(text)
    ]


_SERVED = "area"


def _areas(folded: str) -> list[NamedLimit]:
    out = []
    for match in _AREA.finditer(folded):
        foot = "f" in match["unit"]
        value = float(match["figure"]) * (_SQUARE_FOOT if foot else 1)
        before = re.search(r"(?:for|of|to|my|cover|covers|适合|适用|用于|家里?|约|带?)?\s?(?:an?|about|around|up to)?\s?$", folded[: match.start()])  # fmt: skip
        start = before.start() if before else match.start()
        out.append(NamedLimit(start, match.end(), (_SERVED,), "", "ge", value))
    return out


def _served(product: Product) -> list[float]:
    """The largest area that a product says it is for, in square metres; none if it says none."""
    told = [
        text
        for name, values in product.attributes.items()
        if _AREA_FIELD.search(name) and not _GRILL.search(name)
        for text in values
    ]
    found = [
        float(match["figure"]) * (_SQUARE_FOOT if "f" in match["unit"] else 1)
        for text in told or [product.description[:_MOST_CHARS]]
        for match in _AREA.finditer(fold(text))
    ]
    return [max(found)] if found else []


def _english(folded: str) -> list[NamedLimit]:
    out = []
    for pattern in _ENGLISH:
        for match in pattern.finditer(folded):
            if match["noun"] in _NO_NOUN:
                continue
            least = not match["less"]
            exact = match["less"] or match["more"] or "+"
            strict = bool(
                re.match(r"more|over|above|greater|less|fewer|under|below|exceeding", exact)
            )
            strict = strict and " or " not in match[0]
            op = ("gt" if strict else "ge") if least else ("lt" if strict else "le")
            value = float(match["figure"].replace(",", ""))
            unit = match.groupdict().get("unit") or ""
            out.append(NamedLimit(match.start(), match.end(), (match["noun"],), unit, op, value))
    return out


def _chinese(folded: str) -> list[NamedLimit]:
    out = []
    for match in NUMBER.finditer(folded):
        number = parse_match(match)
        after = _AFTER.match(folded, match.end())
        before = _BEFORE.search(folded, max(0, match.start() - 6), match.start())
        if number is None or after is None or before is None:
            continue
        more, less = before["more"] or after["more"], before["less"] or after["less"]
        name = _NAME_CHINESE.search(folded[: before.start()])
        if not (more or less) or name is None or _NO_NAME_CHINESE.search(name["noun"]):
            continue
        noun = name["noun"]
        # 帐篷防水指数: the end of the run is the name.
        names = tuple(noun[at:] for at in range(len(noun) - _SHORTEST + 1)) if not noun.isascii() else (noun,)  # fmt: skip
        strict = bool(re.match(r"大于|超过|高于|多于|小于|低于|少于|不到", before[0]))
        op = ("gt" if strict else "ge") if more else ("lt" if strict else "le")
        out.append(NamedLimit(name.start(), after.end(), names, "", op, float(number.low)))
    return out


def _leading_number(text: str) -> float | None:
    match = re.match(rf"\W*(?:up to |about |约)?({_FIGURE})", text)
    return float(match[1].replace(",", "")) if match else None


def _keeps(value: float, limit: NamedLimit) -> bool:
    return bool(
        getattr(operator, limit.op)(value, limit.value)
    )  # its names are those of `operator`
