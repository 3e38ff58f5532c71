"""Limits on a measure: "a desk at least 120 cm wide", "lighter than 2 kg", "承重100公斤以上".

A shop's fields and texts say measures in many ways, and often not at all, so a limit is no hard
filter: a product that states another measure goes, one that states none stays only where none
states a fitting one.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..catalog.records import Product
from ..retrieval.request_text import fold
from .aspects import MEASURING, unit_amount
from .how_many_fit import roomy_enough
from .most_it_takes import taking_the_user, user_of
from .named_limits import named_limits, within_named
from .own_weight import own_weight

_QUANTITIES = frozenset(["length", "mass", "volume", "time", "power", "charge", "data"])
_WRITTEN = {'"': "inch", "”": "inch", "in": "inch", "'": "ft", "’": "ft"}
_UNIT = "|".join(
    re.escape(one)
    for one in sorted({*MEASURING, *_WRITTEN}, key=len, reverse=True)
    if one in _WRITTEN or unit_amount(one)[0] in _QUANTITIES
)
# "Under 50 in black" is no measure.
_INCH_OR_WORD = (
    r"(?!(?<=in)\s+(?!wide|broad|tall|high|deep|long|thick|or|and|width|height|depth|length)\w)"
)
_AMOUNT = rf"(?P<number>\d+(?:[.,]\d+)?)\s?-?(?P<unit>{_UNIT})(?![a-z]){_INCH_OR_WORD}"
_SIDES = "wide|broad|tall|high|deep|long|thick|heavy"
_MORE = {"wider": "width", "broader": "width", "taller": "height", "higher": "height", "deeper": "depth",
         "longer": "long", "thicker": "thickness", "heavier": "weight", "larger": "", "bigger": ""}  # fmt: skip
_LESS = {"narrower": "width", "shorter": "short", "lower": "height", "shallower": "depth",
         "thinner": "thickness", "slimmer": "thickness", "lighter": "weight", "smaller": ""}  # fmt: skip
_OF_SIDE = {"wide": "width", "broad": "width", "tall": "height", "high": "height", "deep": "depth",
            "long": "long", "thick": "thickness", "heavy": "weight"}  # fmt: skip
_OF_QUANTITY = {"mass": "weight", "volume": "capacity", "time": "duration", "power": "power", "charge": "charge", "data": "data"}  # fmt: skip
_THAN = re.compile(rf"(?<![a-z])(?P<how>{'|'.join([*_MORE, *_LESS])}) than (?:about )?{_AMOUNT}")
_BOUND = re.compile(
    rf"(?<![a-z])(?P<how>at least|no less than|not less than|min(?:imum)?(?: of)?|more than|over|above|at most|up to|no more than|not more than|less than|under|below|max(?:imum)?(?: of)?|within) (?:about )?{_AMOUNT}(?: in)?(?:[ -](?P<side>{_SIDES}|width|height|depth|length|weight)(?![a-z]))?"
)
_NAMES_CHINESE = r"容量|容积|重量|净重|长度?|宽度?|高度?|深度?|厚度?|直径|尺寸|屏幕|功率|电池(?:容量)?|续航(?:时间)?"
_OPEN = re.compile(
    rf"{_AMOUNT}(?:[ -](?P<side>{_SIDES}))? (?:or|and) (?P<how>more|over|above|up|longer|wider|taller|larger|bigger|less|under|below|shorter|narrower|smaller|lighter)(?![a-z])"
    rf"|(?:{_NAMES_CHINESE})?(?:要|在|得)?(?P<number2>\d+(?:\.\d+)?)\s?(?P<unit2>{_UNIT})(?P<how2>以上|以下|以内)"
)
_CHINESE = re.compile(
    rf"(?:{_NAMES_CHINESE}|承重|载重)?(?:要求?|得|必须|最好|能|在)?"
    rf"(?P<how>大于|超过|高于|多于|长于|重于|不低于|不小于|不少于|至少要?有?|起码|最少|小于|低于|少于|短于|轻于|不到|不超过|不大于|不高于|不多于|最多|至多)(?:约|有)?\s?{_AMOUNT}"
)
_MORE_CHINESE = re.compile(r"大于|超过|高于|多于|长于|重于|不[低小少]于|至少|起码|最少")
_STRICT_CHINESE = re.compile(r"大于|超过|高于|多于|长于|重于|小于|低于|少于|短于|轻于|不到")
_SIDE_CHINESE = (
    ("load", re.compile(r"承重|载重|限重")), ("thickness", re.compile("厚")), ("width", re.compile("宽")),
    ("height", re.compile("高(?!于)")), ("depth", re.compile("深")), ("long", re.compile("长(?!于)")),
    ("size", re.compile("直径|尺寸|屏幕")),
)  # fmt: skip
_DATA = re.compile(
    r"(?P<name>内存|存储(?:容量|空间)?|闪存|运存|运行内存|memory|storage|ram|ssd)\s?(?:是|为|有|of)?\s?(?P<how>大于|不低于|至少|at least|over)?\s?"
    r"(?P<number>\d+)\s?(?P<unit>gb?|tb?)(?![a-z])(?P<after>以上|\+)?"
    r"|(?P<number2>\d+)\s?(?P<unit2>gb|tb)(?: of)?(?: internal)?\s?(?P<name2>storage|memory|ram|ssd|内存|存储)"
)
_LEAST = re.compile(
    r"at least|no(?:t)? less|min|more|over|above|up$|longer|wider|taller|larger|bigger|以上"
)
_AT_MOST = re.compile(r"no(?:t)? more|up to")
# "A 15 inch laptop", "500 ml bottle"; not "for my 5 kg cat", not "2 in 1".
_EXACT = re.compile(
    rf"(?<![\w.,$€£-]){_AMOUNT}(?:[ -](?P<side>{_SIDES}))?(?![\w-]|\s*(?:x|by|×|\+|or|and up)\b)"
)
_FOR_ONE = re.compile(
    r"(?:\b(?:for|fits?|my|our|his|her|with|per|every|than|least|most|over|under|above|below|about|to|of|within) (?:an? |my |our |the )?|\d\s?[x×]\s?)$"
)
_NEAR = 1.05
_NEXT_INCH = 0.99  # a 15 inch laptop has 15.6
# A name of a field, and how prose says it before or after the figure.
_FIELDS = {
    "width": r"\bwidth\b|\bwide\b|宽",
    "height": r"\bheight\b|\btall\b|高度|^高$",
    "depth": r"\bdepth\b|\bdeep\b|深",
    "length": r"\blength\b|\blong\b|长度|^长$",
    "thickness": r"thick|厚",
    "size": r"^inch(?:es)?$|\bsize\b|screen|display|diagonal|diameter|尺寸",
    "load": r"\bload|weight (?:limit|capacity)|max\w*\.? (?:rider )?weight|capacity|承重|载重|限重",
    "weight": r"^(?:item |net |product |total )?weight\b|^(?:净|毛)?重量?$",
    "capacity": r"capacity|volume|容量|容积",
    "duration": r"(?:battery|play\w*|run|talk|burn\w*|working) ?(?:life|time)|playback|run ?time|play\w* (?:minutes|mins|hours)|\bduration\b|续航|使用时间",
    "power": r"\bpower\b|watt|功率",
    "charge": r"battery|capacity|mah|电池|容量",
    "data": r"内存|存储|容量|storage|memory|\bram\b|\bssd\b|disk|capacity",
    "ram": r"运存|运行内存|^内存$|\bram\b|memory",
}
_NAMED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _FIELDS.items()}
_ANY_SIDE = ("width", "height", "depth", "length")
_SIZE = (*_ANY_SIDE, "size")
_ALIKE = {"long": ("length", "width"), "short": ("length", "height")}
_SAID = {
    "width": r"wide|in width|w(?![a-z])",
    "height": r"tall|high|in height|h(?![a-z])",
    "depth": r"deep|in depth|d(?![a-z])",
    "length": r"long|in length|l(?![a-z])",
    "thickness": r"thick",
    "weight": r"in weight",
    "capacity": r"capacity|in volume",
    "duration": r"(?:of )?(?:battery|playback|play ?time|run ?time|use|burn)",
}
_BEARS = re.compile(
    r"(?:\bhold|\bcarr(?:y|ies)|\bsupport|\bbear|\bload|capacity|weight limit|\brated for|承重|载重|能承|放得?下)[^,.;，。]{0,20}$"
)
_WEIGHS = re.compile(r"weigh(?:s|ing|t)?\W{0,3}(?:only |just |about |approx\w*\.? |of |under )*$")
_MEASURED = re.compile(rf"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)\s?-?(?P<unit>{_UNIT})(?![a-z\d])")
_PLAIN_UNITS = {"length": (10.0, 1.0, 1000.0), "mass": (1.0, 1000.0), "volume": (1.0, 1000.0)}
_ABSURD = 20.0
_INCH = 25.4
_SAME = 1.03
_UNIT_OF_FIELD = re.compile(rf"[(\[/_ ](?P<unit>{_UNIT})[)\]]?$")
_BARE = re.compile(r"\W*(\d+(?:[.,]\d+)?)\W*")


@dataclass(frozen=True, slots=True)
class MeasureLimit:
    """A limit on one measure of a product.

    Attributes:
        names: which measures may meet it ("width"; "length" or "width" of what is to be long).
        quantity: what its unit measures ("length", "mass" …).
        op: ``lt``, ``le``, ``gt``, ``ge``, or ``eq`` of a measure that is only named.
        value: in mm, g, ml, minutes, W or mAh.
        unit: factor of the unit it was given in, which a field's bare number is taken to be in.
    """

    names: tuple[str, ...]
    quantity: str
    op: str
    value: float
    unit: float


def measure_limits(text: str) -> list[MeasureLimit]:
    """The limits that a request puts on measures, or the one measure that it names; none for "under $20".

    Args:
        text: a request's words.
    """
    folded = fold(text)[:600]
    found = [limit for _, _, limit in _bounds(folded)]
    return list(dict.fromkeys(found)) or _named_measure(folded)


def limits_a_measure(text: str) -> bool:
    """Whether a request may limit a measure or a named number, or says how much a thing has to take."""
    return bool(measure_limits(text) or named_limits(text) or user_of(text))


def without_limits(text: str) -> str:
    """A request without the words that limit a measure, which say nothing of what the thing is.

    >>> without_limits("mower lighter than 15 kg")
    'mower'
    """
    spans = [(start, end) for start, end, _ in _bounds(fold(text))]
    spans += [(one.start, one.end) for one in named_limits(text) if one.end <= len(text)]
    kept = "".join(
        " " if any(start <= at < end for start, end in spans) else char
        for at, char in enumerate(text)
    )
    kept = re.sub(
        r"^\s*的|(?i:\b(?:with|of|that is|weighing|and|a|an|at|for)\s*$)",
        "",
        " ".join(kept.split()),
    )
    return kept.strip(" ,，的") or text


def _bounds(folded: str) -> list[tuple[int, int, MeasureLimit]]:
    """The bounds on measures in a folded text, each with where its words stand."""
    read: list[tuple[re.Match[str], MeasureLimit | None]] = []
    for match in _THAN.finditer(folded):
        how = match["how"]
        side = _MORE[how] if how in _MORE else _LESS[how]
        op = "gt" if how in _MORE else "lt"
        read.append((match, _limit(match["number"], match["unit"], side, op)))
    for match in _BOUND.finditer(folded):
        how = match["how"]
        bears = _BEARS.search(folded, 0, match.start())
        least = bool(_LEAST.match(how)) and not _AT_MOST.match(how)
        exact = bool(re.match(r"at|no|min|max|up|within", how))
        op = ("ge" if exact else "gt") if least else ("le" if exact else "lt")
        side = "load" if bears else match["side"] or ""
        side = _OF_SIDE.get(side, side)
        read.append((match, _limit(match["number"], match["unit"], side, op)))
    for match in _OPEN.finditer(folded):
        how = str(match["how"] or match["how2"])
        number, unit = match["number"] or match["number2"], match["unit"] or match["unit2"]
        side = _OF_SIDE.get(match["side"] or "", "") or _MORE.get(how) or _LESS.get(how) or ""
        side = "load" if _BEARS.search(folded, 0, match.start()) else side
        read.append((match, _limit(number, unit, side, "ge" if _LEAST.match(how) else "le")))
    for match in _CHINESE.finditer(folded):
        more, strict = _MORE_CHINESE.match(match["how"]), _STRICT_CHINESE.match(match["how"])
        op = ("gt" if strict else "ge") if more else ("lt" if strict else "le")
        named = match[0][: match.start("how") - match.start()]
        side = next((side for side, pattern in _SIDE_CHINESE if pattern.search(named)), "")
        read.append((match, _limit(match["number"], match["unit"], side, op)))
    data = list(_DATA.finditer(folded))
    read = [one for one in read if not any(_overlap(one[0], match) for match in data)]
    read += [(match, _of_data(match)) for match in data]
    return [(match.start(), match.end(), limit) for match, limit in read if limit is not None]


def _overlap(one: re.Match[str], two: re.Match[str]) -> bool:
    return one.start() < two.end() and two.start() < one.end()


def _of_data(match: re.Match[str]) -> MeasureLimit:
    """内存256G: in China's shops 内存 is any memory; only RAM is surely RAM."""
    number, unit = match["number"] or match["number2"], match["unit"] or match["unit2"]
    ram = re.match(r"ram|运", match["name"] or match["name2"])
    factor = _unit("tb" if unit.startswith("t") else "gb")[1]
    op = "ge" if match["how"] or match["after"] else "eq"
    return MeasureLimit(("ram",) if ram else ("data",), "data", op, float(number) * factor, factor)


