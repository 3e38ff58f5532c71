"""A shopper's words made safe to read: cleaned, folded for matching, never longer than allowed.

Knows Unicode; knows nothing of prices, brands or wishes.
"""

from __future__ import annotations

import unicodedata

from ..catalog.folding import without_marks
from ..errors import RequestError

MAX_CHARS = 10_000

# Characters that traditional script writes differently, for the words that requests use. Only
# one-to-one pairs, so that folding keeps every position.
_TRADITIONAL = str.maketrans(
    "內兩過於預萬錢無現貨評別貴個這嗎麼價間點銷薦給買樣隨從塊圓歐鎊幣幾億質類對單雙條隻級"
    "顏紅藍綠黃紫銀塗鐵銅鋁膠絲綿麻純氈羽絨鋼產務請幫找選擇們說還沒會應該種種書櫃檯燈廚廳禮"
    "媽爸爺奶歲壓蓋瓶裝顆粒寬長輕薄熱門暢優惠陸參貳",
    "内两过于预万钱无现货评别贵个这吗么价间点销荐给买样随从块圆欧镑币几亿质类对单双条只级"
    "颜红蓝绿黄紫银涂铁铜铝胶丝绵麻纯毡羽绒钢产务请帮找选择们说还没会应该种种书柜台灯厨厅礼"
    "妈爸爷奶岁压盖瓶装颗粒宽长轻薄热门畅优惠陆参贰",
)


def clean(raw: str) -> str:
    """Normalise to NFKC, drop what can't be seen, and make every run of spaces one space.

    Args:
        raw: any text.

    Returns:
        One line without control, zero-width, private-use or surrogate characters; not empty.

    Raises:
        RequestError: `raw` is longer than 10,000 characters, or nothing of it can be seen.
    """
    if len(raw) > MAX_CHARS:
        raise _too_long(len(raw))
    normal = unicodedata.normalize("NFKC", without_marks(raw))
    if len(normal) > MAX_CHARS:  # one character may stand for eighteen
        raise _too_long(len(normal))
    kept = []
    for char in normal:
        category = unicodedata.category(char)
        if category in {"Cf", "Cs", "Cn"} and not char.isspace():
            continue
        kept.append(" " if category[0] in "CZ" else char)
    text = " ".join("".join(kept).split())
    if not any(unicodedata.category(char)[0] not in "MZ" for char in text):
        raise RequestError("The request is empty: say in a few words what you are looking for.")
    return text


def _too_long(length: int) -> RequestError:
    return RequestError(
        f"The request has {length:,} characters; at most {MAX_CHARS:,} are read: shorten it."
    )


def without_surrogates(raw: str) -> str:
    """`raw` with lone surrogates replaced, so that it can always be printed as UTF-8."""
    return raw.encode("utf-8", "replace").decode("utf-8")


def fold(text: str) -> str:
    """Lower case, without accents, in simplified script; **every character keeps its position**.

    ``fold("Lancôme 塊")`` is ``"lancome 块"``. A character whose folded form isn't a single
    character (``"ß"``) stays as it is in lower case, or untouched.
    """
    return "".join(map(_fold_char, text)).translate(_TRADITIONAL)


def _fold_char(char: str) -> str:
    if char < "\x80":
        return char.lower()
    if char in "’‘ʼ`´":
        return "'"
    if char in "‐‑‒–—―−":  # hyphens and dashes of every width
        return "-"
    lower = char.lower()
    base = unicodedata.normalize("NFD", lower)[:1]
    folded = base if unicodedata.category(lower[:1]) == "Ll" else lower
    return folded if len(folded) == 1 else char
