"""Amounts of money in a request: a number with a currency beside it, or a bare number that may be one.

Knows how money is written, and which words after a number make it a measure instead ("8 gb").
Whether an amount is a limit is `price_words`' business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .number_words import Number, numbers

DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"})
WEIGHT_OR_MONEY = "pounds"
_CURRENCIES = {
    "us$": "USD", "hk$": "HKD", "a$": "AUD", "c$": "CAD", "nt$": "TWD", "s$": "SGD",
    "$": "$", "£": "GBP", "€": "EUR", "¥": "¥", "₹": "INR", "₩": "KRW", "₽": "RUB", "฿": "THB",
    "dollars": "$", "dollar": "$", "bucks": "$", "buck": "$", "usd": "USD", "quid": "GBP",
    "pounds": WEIGHT_OR_MONEY, "pound": WEIGHT_OR_MONEY, "gbp": "GBP", "euros": "EUR", "euro": "EUR", "eur": "EUR",
    "rupees": "INR", "rs.": "INR", "rs": "INR", "inr": "INR", "yen": "JPY", "jpy": "JPY",
    "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "cad": "CAD", "aud": "AUD", "hkd": "HKD",
    "人民币": "CNY", "块钱": "块", "块": "块", "元钱": "CNY", "元": "CNY", "圆": "CNY",
    "美元": "USD", "美金": "USD", "刀": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
    "港币": "HKD", "港元": "HKD", "卢比": "INR", "韩元": "KRW", "台币": "TWD", "加元": "CAD",
}  # fmt: skip
_NAMES = "|".join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))
_AFTER = re.compile(rf"(?P<rough>-?ish)?\s?(?P<name>{_NAMES})(?![a-z\d$£€])(?!\d)")
_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:us|hk|nt|[acs])\$|[$£€¥₹₩₽฿]|(?<![a-z])(?:usd|eur|gbp|cny|rmb|inr|rs\.?)|人民币)\s?$"
)
_IN_A_NAME = re.compile(r"[a-z0-9米尺斤岁点号第]$|[a-z][-#]$")
_JIAO = re.compile(r"块([1-9])(?![\d百千万])")  # 9块9 is 9.9
_AND_MORE = re.compile(
    r"多(?=\s?(?:[元块圆的,，。?？!！吧左以]|人民币|$))(?!\s?元[素件])"
)  # 三百多
_WATTS = 100
_GLUED = re.compile(r"(?!ish\b)[a-z]")
_SPACED = re.compile(r"(?<![\w.,])(\d{1,3}(?: \d{3}){1,2})(?=\s?(?:€|eur\b|euros?\b))")
_JOIN = re.compile(r"\s?(?:-{1,2}|~|to|and|&|or|through|到|至|和)\s?(?:a\s)?")

_MEASURE_EN = re.compile(
    r"\s?(?:x|by|[*×+/])\s?\d|[\s-]?(?:%|°|\"|'|(?:ml|cl|l|fl|oz|g|kg|mg|mcg|lbs?|mm|cm|m|km|ft|in|inch(?:es)?|feet|foot|yards?"
    r"|gb|tb|mb|mah|wh?|kw|v|hz|khz|mhz|ghz|db|dpi|px|p|fps|nits|lumens?|watts?|volts?|amps?|psi|rpm"
    r"|mp|megapixels?|x|pc|pcs|pieces?|packs?|pairs?|count|ct|sets?|ply|stars?|years?|yrs?|yo|months?"
    r"|weeks?|days?|hours?|hrs?|h|mins?|minutes?|seconds?|pages?|people|persons?|seater|cal|calories"
    r"|kcal|grams?|kilos?|kilograms?|lit(?:er|re)s?|ounces?|gallons?|quarts?|degrees?|percent|thread"
    r"|spf|d|gsm|sizes?|levels?|colou?rs?|options|items|products|reviews|ratings)(?![a-z]))"
)
_MEASURE_ZH = re.compile(
    r"\s?(?:毫|厘|分米|分钟|米|升|斤|公|克|千克|岁|周岁|码|号|英|寸|吋|尺|个|件|只|条|瓶|包|盒|片|度|瓦|流明|安|小时|天"
    r"|日|月|年|人|层|页|平|档|倍|周|期|%|折|种|色|支|双|张|颗|粒|袋|箱|核|赫|丝|目|针|股|匹|级|星|分|秒|代|款|次|套|位"
    r"|台|本|把|根|吨|卷|杯|串|排|孔|抽|路|点|门|座|家|双|磅|盎司|加仑|像素|万像素|后|楼|里|千瓦|伏|寸)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that may be money, at ``[start, end)`` of the folded text with its currency.

    Attributes:
        low: the amount; for a span ("20-30", "两三百") its lower end.
        high: equal to `low` unless the words are a span.
        currency: ISO code; ``"$"``, ``"¥"``, ``"块"`` or ``"pounds"`` where only
            that is known; or None.
        span: written as a span.
        multiple: what the number was multiplied by ("2k" is 2 by 1000).
        rough: "50ish dollars".
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str | None
    span: bool = False
    multiple: int = 1
    rough: bool = False


def resolve_currency(name: str, catalog: str | None, others: Sequence[str] = ()) -> str:
    """The ISO code that a sign or word means in a shop.

    Args:
        name: ``Amount.currency``.
        catalog: the currency that most of the shop's prices are in.
        others: all of them, where known: 块 is what Chinese calls any shop's own unit, so it is
            yuan only where the shop has prices in yuan or may have.
    """
    if name == WEIGHT_OR_MONEY:
        return "GBP"
    if name == "块":
        return catalog if catalog and others and "CNY" not in others else "CNY"
    if name == "$":
        return catalog if catalog in DOLLARS else "USD"
    if name == "¥":
        return catalog if catalog in {"CNY", "JPY"} else "CNY"
    return name


def amounts(folded: str) -> list[Amount]:
    """Every number of `folded` that isn't a measure, spans joined, left to right."""
    spaced = _SPACED.sub(lambda match: match[1].replace(" ", "'"), folded)
    single = [found for number in numbers(spaced) if (found := _amount(spaced, number)) is not None]
    single = [two for at, two in enumerate(single) if not at or two.start >= single[at - 1].end]
    joined: list[Amount] = []
    at = 0
    while at < len(single):
        one = single[at]
        pair = _join(spaced, one, single[at + 1]) if at + 1 < len(single) else None
        joined.append(pair or one)
        at += 2 if pair else 1
    return [one for one in joined if one.currency or not is_measure(spaced, one.end)]


