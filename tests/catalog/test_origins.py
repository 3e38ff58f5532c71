"""Countries by any of their names, and where a product tells which one it is from."""

import pytest
from shopctl.catalog.origins import country_called, is_from
from shopctl.catalog.records import Product


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("UK", "United Kingdom"),
        ("U.K.", "United Kingdom"),
        ("Great Britain", "United Kingdom"),
        ("england", "United Kingdom"),
        ("the United States", "United States"),
        ("USA", "United States"),
        ("德国", "Germany"),
        ("German", "Germany"),
        ("Holland", "Netherlands"),
    ],
)
def test_names(name: str, country: str) -> None:
    found = country_called(name)
    assert found is not None
    assert found.english == country


def test_no_country() -> None:
    assert country_called("Sheffield") is None


def product(description: str = "", **fields: str) -> Product:
    attributes = {name.replace("_", " "): (value,) for name, value in fields.items()}
    return Product("1", "A thing", description=description, attributes=attributes)


@pytest.mark.parametrize(
    ("origin", "one", "told"),
    [
        ("UK", product(made_in="United Kingdom"), True),
        ("英国", product(Country_of_Origin="Scotland"), True),
        ("Scotland", product(made_in="UK"), False),
        ("Wales", product("A throw woven in Wales.", made_in="UK"), True),
        ("Germany", product("Made in Germany."), True),
        ("Germany", product("German-made steel."), True),
        ("Germany", product("Designed with German engineers."), False),
        ("Germany", product("Made in Germany.", made_in="China"), False),
        ("Germany", product(), False),
        ("德国", product("德国产锅具"), True),
        ("中国", product("德国产锅具"), False),
        ("中国", product("德国产品"), False),
        ("China", product("国产好锅"), True),
        ("China", product(产地="福建福鼎"), True),
        ("Europe", product(made_in="Italy"), True),
        ("Guinea", product(origin="Papua New Guinea"), True),  # no country of ours: its own words
        ("Niger", product(origin="Nigeria"), False),
    ],
)
def test_products(origin: str, one: Product, told: bool) -> None:
    assert is_from(one, origin) is told
