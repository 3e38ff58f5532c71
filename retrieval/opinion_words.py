"""A question after what shoppers think of a product: "what do people say about …", "有什么缺点".

What is asked for and of what; the shop's reviews answer it, whatever words they use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .request_text import fold

Opinions = Literal["opinions", "praise", "complaints"]

_WHO = (
    r"(?:(?:other|most|your|the|past|real) )*"
    r"(?:shoppers?|people|customers?|buyers?|users?|others?|reviewers?|owners?|folks|everyone|everybody|they|(?:the )?reviews?)"
)
_OF = r"(?: (?:about|of|on|for|with|regarding))"
_LIKES = r"(?:like|love|praise|recommend)"
_HATES = r"(?:dislike|hate|complain|criticise|criticize|not like|don't like)"
_LEAD = r"(?:(?:any|some|the|are|is|there|what|what's|show|give|read|me|common|most|main|biggest|typical|customer|shopper|user|buyer|more) )*"
_WORTH = (
    r"(?:(?:any|really|actually|that|very|pretty|all that) )*"
    r"(?:good|great|any good|worth it|worth (?:the|its|my) (?:money|price)|worth buying|"
    r"(?:a )?(?:good|great|decent) (?:buy|product|choice|purchase|one))"
)
_ABOUT = r"(?P<about>.+?)"
_ENGLISH: tuple[tuple[Opinions, re.Pattern[str]], ...] = tuple(
    (wanted, re.compile(rf"^{pattern}[\s?.!]*$"))  # type: ignore[misc]
    for wanted, pattern in (
        ("complaints", rf"what (?:do|did|don't|didn't|have|does) {_WHO} {_HATES}(?:ed|s|ing)?{_OF}? {_ABOUT}"),
        ("praise", rf"what (?:do|did|have|does) {_WHO} {_LIKES}(?:d|s)?(?: most| best)?{_OF}? {_ABOUT}"),
        ("opinions", rf"what (?:do|did|are|have|does|is) {_WHO} (?:say|saying|said|think|thinking|report|feel|write)s?{_OF}? {_ABOUT}"),
        ("opinions", rf"how (?:do|did) {_WHO} (?:like|rate|find|feel)(?: about)? {_ABOUT}"),
        ("complaints", rf"(?:do|did|does|are|has|have) {_WHO} (?:complained|complaining|{_HATES}|unhappy|disappointed|dissatisfied)s?{_OF}? {_ABOUT}"),
        ("opinions", rf"(?:do|did|does|are) {_WHO} (?:{_LIKES}|happy|satisfied|pleased|content)s?{_OF}? {_ABOUT}"),
        ("complaints", rf"{_LEAD}(?:complaints?|problems people have|(?:bad|negative|critical|worst) reviews?|downsides?|drawbacks?|weaknesses|cons)(?:{_OF} {_ABOUT})?"),
        ("praise", rf"{_LEAD}(?:praise|(?:good|positive|best) reviews?|strengths|pros)(?:{_OF} {_ABOUT})?"),
        ("opinions", rf"{_LEAD}(?:reviews?|opinions?|feedback|pros and cons|upsides and downsides)(?: like)?{_OF} {_ABOUT}"),
        ("opinions", rf"(?:how|what) are the reviews (?:(?:like )?(?:of|for|on) )?{_ABOUT}"),
        ("complaints", rf"what(?:'s| is| are)? (?:wrong|bad|not so good|not good) (?:with|about) {_ABOUT}"),
        ("praise", rf"what(?:'s| is| are)? (?:so )?(?:good|great|nice|special) about {_ABOUT}"),
        ("opinions", rf"how good (?:is|are) {_ABOUT}"),
        ("opinions", rf"(?:is|are) (?!there\b|any(?:thing|one)?\b|something\b|what\b){_ABOUT} {_WORTH}"),
    )
)  # fmt: skip
_PEOPLE = r"(?:大家|买家们?|顾客们?|用户们?|客户们?|别人|其他人|买过的人|用过的人)"
_CHINESE: tuple[tuple[Opinions, re.Pattern[str]], ...] = tuple(
    (wanted, re.compile(rf"^(?:请问|想问一?下?|问一?下)?[，,]?{pattern}[\s?？。!！呢啊呀]*$"))  # type: ignore[misc]
    for wanted, pattern in (
        ("complaints", r"(?P<about>.+?)的?(?:有没有|有什么|有哪些|有啥|都有哪些|的)?(?:缺点|差评|槽点|不足之处|不好的地方|毛病)(?:吗|是什么|有哪些)?"),
        ("complaints", rf"{_PEOPLE}(?:都)?(?:对)?(?P<about>.+?)(?:有什么|有哪些|哪里)(?:不满意?|抱怨|意见)"),
        ("praise", r"(?P<about>.+?)的?(?:有什么|有哪些|有啥|的)(?:优点|好评)(?:吗|是什么)?"),
        ("opinions", rf"{_PEOPLE}(?:都)?(?:是)?(?:对|觉得|认为)(?P<about>.+?)(?:的)?(?:评价|看法|反馈|印象)?(?:都)?(?:怎么样|怎样|如何|怎么说|怎么看|怎么评价|满意吗|好不好|好吗|好用吗|是什么)"),
        ("opinions", rf"(?P<about>.+?)(?:的|，)?{_PEOPLE}?的?(?:评价|口碑|评论|反馈|优缺点)(?:都)?(?:怎么样|怎样|如何|好吗|好不好|是什么|有哪些|怎么说)?"),
        ("opinions", rf"(?P<about>.*?)[，,]?{_PEOPLE}(?:都)?(?:是)?(?:怎么说|怎么看|怎么评价|觉得怎么样|觉得如何|觉得好用吗|满意吗)"),
        ("opinions", r"(?P<about>.+?)(?:值得买吗|值不值得买|值得入手吗|好用吗|好不好用|好不好|怎么样|咋样)"),
    )
)  # fmt: skip
_OPENING = re.compile(
    r"^(?:(?:so|and|but|ok|okay|well|hi|hello|hey|also|please|can you tell me|could you tell me|tell me|do you know)[\s,.!]+){1,4}"
)
_NOTHING = re.compile(r"^(?:有没有|有|都有|买过的人)$")
_SENTENCE = re.compile(r"(?:[^?？!！。\n.]|\.(?!\s|$))+[?？!！。.]*")
_MOST_CHARS = 1000


@dataclass(frozen=True, slots=True)
class AskedOpinions:
    """What is asked for, and the words that say of what."""

    wanted: Opinions
    about: str


def read_opinions(text: str, language: str) -> AskedOpinions | None:
    """What a question after shoppers' opinions asks; None if it asks something else.

    >>> read_opinions("What do people say about the rain jacket?", "en")
    AskedOpinions(wanted='opinions', about='the rain jacket')

    Args:
        text: the cleaned words.
        language: of the words, from `language.language_of`.
    """
    for sentence in _SENTENCE.findall(fold(text[:_MOST_CHARS])):
        asked = _OPENING.sub("", " ".join(sentence.split()))
        chinese = language == "zh" and any(char > "\u2e80" for char in asked)
        for wanted, pattern in _CHINESE if chinese else _ENGLISH:
            if match := pattern.match(asked):
                about = _NOTHING.sub("", match["about"] or "").strip(" ,，")
                return AskedOpinions(wanted, about or ("它" if chinese else "it"))
    return None
