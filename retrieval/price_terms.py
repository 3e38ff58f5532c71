"""The words that make an amount a price limit, in English and Chinese, before and after it.

Data for `price_words`. Every pattern is a bounded alternation: no quantifier stands inside another
one that could match the same text twice, so matching is linear in the request's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Limit = Literal["lt", "le", "gt", "ge", "eq", "about"]

_BETWEEN_NOT_AND_MORE = (
    r"(?: (?:want|wanna|wish|like|look|looking|to|spend|spending|pay|paying|go|going|be|cost|costs|costing|any|"
    r"anything|something|a|should|must|can|could|would|will|much|way|priced|that|is|do|it|afford|have|price|for|me|us|you|i))"
)
_NOT = (
    r"(?:not|no|nothing|never|none|without|(?:do|does|wo|ca|is|should|must|would|could)n'?t|cannot)"
)
_OVER = r"(?:more than|over|above|higher than|exceed(?:ing|s)?|beyond|past|north of|greater than)"
_UNDER = r"(?:less than|under|below|lower than|cheaper than)"
_IS = r"(?: ?(?:is|of|was|be|:|=|set at|set to|would be|will be))?(?: (?:only|just|the))?"


@dataclass(frozen=True, slots=True)
class Term:
    """Words beside an amount.

    Attributes:
        pattern: a regular expression over folded text.
        limit: what they make of the amount; None where they only say that money is meant.
        money: whether a bare number beside them is money for certain.
        only_money: whether they mean a limit only beside an amount with a currency.
    """

    pattern: str
    limit: Limit | None
    money: bool = False
    only_money: bool = False


BEFORE_ENGLISH = (
    Term(rf"{_NOT}{_BETWEEN_NOT_AND_MORE}{{0,6}} {_OVER}", "le"),
    Term(rf"(?:not|no|never|nothing){_BETWEEN_NOT_AND_MORE}{{0,6}} {_UNDER}", "ge"),
    Term(r"(?:cheaper|less expensive) (?:than|then)|(?:is|are|be) cheaper than", "lt", money=True),
    Term(r"(?:less|lower|smaller|fewer|lesser) (?:than|then)|under|below|beneath|sub[ -]?|<(?!=)", "lt"),
    Term(r"(?:up ?to|at (?:the )?(?:very )?most|max(?:imum)?\.?|within|not exceeding|no higher than|as much as|<=|≤|(?:can't|cannot|don't) exceed)" + _IS, "le"),
    Term(r"(?:more|greater|higher) (?:than|then)|over|above|exceeding|north of|>(?!=)", "gt"),
    Term(r"(?:more expensive|pricier|dearer) than", "gt", money=True),
    Term(r"(?:at ?least|(?:starting|starts?) (?:at|from)|min(?:imum)?\.?|>=|≥|upwards? of|not less than)" + _IS, "ge"),
    Term(r"around|arround|about|roughly|approx(?:imately)?\.?|circa|~|close to|near(?:ly)?|more or less|somewhere (?:around|near)|in the (?:region|neighbou?rhood|vicinity|range) of", "about"),
    Term(r"exactly", "eq"),
    Term(r"(?:(?:with|on|have|has|got) (?:a |my |the )?|my |a |the |our )?(?:total |max(?:imum)? |price |spending |tight |small )?(?:budget|spending limit|price limit|price cap|price ceiling|(?<=my )limit|(?<=our )limit)(?: (?:that|for (?:this|it|that)|i have))?" + _IS, "le", money=True),
    Term(r"(?:(?:i|we) )?(?:(?:can|could|will|would|want|like|willing|looking|able|ready|planning|prepared|happy|hoping) )?(?:only )?(?:to )?(?:spend|spending|pay|paying|afford)(?: only| just)?", "le", money=True),
    Term(r"(?:i|we|i've|we've|i'd) (?:only |just )?(?:have|got|have got)(?: only| just)?", "le", only_money=True),
    Term(r"(?:(?:that|which|it|they|should|must|to|can|will|would) ){0,3}(?:cost(?:s|ing)?|priced?|pricing|prices|sell(?:s|ing)? for|go(?:es|ing)? for|retails? (?:for|at))(?: (?:range|point|tag|should|must|has to|of|is|are|be|in|at(?! (?:the )?(?:most|least|max))|that|,)){0,4}(?: ?[:=])?", None, money=True),
    Term(r"from", "ge", only_money=True),
    Term(r"between|for|with|at|is|are|be|only|just|which|that|all|in|a", None),
)  # fmt: skip
BEFORE_CHINESE = (
    Term(r"(?:不[要能会想可得]?以?|别|没有?)(?:花|卖|要|太)?(?:超过|超出|高于|多于|大于|贵于|贵过|超)", "le"),
    Term(r"不[要能会]?(?:低于|少于|小于|便宜于)", "ge"),
    Term(r"低于|少于|小于|不到|不足|未满", "lt"),
    Term(r"便宜于|便宜过|比", "lt", money=True),
    Term(r"最多(?:只)?(?:能|可以|到)?|最高(?:到|不过)?|顶多|至多|(?:价格)?上限(?:是|为|在|:)?|撑死|封顶", "le"),
    Term(r"超过|高于|多于|大于|超出", "gt"),
    Term(r"贵于|贵过", "gt", money=True),
    Term(r"至少要?|最少|最低|起码|(?:价格)?下限(?:是|为|:)?", "ge"),
    Term(r"大概(?:在|是)?|大约(?:在|是)?|约(?:在|为)?|差不多(?:在)?|接近", "about"),
    Term(r"(?:我的?|总|手头)?预算(?:就|只|大概|控制|大约|差不多)?(?:有|是|为|在|只有|到)?:?", "le", money=True),
    Term(r"(?:只|最多)?(?:能|可以|想|打算|准备|愿意)?(?:花费|花|出)", "le", money=True),
    Term(r"(?:我)?[只就](?:有|剩)", "le", only_money=True),
    Term(r"(?:价格|价钱|价位|售价|单价|总价|费用)(?:区间|范围)?(?:要|得|最好)?(?:大概|控制)?[是为在于的:]?|控制在|卖", None, money=True),
    Term(r"在|从|介于|每个", None),
)  # fmt: skip
AFTER = (
    Term(
        r"(?:or|and|&) (?:less|under|below|lower|cheaper|fewer)(?: (?:price|only))?|(?:at (?:the )?(?:very )?most|at max|max(?:imum)?|tops|budget|price limit|or nothing more|and no more|no more)(?! ?[$£€¥]?\d)(?! (?:of|is|for \d))",
        "le",
    ),
    Term(
        r"(?:or|and|&) (?:more|above|up|over|higher|upwards?|greater)|(?:at least|minimum|min|upwards?)(?! ?[$£€¥]?\d)",
        "ge",
    ),
    Term(r"top|limit|cap", "le", only_money=True),
    Term(r"\+(?! ?\d)", "ge", only_money=True),
    Term(
        r"ish|-ish| ?ish|or so|or thereabouts|more or less|give or take|-? ?(?:price )?range",
        "about",
    ),
    Term(
        r"(?:钱)?(?:或者?|及|和)?(?:以下|之下|以内|之内|以里|内|封顶|打住)|(?:或|还)?更?便宜", "le"
    ),
    Term(r"(?:钱)?(?:或者?|及)?(?:以上|之上|往上|起步|起|开外)", "ge"),
    Term(r"(?:钱)?(?:左右|上下|附近|差不多)", "about"),
    Term(r"(?:钱)?(?:能|可以|够)(?=买)", "le"),
    Term(r"一下", "le", only_money=True),
    Term(r"(?:之间|范围内?|区间)", None),
)
"""Words after an amount; with a span, "之间" only closes it."""

NOT_THE_PRICE = re.compile(
    r"(?:shipping|delivery|postage|orders?|purchases?|save|saving|discount|coupon|满|立?减|包邮|优惠)"
    r"[a-z ]{0,10}$"
)
"""Before a limit: an amount that is the shop's terms, not the product's price."""
NOT_THE_PRICE_AFTER = re.compile(
    r"\s?(?:off\b|discount|coupon|voucher|gift ?card|cash ?back|bill|note\b|coin|patterned|优惠|折扣|代金券|礼品卡|券)"
)

PERSON_OR_SIZE = re.compile(
    r"(?:\b(?:sizes?|age[sd]?|kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|boys?|girls?|wom[ae]n|m[ae]n|people|"
    r"adults?|seniors?|players?|teens?|ladies|anyone|those|mothers?|users?|guys?|skin|width|height|length|"
    r"depth|weigh(?:t|s|ing)?|wide|tall|long|deep|thick|diameter|screen|inch|inseam|waist|chest|version|"
    r"model|ios|android|windows|levels?|pages?|spf|ph|temperatures?|volume|quantity|calories|"
    r"sugar|capacity|heel|dpi|wattage|power|speed|rating|rated|stars?|score|resolution|hold[s]?|fits?|"
    r"numbers?|id|year|model|no|carbs?|protein|fat|sodium|iq|bmi|shoes? size)"
    r"|(?:身高|体重|年龄|尺码|容量|评分|大小|尺寸|腰围|胸围|长度|宽度|高度|重量|直径|厚度|spf|防晒|指数|功率|版本|宝宝"
    r"|小孩|儿童|孩子|面积|型号|货号|吸力|电池|亮度|转速|分辨率|像素|充绒量|克重|海拔|年份|流量|镜片|男孩|女孩|适合|人数|气温|温度|度数|内存|屏幕|续航|好评|好评率|销量|评论|码|打开|承重))"
    r"(?:\s?(?:is|are|of|the|in|be|was|from|在|是|为|约|大概))?\s?$"
)
"""Before a bare number: it counts something else than money."""
OF_AN_AGE = re.compile(
    r"(?:kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|boys?|girls?|wom[ae]n|m[ae]n|people|adults?|seniors?|teens?|ladies|"
    r"anyone|those|mothers?|guys?|skin|宝宝|小孩|儿童|孩子|男孩|女孩)(?![a-z])"
)
"""Of these an age is said, and no age is above some 120: "shoes for men under 200"."""

FOLLOWS_BARE = re.compile(
    r"\s?(?:$|[.,;!?)\]。,，!;、…/\ue000]|(?:and|or|but|for|with|that|which|who|if|please|pls|plz|thanks|thank|"
    r"because|so|including|incl|total|altogether|each|apiece|an? (?:piece|bag|bottle|pair|box|pack|jar|unit)|per|only|preferably|ideally|as|made|from|by|"
    r"suitable|maybe|if|when|while|on|it|i|we|my|in (?!diameter|height|length|width|size|total|weight|depth|$)|"
    r"price|budget|can|could|do|what|any|is|to (?:spend|buy|pay|get))(?![a-z]))"
)
"""What may stand after a bare English number that is a price."""
FOLLOWS_BARE_CHINESE = re.compile(
    r"\s?(?:$|[.,;!?)\]。,，!;、…/\ue000]|[小大低高不最至的想买要请有能可就帮给我求推来以左上之封或吧呢吗那找够行]|送|预算|价|做|起|往|范围|区间)"
)
"""What may stand after a bare number in Chinese that is a price."""
