"""Prices as shops write them, to an exact amount and an ISO 4217 currency.

Knows signs, codes, digit groups, decimal commas, reductions ("11.20 16.00") and ranges
("10-20"). Doesn't know exchange rates or taxes, and never guesses around a number it can't
place: a price that is not understood raises, because a product with a wrong price must not be
sold. Digit groups are read by `price_parser`; it drops signs ("-5" → 5), powers ("1e5" → 1) and
second amounts, so the shape of the whole text is checked here first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from price_parser.parser import parse_number

from .currency import CURRENCY_PATTERN, currency_code, fold

MAX_AMOUNT = Decimal(1_000_000_000)

_UNKNOWN = frozenset(
    [
        "nan",
        "none",
        "null",
        "n/a",
        "na",
        "n.a.",
        "nil",
        "-",
        "--",
        "—",
        "–",
        "tbd",
        "tba",
        "?",
        "unknown",
        "call for price",
        "price on request",
        "not available",
        "on request",
        "see price in cart",
        "暂无",
        "暂无报价",
        "面议",
        "无",
        "未知",
    ]
)
_FREE = frozenset({"free", "gratis", "免费", "kostenlos", "gratuit"})

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?|\d[\d.,]*|[.,]\d+)"
_AMOUNT = re.compile(
    rf"\s*(?P<pre>{CURRENCY_PATTERN})?\s*(?P<number>{_NUMBER})(?P<wan>\s*万)?\s*(?P<post>{CURRENCY_PATTERN})?(?!\d)\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?P<range>-|–|—|~|〜|至|到|\bto\b|\bbis\b)?\s*", re.IGNORECASE)
_START = re.compile(
    r"^(?:from|starting at|starts at|as low as|ab|à partir de|desde|低至|now|price|sale|only|mrp|m\.r\.p\.|售价|现价|价格|原价|仅售|约)\s*[:：]?\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:from|starting|starts|as low|ab\b|à partir|desde|低至)", re.IGNORECASE)
_END = re.compile(r"\s*(?P<up>起|\+|and up|onwards)?\s*(?:/\s*)?(?:件|个|只|each|ea\.?|/-|-/|整)?\s*$", re.IGNORECASE)  # fmt: skip
_NEGATIVE = re.compile(rf"^(?:{CURRENCY_PATTERN})?\s*[-−]\s*(?:{CURRENCY_PATTERN})?\s*[\d.]|^\(.*\)$|\d\s*-$", re.IGNORECASE)  # fmt: skip
_CENTS_AFTER_SIGN = re.compile(r"^\s*(\d{1,9})\s?(€|EUR)\s?(\d\d)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Price:
    """What a shopper pays.

    Attributes:
        amount: never negative; the lowest of a range.
        currency: ISO 4217 code, None if the text and the hint leave it open.
        before: the amount before a reduction, if the text has two ("11.20 16.00").
        starting: the text is a range or says "from": some variant costs more.
    """

    amount: Decimal
    currency: str | None = None
    before: Decimal | None = None
    starting: bool = False


def parse_price(
    text: str, currency_hint: str | None = None, decimal_mark: str | None = None
) -> Price | None:
    """Read one price.

    Two amounts joined by a dash, "to", "~" or 至 are a range: the lowest counts and `starting` is
    set. Two bare amounts side by side are a reduced and a former price, in either order.

    Args:
        text: as found in a feed.
        currency_hint: the feed's currency, used for signs that several share (``¥``, ``kr``,
            ``$``) and for bare numbers.
        decimal_mark: ``"."`` or ``","`` where the rest of the column shows it (see
            `decimal_mark_of`). Without it one mark followed by three digits groups thousands.

    Returns:
        None if there is no price: empty, NaN, "N/A", 面议.

    Raises:
        ValueError: negative, above a billion, or not a price; the message says which.
    """
    plain = fold(text).strip()
    if not plain or plain.casefold() in _UNKNOWN:
        return None
    if plain.casefold() in _FREE:
        return Price(Decimal(0), currency_hint)
    shown = plain if len(plain) <= 40 else plain[:37] + "..."
    if _NEGATIVE.search(plain):
        raise ValueError(f"negative price '{shown}'")
    cents = _CENTS_AFTER_SIGN.match(plain)
    if cents:
        plain = f"{cents[1]},{cents[3]} {cents[2]}"
    starting = bool(_FROM.match(plain))
    parts = _amounts(_START.sub("", plain), shown)
    if parts.up:
        starting = True
    amounts = [_decimal(number, decimal_mark, shown) * scale for number, scale in parts.numbers]
    if max(amounts) > MAX_AMOUNT:
        raise ValueError(f"absurd price '{shown}': above {MAX_AMOUNT:,}")
    marks = {_code(mark, parts.marks, currency_hint, shown) for mark in parts.marks}
    if len(marks) > 1:
        raise ValueError(f"two currencies in the price '{shown}'")
    currency = marks.pop() if marks else currency_hint
    low, high = min(amounts), max(amounts)
    if len(amounts) == 2 and parts.is_range:
        return Price(low, currency, starting=high > low)
    return Price(low, currency, before=high if high > low else None, starting=starting)


@dataclass(frozen=True, slots=True)
class _Parts:
    numbers: list[tuple[str, int]]
    marks: list[str]
    is_range: bool
    up: bool


def _amounts(text: str, shown: str) -> _Parts:
    """Split a price text into one or two amounts with their marks; nothing else may remain."""
    first = _AMOUNT.match(text)
    if not first:
        raise ValueError(f"not a price: '{shown}'")
    found, end, is_range = [first], first.end(), False
    if not _END.fullmatch(text, end):
        joint = _BETWEEN.match(text, end)
        start = joint.end() if joint else end
        second = _AMOUNT.match(text, start)
        if not second or start == first.end("number"):
            raise ValueError(f"not a price: '{shown}'")
        is_range = bool(joint and joint["range"])
        if not is_range and _sides(first) != _sides(second):
            # "12 EUR 50": is it 12.50, or 12 and 50? Not ours to guess.
            raise ValueError(f"two amounts that don't match in the price '{shown}'")
        found.append(second)
        end = second.end()
    tail = _END.fullmatch(text, end)
    if not tail:
        raise ValueError(f"not a price: '{shown}'")
    wan_last = bool(found[-1]["wan"])
    numbers = [(m["number"], 10_000 if m["wan"] or (is_range and wan_last) else 1) for m in found]
    marks = [mark for m in found for mark in (m["pre"], m["post"]) if mark]
    return _Parts(numbers, marks, is_range, bool(tail["up"]))


def _sides(match: re.Match[str]) -> tuple[bool, bool]:
    return bool(match["pre"]), bool(match["post"])


def _code(mark: str, marks: list[str], hint: str | None, shown: str) -> str | None:
    # "US$ 5", "USD $5", "¥99元": an exact mark beside a shared sign settles it.
    exact = [m for m in marks if m.strip() not in {"$", "¥"}]
    try:
        settled = currency_code(exact[0], hint) if exact else hint
        return currency_code(mark, settled)
    except KeyError:
        raise ValueError(f"unknown currency '{mark}' in the price '{shown}'") from None


def _decimal(number: str, decimal_mark: str | None, shown: str) -> Decimal:
    compact = re.sub(r"[ \u00a0\u202f'’]", "", number).rstrip(".,")
    dots, commas = compact.count("."), compact.count(",")
    mark = decimal_mark if decimal_mark in {".", ","} else None
    if dots and commas:
        mark = "." if compact.rindex(".") > compact.rindex(",") else ","
        if compact.count(mark) > 1:
            raise ValueError(f"not a price: '{shown}'")
    elif dots + commas > 1:
        mark = "," if dots else "."  # a mark that repeats groups thousands
    elif re.match(r"^(?:0?|\d{4,})[.,]", compact):
        mark = re.sub(r"\d", "", compact)  # "0.125" and "1234.567" can't be grouped thousands
    if dots + commas:
        _check_groups(compact, mark, shown)
    value = parse_number(compact, mark)
    if value is None:
        raise ValueError(f"not a price: '{shown}'")
    return value


def _check_groups(compact: str, mark: str | None, shown: str) -> None:
    """Raise unless digit groups have three digits, or two before the last three (1,23,456)."""
    whole = compact.rsplit(mark, 1)[0] if mark and mark in compact else compact
    groups = re.split(r"[.,]", whole)
    if mark is None and len(groups[-1]) != 3:
        return  # price_parser reads the one mark as the decimal one
    if len(groups) > 1 and (
        len(groups[-1]) != 3
        or not 1 <= len(groups[0]) <= 3
        or any(len(g) not in {2, 3} for g in groups[1:-1])
    ):
        raise ValueError(f"not a price: '{shown}'")


def decimal_mark_of(texts: Iterable[str]) -> str | None:
    """The decimal mark that a column of prices uses, or None if it doesn't show.

    A mark counts as decimal where other than three digits follow it, or where it stands after a
    grouping mark.
    """
    votes: Counter[str] = Counter()
    for text in texts:
        for number in re.findall(r"\d[\d.,]*\d", fold(text)):
            last = max(number.rfind("."), number.rfind(","))
            if last < 0:
                continue
            mark, after = number[last], len(number) - last - 1
            other = "," if mark == "." else "."
            if after != 3 or other in number[:last]:
                if mark not in number[:last]:
                    votes[mark] += 1
            elif other not in number and number.count(mark) > 1:
                votes[other] += 1
    if not votes:
        return None
    (mark, count), *rest = votes.most_common()
    return mark if not rest or count > 4 * rest[0][1] else None


def amount_of(value: object) -> Decimal:
    """An exact amount of a typed number (JSON, Parquet): int, float, Decimal.

    Raises:
        ValueError: negative, not finite, or above a billion.
    """
    try:
        amount = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"not a price: '{str(value)[:40]}'") from None
    if not amount.is_finite():
        raise ValueError(f"not a price: '{amount}'")
    if amount < 0:
        raise ValueError(f"negative price '{str(value)[:40]}'")
    if amount > MAX_AMOUNT:
        raise ValueError(f"absurd price '{str(value)[:40]}': above {MAX_AMOUNT:,}")
    return amount