def is_measure(folded: str, end: int) -> bool:
    """Whether what stands at `end` makes the number before it a measure, an age or a count."""
    return bool(_MEASURE_EN.match(folded, end) or _MEASURE_ZH.match(folded, end))


def _amount(folded: str, number: Number) -> Amount | None:
    start, end, low, high = number.start, number.end, number.low, number.high
    if folded[end - 1] == "w" and low >= _WATTS * number.multiple:
        return None  # "2w" is 20,000, "1800w" is a dryer's power
    before = _BEFORE.search(folded, max(0, start - 5), start)
    currency = None
    if before:
        start, currency = before.start(), _CURRENCIES[before[0].strip()]
    elif _IN_A_NAME.search(folded, max(0, start - 2), start):
        return None  # "us5", "iphone12", "a-5"
    jiao = _JIAO.match(folded, end)
    if jiao:
        return Amount(start, jiao.end(), *(low + Decimal(jiao[1]) / 10,) * 2, "块")
    if low == high and low >= 10 and (more := _AND_MORE.match(folded, end)):
        end, high = more.end(), low + _last_place(low)
    after = _AFTER.match(folded, end)
    if after:
        end, currency = after.end(), currency or _CURRENCIES[after["name"]]
    elif _GLUED.match(folded, end):
        return None  # "50ml", "5g"
    rough = bool(after and after["rough"])
    return Amount(start, end, low, high, currency, low != high, number.multiple, rough)


def _last_place(value: Decimal) -> Decimal:
    """What one more is in the last figure that isn't 0: 100 for 300 and for 1500."""
    place = Decimal(1)
    while value % (place * 10) == 0:
        place *= 10
    return place


def _join(folded: str, one: Amount, two: Amount) -> Amount | None:
    """Two amounts as one span ("20-30", "$20 to $30", "100到200元"), or None."""
    if one.span or two.span or two.start - one.end > 6:
        return None
    link = _JOIN.fullmatch(folded, one.end, two.start)
    if not link:
        return None
    word = link[0].strip()
    if word in {"and", "&", "or", "和"} and not _between(folded, one.start):
        return None
    if one.currency and two.currency and one.currency != two.currency:
        return None
    low, high = one.low, two.high
    if two.multiple > 1 and one.multiple == 1 and low < 1000 and low * two.multiple < high:
        low *= two.multiple  # "1-2k", "1到2千"
    if low > high:
        low, high = high, low
    return replace(
        one, end=two.end, low=low, high=high, currency=one.currency or two.currency, span=True
    )


_BETWEEN = re.compile(r"(?:between|betwen|在|介于|btw)\s?(?:about\s|around\s)?$")


def _between(folded: str, start: int) -> bool:
    return _BETWEEN.search(folded, max(0, start - 16), start) is not None
