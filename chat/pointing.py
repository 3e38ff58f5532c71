"""Which of the products on the screen a turn points at: by place, by pronoun, by part of its name.

Rules over English and Chinese surface forms. A turn that points at something without saying at
what ("is it waterproof?" below a list of four) is `unclear`: the conversation asks which is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.records import Product
from ..retrieval.request_text import fold
from ..retrieval.tokens import is_stop_word, tokenise

_WORDS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "eighth": 8, "last": -1, "final": -1,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2,
}  # fmt: skip
_CHINESE = {char: place for place, char in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_ORDINAL = "first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|6th|seventh|eighth|last|final"
_THING = "one|ones|option|product|item|choice|result|suggestion|recommendation"
_AFTER = (
    r"(?=\s*(?:$|[?.!,;:)])|'s\b| (?:is|isn't|has|have|does|doesn't|do|did|can|will|would|work|look|sound|seem|and|or|vs\.?|versus|with|"
    r"fit|come|contain|in|on|your|you|please|again|from|made|better|costs?|weigh)\b)"
)
_PLACE = re.compile(
    rf"(?<![\w-])(?:(?P<word>{_ORDINAL})(?:(?: (?:{_THING})\b)|{_AFTER})|(?:number|no\.?|option|item|product|#|nr\.?) ?(?P<digit>\d{{1,2}}|one|two|three|four|five|six)\b(?! ?(?:stars?|items?)\b))"
    r"|第(?P<han>[一二三四五六七八九十]|\d{1,2})(?:个|款|种|件|条|只|瓶|双|项|台|本|盒)?|(?P<hanlast>最后(?:那|一)+(?:个|款|种|件)?)"
)
_NAMED_PLACE = re.compile(rf"\b(?:the )(?P<word>{_ORDINAL}) (?P<thing>[a-z]+)")
_RANGE = re.compile(
    r"\b(?P<side>first|last|top) (?P<n>two|three|four|five|2|3|4|5)\b|(?P<hanside>前|后)(?P<hann>[两二三四五2345])(?:个|款|种|件|条|只|瓶|双)?"
)
_DIGITS = re.compile(
    r"^(?:(?:compare|show(?: me)?|what about|how about|and|the|比较|对比)\s*)*#?(\d{1,2})(?:\s*(?:and|or|vs\.?|versus|with|,|&|和|跟|与|、)\s*#?(\d{1,2}))?$"
)
_BOTH = re.compile(
    r"\bboth\b|\b(?:these|those|the) two\b|\bthe two of them\b|这?两(?:个|款|种|件|者)|二者"
)
_IT = re.compile(
    r"\b(?:it|its|it's|this one|that one|this product|that product|the product|this item|that item)\b|^(?:and )?(?:is|does|can|will|has|would|was|how \w+ is|what about|how about) (?:this|that)\b(?! (?:a|an|the)\b)"
    r"|\b(?:about|of|with|than|like) (?:this|that)\b\W*$|^(?:this|that)\W*$"
    r"|它(?!们)|这(?:款|个|件|只|双|瓶|台|种|本|盒|条)(?!价)|那(?:款|个|件|只|双|瓶|台|种|本|盒|条)|该(?:商品|产品)|此款"
)
_IMPERSONAL = re.compile(
    r"\bis it (?:possible|true|ok(?:ay)?|safe to (?:buy|order))\b|\bit(?:'s| is)? (?:for|should|must|has to|needs to|doesn'?t (?:have|need|matter)|a (?:gift|present))\b|\bmake it\b|^it'?s \w+ing\b"
)
_THEM = re.compile(
    r"\b(?:they|them|these|those|any of (?:them|these|those)|all (?:of )?(?:them|these|those)|each(?: of them)?|which (?:one|ones|of (?:them|these|those))|which)\b"
    r"|它们|这些|那些|这几(?:个|款|种|件)|哪(?:个|款|一?款|一?个|些|种|件|几款)"
)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a turn points at.

    Attributes:
        products: in the order in which the turn names them.
        plural: all that was shown is meant ("are they …"), or several places were named.
        unclear: it points, and nothing tells at what.
        beyond: a place that the list doesn't have ("the ninth").
    """

    products: tuple[Product, ...] = ()
    plural: bool = False
    unclear: bool = False
    beyond: int | None = None


