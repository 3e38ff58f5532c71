"""Whether a question is about the shop and not its products: shipping, returns, payment, opening hours.

The catalog holds none of it, and no product should be found for it.
"""

from __future__ import annotations

import re

from .request_text import fold

_ENDS = r"(?=[\s?.!]*$| (?:to|costs?|fees?|charges?|times?|takes?|free|included|from)\b)"
_ENGLISH = re.compile(
    r"\b(?:do|can|could|will|would) (?:you|u|they|your (?:shop|store))(?: guys)?(?: also)? (?:ship|deliver|gift[- ]?wrap|price[- ]?match|take (?:returns|paypal|credit cards?)|accept (?:returns|paypal|credit cards?|cards?|apple pay)|offer (?:free )?(?:shipping|delivery|returns|refunds))\b"
    r"|\b(?:how much|how long|what|when|is|are|free|your) (?:\w+ ){0,3}(?:shipping|delivery|postage|returns? policy|refund policy|exchange policy|privacy policy|payment methods?|opening hours|store hours)" + _ENDS +
    r"|\b(?:return|refund|exchange|shipping|delivery|privacy) policy\b"
    r"|\bhow (?:do|can|would) i (?:return|send back|exchange|cancel|track) (?:it|them|this|an?|my|the)\b(?: (?:item|order|product|purchase|parcel|package))?[\s?.!]*$"
    r"|\bwhere (?:is|'s) my (?:order|parcel|package)\b|\b(?:my|an) order (?:status|number|arrive)"
    r"|\b(?:when|what time) (?:do|does|are|is) (?:you|your (?:shop|store)) (?:open|close)|\bwhere (?:are you|is your (?:shop|store)) (?:located|based)?"
    r"|\b(?:promo(?:tion)?(?:al)?|coupon|voucher|discount) codes?\b|\b(?:student|senior|military|nhs|teacher|bulk|staff|employee|loyalty) discounts?\b"
    r"|\bdiscounts? for (?:students?|seniors?|teachers?|members?|nurses|first[- ]time|bulk|new customers?)\b|\bdo (?:you|u) (?:do|offer|have|give)(?: any)? (?:discounts|coupons|vouchers)[\s?.!]*$"
    r"|\b(?:sell|have|do|buy|get|offer) (?:any |a |your )?(?:gift (?:cards?|certificates?|vouchers?))[\s?.!]*$"
    r"|\b(?:speak|talk|chat) (?:to|with) (?:an? |the |your |some)?(?:human|person|someone|somebody|agent|manager|representative|staff|people|real person|sales ?(?:man|woman|person))\b"
    r"|\bhow (?:can|do) i (?:contact|reach|pay)\b|\b(?:phone number|customer service|customer support)\b"
)  # fmt: skip
_CHINESE = re.compile(
    r"包邮|运费|邮费|(?:发|寄)(?:什么|哪家|哪个|啥)?快递|(?:什么时候|多久|几天|何时)(?:能|可以|会)?(?:发货|到货|送到|寄到)|"
    r"(?:你们|店里?|店家)?(?:支持|可以|能)(?:不能)?(?:七天|7天)?(?:无理由)?(?:退货|退换|退款|换货|货到付款|开发票)(?:吗|么)?|退换?货?政策|"
    r"(?:怎么|如何)(?:退货|退款|换货|付款|联系(?:你们|客服))|营业时间|几点(?:开门|关门)|你们(?:店|公司)?在哪|客服电话|人工客服|转人工|找客服|我的(?:订单|快递|包裹)|优惠[券码]|学生(?:优惠|折扣|价)|会员(?:优惠|折扣|价)|^(?:你们|店里|这家店|咱家)(?:家|店)?(?:的东西|的商品|卖的)?(?:都?是|保证是?)正品|(?:保证|假一赔)(?:正品|十)"
)


def asks_of_the_shop(text: str, language: str) -> bool:
    """Whether a question asks what only the shop itself can say.

    >>> asks_of_the_shop("Do you ship to Canada?", "en")
    True
    >>> asks_of_the_shop("Does it ship with batteries?", "en")
    False
    """
    return bool((_CHINESE if language == "zh" else _ENGLISH).search(fold(text[:300])))
