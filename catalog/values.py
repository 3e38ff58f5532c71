"""Cell values of feeds to typed values: texts, numbers, times, lists, category paths, stock.

Takes a string from a CSV cell as well as a typed value from JSON or Parquet. Knows nothing of
columns or files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from .json_values import literal, loads
from .plain_text import one_line, plain_text
from .records import Availability, Event

MISSING = frozenset({"", "nan", "null", "n/a", "<na>", "#n/a"})
_PATH = re.compile(r"\s*(?:>>|>|›|»|→|::|\|)\s*|\s+/\s+")
_RATING = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:(?:out of|/|von|of)\s*\d+)?\s*(?:stars?|★+|星|分)?", re.IGNORECASE
)
_COUNT = re.compile(r"\(?\s*(\d[\d.,\s]*)\s*(k|m|万)?\+?\s*(?:ratings?|reviews?|评价|条评论|人评价|条)?\s*\)?", re.IGNORECASE)  # fmt: skip
_SCALE = {"k": 1_000, "m": 1_000_000, "万": 10_000}
_EPOCH = re.compile(r"-?\d{9,13}(?:\.\d+)?")
_DATES = ("%m %d, %Y", "%B %d, %Y", "%b %d, %Y", "%d/%m/%Y", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日", "%d.%m.%Y", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S %z")  # fmt: skip

_STOCK: dict[str, Availability] = {
    **dict.fromkeys(("in stock", "instock", "available", "yes", "true", "in store only", "instoreonly", "online only", "onlineonly", "limited availability", "limitedavailability", "low stock", "有货", "现货", "是", "有", "on sale"), "in_stock"),
    **dict.fromkeys(("out of stock", "outofstock", "sold out", "soldout", "unavailable", "not available", "no", "false", "discontinued", "无货", "缺货", "售罄", "已下架", "否", "无", "没有"), "out_of_stock"),
    **dict.fromkeys(("preorder", "pre order", "presale", "pre sale", "预售", "预订"), "preorder"),
    **dict.fromkeys(("backorder", "back order", "available for order", "made to order", "madetoorder", "补货中"), "backorder"),
}  # fmt: skip

_EVENTS: dict[str, Event] = {
    **dict.fromkeys(("view", "pv", "click", "detail", "impression", "pageview", "page view", "浏览", "点击"), "view"),
    **dict.fromkeys(("cart", "add to cart", "addtocart", "fav", "favorite", "favourite", "wishlist", "加购", "收藏", "加入购物车"), "cart"),
    **dict.fromkeys(("buy", "purchase", "bought", "order", "transaction", "checkout", "购买", "下单", "成交"), "buy"),
    **dict.fromkeys(("rate", "rating", "review", "评分", "评价"), "rate"),
}  # fmt: skip


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, "", "NaN", "null", "N/A", an empty list."""
    if value is None:
        return True
    if isinstance(value, str):
        return value.strip().casefold() in MISSING
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, Decimal):
        return not value.is_finite()
    return isinstance(value, (list, tuple, dict)) and not value


