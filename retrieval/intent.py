"""What a request is for: advice about a product, a recommendation, or a way into the shop."""

from __future__ import annotations

import re

from .request_text import fold

_SHOPPING = re.compile(
    r"^(?:do|did|have) (?:you|u|they|we)(?: guys)? (?:have|sell|carry|stock|offer|got|know of|recommend|think you can)|^have you got|"
    r"^(?:what(?:'s| is)|whats|is there anything) new(?: in)?[\s?.!]*$|"
    r"^(?:what|which) (?:\S+ ){1,5}(?:has|have|got) the (?:best|highest|top) (?:reviews?|ratings?)\b|"
    r"^(?:is|are) there (?!.{0,200}\b(?:in|on|with|to|for) (?:it|this|that|them|these)\b)|"
    r"^(?:can|could|would|will) (?:i (?:get|have|buy|see|find)|(?:you|u)(?: please)? (?:find|get|show|recommend|suggest|help|give|direct|look|search|point|send|please|list|bring))\b|"
    r"^(?:what|which|whats|what's)\b.{0,80}\b(?:on (?:sale|special(?: offer)?|offer|clearance)|discounted|marked down|% off)(?: (?:right )?now| today| at the moment| this week| (?:under|below|over|above|up to|for|between|in)\b[^?]{0,60})?[\s?.!]*$|"
    r"^(?:what|which|what's|whats) .{0,200}(?:under|below|less than|over|above|up to|at most|within) ?[$£€¥]?\d|"
    r"^does (?!(?:it|its|th(?:e|is|at|ese|ose)|my)\b(?! (?:\w+ ){0,2}(?:shop|store|site|website|section|brand|company)\b)).{1,60} (?:have|sell|make|offer|carry) (?:a|an|any|some) |^(?:any|anything|got any|where can i) |"
    r"^(?:what|which)(?:'s| is| are| would be)? (?:the |a |an |your |some )*(?:best|good|cheapest|top|most|nice)|"
    r"^(?:what|which) (?:\S+ ){0,6}(?:(?:do|would|can|could) you (?:have|sell|recommend|suggest|offer)|"
    r"(?:should|can|could) i (?:buy|get|give|use)|(?:is|are|would be) (?:the )?(?:best|good|better|suitable)|works? (?:best|well))|"
    r"^what (?:do|would|will|should|might) (?:i|we|you|one) (?:need|want|use) (?:to (?!know\b)|for\b|when\b|if\b)(?!.{0,80}\b(?:it|this|that|these)\b)|"
    r"^(?:what|which)(?: \S+){0,4}? (?:goes|go|pairs|pair|to (?:eat|drink|serve|wear))(?: well| best)? (?:with|for)\b(?! (?:it|this|that|them|these|those|the)\b)"
)
_QUESTION = re.compile(
    r"^(?:i(?:'d like to| want to)? (?:wonder|know)(?: if)? |(?:can|could) you (?:please )?(?:tell me|confirm|clarify) |(?:tell me|do you know|does (?:anyone|anybody|someone) know) )?"
    r"(?:if |whether )?(?:does|do|did|is|are|was|were|will|would|can|could|should|has|have|isn't|doesn't|aren't|won't|don't|"
    r"how(?! about)|what(?! about)|what's|whats|when|why|who|whose|where|which|difference between|compare)\b"
)
_SUBJECT = re.compile(
    r"^(?:does|do|did|is|are|was|were|will|would|can|could|should|has|have|isn't|doesn't|aren't|won't) "
    r"(?:it|this|that|these|those|they|the|its|i|my|one|both|either|any of|all)\b|^how (?!about)|"
    r"^(?:what|what's|whats) (?:is |are |'s )?(?:the |its |this |that |it )|^(?:why|who|when|difference between|compare)\b"
)
_MOST_SENTENCES = 20
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_ADVICE_CHINESE = re.compile(
    r"(?:吗|(?<!什)么|(?<![买带用选送备穿挑])(?<!店里有)(?<!店有)(?<!你们有)(?<!都有)什么|呢)[?？!！。\s]*$|(?:这[个款件种双瓶]|它).{0,8}什么[?？!！。\s]*$|是不是|能不能|会不会|可不可以|(?:需不需|用不用|要不要)(?!.{0,12}推荐)|有没有(?:含|加|添加|货|味)|(?:用|放|加|煮|泡)多(?:少|久)|怎么(?:用|样|洗|装|安装|使用|保存|泡|煮|冲|喝|吃|穿|喂|清洁|清洗|保养|充电|开|关)|"
    r"(?:多大|多长|多重|多高|多宽|多少(?:钱|克|毫升|升|瓦|斤))(?:[?？。\s]|$)|什么(?:材质|材料|成分|尺寸|颜色|牌子|味道|区别)|为什么|保质期|区别|"
    r"(?:是|有|能.{1,4}|可以?.{1,4}|可用)(?:多少|多久|多大|多长|多高|多重|多深|多远|多快|多厚|多宽|几[个片只人升度层支袋颗粒米年天小])"
    r"(?=[^的，,?？。！!\s\d]{0,4}(?:[?？。！!，,\s]|$))"
)
# What is asked of something named: 理肤泉B5是哪里产的, MAC口红什么色号, 空调适合多大房间. What is
# described goes on after 的 (什么面料的裙子) and is a wish.
_ASKED_CHINESE = re.compile(
    r"(?<=[^有])(?:(?:是|在|从)?哪[里儿个国]?(?:国家|地方|产地|厂家?|公司)?(?:产|生产|制造|做|来)的"
    r"|(?:是|属于?)哪(?:里|儿|国|(?:一?个)(?:国家|地方|牌子|品牌|厂家?|公司))的?(?:品牌|牌子)?"
    r"|产地(?:是|在)?(?:哪[里儿]?|什么(?:地方)?|哪个国家)?"
    r"|(?:是|用的?|有)?什么(?:面料|布料|料子|填充物?|色号|色系|型号|版本|接口|口味|香型|功能|功效|作用|产地|季节|肤质|年龄|码数?|尺码|规格|容量|配件|电池|系统|屏幕|处理器|鞋底|内胆|涂层)"
    r"|(?:多大|多高|多长|多重|多宽|多厚|多深|多远|多少)(?!钱)[^的有，,。?？\s\d]{1,5}(?<!合适)"
    r"|(?:能|可以)(?:爬|跳|放|装|坐|躺|飞|跑|游|潜|扫|喷|照|传|连)多[高远长大深快])[?？!！。呢啊呀\s]*$"
)
# What is asked of something named: an age, a time, a number, whether it is in stock.
_ASKS_OF_A_THING = re.compile(
    r"^(?!.{0,12}(?:推荐|想买|想要|送|找))[^，,。]{2,20}?(?:还有货|有现货|有货|有库存|缺货|断货)[吗嘛么没]?[?？。\s]*$"
    r"|^(?!.{0,12}(?:推荐|想买|想要|送|找|有没有))[^，,。]{2,20}?(?:几岁|多久|多长时间|几个?小时|几天|几[个支只片根档种]|多少[个支只片根档种])[^的，,。？?]{0,6}[?？\s]*$"
)
# What a thing needs; what a shopper needs is a wish (我需要…, 需要…).
_NEEDED_BY_IT = re.compile(
    r"^(?:请问|你好|您好|[，,\s])*(?!我|咱|你|您|家里?|店|请|现在|急|孩子|宝宝|妈|爸|老人)[^，,。?？我推想]{2,20}?"
    r"(?:(?<!不)(?:需要|要不要|用不用)[^，,。?？]{1,10}?(?:[吗嘛]|(?<!什)么)|(?:要不要|需不需要?|用不用)[^，,。?？]{1,10})[?？!！。\s]*$"
)
_WHAT_IT_SELLS = r"(?:店里?|你们店?|这里|这家店|贵店)(?:都|还|主要)?(?:是)?(?:有|卖)些?(?:什么|啥)(?:东西|商品|产品)?的?"
# Of the whole shop nothing is asked about a thing.
_OF_ALL = re.compile(
    rf"^(?:请问|你好|您好|[，,\s])*(?:{_WHAT_IT_SELLS}"
    r"|(?:你们|店里|这里)?(?:销量|评分|价格|卖得)?最(?:贵|便宜|好|高|低|新|热门|畅销|受欢迎)的(?:商品|产品|东西)?(?:是|有)?(?:什么|哪[个款些件]|啥))[?？\s]*$"
)
_POINTED = re.compile(
    r"这个|这款|这件|它|该(?![买带用选送备穿挑怎如不])|这种|这双|这瓶|那个|那款|此款"
)
_SHOPPING_CHINESE = re.compile(
    r"有没有|^(?:你们?|店里?|这里|家|都|还|\s)*有(?:什么|哪些|啥).{1,8}的.|有.{0,24}(?:吗|(?<!什)么)|推荐|想买|想要|求|(?<!需不)需要|给我|帮我(?:找|选|挑)|送给?|买"
)
_LEAD = re.compile(
    r"^(?:(?:so|and|but|ok|okay|well|hi|hello|hey|also|please|oh|yes|no(?=,)|sure|thanks|good (?:morning|afternoon|evening)|there)[\s,.!]+){1,4}"
)
_VAGUE_OBJECT = re.compile(
    r"^(?:(?:nice|birthday|christmas|xmas|wedding|anniversary|housewarming|graduation|valentine'?s?(?: day)?|perfect|great|good|unique|"
    r"cool|fun|thoughtful|special|small|little|cute|last minute|mother'?s day|father'?s day) ){0,3}"
    r"(?:(?:gifts?|presents?)(?: ideas?)?(?= for| to|[\s,.!?]*$)|(?:something|anything|stuff|things)(?! in (?!the\b|my\b)))"
)
_VAGUE = re.compile(
    r"\b(?:just (?:browsing|looking)|looking around|browsing around|surprise me|inspire me|(?:no|not any) idea (?:what|where|which)?|"
    r"not sure what|don'?t know what|can'?t decide|what's new|new (?:arrivals|products|items|in)(?=[\s?.!]*$)|(?:^|show me |show |browse |see |list )(?:everything|all (?:of )?(?:your |the )?(?:products|items|stuff|goods)|the (?:whole |entire )?(?:shop|store|catalogu?e))(?: you (?:have|sell))?(?=[\s?.!]*$)|^browse(?=[\s?.!]*$)|(?:what|whats|what's|anything|everything|all)(?: is| are)?(?: currently)?(?: you have)? (?:on (?:sale|special(?: offer)?|offer|clearance)|discounted|marked down)|(?:any |the |your |best )*(?:deals|discounts)(?! on\b| for\b)|what do you (?:have|sell|recommend|suggest)(?=[\s?.!]*$)|"
    r"what (?:can|should|would) (?:i|you) (?:buy|get|give)|show me around|where (?:do i|to|should i) start|gift ideas?|treat myself)\b"
    rf"|随便(?:看看|逛逛|推荐)|逛逛|看看有什么|{_WHAT_IT_SELLS}[?？\s]*$|有什么(?:打折|特价|促销|优惠|降价|好东西|推荐|新品|可以买|值得买)|不知道(?:买|选|送|要)|"
    r"送(?:什么|给?(?:妈|爸|男|女|朋友|老师|长辈|父|母|孩|老|同事|闺蜜|爷|奶|领导|客户)[^，。,.的]{0,6}的?(?:礼物|东西|$))|礼物|买(?:点|些)?什么|买啥|有啥|没想好"
)