def pointed(text: str, shown: Sequence[Product], focus: str | None) -> Pointed:
    """Read what a turn points at; nothing if it doesn't.

    Args:
        text: the turn's words.
        shown: the list on the screen, in order.
        focus: item id of the product that was spoken of last.
    """
    folded = " ".join(fold(text[:1000]).split()).strip(" ")
    places, plural = _places(folded, shown)
    if places:
        beyond = next((place for place in places if not 0 < place <= len(shown)), None)
        if beyond is not None:
            return Pointed(beyond=beyond)
        named = tuple(shown[place - 1] for place in dict.fromkeys(places))
        return Pointed(named, plural=plural or len(named) > 1)
    names = by_name(folded, shown)
    it = _IT.search(folded) and not _IMPERSONAL.search(folded)
    if len(names.products) == 1 and (names.words > 1 or not it):
        return Pointed(names.products)
    if it:
        spoken = next((one for one in shown if one.item_id == focus), None)
        if spoken is None and len(shown) == 1:
            spoken = shown[0]
        return Pointed((spoken,)) if spoken else Pointed(unclear=True)
    if _BOTH.search(folded) and len(shown) >= 2:
        return Pointed(tuple(shown[:2]), plural=True) if len(shown) == 2 else Pointed(unclear=True)
    if _THEM.search(folded):
        return Pointed(tuple(shown), plural=True) if shown else Pointed(unclear=True)
    return Pointed()


@dataclass(frozen=True, slots=True)
class Named:
    """Products that words of a turn name, by as many `words` as the best of them."""

    products: tuple[Product, ...] = ()
    words: int = 0


def by_name(folded: str, shown: Sequence[Product]) -> Named:
    """The shown products whose titles hold the most words of a turn that no other title holds."""
    titles = [set(tokenise(one.title)) for one in shown]
    counts = Counter(word for title in titles for word in title)
    said = {
        word
        for word in tokenise(folded)
        if not is_stop_word(word) and (len(word) > 2 or not word.isascii())
    }
    scores = [
        sum(1 for word in said & title if counts[word] == 1 or len(shown) == 1) for title in titles
    ]
    most = max(scores, default=0)
    if not most:
        return Named()
    return Named(
        tuple(one for one, score in zip(shown, scores, strict=True) if score == most), most
    )


def _places(folded: str, shown: Sequence[Product]) -> tuple[list[int], bool]:
    """Places that a turn names, from 1; "last" counted from the end."""
    count = len(shown)
    if match := _RANGE.search(folded):
        size = _value(match["n"] or match["hann"])
        last = match["side"] == "last" or match["hanside"] == "后"
        places = range(max(1, count - size + 1), count + 1) if last else range(1, size + 1)
        return list(places), True
    if match := _DIGITS.match(folded.strip(" .,?!。？！")):
        return [int(one) for one in match.groups() if one], False
    found = [
        -1 if match["hanlast"] else _value(match["word"] or match["digit"] or match["han"])
        for match in _PLACE.finditer(folded)
    ]
    if not found and (match := _NAMED_PLACE.search(folded)):
        words = {word for one in shown for word in tokenise(one.title)}
        if set(tokenise(match["thing"])) & words:
            found = [_value(match["word"])]
    return [place if place > 0 else max(count, 1) for place in found], False


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.get(word) or _CHINESE[word]


def without_place(text: str) -> str:
    """A question with "it" where it names a place: a product's page knows no "second one".

    >>> without_place("is the second one waterproof?"), without_place("第二个防水吗")
    ('is it waterproof?', '它防水吗')
    """
    folded = fold(text)
    match = _PLACE.search(folded)
    if not match:
        return text
    start = match.start()
    if folded[:start].endswith("the "):
        start -= 4
    it = "它" if match["han"] or match["hanlast"] else "it"
    return text[:start] + it + text[match.end() :]
