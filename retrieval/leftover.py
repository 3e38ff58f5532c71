"""What is left of a request to search for, once limits and politeness are cut out."""

from __future__ import annotations

import re

from .liking_words import without_liking
from .whom_words import without_whom

_POLITE = (
    r"hi|hello|hey(?: there)?|hi there|good (?:morning|afternoon|evening)|please|pls|kindly|thanks|thank you|"
    r"(?:can|could|would|will) you (?:please )?(?:please )?(?:help me (?:to )?)?(?:find|get|show|direct|recommend|suggest|look for|search for|help me find|tell me about|point)(?: me)?(?: to)?|"
    r"(?:i am|i'm|im|i was|am|we are|we're|an?) (?:looking|searching|locking|shopping|hunting|interested|trying|hoping|wanting)"
    r"(?: (?:for|to (?:buy|find|get|purchase|order)|in(?: (?:buying|purchasing|finding|getting))?|at))?|"
    r"(?:looking|searching|shopping|hunting) (?:for|to (?:buy|find|get|purchase))|"
    r"(?:i|we) (?:would|'d|d)(?: really)? (?:like|love)(?: (?:to (?:buy|get|find|purchase|order|have|see|shop for)|you to find(?: me)?))?|"
    r"(?:i'd|id) (?:like|love)(?: to (?:buy|get|find|purchase|order|have|see))?|"
    r"(?:i|we) (?:really )?(?:need|want|wanna|wish|require)(?: (?:to (?:buy|get|find|purchase|order|have|see|shop for)|you to find(?: me)?))?|"
    r"(?:find|get|buy|show|give|order|bring|recommend|suggest|list|search for|look for|direct)(?: me)?(?: (?:to|all|your))?|"
    r"do you (?:have|sell|carry|stock|offer)|have you got|(?:is|are) there|what (?:do you have|have you got)|"
    r"help me (?:find|choose|pick|get)?|for|on|of|and|but|or|with|any(?=\s)|some(?=\s)|a|an|the|me|for me|my"
)
_LEADING = re.compile(rf"(?:[\s,.;:!?\-]+|(?:{_POLITE})(?![\w'-]))", re.IGNORECASE)
_LEADING_CHINESE = re.compile(
    r"的|你好|您好|请问|请|麻烦|麻煩|谢谢|我们|我|想要?|需要|要|能不能|能否|可以|可不可以|帮忙?|幫|给|給|买|買|购买|找|求|"
    r"推荐|推薦|介绍|(?:(?:你们)?店里?|你们|这里)?(?:都|还)?有(?:没有|沒有|什么|啥|哪些)|看看|一下|下|(?:[一几幾][个個款件双雙条條支瓶台只隻把张張套本些种種]|[个個](?=.{2}))|吗$|[\s,。，!！?？]+"
)
_TRAILING = re.compile(
    r"(?:[\s,;:!。，、；：！\-]+|(?<![\w'-])(?:and|but|or|for|with|at|that|which|in|of|it|is|the|a|to|please|pls|plz|thanks|thank you|"
    r"also|costs?|cost|priced?|my|i|are|be|should|must|each|if possible|prefer|preferably|ideally|something|anything|on|by|from|has|have|i have|my)\.?"
    r"|的|吗|嗎|呢|吧|请|谢谢|谢谢你|价格|预算|有|有没有|和|或|但|要|给我|推荐|哪款好)$",
    re.IGNORECASE,
)
# 露营要带什么 asks for what is taken along, 冬天手干怎么办 for what helps; neither word is a product's.
_WHAT = re.compile(
    r"(?:^|[，,\s]*(?:我|应该|应当|该|需要|要|得|可以|能|打算|准备)*(?:买|带|用|选|送|备|配|挑|穿|吃|喝))(?:点儿?|些)?(?:什么|啥|哪些|哪种)(?:东西|样的)?"
)
_WHAT_ENDS = re.compile(r"(?:比较|更|最)?(?:好|合适|适合)?[呢啊呀]?[?？\s]*$")
_HELP = re.compile(r"[，,\s]*(?:该|应该)?怎么办(?:呢|啊)?[?？\s]*$")
_ORPHANS = re.compile(
    r"\s+([,.;:!?，。；！？])|([(\[（【])\s*[)\]）】]|([,.;，。；])(?=\s*[,.;，。；])"
)
_NOTHING = frozenset(
    {"one", "ones", "it", "them", "not", "no", "all", "both", "ok", "that", "this"}
)
_MANY = 40


def leftover(remaining: str, raw: str, language: str) -> str:
    """Tidy the words that readings left: no filler at either end, no orphaned punctuation.

    Args:
        remaining: the cleaned words without those that were read as limits.
        raw: the cleaned words, whole: the fallback where nothing to search for is left.
        language: decides which filler words to expect.
    """
    text = without_liking(" ".join(remaining.split()))
    text = " ".join(_ORPHANS.sub(r"\1\3", text).split())
    leading = _LEADING
    if language == "zh":
        text, leading = _without_asking(without_whom(text)), _LEADING_CHINESE
    text = _strip(text, leading)
    if not any(char.isalnum() for char in text) or text.lower().strip(" ?.!") in _NOTHING:
        return raw
    return text


def _without_asking(text: str) -> str:
    """A Chinese wish without "what to buy", at its end or before the thing."""
    left = _WHAT.sub(" ", text, count=1)
    left = _HELP.sub("", _WHAT_ENDS.sub("", left) if left != text else text)
    return left if left.strip() else text


def _strip(text: str, leading: re.Pattern[str]) -> str:
    start = 0
    for _ in range(_MANY):
        match = leading.match(text, start)
        if not match or match.end() == start:
            break
        start = match.end()
    end = len(text)
    for _ in range(_MANY):
        match = _TRAILING.search(text[max(start, end - 24) : end])
        if not match or match.start() == match.end():
            break
        end = max(start, end - 24) + match.start()
    return text[start:end].strip()
