"""What a product's own words say against it: it has what isn't wanted, or says no to what is."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.speaking_against import affirming_first, not_spoken_against, unwanted_last
from shopctl.retrieval.retriever import Hit


def product(item: str, title: str, description: str = "", **fields: str) -> Product:
    attributes = {name.replace("_", " "): (value,) for name, value in fields.items()}
    language = "zh" if not title.isascii() else "en"
    return Product(item, title, description=description, attributes=attributes, language=language)


SHOP = {
    one.item_id: one
    for one in (
        product("clay", "Clumping Cat Litter", "Bentonite clay, unscented.", scent="none"),
        product("corn", "Cat Litter from Corn", "No clay. Lightly scented.", scent="lavender"),
        product("nuts", "Dog Biscuits", "Contains peanuts and oats."),
        product("hypo", "Dog Food Insect", "For dogs with allergies to beef or chicken."),
        product("none", "Dog Food Salmon", free_from="chicken, grain"),
        product("hen", "Dog Food Country", "With fresh chicken."),
        product("bare", "Impact Driver", "Works with all 18 V batteries.", battery_included="no"),
        product("free", "Barrier Cream", fragrance="fragrance free"),
        product("rose", "Night Cream", fragrance="perfumed (rose)", ingredients="Aqua, Parfum"),
        product("down", "轻薄羽绒服", "可机洗。"),
        product("dry", "长款羽绒服", "不可机洗，建议干洗。"),
        product("wash", "短款羽绒服", "手洗，不可漂白。"),
        product("yes", "蓝牙耳机", 降噪="是"),
        product("no", "有线耳机", 降噪="不支持"),
        product("wind", "Wind Shell", waterproof="no"),
        product("rain", "Rain Shell", waterproof="yes"),
        product("plain", "Shell"),
        product("spf", "防晒霜", 成分="水、乙醇、氧化锌"),
    )
}


def kept(text: str, *items: str) -> list[str]:
    hits = [Hit(item, 1.0, 1.0, 1.0, 0.0) for item in items]
    return [hit.item_id for hit in not_spoken_against(hits, SHOP, text)]


@pytest.mark.parametrize(
    ("text", "items", "left"),
    [
        ("litter not clay", ("clay", "corn"), ["corn"]),
        ("litter that is not scented", ("clay", "corn"), ["clay"]),
        ("dog treats without peanuts", ("nuts", "hypo"), ["hypo"]),
        # Peanuts are nuts to who can't eat them.
        ("biscuits without nuts", ("nuts", "hypo"), ["hypo"]),
        ("food for a dog allergic to chicken", ("hen", "hypo"), ["hypo"]),
        ("dog food without chicken", ("hen", "none"), ["none"]),
        ("18 V driver without battery", ("bare", "hen"), ["bare", "hen"]),
        ("fragrance-free cream", ("free", "rose"), ["free"]),
        ("可以机洗的羽绒服", ("down", "dry", "wash"), ["down", "wash"]),
        ("不能机洗的羽绒服", ("down", "dry", "wash"), ["dry", "wash"]),
        ("不带降噪的耳机", ("yes", "no"), ["no"]),
        ("带降噪的耳机", ("yes", "no"), ["yes"]),
        ("有没有降噪的耳机", ("yes", "no"), ["yes"]),
        ("waterproof jacket", ("wind", "rain", "plain"), ["rain", "plain"]),
        ("waterproof jacket", ("wind",), ["wind"]),
        ("jacket", ("wind", "rain", "plain"), ["wind", "rain", "plain"]),
        ("不含酒精的防晒霜", ("spf",), []),  # better nothing than that
        ("dog biscuits, not peanuts", ("nuts",), ["nuts"]),  # where all are, none is left out
        ("a gift for my dog", ("nuts", "hen"), ["nuts", "hen"]),
    ],
)
def test_what_stays(text: str, items: tuple[str, ...], left: list[str]) -> None:
    assert kept(text, *items) == left


def test_in_a_ranking_it_only_goes_behind() -> None:
    hits = [Hit(item, 1.0, 1.0, 1.0, 0.0) for item in ("nuts", "hen", "hypo")]
    ranked = unwanted_last(hits, SHOP, "dog food without chicken")
    assert [hit.item_id for hit in ranked] == ["nuts", "hypo", "hen"]
    assert unwanted_last(hits, SHOP, "dog food") == hits


def test_what_has_it_comes_first() -> None:
    order = affirming_first([SHOP["wash"], SHOP["down"]], "可以机洗的羽绒服")
    assert [one.item_id for one in order] == ["down", "wash"]
