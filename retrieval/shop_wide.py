"""Requests about the whole shop and no thing in it: "what brands do you have?", "top rated", 有哪些分类.

Knows words; what the shop has is asked of the store.
"""

from __future__ import annotations

import re
from typing import Literal

from .request_text import fold

Listed = Literal["brands", "categories"]

_HAVE = r"(?: (?:do|can) (?:you|u|i)(?: guys)?(?: (?:have|carry|sell|stock|offer|find|get))?| are (?:there|available|here)| does (?:the|this|your) (?:shop|store) (?:have|carry|sell|stock))?(?: here| there| available| in stock)?"
_LEAD = r"(?:(?:show|list|give|tell) (?:me )?|see )?(?:all |what are )?(?:the |your |of )*"
_LISTS: tuple[tuple[Listed, re.Pattern[str]], ...] = (
    (
        "brands",
        re.compile(
            rf"(?:(?:what|which)(?: other| all)? (?:brands?|makes|manufacturers){_HAVE}|{_LEAD}(?:list of )?brands(?: you (?:have|carry|sell))?)"
            r"|(?:店里?|你们)?(?:都|还)?有(?:哪些|什么|啥)(?:品牌|牌子)|(?:所有|全部)(?:的)?品牌"
        ),
    ),
    (
        "categories",
        re.compile(
            rf"(?:(?:what|which)(?: other| all)? (?:categories|departments|sections|(?:kinds?|types?|sorts?) of (?:products|things|items|goods|stuff)){_HAVE}"
            rf"|{_LEAD}(?:list of )?(?:categories|departments)(?: you (?:have|carry|sell))?)"
            r"|(?:店里?|你们)?(?:都|还)?有(?:哪些|什么|啥)(?:分类|类目|品类|种类)(?:的?(?:商品|产品))?|(?:所有|全部)(?:的)?分类"
        ),
    ),
)
_ENDS = " \t.,!?;:~。，！？；：、"
# What is left of "what is your cheapest product?" once its order is read.
_GENERIC = """
a affordable all am an any are at best bestseller bestsellers can currently do expensive for from give good have here
highest hottest in i is it item items least latest list lowest me most newest new now of on one ones option options
people pick picks popular priced pricey priciest price product products rated rating ratings reviewed reviews right
sell seller sellers selling sells shop show stock store stuff that the thing things this today top trending up us
what what's whats which with you your arrivals arrival cheapest cheap dearest
便宜 贵 价格 价 低 高 商品 产品 东西 的 店里 你们 最 好 卖 畅销 热销 爆款 有 哪些 什么 是 款 件 个 新品 新款 啥 哪个 哪款 哪件 销量 评分 高 受欢迎 热门 畅销 新
"""
_NO_THING = frozenset(_GENERIC.split())
_NO_THING_CHINESE = sorted((one for one in _NO_THING if not one.isascii()), key=len, reverse=True)
_WORD = re.compile(r"[a-z']+|\d+|[\u4e00-\u9fff]+")


def listed(text: str) -> Listed | None:
    """What of the shop a request wants listed: its brands or its categories; None if neither.

    >>> listed("What brands do you have?"), listed("what brands of tents do you have?")
    ('brands', None)
    """
    folded = fold(text[:200]).strip(_ENDS)
    return next((name for name, pattern in _LISTS if pattern.fullmatch(folded)), None)


def names_no_thing(text: str) -> bool:
    """Whether a request that asks for an order names nothing to be ordered: "top rated", 销量最高的商品, or no word at all."""
    words = _WORD.findall(fold(text[:200]))
    return all(one in _NO_THING or (not one.isascii() and _generic(one)) for one in words)


def _generic(run: str) -> bool:
    """Whether a run of Chinese characters is made of such words alone."""
    left = run
    for word in _NO_THING_CHINESE:
        left = left.replace(word, "")
    return not left
