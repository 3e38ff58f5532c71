"""How many results a request asks for: "top 5", "show me 10", "three options", "推荐两款"."""

from __future__ import annotations

import re

from .amounts import is_measure
from .number_words import numbers
from .reading import Page, Reading

MOST = 100

_ASK = re.compile(
    r"(?:(?<![a-z])(?:(?:^|\b(?:the|me|us|your|my|show|list|see)\s)(?:top|best)|(?:recommend|suggest|list|(?:show|give)(?= (?:me|us))|(?:(?<=^)show))(?: (?:me|us))?(?: (?:the )?(?:top|best|at least|up to|any|around|about))?)"
    r"|(?P<zh>推荐|来|给我?|列出?|挑|选|找|介绍|前)(?:出|我|一下)?)\s?$"
)
_OF = re.compile(
    r"[\s-](?:(?:more |different |other |good |best |great |top |nice )*)(?:options?|suggestions?|recommendations?|ideas|choices|results?|alternatives?)(?![a-z])"
)
_CLASSIFIER = re.compile(r"[个款种样件条瓶支双只本名位台张把盒](?![装月])")
_CLASSIFIER_ASKED = re.compile(r"[个款种样名位](?!月|小时|人|装)")
_CHINESE_OF = re.compile(r"\s?[个款种样](?:选择|推荐|选项|建议|结果)")
_POINTED = re.compile(r"(?:-|\b(?:the|these|those|both|between|of|all|your)\s)$")
_WORD_FOLLOWS = re.compile(r"\s(?!in\b|or\b|and\b|to\b|x\b|by\b|ft\b|of\b(?! the))[a-z]")
_SIZED = re.compile(
    r"-|\s?[./x*×]\s?\d|\s(?:count|ct|piece|pack|tier|drawer|panel|light|seat|person|man|way|ring|door|slice|burner|speed|blade|inch|oz|ounce|pound|lb|fl|ply|sided?|in one)s?(?![a-z])"
)


def read_count(page: Page) -> list[Reading]:
    """The number of results asked for, 1 to 100. "a" and "one" are articles, not counts."""
    for number in numbers(page.folded):
        value = int(number.low)
        if not 1 <= value <= MOST or number.low != number.high or value != number.low:
            continue
        span = _asked(page.folded, number.start, number.end)
        if span and (
            value > 1 or (span[0] < number.start and _counts_results(page.folded, number.end))
        ):
            note = page.say(f"{value} result{'s' if value > 1 else ''}", f"{value} 个结果")
            return [Reading(*span, note, count=value)]
    return []


def _counts_results(folded: str, end: int) -> bool:
    return bool(_OF.match(folded, end) or _CHINESE_OF.match(folded, end))


def _asked(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of a count, or None if the number counts something else."""
    ask = _ASK.search(folded, max(0, start - 32), start)
    of = _OF.match(folded, end) or _CHINESE_OF.match(folded, end)
    if of and not _POINTED.search(folded, max(0, start - 10), start):
        return (ask.start() if ask else start), of.end()
    if not ask or _SIZED.match(folded, end):
        return None
    if ask["zh"]:
        match = (
            _CLASSIFIER if ask["zh"] in {"推荐", "前", "列", "列出"} else _CLASSIFIER_ASKED
        ).match(folded, end)
        if ask["zh"] == "前":
            stops = end == len(folded) or folded[end] in ",.! "
            return (ask.start(), match.end() if match else end) if match or stops else None
        return (ask.start(), match.end()) if match else None
    if is_measure(folded, end):
        return None
    if end == len(folded) or folded[end] in ".,!?;" or _WORD_FOLLOWS.match(folded, end):
        return ask.start(), end
    return None