def asks_advice(text: str, language: str) -> bool:
    """Whether a request is a question about a product ("does it contain …", "is this …", "…吗").

    A question that asks whether the shop has something isn't: that is a need.

    Args:
        text: the cleaned words.
        language: of the words, from `language.language_of`.
    """
    folded = fold(text)
    if language != "zh":
        return _asks_about_a_product(folded)
    if _OF_ALL.search(folded[:400]):
        return False
    if _ASKS_OF_A_THING.search(folded[:400]) or _NEEDED_BY_IT.search(folded[:400]):
        return True
    asks = any(
        pattern.search(part)
        for pattern in (_ADVICE_CHINESE, _ASKED_CHINESE)
        for part in (folded[-400:], folded[:400])
    )
    if not asks:
        return False
    return bool(_POINTED.search(folded[:400]) or not _SHOPPING_CHINESE.search(folded[:400]))


def is_vague(text: str, subject: str) -> bool:
    """Whether a request names nothing to look for: "gift for my mom", "随便看看".

    Args:
        text: the cleaned words.
        subject: what is left of them to search for.
    """
    head = _LEAD.sub("", fold(text[:400]))
    return bool(_VAGUE.search(head) or _VAGUE_OBJECT.search(fold(subject[:400])))


def _asks_about_a_product(folded: str) -> bool:
    """Whether a sentence asks something that a product's page would answer.

    A sentence counts if it opens like a question and either ends in a question mark or speaks
    of "it", "this", "the …"; one that asks what the shop has decides against it.
    """
    advice = False
    for match in list(_SENTENCE.finditer(folded[:2000]))[:_MOST_SENTENCES]:
        sentence = _LEAD.sub("", match[0].strip())
        if _SHOPPING.search(sentence):
            return False
        asked = sentence.endswith("?") and _QUESTION.search(sentence)
        advice = advice or bool(asked or _SUBJECT.search(sentence))
    return advice
