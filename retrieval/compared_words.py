"""Two things that a question holds against each other: "the difference between A and B", "A 和 B 哪个好"."""

from __future__ import annotations

import re

_A, _B = r"(?P<a>.{2,80}?)", r"(?P<b>.{2,80}?)"
_THE = r"(?:the |an? |your )?"
_AND = r"(?:and|with|to|against|vs\.?|versus)"
_ENGLISH = tuple(
    re.compile(pattern + r"[\s?.!]*$", re.IGNORECASE)
    for pattern in (
        rf".{{0,40}}\bdifferences? between {_THE}{_A} and {_THE}{_B}",
        rf"(?:.{{0,30}}\b)?compare {_THE}{_A} {_AND} {_THE}{_B}",
        rf"how (?:does|do|is|are) {_THE}{_A} (?:compare|different|differ)(?:ed)? (?:with|to|from) {_THE}{_B}",
        rf"(?:which|what)(?:'s| is| are| one is| has| would be| should i (?:buy|get|take)).{{0,80}}[,:] ?{_THE}{_A},? or {_THE}{_B}",
        rf"{_THE}{_A} (?:vs\.?|versus) {_THE}{_B}",
    )
)
_CHINESE = tuple(
    re.compile(pattern + r"[\s?？。!！呢啊]*$")
    for pattern in (
        rf"(?:请问)?{_A}(?:和|跟|与|还有){_B}(?:之间)?(?:有什么|有哪些|有啥|的)?(?:区别|不同|差别|差异)(?:是什么|在哪里?)?",
        rf"(?:请?帮?我?)?(?:比较|对比)(?:一下)?{_A}(?:和|跟|与){_B}",
        rf"{_A}(?:和|跟|与|还是){_B}，?(?:哪个|哪款|哪种|谁)(?:更|比较)?.{{1,8}}",
    )
)
_BOTH = re.compile(
    r"\b(?:differences? between|compare) (?:all )?(?:the|your|these|those) (?!.*\b(?:and|with|to)\b)"
    r"(?:(?:two|2|three|3|four|4|different) (?P<english>[^,.?!]{2,60}?)|(?P<plural>(?:[a-z-]+ ){0,3}[a-z-]+(?<!s)s))[\s?.!]*$"
    r"|^(?:请问)?(?:这|那)?(?:两|2|三|3|几)[款个种](?P<chinese>[^，。？?]{1,20}?)(?:之间)?(?:有什么|有哪些|有啥|的)?(?:区别|不同|差别|差异)(?:是什么|在哪里?)?[\s?？。!！呢啊]*$",
    re.IGNORECASE,
)
_OWN = re.compile(r"^\s*(?:家|牌)?的?")
_KIND = re.compile(r"[\u4e00-\u9fff]{1,6}")
_MOST_CHARS = 300


def things_compared(text: str, language: str) -> tuple[str, str] | None:
    """The words for each of two things; None if a question compares no two.

    >>> things_compared("What's the difference between the Wisp 1 and the Wisp 2?", "en")
    ('Wisp 1', 'Wisp 2')
    """
    words = " ".join(text[: _MOST_CHARS + 1].split())
    if len(words) > _MOST_CHARS:
        return None
    for pattern in _CHINESE if language == "zh" else _ENGLISH:
        if match := pattern.match(words):
            return match["a"].strip(" ,，"), match["b"].strip(" ,，")
    return None


def kind_of_both(things: tuple[str, str], brand: str) -> str:
    """The kind that a question in Chinese says once for both: 空调 of 美的和海尔的空调哪个便宜.

    Args:
        things: from `things_compared`.
        brand: of the product that the second one means.

    Returns:
        What follows the brand in the second, if that is all Chinese and short and the first hasn't it.

    >>> kind_of_both(("美的", "海尔的空调"), "海尔")
    '空调'
    """
    one, two = things
    at = two.find(brand) if brand else -1
    kind = _OWN.sub("", two[at + len(brand) :]) if at >= 0 else ""
    return kind if _KIND.fullmatch(kind) and kind not in one else ""


def kind_compared(text: str) -> str:
    """The kind of which a question compares the few that there are; ``""`` if it compares none so.

    >>> kind_compared("What's the difference between the two saddles?")
    'saddles'
    """
    match = _BOTH.search(" ".join(text[:_MOST_CHARS].split()))
    kinds = (match["english"], match["plural"], match["chinese"]) if match else ()
    return next((kind.strip() for kind in kinds if kind), "")
