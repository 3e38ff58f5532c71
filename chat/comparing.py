"""Shown products side by side: "which of the first two is lighter?", "compare them", 哪个更便宜.

Reads prices, ratings and the measures that stand in attributes, each cited. What the catalog
doesn't say of a product is said to be missing; nothing is estimated, and measures of different
kinds (a weight and a volume) are never put in one order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..catalog.folding import fold_name
from ..catalog.records import Product
from ..generator.evidence import Piece, pieces_of
from ..generator.extract import attribute_value, excerpt
from ..generator.grounded import Found, GroundedText
from ..generator.statements import Numbering, Statement, mark
from ..generator.units import UNITS
from ..messages import say
from ..retrieval.request_text import fold

_COMPARES = re.compile(
    r"\bcompar(?:e|ed|ison|ing)\b|\bdifferences?\b|\bdiffer\b|\bvs\b|\bversus\b|\bside by side\b|\b(?:which|what)(?:'s| (?:one|of|is|has|are|would|should|do|lasts?|weighs?|holds?|costs?|the))\b"
    r"|\bis (?:the|it|that|this) .{0,40}\b(?:\w+er|more \w+|less \w+|better) than\b|哪(?:一?个|一?款|种|件)|区别|不同|对比|比较一下|相比"
)
_GENERAL = re.compile(
    r"\b(?:better|best|worse|differ\w*|recommend|suggest|choose|pick|buy|compar\w+|vs|versus)\b|更好|最好|比较|区别|不同|对比|推荐|值得|好$"
)
_BASE: dict[str, tuple[str, Decimal]] = {
    "mg": ("mass", Decimal("0.001")), "g": ("mass", Decimal(1)), "kg": ("mass", Decimal(1000)),
    "斤": ("mass", Decimal(500)), "oz": ("mass", Decimal("28.3495")), "lb": ("mass", Decimal("453.592")),
    "ml": ("volume", Decimal(1)), "cl": ("volume", Decimal(10)), "l": ("volume", Decimal(1000)),
    "mm": ("length", Decimal(1)), "cm": ("length", Decimal(10)), "m": ("length", Decimal(1000)),
    "inch": ("length", Decimal("25.4")), "ft": ("length", Decimal("304.8")),
    "w": ("power", Decimal(1)), "kw": ("power", Decimal(1000)), "db": ("noise", Decimal(1)),
    "lm": ("light", Decimal(1)), "minute": ("time", Decimal(1)), "hour": ("time", Decimal(60)),
    "day": ("time", Decimal(1440)), "days": ("time", Decimal(1440)), "week": ("time", Decimal(10080)),
    "month": ("time", Decimal(43200)), "year": ("time", Decimal(525600)),
}  # fmt: skip
_MEASURE = re.compile(r"(\d+(?:[.,]\d{3})*(?:\.\d+)?)[\s-]?([a-z]+|[\u4e00-\u9fff]{1,2})")
_MOST_DIFFERENCES = 4
_MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Aspect:
    """What products are compared by: the words that ask for its low or high end, and its fields."""

    names: tuple[str, ...]
    low: re.Pattern[str]
    high: re.Pattern[str]
    dimensions: tuple[str, ...] = ()


def _aspect(names: str, low: str, high: str, *dimensions: str) -> Aspect:
    return Aspect(tuple(names.split("|")), re.compile(low), re.compile(high), dimensions)


_ASPECTS = (
    _aspect("price", r"cheap|less expensive|least expensive|costs? (?:the )?(?:less|least)|lower price|lowest price|price|便宜|价格", r"more expensive|most expensive|pric(?:ier|iest)|dear(?:er|est)|costs? (?:the )?mo(?:re|st)|贵"),
    _aspect("rating", r"worse rated|worst rated|评分最?低", r"(?:better|best|higher|highest|top)[- ]?(?:rated|reviewed|rating|reviews)|评分|口碑|评价"),
    _aspect("weight|item weight|net weight|重量|毛重|单条重量", r"light(?:er|est)\b|weighs? (?:the )?(?:less|least)|how (?:heavy|light)|weight|更轻|最轻|轻一?点|比较轻", r"heav(?:ier|iest)|weighs? (?:the )?(?:more|most)|更重(?!要)|最重(?!要)", "mass"),
    _aspect("battery life|battery|runtime|续航|使用时间", r"short(?:er|est) battery", r"battery|lasts? (?:the )?long|runs? (?:the )?long|longe(?:r|st) (?:battery|runtime)|续航|用得更?久", "time"),
    _aspect("height|高度", r"(?:low|short)(?:er|est) (?:height|one)|更矮|最矮", r"tall(?:er|est)|high(?:er|est)\b|更高(?!档|级|端)|最高|高度", "length"),
    _aspect("width|宽度", r"narrow(?:er|est)|更窄|最窄", r"wide(?:r|st)|更宽|最宽|宽度", "length"),
    _aspect("length|长度", r"short(?:er|est)|更短|最短", r"long(?:er|est)|更长|最长|长度", "length"),
    _aspect("noise|noise level|噪音", r"quiet(?:er|est)|安静|静音|噪音", r"loud(?:er|est)|更吵|最吵", "noise"),
    _aspect("brightness|亮度", r"dimmer|dimmest|更暗", r"bright(?:er|est)|更亮|最亮|亮度", "light"),
    _aspect("power|wattage|功率", r"less power|weaker|功率更?小", r"more powerful|most powerful|strong(?:er|est)|wattage|功率", "power"),
    _aspect("capacity|volume|size|容量|净含量|水箱|content", r"small(?:er|est)|holds? (?:the )?(?:less|least)|更小|最小|小一?点", r"big(?:ger|gest)|larg(?:er|est)|holds? (?:the )?(?:more|most)|roomi(?:er|est)|capacity|更大|最大|容量|大一?点", "volume", "mass"),
)  # fmt: skip


def asks_to_compare(text: str) -> bool:
    """Whether a turn asks to hold products against each other."""
    folded = fold(text[:500]).strip(" ?？!！.。")
    if not _COMPARES.search(folded):
        return False
    return bool(_GENERAL.search(folded)) or any(
        pattern.search(folded) for one in _ASPECTS for pattern in (one.low, one.high)
    )


def compared(text: str, products: Sequence[Product], language: str) -> GroundedText:
    """Two to four products by what the turn asks for; by all that differs if that isn't clear."""
    folded = fold(text[:500])
    chosen = list(products[:_MOST_COMPARED])
    for aspect in _ASPECTS:
        for pattern, rising in ((aspect.high, False), (aspect.low, True)):
            if pattern.search(folded):
                return _by_aspect(aspect, rising, chosen, language)
    return _side_by_side(chosen, language)