def scalar(value: Any) -> str:
    """A typed scalar as text: exact numbers, ISO times, "true"/"false"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)


def flat(value: Any) -> list[str]:
    """All texts inside a value, in order; mappings give "name: value"."""
    if is_missing(value):
        return []
    if isinstance(value, Mapping):
        named = _name_value(value)
        if named:
            return [f"{named[0]}: {', '.join(named[1])}"]
        return [
            f"{key}: {', '.join(texts)}" for key, item in value.items() if (texts := flat(item))
        ]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in flat(item)]
    return [scalar(value)]


_DRIVE = re.compile(r"\b[A-Za-z]:\\")
_PAIR = re.compile(r"([^:：|]{1,60}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_ARROW = re.compile(r"(\")\s*=>")


def nested(value: Any) -> Any:
    """Parse a cell that holds a JSON or Python list or mapping as text; others unchanged."""
    if not isinstance(value, str) or len(value) > 1_000_000:
        return value
    text = value.strip()
    if not text or (text[0], text[-1]) not in {("[", "]"), ("{", "}")}:
        return value
    try:
        return loads(text)
    except ValueError:
        pass
    if "=>" in text:  # a Ruby hash, as scrapes of Flipkart hold
        try:
            return loads(_ARROW.sub(r"\1:", text).replace(": nil", ": null"))
        except ValueError:
            return value
    try:
        parsed = literal(text)
    except ValueError:
        return value
    return parsed if isinstance(parsed, (list, dict)) else value


def title_of(value: Any) -> str:
    """One line; the first text of a list."""
    texts = flat(value)
    text = one_line(texts[0]) if texts else ""
    return "" if text.casefold() in MISSING | {"none"} else text


def paragraphs(values: list[Any]) -> str:
    """Descriptions of one product joined, each once."""
    kept: list[str] = []
    for value in values:
        for text in flat(nested(value)):
            plain = plain_text(with_breaks(text))
            if plain and not any(plain in other for other in kept):
                kept.append(plain)
    return "\n".join(kept)


def with_breaks(text: str) -> str:
    r"""A line break for each ``\n`` that an export wrote out; not in a path ("C:\new")."""
    if "\\n" not in text or _DRIVE.search(text):
        return text
    return text.replace("\\r\\n", "\n").replace("\\n", "\n")


def value_list(value: Any) -> tuple[str, ...]:
    """Attribute values: a list's members, each once; a text stays one value."""
    return tuple(dict.fromkeys(line for text in flat(value) if (line := one_line(text, 20_000))))


