"""What products can be measured by: how its two ends are asked for, and where a product tells it.

A field of that name tells it, or one whose name ends with it ("item weight"); else the title, or,
where words behind a measure say what is measured ("210 mm wide"), the description. Measures of
different kinds (a weight and a volume) have no order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..catalog.folding import fold_name
from ..catalog.records import Product
from ..generator.evidence import Piece, pieces_of
from ..generator.field_unit import unit_apart
from ..generator.grounded import Found
from ..generator.sentences import split_sentences
from ..generator.units import UNITS
from ..retrieval.request_text import fold
from .own_noise import own_noise
from .own_weight import own_weight

_BASE: dict[str, tuple[str, Decimal]] = {
    "mg": ("mass", Decimal("0.001")), "g": ("mass", Decimal(1)), "kg": ("mass", Decimal(1000)),
    "斤": ("mass", Decimal(500)), "oz": ("mass", Decimal("28.3495")), "lb": ("mass", Decimal("453.592")),
    "ml": ("volume", Decimal(1)), "cl": ("volume", Decimal(10)), "l": ("volume", Decimal(1000)),
    "mm": ("length", Decimal(1)), "cm": ("length", Decimal(10)), "m": ("length", Decimal(1000)),
    "inch": ("length", Decimal("25.4")), "ft": ("length", Decimal("304.8")),
    "gal": ("volume", Decimal(3785)), "mah": ("charge", Decimal(1)), "w": ("power", Decimal(1)), "kw": ("power", Decimal(1000)), "db": ("noise", Decimal(1)),
    "mb": ("data", Decimal(1)), "gb": ("data", Decimal(1024)), "tb": ("data", Decimal(1048576)),
    "lm": ("light", Decimal(1)), "minute": ("time", Decimal(1)), "hour": ("time", Decimal(60)),
    "day": ("time", Decimal(1440)), "days": ("time", Decimal(1440)), "week": ("time", Decimal(10080)),
    "month": ("time", Decimal(43200)), "year": ("time", Decimal(525600)),
}  # fmt: skip
MEASURING = tuple(word for word in {*UNITS, *_BASE} if UNITS.get(word, word) in _BASE)
"""Every spelling of a unit that has an amount here."""
_MEASURE = re.compile(r"(\d+(?:[.,]\d{3})*(?:\.\d+)?)[\s-]?([a-z]+|[\u4e00-\u9fff]{1,2})")
_PARTS = re.compile(r"\s[-–|]\s|[,，;()（）\[\]【】](?!\d{3}\b)")
_IN_PASSING = 40
"""Characters of a title's part that can be read as a measure with a word about it."""
_UNIT_OF_FIELD = re.compile(r"\s*[(\[（]\s*(?P<unit>[a-z]{1,8}|[\u4e00-\u9fff]{1,2})\.?\s*[)\]）]$")
_SAID_SHORTLY = re.compile(
    r"(?P<which>哪(?:一?[个款种件台双只把条顶]|家|些)?[^，,。?？]{0,12}?)(?<![最更不])(?P<how>轻|重|大|小|宽|窄|长|短|亮|吵|安静)(?=(?:一?[点些])?[呢啊呀]?[\s?？。!！]*$)"
)
_NUMBER = re.compile(r"\s*(\d+(?:,\d{3})*(?:\.\d+)?)\s*")
# The weight that a thing bears isn't its own.
_BORNE = re.compile(
    r"\b(?:max\w*|limit|load|support\w*|recommended|user|rider)\b|weight capacity|承重|载重|限"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a product tells of an aspect.

    Attributes:
        piece: that tells it.
        quote: the words of it that do.
        amount: kind of the measure, and how many of the smallest unit; None: it can't be ordered.
    """

    piece: Piece
    quote: str
    amount: tuple[str, Decimal] | None


@dataclass(frozen=True, slots=True)
class Aspect:
    """What products are compared by: the words that ask for its low or high end, and its fields.

    Attributes:
        names: of the fields that tell it.
        low: pattern of a folded text that asks for the low end.
        high: for the high end.
        dimensions: kinds of measure that it has.
        prose: pattern of what stands behind a measure of it in prose; ``""``: prose doesn't tell it.
    """

    names: tuple[str, ...]
    low: re.Pattern[str]
    high: re.Pattern[str]
    dimensions: tuple[str, ...] = ()
    prose: str = ""


def _aspect(names: str, low: str, high: str, *dimensions: str, prose: str = "") -> Aspect:
    return Aspect(tuple(names.split("|")), re.compile(low), re.compile(high), dimensions, prose)


ASPECTS = (
    _aspect("price", r"cheap|less expensive|least expensive|costs? (?:the )?(?:less|least)|lower price|lowest price|price|便宜|价格", r"more expensive|most expensive|pric(?:ier|iest)|dear(?:er|est)|costs? (?:the )?mo(?:re|st)|贵"),
    _aspect("rating", r"worse rated|worst rated|评分最?低", r"(?:better|best|higher|highest|top)[- ]?(?:rated|reviewed|rating|reviews)|评分|口碑|评价"),
    _aspect("weight|item weight|net weight|重量|毛重|单条重量", r"light(?:er|est)\b|weighs? (?:the )?(?:less|least)|how (?:heavy|light)|weight|更轻|最轻|轻一?点|比较轻", r"heav(?:ier|iest)|weighs? (?:the )?(?:more|most)|更重(?!要)|最重(?!要)", "mass"),
    _aspect("pages|number of pages|page count|页数", r"shortest (?:books?|novels?|reads?|stor(?:y|ies))|fewest pages|页数最少", r"longest (?:books?|novels?|reads?|stor(?:y|ies))|most pages|页数最多|最厚的书"),
    _aspect("battery capacity|电池容量|battery", r"small(?:er|est) battery|电池最小", r"(?:bigg|larg)(?:er|est) battery|battery capacity|电池最?大|电池容量", "charge"),
    _aspect("battery life|battery|runtime|续航|使用时间", r"short(?:er|est) battery", r"battery|lasts? (?:the )?long|runs? (?:the )?long|longe(?:r|st)[- ](?:battery|runtime|lasting|running)|续航|用得[更最]?久|最耐用", "time",
            prose=r"(?:of )?(?:battery(?: life)?|playback|play ?time|run ?time|runtime|listening|talk ?time)\b|(?:a|per|on a|on one|from one) (?:single |full )?charge\b|续航"),
    _aspect("height|高度", r"(?:low|short)(?:er|est) (?:height|one)|更矮|最矮", r"tall(?:er|est)|high(?:er|est)\b|更高(?!档|级|端)|最高|高度", "length", prose=r"tall\b|high\b|in height\b"),
    _aspect("width|宽度", r"narrow(?:er|est)|更窄|最窄", r"wide(?:r|st)|更宽|最宽|宽度", "length", prose=r"wide\b|in width\b"),
    _aspect("length|长度", r"short(?:er|est)|更短|最短", r"long(?:er|est)|更长|最长|长度", "length", prose=r"long\b|in length\b"),
    _aspect("noise|noise level|sound level|sound pressure|loudness|decibels|噪音|噪声|噪音值|分贝|分贝值", r"quiet(?:er|est)|(?:most|more) (?:quiet|silent)|least (?:noise|noisy|loud)|less (?:noise|noisy)|lowest noise|安静|静音|噪[音声]|声音(?:最|更)小", r"loud(?:er|est)|nois(?:ier|iest)|更吵|最吵|[更最]响|(?:噪[音声]|声音|分贝)(?:最|更)[大高]", "noise"),
    _aspect("brightness|亮度", r"dimmer|dimmest|更暗", r"bright(?:er|est)|更亮|最亮|亮度", "light"),
    _aspect("power|wattage|功率", r"less power|weaker|功率更?小", r"more powerful|most powerful|strong(?:er|est)|wattage|功率", "power"),
    _aspect("capacity|volume|size|容量|净含量|水箱|content", r"small(?:er|est)|holds? (?:the )?(?:less|least)|更小|最小|小一?点", r"big(?:ger|gest)|larg(?:er|est)|holds? (?:the )?(?:more|most)|roomi(?:er|est)|capacity|更大|最大|容量|大一?点", "volume", "mass", "charge", "data", prose=r"capacity\b"),
)  # fmt: skip


def unit_amount(unit: str) -> tuple[str, Decimal]:
    """What a unit measures, and how many of the smallest go into it: mm, g, ml, minutes, W, mAh.

    Raises:
        KeyError: it isn't among `MEASURING`.
    """
    return _BASE[UNITS.get(unit, unit)]


def aspect_in(folded: str, aspects: Sequence[Aspect]) -> tuple[Aspect, bool] | None:
    """The first of some aspects that a folded text asks for, and whether for its low end; None: none."""
    for aspect in aspects:
        for pattern, rising in ((aspect.high, False), (aspect.low, True)):
            if pattern.search(folded):
                return aspect, rising
    return None


def said_fully(folded: str) -> str:
    """A short question in Chinese with the word that it leaves out: 哪个轻 asks which is 最轻.

    >>> said_fully("牧高笛和挪客帐篷哪个轻？")
    '牧高笛和挪客帐篷哪个最轻？'
    """
    return _SAID_SHORTLY.sub(r"\g<which>最\g<how>", folded)


def told_of(aspect: Aspect, product: Product) -> Told | None:
    """What a product tells of an aspect; None if nothing.

    Args:
        aspect: asked for.
        product: whose fields, title and description are read.
    """
    pieces = pieces_of(Found(product))
    if aspect.names[0] == "price":
        price = next((one for one in pieces if one.kind == "price"), None)
        if price is None or product.price is None:
            return None
        return Told(price, price.text, (product.currency or "", product.price))
    if aspect.names[0] == "rating":
        rating = next((one for one in pieces if one.kind == "rating"), None)
        if rating is None or product.rating is None:
            return None
        return Told(rating, rating.text, ("rating", Decimal(str(product.rating))))
    field = _field(aspect, pieces)
    if field is not None:
        amount = _measure(field.text, aspect.dimensions) or _in_unit_of(field, aspect.dimensions)
        return Told(field, field.text, amount or _bare(field.text))
    title = next(one for one in pieces if one.kind == "title")
    if measured := _measure(title.text, aspect.dimensions):
        return Told(title, _part_with(aspect, title.text, measured), measured)
    if aspect.names[0] == "weight" and (own := _own_weight(pieces)):
        return own
    if aspect.names[0] == "noise":
        return _own_noise(pieces)
    return next(_in_prose(aspect, pieces), None)


def _field(aspect: Aspect, pieces: Sequence[Piece]) -> Piece | None:
    """The field of an aspect's name; else one whose name ends with it."""
    fields = [
        (_UNIT_OF_FIELD.sub("", unit_apart(fold_name(piece.field))), piece)
        for piece in pieces
        if piece.kind in {"attribute", "list"}
    ]
    names = [fold_name(name) for name in aspect.names]
    for name in names:  # "Length: 50 m" of a hose before the "Length (cm)" of its pack
        for field, piece in sorted(fields, key=lambda one: one[0] != fold_name(one[1].field)):
            if field == name:
                return piece
    for name in names:
        for field, piece in fields:
            of_it = field.endswith(f" {name}") or (not name.isascii() and field.endswith(name))
            if of_it and not _BORNE.search(field):
                return piece
    return None


def _in_unit_of(field: Piece, dimensions: Sequence[str]) -> tuple[str, Decimal] | None:
    """A bare number in the unit that its field's name ends with: "Weight (kg): 9.2", "weight_kg"."""
    unit = _UNIT_OF_FIELD.search(unit_apart(fold_name(field.field)))
    return _measure(f"{field.text.strip()} {unit['unit']}", dimensions) if unit else None


def _own_weight(pieces: Sequence[Piece]) -> Told | None:
    for piece in pieces:
        folded = fold(piece.text)
        span = own_weight(folded) if piece.kind == "description" else None
        if span and len(folded) == len(piece.text):
            quote = piece.text[slice(*span)]
            return Told(piece, quote, _measure(quote, ("mass",)))
    return None


def _own_noise(pieces: Sequence[Piece]) -> Told | None:
    for piece in pieces:
        folded = fold(piece.text)
        level = own_noise(folded) if piece.kind == "description" else None
        if level and len(folded) == len(piece.text):
            quote = piece.text[slice(*level.span)].strip()
            return Told(piece, quote, ("noise", Decimal(level.decibels)))
    return None


def _in_prose(aspect: Aspect, pieces: Sequence[Piece]) -> Iterator[Told]:
    for piece in pieces if aspect.prose else ():
        for sentence in split_sentences(piece.text) if piece.kind == "description" else ():
            for match in re.finditer(rf"{_MEASURE.pattern}[\s-]*(?:{aspect.prose})", sentence):
                if amount := _measure(match[0], aspect.dimensions):
                    yield Told(piece, match[0], amount)


def _part_with(aspect: Aspect, title: str, measured: tuple[str, Decimal]) -> str:
    """The part of a title that holds the measure: "10 Ft/ 3 M" of "HDMI Cable, 4K (10 Ft/ 3 M)"."""
    parts = (part.strip() for part in _PARTS.split(title))
    part = next((one for one in parts if _measure(one, aspect.dimensions) == measured), title)
    for match in _MEASURE.finditer(part.lower()) if len(part) > _IN_PASSING else ():
        if _measure(match[0], aspect.dimensions) == measured:
            return part[match.start() : match.end()]
    return part


def _bare(text: str) -> tuple[str, Decimal] | None:
    """A field's number without a unit, which has an order among others without one."""
    match = _NUMBER.fullmatch(text)
    return ("", Decimal(match[1].replace(",", ""))) if match else None


def _measure(text: str, dimensions: Sequence[str]) -> tuple[str, Decimal] | None:
    for number, unit in _MEASURE.findall(fold(text)):
        for name in (unit, unit[:1]):
            base = _BASE.get(UNITS.get(name, name))
            if base and base[0] in dimensions:
                return base[0], Decimal(number.replace(",", "")) * base[1]
            if unit.isascii():
                break
    return None
