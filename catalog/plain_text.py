"""Feed text to plain text: no control characters, no HTML, Unicode NFC.

Product text is untrusted: it ends up in a terminal, a prompt and a web page. This module takes
away what is never text; it doesn't judge what the text says (`generator/sanitise.py` does).
"""

from __future__ import annotations

import html
import re
import unicodedata

from .chat_turns import without_turns

MAX_TEXT = 100_000
"""Longest text kept for one field, in characters; longer ones are cut and noted."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # fmt: skip
_INVISIBLE = re.compile(r"[\u200b\u2060\u00ad]|[\U000e0000-\U000e007f]")
# Shown backwards: no feed writes Latin letters or figures so; Hebrew and Arabic needn't be told.
_BACKWARDS = re.compile(r"\u202e[^\u202c\u2069\n\u0590-\u08ff]{0,2000}[\u202c\u2069]")
_HIDDEN = re.compile(r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.DOTALL | re.IGNORECASE)  # fmt: skip
_BREAK = re.compile(
    r"<(?:br|/p|/div|/h[1-6]|/tr|/ul|/ol|p|div|h[1-6]|tr|ul|ol)\b[^<>]*>", re.IGNORECASE
)
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>|<![^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_MARKS = re.compile(r"[<&]|##|\[/?[IiSs]")  # what markup or a turn of a chat begins with
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but a lone space
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def plain_text(text: str, max_chars: int = MAX_TEXT) -> str:
    """Readable plain text of a description: tags and entities resolved, lines kept.

    Blocks and ``<br>`` become line breaks, list items start with "- "; scripts, comments and turns
    of a chat (`chat_turns`) go.
    Text escaped twice ("&amp;lt;b&amp;gt;") is resolved too. "5 < 6" and "<3" stay.
    """
    # Markup is up to ~10x its text; work on a bounded piece so a huge cell costs bounded time.
    text = text[: max_chars * 10]
    for _ in range(3):
        text = without_turns(text)
        if "<" in text:
            text = _HIDDEN.sub(" ", text)
            text = _ITEM.sub("\n- ", _BREAK.sub("\n", text))
            text = _TAG.sub("", text)
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = _clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()[:max_chars]


def one_line(text: str, max_chars: int = 2_000) -> str:
    """Plain text of a title, a name or a value: as `plain_text`, on one line."""
    if text.isascii() and text.isprintable() and not _MARKS.search(text):
        return " ".join(text.split())[:max_chars]  # the common case
    return " ".join(plain_text(text, max_chars).split())


def is_cut(text: str) -> bool:
    """Whether `plain_text` cut this result at its limit."""
    return len(text) >= MAX_TEXT


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", _BACKWARDS.sub(" ", text))
    return _INVISIBLE.sub("", _CONTROL.sub(" ", text))
