"""Currency signs and words to ISO 4217 codes.

Knows which signs are shared by several currencies (``$``, ``¥``, ``kr``, ``Rs``) and settles them by
a hint; knows nothing of amounts.
"""

from __future__ import annotations

import re
import unicodedata

from price_parser._currencies import CURRENCY_CODES

_ISO_CODES = frozenset(CURRENCY_CODES)

# A sign that stands for one currency only.
_SIGNS: dict[str, str] = {
    "€": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "gb£": "GBP",
    "₹": "INR", "inr.": "INR", "₽": "RUB", "руб": "RUB", "руб.": "RUB", "₩": "KRW", "원": "KRW",
    "₫": "VND", "đ": "VND", "฿": "THB", "₱": "PHP", "₺": "TRY", "₴": "UAH", "грн": "UAH",
    "грн.": "UAH", "₪": "ILS", "₦": "NGN", "zł": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON",
    "лв": "BGN", "лв.": "BGN", "rp": "IDR", "rm": "MYR", "sr": "SAR", "dhs": "AED", "dhs.": "AED", "৳": "BDT", "tk.": "BDT", "fr.": "CHF", "sfr.": "CHF",
    "us$": "USD", "u.s.$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD",
    "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "sg$": "SGD", "nt$": "TWD", "mx$": "MXN",
    "r$": "BRL", "dollar": "USD", "dollars": "USD", "美元": "USD", "美金": "USD", "欧元": "EUR",
    "英镑": "GBP", "日元": "JPY", "円": "JPY", "港币": "HKD", "港元": "HKD", "新台币": "TWD",
    "rmb": "CNY", "rmb¥": "CNY", "人民币": "CNY", "元": "CNY", "块": "CNY", "块钱": "CNY",
    "圆": "CNY", "cn¥": "CNY", "jp¥": "JPY", "yuan": "CNY", "yen": "JPY",
}  # fmt: skip

# A shared sign: its default (None: no safe default) and all it may stand for.
_SHARED: dict[str, tuple[str | None, frozenset[str]]] = {
    "$": ("USD", frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "CLP", "COP"})),
    "¥": (None, frozenset({"CNY", "JPY"})),
    "kr": (None, frozenset({"SEK", "NOK", "DKK", "ISK"})),
    "kr.": (None, frozenset({"SEK", "NOK", "DKK", "ISK"})),
    "rs": ("INR", frozenset({"INR", "PKR", "LKR", "NPR", "MUR"})),
    "rs.": ("INR", frozenset({"INR", "PKR", "LKR", "NPR", "MUR"})),
    "₨": ("INR", frozenset({"INR", "PKR", "LKR", "NPR", "MUR"})),
}

_WORDS = sorted({*_SIGNS, *_SHARED}, key=len, reverse=True)
CURRENCY_PATTERN = "|".join(
    [
        *(rf"{re.escape(word)}" + (r"(?![^\W\d])" if word[-1].isascii() and word[-1].isalpha() else "") for word in _WORDS),
        r"[A-Z]{3}(?![^\W\d])\$?",
    ]
)  # fmt: skip
"""Regex source of one currency mark; match it with `re.IGNORECASE` after `fold`."""


def fold(text: str) -> str:
    """NFKC, so that full-width digits and signs (``￥``, ``１２``) read as the plain ones."""
    return unicodedata.normalize("NFKC", text)


def is_iso_code(code: str) -> bool:
    """Whether `code` is an ISO 4217 code in capitals."""
    return code in _ISO_CODES


def currency_code(mark: str, hint: str | None = None) -> str | None:
    """The ISO 4217 code that a currency mark stands for.

    Args:
        mark: sign, word or code as written: ``"$"``, ``"Rs."``, ``"元"``, ``"usd"``.
        hint: the currency that the file or the shop uses; settles a shared sign.

    Returns:
        The code; None for a shared sign that nothing settles (``¥`` with no hint).

    Raises:
        KeyError: not a currency mark.
    """
    key = fold(mark).strip().casefold()
    if key in _SIGNS:
        return _SIGNS[key]
    if key in _SHARED:
        default, meant = _SHARED[key]
        return hint if hint in meant else default
    code = key.removesuffix("$").upper()
    if code in _ISO_CODES:
        return code
    raise KeyError(mark)
