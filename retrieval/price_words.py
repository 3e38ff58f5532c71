"""Price limits: "under $40", "no more than £15", "200元以内", "预算在500左右" as conditions on the price.

Readings that aren't obvious, fixed here and shown to the shopper:

* under, below, less than, 低于, 不到 are strict; up to, at most, max, within, 以内, 以下, 不超过 and a
  budget include the amount (in Chinese retail 以下 does).
* A bare span in Chinese is a price where its figures look like one (`bare_spans`); 三百多 is 300 to 400.
* around N, N左右 is N plus or minus 20 percent.
* A bare number ("under 40") is a price only where nothing says otherwise: no measure and no noun
  after it ("under 40 pages"), no person or size before it ("women over 50").
* An amount without a limit word ("a $50 lamp") is no filter.
* A currency other than the catalog's also asks for that currency: nothing is converted, and £15 is
  not $15.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..catalog.filters import Condition
from . import price_terms as terms
from .amounts import DOLLARS, WEIGHT_OR_MONEY, Amount, amounts, resolve_currency
from .bare_spans import is_span_of_prices
from .price_terms import Limit, Term
from .reading import Page, Reading
from .request import CatalogVocabulary

_ABOUT = Decimal("0.2")
_OLDEST = 120
_SIGNS = {"lt": "<", "le": "≤", "gt": ">", "ge": "≥", "eq": "="}
_TERMS = terms.BEFORE_ENGLISH + terms.BEFORE_CHINESE
_BEFORE = re.compile(
    "|".join(
        [
            rf"(?P<t{at}>(?<![a-z'])(?:{term.pattern}))"
            for at, term in enumerate(terms.BEFORE_ENGLISH)
        ]
        + [
            rf"(?P<t{at}>{term.pattern})"
            for at, term in enumerate(terms.BEFORE_CHINESE, len(terms.BEFORE_ENGLISH))
        ]
    )
)
_AFTER = tuple(
    (re.compile(rf"\s?(?:{term.pattern})(?![a-z])", re.ASCII), term) for term in terms.AFTER
)
_TAIL = re.compile(r"\s?(?:的|一个|一件|(?:each|apiece|per piece|total|in total)(?![a-z]))?")


def read_prices(page: Page, vocabulary: CatalogVocabulary) -> list[Reading]:
    """The price limits of a request, in the order of its words."""
    ending = {match.end(): match for match in _BEFORE.finditer(page.folded)}
    readings: list[Reading] = []
    at = 0
    for amount in amounts(page.folded):
        if amount.start < at:
            continue
        reading = _read(page, amount, ending, at, vocabulary)
        if reading:
            readings.append(reading)
            at = reading.end
    return readings


@dataclass(frozen=True, slots=True)
class _Found:
    """An amount with the limit words around it: `before` nearest first, each with its start."""

    amount: Amount
    before: tuple[tuple[int, Term], ...]
    after: Term | None
    end: int

    @property
    def start(self) -> int:
        return self.before[-1][0] if self.before else self.amount.start

    @property
    def surely_money(self) -> bool:
        return bool(self.amount.currency) or any(term.money for _, term in self.before)


def _read(
    page: Page,
    amount: Amount,
    ending: dict[int, re.Match[str]],
    floor: int,
    vocabulary: CatalogVocabulary,
) -> Reading | None:
    folded = page.folded
    before = tuple(_chain(folded, amount.start, ending, floor))
    found = _Found(amount, before, None, amount.end)
    for pattern, term in _AFTER:
        if (amount.currency or not term.only_money) and (
            match := pattern.match(folded, amount.end)
        ):
            found = _Found(amount, before, term, match.end())
            break
    limit = _limit(found)
    if limit is None or terms.NOT_THE_PRICE_AFTER.match(folded, amount.end):
        return None
    if terms.NOT_THE_PRICE.search(folded, max(0, found.start - 24), found.start):
        return None
    if amount.currency == WEIGHT_OR_MONEY and not _sterling(found, vocabulary):
        return None
    if not amount.currency and not _bare_is_money(folded, found):
        return None
    tail = _TAIL.match(folded, found.end)
    conditions = tuple(_conditions(amount, limit)) + _currency_condition(amount, vocabulary)
    note = _note(page, conditions, amount, vocabulary)
    return Reading(found.start, tail.end() if tail else found.end, note, conditions=conditions)


def _chain(
    folded: str, start: int, ending: dict[int, re.Match[str]], floor: int
) -> Iterator[tuple[int, Term]]:
    """The limit words that lead up to `start`, nearest first, each with where it begins."""
    for _ in range(5):
        match = ending.get(start)
        if not match and start and folded[start - 1] == " ":
            match = ending.get(start - 1)
        if not match or match.start() < floor:
            return
        yield match.start(), _TERMS[int((match.lastgroup or "t0")[1:])]
        start = match.start()


def _limit(found: _Found) -> Limit | None:
    """What the nearest limit word makes of the amount; a span is a limit of its own."""
    amount, after = found.amount, found.after
    if amount.span or amount.rough or (after and after.limit == "about"):
        return "about"
    for _, term in found.before:
        if term.limit and (amount.currency or not term.only_money):
            return term.limit
    return after.limit if after else None


def _bare_is_money(folded: str, found: _Found) -> bool:
    """Whether a number without a currency is a price, judged by what stands around it."""
    amount, start = found.amount, found.start
    counted = terms.PERSON_OR_SIZE.search(folded, max(0, start - 24), start)
    if counted and not (amount.low > _OLDEST and terms.OF_AN_AGE.match(counted[0])):
        return False  # "shoes for men under 200" are no shoes for men under an age
    if found.surely_money:
        return True
    if amount.span:
        prices = is_span_of_prices(folded, amount.end, amount.low, amount.high)
        said = found.after or _between(folded, found) or _round_chinese(folded, amount)
        if not (said or prices):
            return False
        if amount.high <= 12 or (amount.low >= 1950 and amount.high <= 2100):
            return False  # a size, an age, a year as likely as a price
        if prices:
            return True
    if found.after and _after_han(folded, amount.end):
        return True  # 三百以内: what follows is the thing itself
    if _after_han(folded, found.end):
        return terms.FOLLOWS_BARE_CHINESE.match(folded, found.end) is not None
    return terms.FOLLOWS_BARE.match(folded, found.end) is not None


def _sterling(found: _Found, vocabulary: CatalogVocabulary) -> bool:
    """Whether "pounds" are money: said so ("costing", "budget"), or the shop sells in them."""
    return vocabulary.currency == "GBP" or any(term.money for _, term in found.before)


def _between(folded: str, found: _Found) -> bool:
    words = (folded[at : found.amount.start] for at, _ in found.before)
    return any(word.startswith(("between", "在", "介于", "从")) for word in words)


def _round_chinese(folded: str, amount: Amount) -> bool:
    """三千到五千: hundreds and thousands in words are money more often than anything else."""
    return amount.low >= 100 and "一" <= folded[amount.start] <= "龥"


def _after_han(folded: str, end: int) -> bool:
    following = folded[end : end + 2].strip()[:1]
    return "\u4e00" <= following <= "\u9fff"


def _conditions(amount: Amount, limit: Limit) -> Iterator[Condition]:
    if amount.span:
        yield Condition("price", "ge", amount.low)
        yield Condition("price", "le", amount.high)
    elif limit == "about":
        yield Condition("price", "ge", _plain(amount.low * (1 - _ABOUT)))
        yield Condition("price", "le", _plain(amount.low * (1 + _ABOUT)))
    else:
        yield Condition("price", limit, amount.low)


def _plain(value: Decimal) -> Decimal:
    return Decimal(f"{value.normalize():f}")


def _currency_condition(amount: Amount, vocabulary: CatalogVocabulary) -> tuple[Condition, ...]:
    if not amount.currency or not vocabulary.currency:
        return ()
    code = resolve_currency(amount.currency, vocabulary.currency, vocabulary.currencies)
    if code == vocabulary.currency and len(vocabulary.currencies) < 2:
        return ()
    return (Condition("currency", "eq", code),)


def _note(
    page: Page,
    conditions: tuple[Condition, ...],
    amount: Amount,
    vocabulary: CatalogVocabulary,
) -> str:
    parts = [
        page.say("price ", "价格 ") + f"{_SIGNS[one.op]} {one.value:f}"
        for one in conditions
        if isinstance(one.value, Decimal)
    ]
    note = page.say(" and ", "，").join(parts)
    code = (
        resolve_currency(amount.currency, vocabulary.currency, vocabulary.currencies)
        if amount.currency
        else None
    )
    if len(conditions) > len(parts):
        note += page.say(
            f", only prices in {code} (nothing is converted)", f"，只看以 {code} 标价的（不换算）"
        )
    elif code and not vocabulary.currency and code not in DOLLARS | {"CNY"}:
        note += page.say(" (the catalog names no currency)", "（目录没有注明币种）")
    return note
