"""What a request doesn't want, as bare phrases: "not clay", "without peanuts", "allergic to beef", 不带降噪的.

`negation` makes filters of brands, materials and colours. Everything else can't be filtered by words
("fragrance free" holds the word), so whoever names products looks whether one affirms the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .request_text import fold

_MOST_CHARS = 500
_THING = r"(?!(?:the|an?|any|it|that|this|my|me|for|to|in|on|of|with|from|by)\b)[a-z][a-z'-]{2,}"
_NAME = rf"{_THING}(?:\s{_THING})??"
_END = (
    r"(?=\s*$|\s*[.!?;:()]|\s(?:under|below|over|above|around|about|for|with|that|which|who|to|in|on|at|please|if|"
    r"because|as|so|but|up|than|from|is|are|i|we|it|thanks?|max|cheap\w*|\d)\b|\s*,\s)"
)
_ENGLISH = re.compile(
    r"(?:\b(?P<strict>without(?: any)?|free (?:of|from)|(?:with|has|have|having|contain\w*) (?:no|zero)|"
    r"(?:does|do|did|must|should|can)(?:n'?t| not) (?:contain|include|have|eat|tolerate)|"
    r"(?:allergic|allergy|allergies|intolerant) to)"
    r"|\b(?:but )?not(?: made (?:of|from|with))?|\b(?:is|are|was|be)n'?t|\bexcept(?: for)?|\bother than|\bapart from|\bavoid(?:ing)?|\bno)"
    r"\s+(?:the |an? |any |added |in )?"
    rf"(?P<things>{_NAME}(?:(?:,\s{_NAME})*,?(?:\s(?:and|or)\s|\s?/\s?){_NAME})?){_END}"
)
_FREE = re.compile(
    r"(?<![\w-])(?P<things>[a-z]{3,16})[- ]free\b(?! (?:shipping|delivery|gift|sample|trial|returns?|of|from)\b)"
)
_JOINED = re.compile(r"\s*(?:,|/|\band\b|\bor\b|[、和或与])\s*")
_CHINESE = re.compile(
    r"(?:(?P<strict>不含有?|不添加|不加|无添加|(?<![有无])没有?|不带|零添加)|不想?要|别要|不支持|不能|不可以?|不是|除了)(?:含有?|有|带|加|用)?"
    r"(?P<things>[^\s，,。.！!？?的]{1,8}?)(?:成分)?(?=的|以外|之外|[\s，,。.！!？?]|$)"
)
_ALLERGIC = re.compile(r"对?(?P<things>[\u4e00-\u9fff]{1,5}?)过敏")
_ALLERGY = re.compile("allerg|intoler")
_WHO = re.compile(
    r"[,\s]*(?:\b(?:that|who|which|he|she|it|they|i)(?:'s|'m|'re| is| are| am)?|(?:with|has|have) )?(?:an? )?\s*$",
    re.IGNORECASE,
)
# Not things: how sure, how much, what is left open.
_NO_THINGS = frozenset(
    [
        "sure", "only", "too", "very", "really", "just", "much", "more", "less", "necessarily", "idea", "need",
        "matter", "problem", "worries", "limit", "longer", "later", "expensive", "cheap", "pricey", "costly", "bad",
        "good", "great", "exceeding", "over", "under", "above", "below", "yet", "all", "doubt", "question", "budget",
        "preference", "want", "like", "know", "care", "one", "ones", "anything", "something", "everything", "have",
        "far", "long", "many", "way", "well", "important", "available", "hands", "cost", "worry", "hassle", "being",
    ]
)  # fmt: skip
_NO_THINGS_CHINESE = re.compile(r"^(?:太|很|特别|那么|这么|了|什么|关系|问题|超过|超|高于|多于|贵)")


@dataclass(frozen=True, slots=True)
class Avoided:
    """A phrase that isn't wanted.

    Attributes:
        phrase: one or two words, folded.
        strict: it is about what a product holds ("without peanuts"): better nothing than that.
    """

    phrase: str
    strict: bool


def avoided(text: str) -> tuple[Avoided, ...]:
    """The phrases that a request doesn't want, in its order; empty if there are none.

    >>> [one.phrase for one in avoided("food for a dog allergic to beef and chicken, not dry")]
    ['beef', 'chicken', 'dry']
    """
    found = sorted(_found(fold(text[:_MOST_CHARS])), key=lambda pair: pair[0])
    return tuple(dict.fromkeys(one for _, one in found))


def without_avoided(text: str) -> str:
    """A request without what it doesn't want; as it is where nothing else is left.

    >>> without_avoided("perennial plants that aren't toxic")
    'perennial plants that'
    """
    spans = avoided_spans(fold(text))
    kept = "".join(
        char for at, char in enumerate(text) if not any(start <= at < end for start, end in spans)
    )
    return kept.strip() or text


def without_allergies(text: str) -> str:
    """A request without whom what doesn't agree with: words that a label has for another reason.

    Best for a dog that is allergic to beef isn't the food whose label speaks of allergies.

    >>> without_allergies("dog food for a dog that is allergic to beef")
    'dog food for a dog'
    """
    folded = fold(text)
    spans = [one.span() for one in _ENGLISH.finditer(folded) if _ALLERGY.match(one["strict"] or "")]
    spans += [one.span() for one in _ALLERGIC.finditer(folded)]
    kept = text
    for start, end in sorted(spans, reverse=True):
        kept = f"{_WHO.sub('', kept[:start])} {kept[end:]}"
    return " ".join(kept.split()).strip(" ,，") or text


def avoided_spans(folded: str) -> list[tuple[int, int]]:
    """Where a folded request says what it doesn't want, with the words that deny it."""
    return [
        match.span() for one in (_ENGLISH, _CHINESE, _ALLERGIC) for match in one.finditer(folded)
    ]


def _found(folded: str) -> Iterator[tuple[int, Avoided]]:
    """Each phrase with where it was said."""
    for pattern in (_ENGLISH, _FREE, _CHINESE, _ALLERGIC):
        for match in pattern.finditer(folded):
            strict = pattern in (_FREE, _ALLERGIC) or bool(match["strict"])
            for thing in _JOINED.split(match["things"]):
                if thing and not _is_nothing(thing):
                    yield match.start(), Avoided(thing, strict)


def _is_nothing(thing: str) -> bool:
    return bool(_NO_THINGS.intersection(thing.split()) or _NO_THINGS_CHINESE.match(thing))
