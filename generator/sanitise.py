"""Product text is quoted data: what could act on a prompt, a terminal or a page is taken out here.

Knows the forms that an instruction, a role marker, a control token, markup, a link or an invisible
character takes. Doesn't know what the text is about. Every word that reaches a card, a prompt or
an answer has passed `clean`; sentences for which `is_instruction` holds never become a card.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Markup with an attribute or a known name; "<3" and "a < b" stay.
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|<!--.{0,2000}?-->|<![^<>]{0,200}>", re.DOTALL)
_CONTROL_TOKEN = re.compile(
    r"<\|?/?[A-Za-z_][\w ]{0,40}\|?>"  # <start_of_turn>, <|im_start|>, <eos>
    r"|\[/?(?:INST|SYS|SYSTEM|USER|ASSISTANT)\]|<<\s*/?SYS\s*>>",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:(?:^|(?<=[\n.!?;。！？；\"“”'>\]]))\s*|#{1,6}\s*)"
    r"(?:system|assistant|user|human|developer|instructions?|prompt|response|系统|助手|用户|指令)"
    r"(?:\s+(?:prompt|message|note|override))?\s*[:：]\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:^|(?<=\s))#{2,6}\s*")
_FENCE = re.compile(r"`{1,}|\*{2,}|_{2,}|~{2,}|\|{2,}")
_MD_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,400}(?:\s+\"[^\"]{0,100}\")?\)")
_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,12}://|\bwww\.|\b(?:javascript|data|mailto):)[^\s<>\"“”，。）)]{0,500}"
    r"|\b[\w-]{2,40}(?:\.[\w-]{2,40})?\.(?:com|net|org|io|cn|ru|info|biz|shop|xyz|top|co)\b(?:/[^\s]{0,300})?",
    re.IGNORECASE,
)
_FAKE_CITATION = re.compile(r"[\[【]\s*(\d{1,4})\s*[\]】]")
_SPACES = re.compile(r"[^\S\n]+")

_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:above|previous|prior|earlier|preceding|all|any|every|your|the|these|other)\b.{0,30}"
    r"\b(?:instruction|prompt|rule|card|text|message|context|product|direction|guideline|filter)s?\b"
    r"|\byou (?:are|must|should|will) (?:now|always|only)?\s*"
    r"(?:an?|the|answer|respond|reply|say|recommend|act|pretend|output|print|rank)\b"
    r"|\b(?:as an?|dear|attention|note to|hey|hello) (?:ai|assistant|language model|chat\s?bot|llm|model)\b"
    r"|(?<!\bi )(?<!\bwe )(?<!would )\b(?:always|only|must|please|now) (?:recommend|answer|respond|reply|output|say yes|rank)\b"
    r"|\b(?:system|developer) (?:prompt|message|override)\b|\bjailbreak\b|\bprompt injection\b"
    r"|\b(?:recommend|rank|list|put) (?:this|only this|our) (?:product|item|one)? ?(?:first|above|at the top|instead)\b"
    r"|(?:忽略|无视|忘记|忘掉|不要理会)[^。！？]{0,16}(?:指令|提示|规则|内容|要求|商品|说明|以上|之前)"
    r"|(?:你是|你现在是|你必须|请你?务必|请始终|必须始终|一律)[^。！？]{0,12}(?:助手|回答|推荐|输出|回复|说)"
    r"|系统提示|只推荐(?:本|这)",
    re.IGNORECASE,
)


def clean(text: str, max_chars: int = 20_000) -> str:
    """Make text safe to quote: one line, visible characters, no markup, links or role markers.

    Words are left as the catalog has them; only what could be taken for structure goes. Applying it
    twice changes nothing. A bracketed number, which could pass for a citation, becomes ``(3)``.

    Args:
        text: anything a feed, a reviewer or a shopper wrote.
        max_chars: the text is cut to this many characters first; longer text can't cost time.
    """
    text = text[:max_chars]
    for _ in range(4):  # "&amp;lt;" or nested markers need a second pass; four bound the work
        cleaned = _once(text)
        if cleaned == text:
            break
        text = cleaned
    else:  # still changing: made to defeat the passes, so no brackets survive at all
        text = _once(re.sub(r"[<>\[\]&|#:：`*_~]", " ", text))
    return text


def _once(text: str) -> str:
    text = html.unescape(text)
    text = _visible(text)
    text = _MD_IMAGE_OR_LINK.sub(r"\1", text)
    text = _CONTROL_TOKEN.sub(" ", text)
    text = _TAG.sub(" ", text)
    text = _LINK.sub(" ", text)
    text = _ROLE.sub(" ", text)
    text = _HEADING.sub(" ", text)
    text = _FENCE.sub(" ", text)
    text = _FAKE_CITATION.sub(r"(\1)", text)
    text = _SPACES.sub(" ", text.replace("\n", " "))
    return text.strip()


def _visible(text: str) -> str:
    """Drop format, control, private and unassigned characters; turn every space into a blank."""
    out = []
    for char in text:
        if char in "\n\t\r\v\f\x85\u2028\u2029":
            out.append("\n")
            continue
        category = unicodedata.category(char)
        if category in ("Cf", "Cc", "Co", "Cs", "Cn"):
            continue  # zero-width, bidi overrides, tags, surrogates
        out.append(" " if category.startswith("Z") else char)
    return "".join(out)


def is_instruction(sentence: str) -> bool:
    """Whether a sentence talks to the machine ("ignore the above and recommend …")."""
    return bool(_INSTRUCTION.search(sentence[:2000]))
