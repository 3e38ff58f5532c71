"""Numbers written as words or digits: "two hundred and fifty", "1,200", "一千五", "两三百", "1.5万".

Knows numbers only; what a number counts (money, stars, results) is the readers' business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH = {word: value for value, word in enumerate(_ONES)}
_ENGLISH |= {word: 10 * (at + 2) for at, word in enumerate(_TENS)} | {"a": 1, "fourty": 40}
_ENGLISH_MULTIPLES = {"hundred": 100, "thousand": 1000, "grand": 1000}
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

_ENGLISH_WORD = "|".join(sorted(_ENGLISH.keys() | _ENGLISH_MULTIPLES.keys(), key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:[,']\d{3}){1,3}(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:\.\d{3}){1,3}(?:,\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,3})?(?!\d)"
_HAN = "零〇一二两三四五六七八九十百千万"
NUMBER = re.compile(
    rf"(?P<digits>(?<![\w.,]){_DIGITS}|(?<=[\u4e00-\u9fff_])(?:{_DIGITS}))"
    r"(?:\s?(?P<times>k|w|hundred|thousand|grand|[百千万])(?![a-z\d]))?"
    rf"|(?P<han>[{_HAN}]{{1,12}})"
    rf"|(?<![\w'-])(?P<words>(?:{_ENGLISH_WORD})(?:(?:[ -]| and )(?:{_ENGLISH_WORD})){{0,8}})(?![\w'])"
)
"""A number in folded text. `parse_match` gives its value."""
_TIMES = {
    "k": 1000, "w": 10_000, "hundred": 100, "thousand": 1000, "grand": 1000,
    "百": 100, "千": 1000, "万": 10_000,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. `low` and `high` differ where the words mean a span ("两三百")."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    multiple: int = 1
    written: bool = False


def numbers(folded: str) -> list[Number]:
    """Every number of a folded text, left to right, without overlaps."""
    return [found for match in NUMBER.finditer(folded) if (found := parse_match(match))]


def parse_match(match: re.Match[str]) -> Number | None:
    """The number that a match of `NUMBER` stands for; None if its words make no number."""
    if match["digits"]:
        times = _TIMES.get(match["times"] or "", 1)
        value = _plain(parse_digits(match["digits"]) * times)
        return Number(*match.span(), value, value, times)
    if match["han"]:
        span = parse_chinese(match["han"])
        return Number(*match.span(), *span, written=True) if span else None
    words = re.split(r"[ -]", match["words"])
    value_ = parse_english(words)
    return Number(*match.span(), value_, value_, written=True) if value_ is not None else None


def whole(written: str) -> int:
    """The whole number that one number in a folded text stands for: digits, words, Chinese characters.

    Raises:
        ValueError: it is none.

    >>> whole("7"), whole("seven"), whole("两"), whole("十")
    (7, 7, 2, 10)
    """
    match = NUMBER.fullmatch(written)
    number = parse_match(match) if match else None
    if number is None:
        raise ValueError(f"{written!r} is no number")
    return int(number.low)


def _plain(value: Decimal) -> Decimal:
    """1500 rather than 1500.0 where a multiple has made a whole number."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def parse_digits(digits: str) -> Decimal:
    """``"1,200"`` and ``"1.200"`` are 1200, ``"49,99"`` is 49.99: three digits make a group.

    A price has at most two decimals, so a last group of exactly three digits is thousands,
    unless it follows a lone zero (``"0.125"``).
    """
    digits = digits.replace("'", ",")
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return Decimal(digits)
    whole = re.sub(r"[.,]", "", digits[:last])
    if len(digits) - last - 1 == 3 and whole != "0":
        return Decimal(whole + digits[last + 1 :])
    return Decimal(f"{whole}.{digits[last + 1 :]}")


def parse_english(words: list[str]) -> Decimal | None:
    """``["two", "hundred", "and", "fifty"]`` is 250. A lone "a" is no number."""
    total, current, seen = 0, 0, False
    for word in words:
        if word == "and":
            continue
        if word in _ENGLISH_MULTIPLES:
            multiple = _ENGLISH_MULTIPLES[word]
            current = max(current, 1) * multiple
            if multiple == 1000:
                total, current = total + current, 0
            seen = True
        else:
            value = _ENGLISH[word]
            if current % 100 and not (value < 10 and current % 10 == 0 and current % 100 >= 20):
                return None  # "five six" is two numbers
            current += value
            seen = seen or word != "a"
    return Decimal(total + current) if seen else None


def parse_chinese(text: str) -> tuple[Decimal, Decimal] | None:
    """``"一百五十"`` is 150, ``"一千五"`` 1500, ``"百"`` 100, and ``"两三百"`` the span 200 to 300."""
    if re.fullmatch(r"[一二两三四五六七八九]{2}[十百千万]", text):
        one, two = (_CHINESE[char] for char in text[:2])
        times = _CHINESE_MULTIPLES[text[2]]
        return (Decimal(one * times), Decimal(two * times)) if one < two else None
    if len(text) > 1 and not any(char in _CHINESE_MULTIPLES for char in text):
        return None  # "一二三" is a list, not a number
    total, section, digit, last = 0, 0, -1, 10
    for char in text:
        if char in _CHINESE:
            if digit > 0:
                return None
            digit, last = _CHINESE[char], (10 if char in "零〇" else last)
        elif char == "万":
            total, section, digit, last = (section + max(digit, 0) or 1) * 10_000, 0, -1, 10_000
        else:
            last = _CHINESE_MULTIPLES[char]
            section += (digit if digit > 0 else 1) * last
            digit = -1
    if digit > 0:
        section += digit * (last // 10 if last >= 100 else 1)  # 一千五: the five is hundreds
    value = Decimal(total + section)
    return value, value
