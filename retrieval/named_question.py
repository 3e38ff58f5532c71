"""Whether a Chinese question with 有, 需要 or 送 is about a product that it names: 回力帆布鞋有45码吗.

The same words ask for products where no product is named (店里有帐篷吗, 小米有手机吗), so the catalog's
brands are needed to tell, or a model's name (iPhone 15, HD15); a plain thing is asked about too (手环有GPS吗).
"""

from __future__ import annotations

import re

from .phrases import Phrases

_LEAD = re.compile(
    r"^(?:请问|你好|您好|亲|想问一?下?|问一下|麻烦问一?下|你们?家?|贵店|店里?|这里|那|有没有人知道|[，,、!！:：\s的])+"
)
_ASKED = re.compile(
    r"^(?P<name>[^，,。?？!！]{2,30}?)\s?"
    r"(?P<how>有没有|没?有(?![机氧线声效限])|需不需要|需要|要不要|用不用|送不送|送|附赠?|配不配|带不带)"
    r"(?P<what>[^，,。?？!！]{1,16}?)(?P<end>吗|嘛|么|没有?)?[?？!！。\s]*$"
)
_OF_ITSELF = re.compile(r"需|用不用|要不要|带不带|配不配")
"""What is asked with these is asked of a product, even if only its brand is said."""
_WISH = re.compile(
    r"推荐|想买|想要|求|给我|帮我|我[要想需]|送给|哪[款个种些]|[几多][款种少]|便宜|以内|以下|以上|左右|元|块|打折|优惠"
)
_OF_THE_BRAND = re.compile(r"[\s的家]*(?:品牌|牌子?)?[\s的]*")
_OTHERS = re.compile(r"^(?:其[他它]|别的|什么|啥|哪|[新老同](?:款|品))|[货现卖]$")
# A model: Latin letters with a figure. A specification (SPF50, USB3.0) names no product.
_MODEL = re.compile(
    r"(?<![a-z])(?!(?:spf|upf|pa|usb|pd|ip|gtx?|type|wifi|hdmi|bpa)\W?\d)[a-z][a-z'’.-]*(?:\s[a-z'’.-]+)*\s?\d+[a-z]*(?!\d|\s?的)"
)


_A_THING = re.compile(r"(?=.*[\u4e00-\u9fff])[\u4e00-\u9fffa-z0-9]{2,14}(?<!的)")
"""What a shop has many of: 手环有GPS吗, 鼠标送电池吗."""
_HAD_BY_IT = re.compile(
    r"(?![吗嘛么]|人|给|朋友|老|父|母|爸|妈|女|男|孩|长辈|客户|领导|同事|库存|点|些|更|比|类似)."
)


def asks_of_a_named_product(folded: str, brands: Phrases[str]) -> bool:
    """Whether a question asks of a product that it names whether it has, needs or brings something.

    Args:
        folded: the question, folded.
        brands: of the catalog.
    """
    text = _LEAD.sub("", folded[:200])
    asked = _ASKED.match(text)
    if asked is None or _WISH.search(text) or _OTHERS.search(asked["what"]):
        return False
    if not asked["end"] and "不" not in asked["how"] and asked["how"] != "有没有":
        return False
    name = asked["name"]
    if _MODEL.search(name):
        return True
    if asked["what"].endswith("的"):  # 华为手机有红色的吗: which of them, not whether
        return False
    brand = next((match for match in brands.find(name) if match.start == 0), None)
    if brand is None:
        return bool(asked["end"] and _A_THING.fullmatch(name) and _HAD_BY_IT.match(asked["what"]))
    # 小米有手机吗 asks what the shop has of a brand.
    more = not _OF_THE_BRAND.fullmatch(name, brand.end)
    return bool(more or _OF_ITSELF.search(asked["how"]))