def attribute_items(value: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Named attributes out of a mapping or a list of name/value pairs; [] for anything else."""
    value = nested(value)
    if isinstance(value, str):
        return _written_pairs(value)
    if isinstance(value, Mapping) and len(value) == 1:
        inner = next(iter(value.values()))  # {"product_specification": [{"key": …, "value": …}, …]}
        if isinstance(inner, (list, tuple)) and any(
            isinstance(v, Mapping) and _name_value(v) for v in inner
        ):
            value = [v for v in inner if isinstance(v, Mapping)]
    if isinstance(value, Mapping):
        single = _name_value(value)
        pairs = [single] if single else [(str(k), value_list(v)) for k, v in value.items()]
    elif isinstance(value, (list, tuple)) and value and all(isinstance(v, Mapping) for v in value):
        pairs = [pair for item in value if (pair := _name_value(item))]
    else:
        return []
    return [(one_line(name, 200), values) for name, values in pairs if values and name.strip()]


def _written_pairs(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The pairs of "material : brass|projection: 2.5"; [] for prose and for a single one."""
    parts = [part for part in re.split(r"[|\n]|;\s", text) if part.strip()]
    pairs = [match for part in parts if (match := _PAIR.fullmatch(part.strip()))]
    if len(pairs) < 2 or len(pairs) < len(parts):
        return []
    found: dict[str, tuple[str, ...]] = {}
    for match in pairs:
        name = one_line(match[1], 200)
        found[name] = found.get(name, ()) + value_list(match[2])
    return [(name, values) for name, values in found.items() if values]


def _name_value(item: Mapping[Any, Any]) -> tuple[str, tuple[str, ...]] | None:
    for name, value in (("name", "value"), ("key", "value"), ("attribute_name", "attribute_value")):
        if name in item and value in item and isinstance(item[name], str):
            return item[name], value_list(item[value])
    return None


def category_path(value: Any) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The category path of one column, and further paths if the value lists several.

    Lists of lists (Amazon 2014) are several paths, the deepest is taken; a text is cut at
    ``>``, ``|``, ``::`` or a spaced slash.
    """
    value = nested(value)
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], (list, tuple)):
        paths = [tuple(one_line(t, 200) for t in flat(path)) for path in value]
        best = max(range(len(paths)), key=lambda i: len(paths[i]))
        return paths[best], [path for i, path in enumerate(paths) if i != best and path]
    if isinstance(value, (list, tuple)):
        texts = flat(value)
        if len(texts) != 1:
            return tuple(one_line(text, 200) for text in texts), []
        value = texts[0]
    if isinstance(value, Mapping):
        value = value.get("name") or next(iter(flat(value)), "")
    if is_missing(value):
        return (), []
    parts = (one_line(part, 200) for part in _PATH.split(scalar(value)))
    return tuple(part for part in parts if part), []


def rating_of(value: Any) -> float | None:
    """A mean rating ("4.1", "4.1 out of 5 stars", "3/5"); None if missing.

    Raises:
        ValueError: not a rating.
    """
    if is_missing(value):
        return None
    match = _RATING.fullmatch(scalar(value).strip())
    if not match or (number := float(match[1].replace(",", "."))) > 1_000:
        raise ValueError(f"not a rating: '{scalar(value)[:40]}'")
    return number


def count_of(value: Any) -> int | None:
    """A whole number ("1,234", "1.2k", "(35 ratings)", 3.0); None if missing.

    Raises:
        ValueError: not a count.
    """
    if is_missing(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2**53:
        return value
    if isinstance(value, (list, tuple)):  # Amazon 2014: helpful is [helpful, all]
        value = value[0]
    match = _COUNT.fullmatch(scalar(value).strip())
    if not match:
        raise ValueError(f"not a count: '{scalar(value)[:40]}'")
    digits, unit = match[1].strip(), (match[2] or "").casefold()
    if unit:
        number = int(float(digits.replace(",", ".")) * _SCALE[unit])
    elif re.fullmatch(r"\d+[.,]0*", digits):
        number = int(re.split(r"[.,]", digits)[0])
    else:
        number = int(re.sub(r"\D", "", digits))
    if number > 2**53:
        raise ValueError(f"not a count: '{scalar(value)[:40]}'")
    return number


def time_of(value: Any) -> datetime | None:
    """A time with zone (UTC where the feed names none): ISO 8601, epoch in s or ms, dates.

    Raises:
        ValueError: not a time.
    """
    if is_missing(value):
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    text = " ".join(scalar(value).split())
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if abs(seconds) > 1e11 else seconds, UTC)
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = _by_pattern(text)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"not a time: '{text[:40]}'") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _by_pattern(text: str) -> datetime:
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    return parsedate_to_datetime(text)


def availability_of(value: Any) -> Availability | None:
    """Stock from a word, a schema.org address, a truth value or a quantity; None if missing.

    Raises:
        ValueError: not a known word.
    """
    if is_missing(value):
        return None
    if isinstance(value, bool):
        return "in_stock" if value else "out_of_stock"
    text = scalar(value).strip()
    key = re.sub(r"[\s_\-]+", " ", text.rstrip("/").rsplit("/", 1)[-1]).casefold()
    if key in _STOCK:
        return _STOCK[key]
    if re.fullmatch(r"-?\d[\d,]*(?:\.0+)?", key):
        return "in_stock" if float(key.replace(",", "")) > 0 else "out_of_stock"
    raise ValueError(f"not an availability: '{text[:40]}'")


def event_of(value: Any) -> Event:
    """An event of a shopper from the words feeds use.

    Raises:
        ValueError: not a known word.
    """
    key = re.sub(r"[\s_\-]+", " ", scalar(value).strip()).casefold()
    if key not in _EVENTS:
        raise ValueError(f"unknown event '{scalar(value)[:40]}': view, cart, buy or rate")
    return _EVENTS[key]


def first_link(value: Any) -> str | None:
    """The first http(s), protocol-relative or plain file address of a value; None if there's none."""
    value = nested(value)
    if isinstance(value, Mapping):
        for key in ("large", "hi_res", "url", "contentUrl", "src", "@id", "thumb"):
            if value.get(key):
                return first_link(value[key])
        return None
    if isinstance(value, (list, tuple)):
        return next((link for item in value if (link := first_link(item))), None)
    if is_missing(value):
        return None
    text = one_line(scalar(value), 2_000)
    scheme = re.match(r"([a-zA-Z][\w+.\-]*):", text)
    if not text or (scheme and scheme[1].casefold() not in {"http", "https"}):
        return None  # javascript: and data: addresses don't enter the store
    return re.split(r",\s*(?=https?:)|\s*\|\s*(?=https?:)", text)[0]