def _by_aspect(
    aspect: Aspect, rising: bool, products: Sequence[Product], language: str
) -> GroundedText:
    read = [(one, *_value(aspect, one)) for one in products]
    known = [(one, piece, value) for one, piece, value in read if piece is not None]
    kinds = {value[0] for _, _, value in known if value is not None}
    comparable = len(kinds) == 1 and all(value is not None for _, _, value in known)
    if comparable:
        known.sort(key=lambda row: row[2][1] if row[2] else 0, reverse=not rising)
    statements = []
    if not known:
        statements.append(Statement(say("compare_unknown", language, what=_what(aspect, language))))
        return _grounded(statements, abstained=True)
    if comparable and len(known) > 1 and known[0][2] != known[1][2]:
        title = known[0][1].title
        statements.append(
            Statement(
                say("compare_first", language, title=title, what=_end(aspect, rising, language))
            )
        )
    elif comparable and len(known) > 1 and len({value for _, _, value in known}) == 1:
        statements.append(Statement(say("compare_same", language)))
    for _, piece, _ in known:
        text = (
            f"{piece.title}{'：' if language == 'zh' else ': '}{_shown(piece, language)} [{mark()}]"
        )
        statements.append(Statement(text, (piece,), (piece.text,), line=True))
    missing = [one for one, piece, _ in read if piece is None]
    for one in missing:
        text = say("compare_missing", language, title=_title(one), what=_what(aspect, language))
        statements.append(Statement(text, line=True))
    return _grounded(statements)


def _value(aspect: Aspect, product: Product) -> tuple[Piece | None, tuple[str, Decimal] | None]:
    """The piece that tells an aspect of a product, and its kind and amount if it can be ordered."""
    pieces = pieces_of(Found(product))
    if aspect.names[0] == "price":
        piece = next((one for one in pieces if one.kind == "price"), None)
        if piece is None or product.price is None:
            return None, None
        return piece, (product.currency or "", product.price)
    if aspect.names[0] == "rating":
        piece = next((one for one in pieces if one.kind == "rating"), None)
        if piece is None or product.rating is None:
            return None, None
        return piece, ("rating", Decimal(str(product.rating)))
    for name in aspect.names:
        for piece in pieces:
            if piece.kind in {"attribute", "list"} and fold_name(piece.field) == fold_name(name):
                return piece, _measure(piece.text, aspect.dimensions)
    title = next(one for one in pieces if one.kind == "title")
    measured = _measure(title.text, aspect.dimensions)
    return (title, measured) if measured else (None, None)


def _measure(text: str, dimensions: Sequence[str]) -> tuple[str, Decimal] | None:
    for number, unit in _MEASURE.findall(fold(text)):
        for name in (unit, unit[:1]):
            base = _BASE.get(UNITS.get(name, name))
            if base and base[0] in dimensions:
                return base[0], Decimal(number.replace(",", "")) * base[1]
            if unit.isascii():
                break
    return None


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
    return pieces_of(Found(product))[0].title


def _what(aspect: Aspect, language: str) -> str:
    return say(f"aspect_{aspect.names[0].replace(' ', '_')}", language)


def _end(aspect: Aspect, rising: bool, language: str) -> str:
    return say("lowest" if rising else "highest", language, what=_what(aspect, language))


def _grounded(statements: Sequence[Statement], *, abstained: bool = False) -> GroundedText:
    numbering = Numbering()
    text = ""
    for one in statements:
        text += ("" if not text else "\n" if one.line else " ") + numbering.render(one)
    return GroundedText(
        text, numbering.citations(), abstained, "abstain" if abstained else "extract"
    )
