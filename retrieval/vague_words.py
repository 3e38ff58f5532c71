"""Whether a vague wish holds any word to search by: "a gift for my mom" and "just browsing" don't."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.filters import NUMERIC_FIELDS, Condition
from .request_text import fold
from .tokens import is_stop_word, request_terms

_SAYS_NOTHING = re.compile(
    r"\b(?:gifts?|presents?|ideas?|birthday|christmas|xmas|wedding|anniversary|housewarming|graduation|valentine'?s?|mother'?s|father'?s|day|holidays?|"
    r"mom|mum|mother|dad|father|wife|husband|girlfriend|boyfriend|friends?|sister|brother|son|daughter|aunt|uncle|boss|colleagues?|coworkers?|teacher|neighbou?rs?|someone|somebody|"
    r"him|her|them|he|she|they|nice|good|great|small|little|special|perfect|cool|fun|cute|thoughtful|unique|something|anything|stuff|things?|just|only|browsing|looking|look|around|"
    r"surprise|inspire|show|what's|whats|what|new|sell|have|recommend|suggest|buy|get|give|idea|sure|know|decide|start|treat|myself|can't|don't|not|no|where|here|today|need|want|best|on|sale|currently|now|moment|everything|all|any|your|deals?|discounts?|discounted|offers?|special|clearance|have|you|got)\b"
    r"|随便|看看|逛逛|有什么|好东西|推荐|新品|可以|值得|买点?|什么|送|给|妈妈?|爸爸?|男朋友|女朋友|男友|女友|朋友|老师|长辈|父母|父亲|母亲|孩子|同事|闺蜜|爷爷|奶奶|领导|客户|生日|新年|过年|节日|情人节|母亲节|父亲节|"
    r"礼物|没想好|不知道|有啥|买啥|选|要|一个|一份|一件|个|份|点|些|的|了|呢|吗|吧|想|我|你|你们|店里?|们|这里|里|有",
    re.IGNORECASE,
)


_ANY_PRODUCT = re.compile(
    r"\W*(?:(?:all|any|the|your|some|other|more|show me|list|of)\s+)*(?:products?|items?|goods|articles?|stuff|things?)\W*|\W*(?:所有|全部)?的?(?:商品|产品|东西)\W*"
)


def says_nothing(words: str) -> bool:
    """Whether a vague wish holds no word to search by: "just browsing", "a gift for my mom", 随便看看."""
    left = _SAYS_NOTHING.sub(" ", fold(words))
    return not [term for term in request_terms(left) if not is_stop_word(term) and (len(term) > 1)]


def is_bare(left: str, conditions: Sequence[Condition]) -> bool:
    """Whether a request is nothing but limits that any product may keep: "under $20", "at least 30% off", "all products by Peddle".

    Args:
        left: its words without those that were read as limits.
        conditions: the limits.
    """
    if conditions and _ANY_PRODUCT.fullmatch(fold(left)):
        return True
    plain = all(
        one.field in NUMERIC_FIELDS or one.field in {"availability", "origin"} for one in conditions
    )
    # "What's on sale?" leaves "what's?", "what do you have that's made in the UK?" "what do you have?".
    told = any(one.field in {"discount", "origin"} for one in conditions)
    empty = not any(char.isalnum() for char in left) or (told and says_nothing(left))
    return bool(conditions) and plain and empty