def within_limits(products: Sequence[Product], text: str) -> list[Product]:
    """The products whose stated measures keep a request's limits; if none's do, those that state none.

    Args:
        products: best first; in their order.
        text: the request's words.

    Returns:
        All of them where the request limits no measure; none where all state another measure, or end below
        who, what or how many will use them.
    """
    kept = roomy_enough(taking_the_user(products, text), text)
    rest = fold(text)
    if user := user_of(text):  # the dog's weight is not the leash's
        rest = f"{rest[: user.start]}{' ' * (user.end - user.start)}{rest[user.end :]}"
    for named in named_limits(text):
        found = within_named(kept, named)
        if found is not None:  # "less than 5 mm drop" is read, and 5 mm limit nothing else
            kept = found
            rest = f"{rest[: named.start]}{' ' * (named.end - named.start)}{rest[named.end :]}"
    for limit in measure_limits(rest):
        told = [(one, measures_of(one, limit)) for one in kept]
        fitting = [one for one, values in told if any(_keeps(value, limit) for value in values)]
        if fitting or limit.op != "eq":
            kept = fitting or [one for one, values in told if not values]
    return kept


def measures_of(product: Product, limit: MeasureLimit) -> list[float]:
    """What a product states of the measure that a limit is on, in the limit's smallest unit.

    A field of that name counts before the text, and the text's own word for it before a lone measure in the title.
    """
    fields = [
        value
        for name, values in product.attributes.items()
        if any(_NAMED[wanted].search(name) for wanted in limit.names)
        for text in values
        for value in _field_values(fold(name), fold(text), limit)
    ]
    if fields:
        return fields
    text = fold(f"{product.title}\n{product.description}"[:4000])
    said = [value for value, at, end in _values(text, limit) if _speaks(text, at, end, limit.names)]
    if not said and limit.names == ("weight",):
        said = _only_weight(text, limit)
    if said or set(limit.names) <= {"height", "depth", "thickness"}:
        return said
    alone = [value for value, _, _ in _values(fold(product.title), limit)]
    # "80 cm (32 inches)" is one measure, "80 x 60 cm" isn't.
    return alone if alone and max(alone) <= _SAME * min(alone) else []


