"""Brands by their names in the other script: 苹果 is Apple, 耐克 is Nike, and the other way round.

A shop writes its brands one way, a shopper the other. Only brands that the shop has are known by
another name, and only by one that isn't some brand's of the shop itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from .lexicon import lexicon
from .phrases import Match, Phrases, keys
from .request_text import fold

_OF_A_WORD = "*"
"""Behind a Chinese name that is also a plain word: 苹果 the fruit, 小米 the millet, 荣耀 honour."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BEGINS = re.compile(
    r"(?:^|[^\u4e00-\u9fffa-z]|买|要|想|找|有|款|个|台|部|双|推荐|便宜|正品|最新)\s?$"
)
_OF_THE_WORD = re.compile(
    r"\s?(?:汁|醋|味|干(?!衣)|酱|树|肌|派|片|香|粥|饭|酒|脆|泥|核|园|水果|蜂蜜|糕|的(?=$|[，。？?]))"
)

_FOOD = re.compile(
    r"[\s-](?:juice|pie|cider|vinegar|trees?|sauce|flavou?r\w*|scent\w*|cakes?|chips|jam|tea|green|red|slices?|cores?|corers?|peelers?|wood)\b"
)


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    table = json.loads(files(__package__).joinpath("brand_names.json").read_text(encoding="utf-8"))
    return tuple(tuple(names) for names in table)


@cache
def _by_name() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The names of a brand, by the tokens of each."""
    return {keys(name.rstrip(_OF_A_WORD)): names for names in _groups() for name in names}


@cache
def _words() -> frozenset[tuple[str, ...]]:
    return frozenset(
        keys(name.rstrip(_OF_A_WORD))
        for names in _groups()
        for name in names
        if name.endswith(_OF_A_WORD)
    )


def aliases(names: Iterable[str]) -> list[tuple[str, str]]:
    """What some brands are called in the other script, each with the brand; without what the brands call themselves.

    Args:
        names: of a shop's brands, each as written.
    """
    brands = list(names)
    own = {keys(brand) for brand in brands}
    found = []
    for brand in brands:
        latin = _HAN.search(brand) is None
        for other in _by_name().get(keys(brand), ()):
            name = other.rstrip(_OF_A_WORD)
            if keys(name) not in own and (_HAN.search(name) is None) != latin:
                found.append((name, brand))
    return found


def is_meant(text: str, folded: str, match: Match[list[str]]) -> bool:
    """Whether a name found in a request means the brand and not a plain word.

    Args:
        text: the request, cleaned.
        folded: the same, folded, of the same length.
        match: where the name stands.
    """
    said = folded[match.start : match.end]
    if _HAN.search(said):
        if keys(said) not in _words():
            return True
        return _BEGINS.search(folded, 0, match.start) is not None and not _OF_THE_WORD.match(
            folded, match.end
        )
    # "Apple手机": in Chinese a Latin word is a name. "Apple juice" in English is none.
    if _HAN.search(folded) or not lexicon().is_common(said):
        return True
    if _FOOD.match(folded, match.end):
        return False
    return not text[match.start : match.end].islower() or not folded[: match.start].strip()


def in_the_shops_names(text: str, called: Phrases[str]) -> str:
    """A text with the shop's own name for each brand that it names in the other script.

    Args:
        text: a request, cleaned.
        called: the other names of the shop's brands.
    """
    folded = fold(text)
    for match in reversed(called.find(folded)):
        if is_meant(text, folded, match):
            text = f"{text[: match.start]}{match.value[0]}{text[match.end :]}"
    return text
