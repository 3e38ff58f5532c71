"""For how many a game is, held against how many will play."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.how_many_play import (
    playable_by,
    players_named,
    players_of,
    without_players,
)


def game(name: str, players: str = "") -> Product:
    return Product(name, name, attributes={"players": (players,)} if players else {})


SHELF = [
    game("few", "2-5"),
    game("many", "3–8"),
    game("open", "4+"),
    game("two", "2"),
    game("silent"),
]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("game for 7 players", 7),
        ("a game for two adults", 2),
        ("something to play for ten of us", 10),
        ("a tent for four people", None),
        ("a 2-player game", 2),
        ("适合5个人玩的桌游", 5),
        ("六人的游戏", 6),
        ("a game for my kids", None),
        ("game for a 7 year old", None),
        ("a game under 20 minutes", None),
        ("", None),
    ],
)
def test_how_many_a_request_says(text: str, count: int | None) -> None:
    assert players_named(text) == count


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2-6", (2, 6)),
        ("2 to 4 players", (2, 4)),
        ("3+", (3, 99)),
        ("1", (1, 1)),
        ("2-6人", (2, 6)),
        ("any", None),
    ],
)
def test_how_many_a_product_says(said: str, told: tuple[int, int] | None) -> None:
    assert players_of(game("one", said)) == told
    assert players_of(Product("p", "CD player for 2")) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("game for 7 players", ["many", "open"]),
        ("game for two people", ["few", "two"]),
        ("a tent for two people", ["few", "many", "open", "two", "silent"]),
        ("game for one player", ["silent"]),
        ("a game", ["few", "many", "open", "two", "silent"]),
    ],
)
def test_what_so_many_can_play(text: str, kept: list[str]) -> None:
    assert [one.item_id for one in playable_by(SHELF, text)] == kept


def test_a_shop_without_games_keeps_all() -> None:
    tents = [Product("t", "Tent"), Product("u", "Big tent")]
    assert playable_by(tents, "a tent for four people") == tents


def test_the_words_for_it_are_not_searched_for() -> None:
    assert without_players("board game for 6 people") == "board game"
    assert without_players("for 6 players") == "for 6 players"
    assert without_players("Tent for 6 people") == "Tent for 6 people"