def _only_weight(text: str, limit: MeasureLimit) -> list[float]:
    span = own_weight(text)
    return [value for value, *at in _values(text, limit) if span and tuple(at) == span]


def _figure(written: str) -> float:
    return float(written.replace(",", "."))


def _unit(written: str) -> tuple[str, float]:
    quantity, factor = unit_amount(_WRITTEN.get(written, written))
    return quantity, float(factor)


def _named_measure(folded: str) -> list[MeasureLimit]:
    """The one measure that a request names without a bound."""
    found = [
        match
        for match in _EXACT.finditer(folded)
        if match["unit"] not in {"in", "'", "’", "m"}
        and not _FOR_ONE.search(folded, 0, match.start())
    ]
    if len(found) != 1:
        return []
    (match,) = found
    quantity, factor = _unit(match["unit"])
    side = _OF_SIDE.get(match["side"] or "", "") or _OF_QUANTITY.get(quantity, "")
    if quantity == "time":
        return []
    names = _ALIKE.get(side) or ((side,) if side else _SIZE)
    return [MeasureLimit(names, quantity, "eq", _figure(match["number"]) * factor, factor)]


def _limit(number: str, unit: str, side: str, op: str) -> MeasureLimit | None:
    quantity, factor = _unit(unit)
    if side == "load" and quantity != "mass":
        side = ""
    side = side or _OF_QUANTITY.get(quantity, "")
    if quantity == "time" and side == "long":
        side = "duration"
    if quantity == "length" and side == "weight":
        return None
    names = _ALIKE.get(side) or ((side,) if side else _ANY_SIDE)
    return MeasureLimit(names, quantity, op, _figure(number) * factor, factor)


