"""For how many a game is, held against how many will play: "game for 7 players" against "Players: 3-8".

What says that it is for fewer, or for more, is left out; what says nothing stays where nothing fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.records import Product
from ..retrieval.number_words import whole
from ..retrieval.request_text import fold

_COUNT = r"(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
_PLAYING = re.compile(
    rf"\bfor (?:up to |about |around )?{_COUNT}(?: or more)? (?:of us|(?:[a-z]+ )?(?:players?|people|persons?|friends|adults|kids|children))\b"
    rf"|\b{_COUNT}[- ]players?\b|(\d{{1,2}}|[一二两三四五六七八九十])\s?(?:个人|人)(?:玩|一起玩|的?(?:桌游|游戏))"
)
_OF_A_GAME = re.compile(r"\bgames?\b|\bplay(?:ers?|ing|ed)?\b|桌游|游戏|玩")
_FIELD = re.compile(r"\b(?:number of )?players?\b|玩家|游戏人数|人数")
_RANGE = re.compile(r"(?P<low>\d{1,2})\s?(?:-|–|—|to|~|至|到)\s?(?P<high>\d{1,2})")
_FROM = re.compile(r"(?P<low>\d{1,2})\s?(?:\+|or more|and (?:up|more)|以上)")
_ONE = re.compile(r"(?P<low>\d{1,2})")


def players_named(text: str) -> int | None:
    """How many a request says will play; None if it doesn't.

    >>> players_named("a game for seven people"), players_named("a tent")
    (7, None)
    """
    folded = fold(text[:500])
    match = _PLAYING.search(folded)
    if match is None or not _OF_A_GAME.search(folded):  # a tent for four people is no game
        return None
    return whole(next(filter(None, match.groups())))


def without_players(text: str) -> str:
    """A request without how many will play; as it is if it says nothing else.

    >>> without_players("a game for 7 players")
    'a game'
    """
    if players_named(text) is None:
        return text
    return " ".join(_PLAYING.sub(" ", fold(text)).split()) or text


def players_of(product: Product) -> tuple[int, int] | None:
    """The fewest and the most that a product says may play; None if it has no such field."""
    for name, values in product.attributes.items():
        if not _FIELD.search(fold_name(name)):
            continue
        text = fold(" ".join(values)[:60])
        if match := _RANGE.search(text):
            return int(match["low"]), int(match["high"])
        if match := _FROM.search(text):
            return int(match["low"]), 99
        if match := _ONE.search(text):
            return int(match["low"]), int(match["low"])
    return None


def playable_by(products: Sequence[Product], text: str) -> list[Product]:
    """The products that so many may play as a request says; what states no number where none fits.

    All where the request says no number, or no product states one.
    """
    count = players_named(text)
    if count is None:
        return list(products)
    told = [(one, players_of(one)) for one in products]
    if not any(said for _, said in told):
        return list(products)
    fitting = [one for one, said in told if said and said[0] <= count <= said[1]]
    return fitting or [one for one, said in told if said is None]
