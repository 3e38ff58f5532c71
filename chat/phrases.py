"""Turns that are one set phrase: "undo", "start over", "show me more", "thanks", "都行".

A set phrase is the whole turn, politeness aside, so that "never mind the price" isn't "never mind".
Comparisons of price ("something cheaper") are looked for anywhere in a turn.
"""

from __future__ import annotations

import re
from typing import Literal

from ..retrieval.request_text import fold

Phrase = Literal[
    "undo", "start_over", "more", "greeting", "thanks", "goodbye", "yes", "no", "any", "help"
]  # fmt: skip

_POLITE = re.compile(
    r"^(?:(?:ok|okay|well|hm+|oh|actually|please|sorry|no|and|so|but|um|uh|wait)[\s,.!]+)+(?=\S)"
    r"|[\s,]+(?:please|pls|thanks|thank you|for me|then|now|instead)$|^(?:请|麻烦|那|那么|嗯|哦|算了)[,，\s]*(?=..)"
    r"|(?:吧|呀|啊|啦|哦)$"
)
_ENDS = " \t.,!?;:~…。，！？；：、\"'“”‘’"
_HOW_MANY = r"(?:a few |a couple |some |any |\d{1,2} |two |three |four |five |ten )?"
_FORMS: tuple[tuple[Phrase, str], ...] = (
    (
        "undo",
        (
        r"undo(?: (?:that|it|this))?|forget (?:that|it|this|what i (?:just )?said|the last (?:one|thing|turn|bit))|"
        r"(?:i )?take (?:that|it) back|(?:go|step) back(?: (?:one|a) step)?|never ?mind(?: that)?|scratch that|that was wrong|"
        r"撤销|撤回|撤消|取消(?:上一步|刚才的?|上一条)|当我没说|算了|(?:回到|退回)上一步|刚才(?:那句|说的)不算"
        ),
    ),
    (
        "start_over",
        (
        r"(?:let'?s |let us |can we |i want to )?(?:start|begin) (?:over|again|afresh|fresh|anew|from scratch)(?: again)?|restart|reset|"
        r"new search|from scratch|(?:clear|forget) (?:all|everything|it all)|重新开始|重来|从头(?:开始|再来|来过?)?|重新来过?|换个话题|清空"
        ),
    ),
    (
        "more",
        (
        rf"(?:(?:can|could) you )?(?:(?:show|give|list|find|see|let me see|i(?:'d| would) like(?: to see)?|i want(?: to see)?|have you(?: got)?|do you have|are there|is there) )?(?:me |us )?{_HOW_MANY}"
        r"(?:more|others?|another(?: one| few)?|other (?:ones|options|choices|products|suggestions|ideas|alternatives)|different (?:ones|options|products|suggestions)|"
        r"alternatives|something (?:else|different)|anything else|further options)"
        r"(?: (?:options|choices|products|results|ones|suggestions|ideas|of (?:them|these|those)|like (?:these|those|them)))?(?: do you have)?|"
        r"what else(?: (?:do you have|is there|have you got|can you show me))?|next(?: page| ones?)?|"
        r"(?:还有|有没有|有)(?:别的|其他|其它|更多)(?:的|款|选择)?(?:吗|么|没有|呢)?|还有(?:吗|么|没有|什么)|(?:再|多)?(?:看看|来|推荐)(?:别的|其他的?|其它的?|更多的?|几个|几款|一些|点)|"
        r"更多|下一[页批]|换一?(?:批|换|些|个|款|种)(?:吧|看看)?|(?:其他|其它|别的)(?:的|呢)*"
        ),
    ),
    (
        "greeting",
        (
        r"(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)(?: there| all| again)?[\s,.!]*(?:how are you|i hope you'?re doing well|nice to meet you)?)|how are you|are you (?:still )?there|"
        r"你好|您好|嗨|哈喽|在吗|在么|早上好|下午好|晚上好"
        ),
    ),
    (
        "goodbye",
        (
        r"(?:good ?)?bye(?: bye)?|see you|(?:no[\s,]+)?that(?:'s| is|s) (?:all|it|everything)(?: for now| for today)?|have a (?:nice|good|great) (?:day|one|evening)|"
        r"再见|拜拜|就这些|没了|没有了"
        ),
    ),
    (
        "thanks",
        (
        r"(?:(?:thanks?|thank you|thx|ty|cheers|great|perfect|cool|nice|awesome|wow|i see|got it|lovely|sounds good|so much|a lot|very much|for (?:your|the) help|ok|okay|alright|brilliant|good)[\s,.!]*)+|"
        r"(?:(?:谢谢|多谢|感谢)(?:你|您|啦|了)?|好的?|不错|明白了?|知道了|可以|行)+[\s,，!！]*(?:谢谢(?:你|您)?)?"
        ),
    ),
    (
        "yes",
        (
        r"(?:yes|yep|yeah|sure|of course|please do|go ahead|do (?:that|it|so)|fine|yes please|leave it out|relax (?:it|that))|"
        r"是的?|对|嗯|要|好啊|去掉(?:吧|它)?|放宽(?:吧)?|没问题"
        ),
    ),
    ("no", r"no(?:pe)?(?: thanks?| thank you)?|not really|rather not|don'?t|不用?了?|不要|不行|算了不用"),
    (
        "any",
        (
        r"any(?:thing)?(?: (?:one|of (?:them|these|those)|is fine|will do|goes|works))*|either(?: is fine)?|all of them|"
        r"(?:it |that |i )?(?:doesn'?t|does not|don'?t|do not) (?:really )?(?:matter|mind|care|know)(?: (?:about )?(?:that|to me|which|yet))?|"
        r"no (?:preference|idea)s?|whatever(?: works)?|not sure(?: yet)?|skip(?: (?:it|that))?|you (?:choose|decide|pick)|surprise me|not really|"
        r"都(?:行|可以|好)|随便|无所谓|不限|没要求|没有?(?:偏好|要求|想法)|不知道|不确定|看着办|你(?:定|选|推荐)"
        ),
    ),
    (
        "help",
        (
        r"help|what can (?:you|i) (?:do|say|ask)|how does this work|(?:who|what) are you|are you (?:an? )?(?:ai|bot|chatbot|robot|human|machine|person|real(?: person)?)|"
        r"帮助|怎么用|你能做什么|你会什么|你是谁|你是(?:机器人|人工智能|真人)吗?"
        ),
    ),
)  # fmt: skip
_PHRASES = tuple((name, re.compile(rf"(?:{form})")) for name, form in _FORMS)
_NUMBER = re.compile(r"(\d{1,2}|two|three|four|five|ten|[两三四五十])")
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
            "两": 2, "三": 3, "四": 4, "五": 5, "十": 10}  # fmt: skip
