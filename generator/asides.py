"""A question turned into the clause that an honest "the catalog doesn't say …" needs."""

from __future__ import annotations

import re

from .messages import say
from .questions import Question

_SUBJECT = r"(?P<s>it|this|that|they|these|those|(?:this|these|the|that) [a-z' -]{2,40}?)"
_MODAL = r"(?P<m>is|are|was|were|can|could|will|would|should|has|may)"
_THIRD = {"have": "has", "do": "does", "go": "goes"}


def unknown(question: Question, language: str) -> str:
    """The abstention sentence in the question's language, without a citation.

    >>> from .questions import understand_question
    >>> unknown(understand_question("does it contain niacinamide?"), "en")
    "The catalog doesn't say whether it contains niacinamide."
    """
    what = _chinese(question.text) if language == "zh" else _english(question.text)
    return say("unknown", language, what=what) if what else say("unknown_plain", language)


def _english(text: str) -> str | None:
    low = re.sub(r"\s+", " ", text.strip().rstrip("?!. ")).strip()
    low = re.sub(
        r"^(?:hi|hello|hey|so|and|also|but|please|ok|okay)\b[,! ]*", "", low, flags=re.IGNORECASE
    )
    if not 5 <= len(low) <= 110 or re.search(r"[?!;\n]|\. ", low) or not low.isascii():
        return None
    keep = low  # proper names keep their capitals
    if match := re.match(rf"(?i)(?:does|do|did) {_SUBJECT} (?P<v>[a-z]+)\b(?P<r>.*)$", keep):
        subject, verb, rest = match.group("s").lower(), match.group("v").lower(), match.group("r")
        plural = subject.split()[0] in ("they", "these", "those")
        return f"whether {subject} {verb if plural else _third(verb)}{_you(rest)}"
    if match := re.match(rf"(?i){_MODAL} {_SUBJECT} (?P<r>.+)$", keep):
        return f"whether {match.group('s').lower()} {match.group('m').lower()} {_you(match.group('r'))}"
    if match := re.match(
        r"(?i)(?P<m>can|could|should|may|do) (?P<s>i|you|we|my [a-z]+) (?P<r>.+)$", keep
    ):
        subject = match.group("s").lower()
        subject = "you" if subject in ("i", "you", "we") else "your" + subject[2:]
        modal = "" if match.group("m").lower() == "do" else match.group("m").lower() + " "
        return f"whether {subject} {modal}{_you(match.group('r'))}"
    wh = r"(?P<w>how (?:many|much) [a-z' -]{2,25}?|how [a-z]+|what [a-z' -]{2,25}?|which [a-z' -]{2,25}?|what|how|when|where|why|who)"
    if match := re.match(
        rf"(?i){wh} (?P<m>is|are|can|will|should|was) {_SUBJECT}(?P<r>( .+)?)$", keep
    ):
        tail = _you(match.group("r"))
        return f"{match.group('w').lower()} {match.group('s').lower()} {match.group('m').lower()}{tail}"
    if match := re.match(rf"(?i){wh} (?:does|do) {_SUBJECT} (?P<v>[a-z]+)\b(?P<r>.*)$", keep):
        subject = match.group("s").lower()
        verb = match.group("v").lower()
        plural = subject.split()[0] in ("they", "these", "those")
        return f"{match.group('w').lower()} {subject} {verb if plural else _third(verb)}{_you(match.group('r'))}"
    return None


def _third(verb: str) -> str:
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _you(text: str) -> str:
    """The shopper's own words, turned to address them."""
    text = re.sub(r"\bmy\b", "your", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:me|myself)\b", "you", text, flags=re.IGNORECASE)
    text = re.sub(r"\bI am\b|\bI'm\b|\bi am\b", "you are", text)
    return re.sub(r"\bI\b|\bi\b", "you", text)


def _chinese(text: str) -> str | None:
    low = re.sub(
        r"^(?:请问|你好|您好|亲|想问下?|问一下)[，,：: ]*", "", text.strip().rstrip("？?！!。. ")
    ).strip()
    if not 2 <= len(low) <= 40 or re.search(r"[？?！!。\n]", low):
        return None
    asks = re.search(r"[吗嘛]$", low)
    low = re.sub(r"[吗嘛呢啊呀吧]+$", "", low)
    low = re.sub(r"^(?:这个|这款|这|它|该)(?:商品|产品|宝贝|东西)?(?=.)", "", low)
    low = low.replace("我", "您")
    if not low:
        return None
    if asks and not re.search(r"是否|是不是|有没有|能不能|会不会|可不可以", low):
        return _a_not_a(low)
    return low


def _a_not_a(clause: str) -> str:
    """Turn a yes/no clause to the form that follows "doesn't say": 能用 → 能不能用."""
    if re.match(r"含|支持|防|带|需|要|用|添加|附|包", clause):
        return f"是否{clause}"
    for verb, doubled in (
        ("可以", "可不可以"),
        ("适合", "是否适合"),
        ("能", "能不能"),
        ("会", "会不会"),
        ("有", "有没有"),
        ("是", "是不是"),
    ):
        if verb in clause:
            return clause.replace(verb, doubled, 1)
    return f"是否{clause}"
