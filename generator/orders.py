"""What an order to the machine looks like, in product text, reviews and questions.

Patterns by what an order must do: set rules aside, address the machine or the shopper's answer,
claim an authority, forge a card or a price. They are looked for in a *skeleton* of the text, in
which look-alike letters of other scripts, full-width and styled letters are plain ones, so that a
disguise doesn't help. Ordinary imperatives ("say goodbye to dry skin", "rinse all parts") stay.
A clever order in new words passes: this is one layer, behind it stand the citations, the
constraint on numbers and the sentence check.
"""

from __future__ import annotations

import re
import unicodedata

_LOOKALIKES = str.maketrans("аеорсхіѕуԁһјӏвкмнтαειορυνκτηχѵɡı", "aeopcxisydhjlbkmhtaeiopuvktnxvgi")
_MIXED = re.compile(r"[A-Za-z][Ͱ-ϿЀ-ӿ]|[Ͱ-ϿЀ-ӿ][A-Za-z]")
_LEET = re.compile(r"(?<=[a-z])[013](?=[a-z])|\b1(?=[gn][a-z0-9])")
_SPACED = r"(?:\b[a-z] ){7,}[a-z]\b"
_SPACED_HAN = r"(?:[\u4e00-\u9fff] ){5,}[\u4e00-\u9fff]"

_MACHINE = r"(?:ai|assistant|language model|chat ?bot|bot|llm|model|advisor|search engine)"
_RULE = r"(?:instruction|prompt|rule|card|text|message|context|product|direction|guideline|filter|polic(?:y|ie)|everything|anweisung)s?"
_SAY = r"(?:answer|respond|reply|say|recommend|act|pretend|output|print|rank|state|speak|write|mention|repeat)"
_SHOPPER = r"(?:shopper|customer|user|buyer|client|visitor)s?"