_NOT = r"(?<!not )(?<!n't )(?<!nothing )(?<!isn't )(?<!不)(?<!别)(?<!不要)"
_CHEAPER = re.compile(
    rf"{_NOT}(?:\bcheaper\b|\bless expensive\b|\bmore affordable\b|\blower[- ]priced?\b|\b(?:costs?|for) less\b|"
    r"\btoo (?:expensive|pricey|dear|costly|much(?: money)?)(?= for\b|\W*$)|\b(?:over|out of) my budget\b|"
    r"更?便宜(?:一?点|一?些|的)|更便宜|价格?(?:再|更)?低一?[点些]|太贵|有点贵|(?<!太)贵了)"
)
_DEARER = re.compile(
    r"\b(?:more expensive|pricier|dearer|higher[- ](?:end|priced?)|more (?:premium|upmarket|luxurious))\b|"
    r"(?<!太)(?<!有点)贵一?[点些]的|更贵|(?:更|再)?(?:高档|高端|高级)一?[点些]"
)


def phrase_of(text: str) -> Phrase | None:
    """The set phrase that a whole turn is, or None."""
    folded = fold(" ".join(text.split())).strip(_ENDS)
    if len(folded) > 120:
        return None
    for form in (folded, _POLITE.sub("", _POLITE.sub("", folded)).strip(_ENDS)):
        for name, pattern in _PHRASES:
            if pattern.fullmatch(form):
                return name
    return None


def how_many(text: str) -> int | None:
    """How many more "show me three more" asks for."""
    match = _NUMBER.search(fold(text))
    if not match:
        return None
    return _NUMBERS.get(match[0]) or int(match[0]) or None


def price_move(text: str) -> Literal["cheaper", "dearer"] | None:
    """Whether a turn asks for a lower or a higher price than that of what was shown."""
    folded = fold(text[:500])
    if _CHEAPER.search(folded):
        return "cheaper"
    return "dearer" if _DEARER.search(folded) else None


def without_move(text: str) -> str:
    """The turn without the words that compare prices."""
    folded = fold(text)
    spans = [match.span() for one in (_CHEAPER, _DEARER) for match in one.finditer(folded)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text
