"""What a question asks the shop to count: "how many teas do you have?", 有几款空调, 帐篷有多少种.

Not what a product has or holds ("how many tablets come in the pack?", 有几个插孔): the shop must be
asked, or the words for a choice of products (款, 种) stand there, or the catalog has a category of the name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .request_text import fold

_OF_THE_SHOP = (
    r"(?:do (?:you|u|they)(?: guys)?(?: currently)? (?:have|sell|stock|carry|offer)|(?:have|do) you got|are there(?! (?:in|on|per) (?:an?|the|each|one|this|it)\b)"
    r"|does (?:the|this|your) (?:shop|store|site) (?:have|sell|stock|carry|offer)|can i choose (?:from|between)|are (?:you selling|on offer|for sale))"
)
_ENGLISH = re.compile(
    rf"^(?:(?:so|and|hi|hello|hey|ok|okay|please|tell me)[\s,!.]+)*how many (?P<thing>[^?.!]{{2,80}}?) {_OF_THE_SHOP}(?P<rest>(?: [^?.!]{{1,80}})?)[\s?.!]*$"
)
_LIMITED = re.compile(
    r"^how many (?P<thing>[^?.!]{2,60}? (?:under|below|over|above|up to|less than|more than|cheaper than|between) [$£€¥]?\d[^?!]{0,40})[\s?.!]*$"
)
_A_VERB = re.compile(
    r"\b(?:does|do|did|is|are|was|can|could|will|would|should|has|have|comes?|came|fits?|holds?|needs?|makes?|lasts?)\b"
)
_NO_THING = re.compile(
    r"^(?:of\b|more\b|(?:(?:of )?(?:them|it|these|those|this|that)\b))|\bper\b|^(?:people|users|times|hours|days|minutes|years|months|weeks|customers|reviews|stars)\b"
)
_INSIDE = re.compile(r"\b(?:in|per|with|on) (?:an?|the|each|one|this|that|it|your|my) ?(?:\w+ )?(?:pack|box|set|bag|kit|case|bottle|packet|tin|jar)?$")  # fmt: skip
_KINDS_OF = re.compile(
    r"^(?:(?:different|various|separate|distinct|kinds? of|types? of|sorts? of|varieties of|models? of|brands? of|products? (?:of|in))\s+)+"
)
_IN_THE_SHOP = re.compile(r" (?:in|at) (?:your|the|this) (?:shop|store|catalog(?:ue)?|range|site)$")
_LIMIT = r"(?:[^有，,。?？]{0,12}?(?:以内|以下|以上|左右|之间|价位)的?)?"
_CHINESE = re.compile(
    rf"^(?:请问|你好|您好|[，,\s])*(?P<shop>(?:你们?|您|贵店|店里?|店铺|商店|商城|这里|这儿|家|目录里?|现在|目前|一?共|总共|都|里|的)*)(?P<limit>{_LIMIT})(?:一?共|总共)?(?P<has>有|在?卖)"
    r"(?:(?:多少|几)(?P<kind>款|种|类)|(?P<many>多少|几)(?:个|件|台|双|只|条|瓶|部|把|顶|支|本|辆|套|张|家|包|盒|罐|块))?(?P<much>多少(?![钱个款种]))?"
    r"(?P<thing>[^，,。?？!！]{1,30}?)(?:可以?选|可选|在[卖售]|卖)?[?？!！。呢啊\s]*$"
)
_CHINESE_LAST = re.compile(
    r"^(?:请问|你好|您好|[，,\s])*(?:你们?|店里?|这里)?的?(?P<thing>[^，,。?？!！]{1,30}?)(?:一?共|总共|都)?有(?:多少|几)(?:款|种)(?:可以?选|可选|在[卖售]|可以选择|可供选择)?[?？!！。呢啊\s]*$"
)
_ONLY_A_LIMIT = re.compile(r"(?:以内|以下|以上|左右|之间|价位)的?$")
_POINTED = re.compile(
    r"这|那|它|该|此|每|一[盒包袋瓶箱套]|里面有|(?<![店城铺这])里有|哪|颜色|尺码|口味|味道|规格|功能|模式|档位?|型号|版本|配色|材质|香型"
)


def thing_counted(text: str, categories: Collection[str] = ()) -> str:
    """The words for the products that are to be counted, limits among them; ``""`` if none are.

    >>> thing_counted("How many coffees do you have under $15?")
    'coffees under $15'
    >>> thing_counted("300以内有几款吹风机？")
    '300以内的吹风机'
    """
    folded = " ".join(fold(text[:200]).split())
    return _english(folded) or _chinese(folded, categories)


def _english(folded: str) -> str:
    if match := _ENGLISH.match(folded):
        rest = match["rest"]
        if _INSIDE.search(rest):
            return ""
        thing = f"{match['thing']}{rest}"
    elif (match := _LIMITED.match(folded)) and not _A_VERB.search(match["thing"]):
        thing = match["thing"]
    else:
        return ""
    thing = _KINDS_OF.sub("", _IN_THE_SHOP.sub("", thing))
    return "" if _NO_THING.search(thing) else thing.strip()


def _chinese(folded: str, categories: Collection[str]) -> str:
    match = _CHINESE.match(folded)
    if match and (match["kind"] or match["many"] or match["much"]):
        thing = match["thing"]
        shops = bool(match["kind"] or match["shop"] or match["has"] != "有")
        if not _POINTED.search(folded) and (shops or thing in categories):
            limit = match["limit"]
            return f"{limit}{'' if not limit or limit.endswith('的') else '的'}{thing}"
    match = _CHINESE_LAST.match(folded)
    thing = match["thing"] if match and not _POINTED.search(folded) else ""
    return "" if _ONLY_A_LIMIT.search(thing) else thing
