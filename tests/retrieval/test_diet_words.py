"""What speaks against a vegan or vegetarian wish."""

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.diet_words import without_animals


def product(title: str, description: str = "", **attributes: str) -> Product:
    named = {name: (value,) for name, value in attributes.items()}
    return Product(title, title, description, attributes=named)


@pytest.mark.parametrize(
    "told",
    [
        product("Boots", "A leather upper on a chunky sole."),
        product("Jumper", material="100% merino wool"),
        product("Bar", "Oats, honey and almonds."),
        product("皮鞋", "头层牛皮鞋面。"),
    ],
)
def test_what_is_of_animals_is_not_vegan(told: Product) -> None:
    assert without_animals([told], "something vegan, 纯素") == []
    assert without_animals([told], "something nice") == [told]


@pytest.mark.parametrize(
    "told",
    [
        product("Boots", "Faux leather upper."),
        product("Boots", "Vegan leather upper."),
        product("Bar", "Made with coconut milk and no honey."),
        product("Bar", "Egg-free, dairy-free."),
        product("Cream", "A vegan cream; the brush has no wool."),
        product("Toothpaste", "For the whole family."),
    ],
)
def test_what_only_sounds_like_it_stays(told: Product) -> None:
    assert without_animals([told], "a vegan one") == [told]


def test_milk_is_vegetarian_and_gelatin_is_not() -> None:
    milk, gelatin = product("Pudding", "With milk."), product("Gums", "Sugar, gelatin.")
    assert without_animals([milk, gelatin], "vegetarian sweets") == [milk]