def _keeps(value: float, limit: MeasureLimit) -> bool:
    if limit.op == "eq":
        inch = limit.unit * _NEXT_INCH if limit.unit == _INCH else 0
        return limit.value / _NEAR <= value <= max(limit.value * _NEAR, limit.value + inch)
    return bool(
        getattr(operator, limit.op)(value, limit.value)
    )  # its names are those of `operator`


def _field_values(name: str, text: str, limit: MeasureLimit) -> Iterable[float]:
    found = [value for value, _, _ in _values(text, limit)]
    bare = _BARE.fullmatch(text)
    if bare and (unit := _UNIT_OF_FIELD.search(name)):  # "Length (cm)": the pack's, of a 25 m hose
        quantity, factor = _unit(unit["unit"])
        return [_figure(bare[1]) * factor] if quantity == limit.quantity else []
    return found or ([_with_unit(_figure(bare[1]), limit)] if bare else [])


def _with_unit(number: float, limit: MeasureLimit) -> float:
    """A field's bare number in the likeliest unit: the limit's, unless that makes it absurdly large or small."""
    units = (limit.unit, *(_PLAIN_UNITS.get(limit.quantity, ())))
    near = (
        unit for unit in units if limit.value / _ABSURD <= number * unit <= limit.value * _ABSURD
    )
    return number * next(near, limit.unit)


def _values(text: str, limit: MeasureLimit) -> list[tuple[float, int, int]]:
    return [
        (
            _figure(match["number"]) * _unit(match["unit"])[1],
            match.start(),
            match.end(),
        )
        for match in _MEASURED.finditer(text)
        if _unit(match["unit"])[0] == limit.quantity
    ]


def _speaks(text: str, start: int, end: int, names: Sequence[str]) -> bool:
    """Whether the words around a measure say that it is the one that is limited."""
    before, after = text[max(0, start - 30) : start], text[end : end + 24]
    for name in names:
        if name == "weight" and _WEIGHS.search(before):
            return True
        if re.search(rf"(?:{_FIELDS[name].replace('^', '').replace('$', '')})\W{{0,3}}(?:is |of |up to )*$", before):  # fmt: skip
            return True
        if name in _SAID and re.match(rf"[ -]?(?:{_SAID[name]})(?![a-z])", after):
            return True
    return False
