"""Product text is quoted data: what could act on a prompt, a terminal or a page is taken out here.

Knows the forms that a role marker, a control token, markup, a link or an invisible character takes;
what an order to the machine looks like is `orders.py`'s business. Every word that reaches a card, a
prompt or an answer has passed `clean`, which takes orders out too; sentences for which
`is_instruction` holds never become a card.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from ..catalog import chat_turns
from .orders import holds_order, without_orders

# Markup with an attribute or a known name; "<3" and "a < b" stay.
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|<!--.{0,2000}?-->|<![^<>]{0,200}>", re.DOTALL)
_CONTROL_TOKEN = re.compile(
    r"<\|?/?[A-Za-z_][\w ]{0,40}\|?>"  # <start_of_turn>, <|im_start|>, <eos>
    r"|\[/?(?:INST|SYS|SYSTEM|USER|ASSISTANT)\]|<<\s*/?SYS\s*>>",
    re.IGNORECASE,
)
_MESSAGE = re.compile(
    r"\{[^{}]{0,200}[\"']?(?:role|content)[\"']?\s*:[^{}]{0,300}\}", re.IGNORECASE
)
_TEMPLATE = re.compile(
    r"\{\{.{0,80}?\}\}|\$\{.{0,80}?\}|<%.{0,80}?%>|\{\d*[.!:\[][^{}]{0,80}\}|(?:%[a-z]){2,}"
)
_ENCODED = re.compile(
    r"(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{32,400}={0,2}"
)
_SPOKEN_FOR = re.compile(
    r"(?:^|(?<=[\n.!?。！？]))\s*(?:system|assistant|系[统統]|助手)\s*[:：]", re.IGNORECASE
)
# A message that a reader has taken out of its braces; and a source, which only an answer has.
_ROLE_NAMED = re.compile(r"\brole[\"']?\s*:\s*[\"']?(?:assistant|system|user)\b", re.IGNORECASE)
_CITED = re.compile(
    r"\b(?:source|card|来源|卡片)\s*[\[【]\s*\d{1,4}\s*[\]】]|^\s*[\[【]\s*\d{1,4}\s*[\]】]",
    re.IGNORECASE,
)
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_ROLE = re.compile(
    r"(?:(?:^|(?<=[\n.!?;。！？；\"“”'>\]]))\s*|#{1,6}\s*)"
    r"(?:system|assistant|user|human|developer|instructions?|prompt|response|系[统統]|助手|用[户戶]|指令)"
    r"(?:\s+(?:prompt|message|note|override))?\s*[:：]\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:^|(?<=\s))#{2,6}\s*")
_FENCE = re.compile(r"`{1,}|\*{2,}|_{2,}|~{2,}|\|{2,}|<>|</|/>")
_MD_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,400}(?:\s+\"[^\"]{0,100}\")?\)")
_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,12}://|(?<![:\w/])//(?=[\w-]{2,40}\.[a-z])|\bwww\.|\b(?:javascript|data|mailto):)[^\s<>\"“”，。）)]{0,500}"
    r"|\b[\w-]{2,40}(?:\.[\w-]{2,40})?\.(?:com|net|org|io|cn|ru|info|biz|shop|xyz|top|co|example)\b(?:/[^\s]{0,300})?",
    re.IGNORECASE,
)
_FAKE_CITATION = re.compile(r"[\[【]\s*(\d{1,4})\s*[\]】]")
_SPACES = re.compile(r"[^\S\n]+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|((?:%[0-9a-fA-F]{2}){2,})")


def clean(text: str, max_chars: int = 20_000) -> str:
    """Make text safe to quote: one line, visible characters, no markup, links, role markers, orders.

    Words are left as the catalog has them; only what could be taken for structure goes, and from an
    order to the machine on, the rest of its sentence. Applying it twice changes nothing. A bracketed number, which could pass for a citation, becomes ``(3)``.

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
        text = _once(re.sub(r"[<>\[\]&|#:：`*_~%\\\\]", " ", text))
    return text


def without_turns(text: str) -> str:
    """A text without turns of a chat, be they marked by tokens or written as messages."""
    return _MESSAGE.sub(" ", chat_turns.without_turns(text))


def is_forged(text: str) -> bool:
    """Whether a text is made to be read as something else: turns of a chat, letters in reverse.

    No shopper writes so; nothing of it is told, though a part may read like any other text.
    """
    text = text[:20_000]
    return chat_turns.has_turns(text) or any(
        form.search(text) for form in (_BIDI, _MESSAGE, _SPOKEN_FOR, _ROLE_NAMED, _CITED)
    )


@lru_cache(maxsize=4096)
def is_tampered(text: str) -> bool:
    """Whether a text is forged or holds an order to the machine, in whatever disguise."""
    text = text[:20_000]
    if is_forged(text):
        return True
    for _ in range(2):
        text = _plain(text)
        if holds_order(text):
            return True
    return False


@lru_cache(
    maxsize=4096
)  # one request cuts a product for what speaks against it, for an order, for its card
def _once(text: str) -> str:
    return without_orders(_plain(text)).strip()


def _plain(text: str) -> str:
    text = _ESCAPED.sub(_unescaped, html.unescape(text))
    text = _visible(text)
    text = _ENCODED.sub(" ", _TEMPLATE.sub(" ", text))
    text = _MD_IMAGE_OR_LINK.sub(r"\1", text)
    text = _CONTROL_TOKEN.sub(" ", text)
    text = _TAG.sub(" ", text)
    text = _LINK.sub(" ", text)
    text = _ROLE.sub(" ", text)
    text = _HEADING.sub(" ", text)
    text = _FENCE.sub(" ", text)
    text = _FAKE_CITATION.sub(r"(\1)", text)
    return _SPACES.sub(" ", text.replace("\n", " "))


def _unescaped(match: re.Match[str]) -> str:
    r"""A character written as its code ("\u0049", "%49%67"), which a decoder may read as letters."""
    return chr(int(match[1], 16)) if match[1] else unquote(match[2], errors="ignore")


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


@lru_cache(maxsize=4096)
def is_instruction(sentence: str) -> bool:
    """Whether a sentence talks to the machine ("ignore the above and recommend …")."""
    return holds_order(sentence[:2000])
