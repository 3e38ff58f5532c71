"""The words of a question that name the thing asked about, not what is asked of it.

"How long do the batteries of the headlamp last?" asks after batteries and a headlamp; a chain lube
that lasts long has nothing to do with it.
"""

from __future__ import annotations

import re

from .tokens import request_terms, stem_of

_ASKED_OF_IT_ENGLISH = (
    "age", "ages", "big", "brand", "brands", "can", "carry", "clean", "cold", "colour", "colours", "color", "colors",
    "come", "comes", "contain", "contains", "cost", "costs", "deep", "diameter", "difference",
    "dimensions", "expensive", "expire", "fit", "fits", "get", "go", "goes", "good", "heavy", "height", "high",
    "hold", "holds", "hot", "include", "includes", "included", "ingredients", "keep", "kind", "large",
    "last", "lasts", "length", "long", "made", "make", "makes", "many", "material",
    "materials", "measure", "much", "need", "needs", "often", "old", "one", "ones", "origin", "price", "put",
    "quantity", "release", "released", "return", "safe", "serve", "size", "sizes", "small", "store",
    "suitable", "take", "tall", "temperature", "thick", "type", "use", "used",
    "voltage", "volume", "warranty", "wash", "weigh", "weighs", "weight", "wide", "width", "work",
    "works",
)  # fmt: skip
_ASKED_OF_IT_CHINESE = (
    "什么", "多少", "多大", "多重", "多长", "多高", "多宽", "多久", "几个", "几", "怎么", "如何", "是否", "可以", "能", "材质",
    "材料", "面料", "重量", "尺寸", "大小", "颜色", "价格", "成分", "含量", "保质期", "产地", "品牌", "牌子", "适合", "适用",
    "使用", "清洗", "安全", "保修", "容量", "规格", "是", "的", "吗", "呢",
)  # fmt: skip
_ASKED_OF_IT = frozenset(
    [
        *_ASKED_OF_IT_ENGLISH,
        *map(stem_of, _ASKED_OF_IT_ENGLISH),
        *_ASKED_OF_IT_CHINESE,
        *"".join(_ASKED_OF_IT_CHINESE),  # `tokens` cuts a Chinese word into its characters too
    ]
)


_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have)\s+(?:the|this|that|these|those|your)\s+"
    r"(?P<subject>.+?)\s+(?:be|comes?|ha(?:ve|s)|includes?|needs?|requires?|works?|fits?|contains?|uses?|supports?)\b",
    re.IGNORECASE,
)
# "Is the tuxedo jacket slim or straight?"
_EITHER = re.compile(
    r"\b(?:is|are)\s+(?:the|this|these|your)\s+(?P<subject>.+?)\s+[\w-]+\s+or\s+[\w-]+",
    re.IGNORECASE,
)


_POINTED = re.compile(
    r"\b(?:the|this|these|your)\s+(?P<words>(?:[\w-]+\s+){0,2}[\w-]+)", re.IGNORECASE
)


def subject_of(question: str) -> str:
    """The words that say what an English question is about, not what that may come with; else all.

    >>> subject_of("does the tent come with pegs?")
    'tent'
    """
    match = _EITHER.search(question) or _SUBJECT.search(question)
    return match["subject"] if match else question


def pointed_at(question: str) -> frozenset[str]:
    """The terms of the first words after "the" or "this": what is asked about is among them.

    >>> sorted(pointed_at("is the mixer noisy?"))
    ['mixer', 'noisi']
    """
    match = _POINTED.search(question)
    found = request_terms(match["words"]) if match else []
    return frozenset(term for term in found if term not in _ASKED_OF_IT)


def thing_terms(question: str) -> list[str]:
    """The distinct terms that name what a question is about; all of them if it names nothing.

    >>> thing_terms("how much does the tent weigh?")
    ['tent']
    """
    terms = request_terms(question)
    # The 茶 of 茶杯 names no tea: `tokens` cuts a Chinese word into its characters too.
    words = [one for one in terms if len(one) > 1]
    terms = [one for one in terms if len(one) > 1 or not any(one in word for word in words)]
    return [term for term in terms if term not in _ASKED_OF_IT] or terms