_PATTERNS = (
    # Sets rules aside.
    rf"\b(?:ignor(?:e|ez|iere)|disregard|forget|override|bypass|skip)\b.{{0,40}}\b(?:above|previous|prior|earlier|preceding|all|any|every|your|the|these|other|toutes|alle)\b.{{0,30}}\b{_RULE}\b",
    r"\b(?:ignore|disregard|forget|override) (?:everything|all|anything) (?:you|that|above|before|so far)\b",
    r"\b(?:ignore|disregard) (?:prior|previous|earlier|all) (?:rules|instructions|orders)\b",
    r"\bnew (?:task|instructions?|rules?) ?:|\bfrom (?:now|here) on\b.{0,40}\b(?:answer|say|respond|reply|recommend|you|assistant)",
    # Tells what to say.
    rf"\byou are now (?:an?|the)\b|\byou (?:must|should|will|only) (?:now |always |only )?{_SAY}\b",
    rf"(?<!\bi )(?<!\bwe )(?<!would )(?<!do )\b(?:always|must|please) {_SAY}\b(?! (?:when|if|on|in|to|no|hello|goodbye)\b)",
    r"(?<!\bi )(?<!\bwe )(?<!would )\bonly (?:ever )?(?:recommend|answer|respond|reply|speak|mention)\b",
    r"\b(?:reply|respond|answer)(?: \w+){0,3} with (?:the word|only)?\b|\brepeat after me\b",
    rf"\b(?:whatever|whenever|when|if) (?:the |an? |any )?{_SHOPPER} (?:ask|say|want)",
    rf"\b(?:tell|inform|say (?:\w+ )+to) (?:every|all|any|the|each|our) {_SHOPPER}\b|\btell {_SHOPPER}\b",
    r"(?<!for )(?<!await )\byour (?:answer|reply|response|output|prompt|instructions)\b(?! (?:to|in)\b)",
    r"\b(?:hidden|secret|system|developer) (?:prompt|instructions|message)\b",
    r"\b(?:do not|don't|never) (?:mention|recommend|show|name|suggest) (?:any|other|the|a )?\s*(?:other|competitor|rival|product|item|brand)",
    r"\b(?:recommend|rank|list) (?:only )?(?:this|it|our|the)(?: \w+)? (?:first|above|at the top|instead|only|number one)\b",
    r"\brank (?:it|this)\b|\bdebug mode\b|\boverride (?:code|mode)\b|\bjailbreak\b|\bprompt injection\b",
    r"(?:^|(?<=[.:;!?,(])|(?<=[.:;!?,(] ))(?:and )?(?:say|reply|answer|respond|output|print)(?: only)? \w+ ?(?:[.!)\"”]|$)",
    r"\b(?:all|toutes|alle)\b.{0,30}\b(?:instructions|rules|anweisungen)\b.{0,20}\b(?:say|reply|answer|respond|dites|sage)\b",
    # Speaks to the machine, or with a borrowed authority.
    r"\b(?:as an?|dear|attention|note to|hey|hello|to|for) (?:the |all )?(?:ai|assistant|language model|chat ?bot|llm)\b",
    rf"\b(?:the|this|an?) {_MACHINE} (?:must|should|has to|have to|will|shall|says?|needs? to) ?\w*",
    r"\b(?:i am|i'm|as) the (?:developer|owner|admin(?:istrator)?|shop'?s? owner|store'?s? owner|shop'?s owner|store manager|manager|seller)\b.{0,40}(?::|\bi (?:say|order|instruct|require|demand)\b|;)",
    r"\b(?:official|urgent) (?:notice|message)\b|\blegal requirement\b|\bmessage from (?:google|openai|the (?:owner|developer))\b",
    r"\b(?:decode|apply|translate)\b.{0,40}\band (?:do|obey|follow|execute|run)\b",
    # Forges a card, a dialogue or a price; runs a statement.
    r"\(\d{1,3}\)\s*(?:the )?(?:price|cost|rating|name|stock|brand|answer|question|价格|售价|评分|名称|品牌)\s*[:：]",
    r"\bcards\s*[:：]\s*(?=\()|卡片\s*[:：]|\b(?:question|q)\s*:[^:]{1,200}\banswer\s*:.{0,200}\(\d{1,3}\)",
    r"(?:^|(?<=[.!?] )|(?<= - ))answer\s*:|回答\s*[:：]|问题\s*[:：]|[\"']role[\"']\s*:\s*[\"']",
    r"(?:\b(?:it|this) )?\bcosts? \S{1,12} ?\(\d{1,3}\)|\bshop answered [“\"‘']|(?:\(p\d\) is free)",
    r"(?<!my )\b(?:price|cost)\b(?: of it)? (?:is|was|has changed to|changed to|should be|now)\s*(?:only |just )?[$€£¥￥₹]?\d",
    r"\bprice\s*[:=]\s*[$€£¥￥₹]?\d|价格(?:已?改为|是|为|：|:)\s*[¥￥]?\d|(?<!age )\brating\s*:\s*\d",
    r"(?:\b\d{1,3}(?=['\"]))?['\"]?\s*;?\s*\b(?:drop table \w+|union (?:all )?select|update \w+ set \w+|delete from \w+ where|or 1 ?= ?1)",
    # Chinese, both scripts.
    r"(?:忽略|无视|無視|忘记|忘記|忘掉|不要理会|不理会)[^。！？]{0,16}(?:指令|提示|规则|規則|内容|內容|要求|商品|说明|說明|以上|之前|上面)",
    r"(?:把|将)?(?:上面|以上|之前)[^。！？]{0,12}(?:忘掉|忘记|忽略|无视)|(?:改|只|就|来)(?:说|回答|回复)|忽略规则",
    r"(?:你是|你现在是|你现在|你必须|请你?务必|请始终|必须始终|请|請|都|一律|从现在起)[^。！？]{0,12}(?:助手|回答|推荐|推薦|输出|回复|说(?!明)|排在第一)",
    r"(?:系统|系統)(?:提示)?\s*[:：]|系统提示|系統提示|只推荐(?:本|这)|不要推荐其他|无论(?:顾客|客户|用户|买家)[^。！？]{0,6}(?:问|说)",
    r"(?:店主|老板|开发者|管理员)[^。！？]{0,12}(?:要求|命令)|(?:要求|命令)[^。！？]{0,6}(?:机器人|助手|客服)|指令[，,：:\s]*(?:说|回答|回复)",
    _SPACED, _SPACED_HAN,
)  # fmt: skip
_ORDER = re.compile("|".join(_PATTERNS), re.IGNORECASE)
_LEAD = re.compile(
    r"(?:^|(?<=[.!?。！？;；] )|(?<=[。！？；.!?;])|(?<= - )|(?<=\s))"
    r"(?:as the [\w' ]{3,30}[:,]?|it is (?:very )?important that|note(?: to [\w ]{2,20})?:|when \w+ing this \w+,|please|and|so|stop\.|nota bene:)\s*$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?](?=\s|$)|[。！？]")


def holds_order(text: str) -> bool:
    """Whether a text talks to the machine or forges what only the catalog may say."""
    return _ORDER.search(skeleton(text)) is not None


def without_orders(text: str) -> str:
    """The text less its orders: each from where it begins to the end of its sentence.

    What stands before an order in the same sentence stays, for a product's name often does.
    """
    plain = skeleton(text)
    kept: list[str] = []
    at = 0
    while match := _ORDER.search(plain, at):
        start = match.start()
        if lead := _LEAD.search(plain, at, start):
            start = lead.start()
        kept.append(text[at:start].rstrip(" -–—:：,，;；(（"))
        end = _END.search(plain, max(match.end() - 1, start))
        at = end.end() if end else len(text)
    kept.append(text[at:])
    return " ".join(part.strip() for part in kept if part.strip()) if at else text


def skeleton(text: str) -> str:
    """The text with look-alikes made plain; as long as the text, character by character.

    Letters of other scripts are only read as Latin where they stand next to a Latin letter or the
    text is Latin otherwise, so that Russian and Greek stay what they are.
    """
    out = []
    for char in text:
        plain = (char if char.isascii() else unicodedata.normalize("NFKC", char)).lower()
        out.append(plain if len(plain) == 1 else char)
    folded = "".join(out)
    if _MIXED.search(folded):
        folded = folded.translate(_LOOKALIKES)
    return _LEET.sub(lambda match: {"0": "o", "1": "i", "3": "e"}[match[0]], folded)
