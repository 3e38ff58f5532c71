"""The order asked for ("cheapest", "best rated", "销量最高"), and vague wishes about the price.

"cheap", "not too expensive" and "便宜点" are wishes, not an order: the cheapest thing is seldom what
they mean.
"""

from __future__ import annotations

import re

from .reading import Page, Reading
from .request import Sort

_SORTS: tuple[tuple[Sort, str], ...] = (
    (
        "price_asc",
        r"(?:the )?(?:cheapest|least expensive|most affordable|most inexpensive|lowest[- ]priced?)(?: (?:price|first|one|ones|option|options|of|possible))*|(?:at |for )?the (?:lowest|best) price(?: possible)?|(?:sort(?:ed)? )?(?:by )?(?:price )?(?:from )?low(?:est)? to high(?:est)?(?: price)?|最便宜|价格最低|最低价|价格?(?:从|由)低到高|最实惠|最低价格",
    ),
    (
        "price_desc",
        r"(?:the )?(?:most expensive|priciest|dearest|highest[- ]priced?)(?: (?:price|first|one|ones))?|(?:sort(?:ed)? )?(?:by )?(?:price )?(?:from )?high(?:est)? to low(?:est)?(?: price)?|最贵|价格最高|价格?(?:从|由)高到低",
    ),
    (
        "rating_desc",
        r"(?:the )?(?:(?:best|top|highest)[- ](?:rated|reviewed|rating|ratings|reviews)|most highly rated)|(?:(?:with|has|have|got|gets) )?the (?:best|highest|top) (?:ratings?|reviews?)|评分最高|评价最[好高]|口碑最好|好评最多|好评率最高|按评分",
    ),
    (
        "newest",
        r"(?:the )?(?:newest|most recent|latest)(?: (?:first|arrivals|one|ones))?|new arrivals|what(?:'s| is) new|what have you got new|anything new|有什么新品|(?:有|有没有)新[品款]|最新款?|最近上[新架市]|新品优先|按时间",
    ),
    (
        "popularity",
        r"(?:the )?(?:most popular|best[- ]?sell(?:ing|ers?)|top[- ]sell(?:ing|ers?)|most (?:bought|sold|purchased)|trending)(?: (?:first|one|ones))?|(?:by )popularity|销量最[高好大]|卖得?最好|最畅销|最热[销门卖]|最受欢迎|最火|按销量",
    ),
)
_SORT = re.compile(
    "|".join(
        rf"(?P<{name}>(?:(?<![\w'-])|(?<=[\u4e00-\u9fff]))(?:{pattern})(?![a-z]))"
        for name, pattern in _SORTS
    )
)
# 哪个空调便宜 asks for the cheapest; 便宜的空调 only wishes for a low price.
_WHICH = re.compile(
    r"哪(?:一?[个款种件台双只把条]|家|些)?[^，,。?？]{0,12}?(?P<how>(?:更|比较)?(?P<word>便宜|贵)(?:一?[点些])?[呢啊呀]?[\s?？。!！]*$)"
)
_WHICH_ONE = re.compile(r"哪(?:一?[个款种件台双只把条]|家|些)(?:的)?")
_NOT = re.compile(r"(?:not|n't|necessarily|不是|不要|不一定要?|非)\s?(?:necessarily |be |want )?$")
_CHEAP_WISHES = ("affordable", "便宜")
LOW_PRICE = frozenset(_CHEAP_WISHES)
"""The wish for a low price, in either language."""
_CHEAP = re.compile(
    r"(?<![\w'-])(?:(?:that(?: is|'s| are)|which (?:is|are)|it should be|but|and) )?(?:"
    r"(?:not|n't|isn't|aren't|nothing|without being|without)(?: be| being)? (?:too |that |so |very |overly |super |crazy )?(?:expensive|pricey|costly|dear)"
    r"|(?:won't|doesn't|does not|will not|without) (?:break(?:ing)?|cost(?:ing)?) (?:the bank|too much|a fortune|an arm and a leg|a lot)"
    r"|on (?:a|my) (?:tight |small |low )?budget|budget[- ]friendly|low[- ]cost|low[- ]priced?|cheap(?:er|ish)?|inexpensive|affordable"
    r"|reasonabl[ey][- ]priced?|(?:at|for) a (?:good|fair|reasonable|low|decent) price|good value(?: for money)?|value for money)(?![a-z])"
    r"|(?:价格)?(?:不要|别|不能|不|不想)(?:要)?(?:太|那么|很|特别|过于)?贵(?:了)?的?|(?:价格)?(?:要)?(?:稍微)?便宜(?:一?点|些)?儿?的?|(?:高)?性价比高?的?|平价的?|实惠(?:点|一点)?的?|物美价廉的?"
)


def read_sorts(page: Page) -> list[Reading]:
    """The first order that is asked for; further ones stay text."""
    names = {"price_asc": ("cheapest first", "从便宜到贵"), "price_desc": ("most expensive first", "从贵到便宜"),
             "rating_desc": ("best rated first", "评分从高到低"), "newest": ("newest first", "最新优先"),
             "popularity": ("most popular first", "销量从高到低")}  # fmt: skip
    for match in _SORT.finditer(page.folded):
        if _NOT.search(page.folded, max(0, match.start() - 18), match.start()):
            continue
        for name, _ in _SORTS:
            if match[name]:
                note = page.say(*names[name])
                return [Reading(*match.span(), f"{note}", sort=name), *_asking(page, match.start())]
    if which := _WHICH.search(page.folded):
        sort: Sort = "price_asc" if which["word"] == "便宜" else "price_desc"
        read = Reading(*which.span("how"), page.say(*names[sort]), sort=sort)
        return [read, *_asking(page, which.start("how"))]
    return []


def _asking(page: Page, before: int) -> list[Reading]:
    """The 哪个 of 哪个空调最便宜, which is no word to search for."""
    match = _WHICH_ONE.search(page.folded, 0, before)
    return [Reading(*match.span(), "")] if match else []


def read_cheap(page: Page) -> list[Reading]:
    """Vague wishes for a low price, as one of `LOW_PRICE`."""
    wish = page.say(*_CHEAP_WISHES)
    note = page.say("preferred: a low price", "优先：价格低")
    for match in _CHEAP.finditer(page.folded):
        if not _NOT.search(page.folded, max(0, match.start() - 18), match.start()):
            return [Reading(*match.span(), note, soft=(wish,))]
    return []
