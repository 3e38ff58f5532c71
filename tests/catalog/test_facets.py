"""Facets: counts by hand, price bands at round numbers."""

from decimal import Decimal as D
from pathlib import Path

import pytest
from shopctl.catalog.facets import PriceBand, nice, price_bands
from shopctl.catalog.records import Product
from shopctl.catalog.store import CatalogStore


@pytest.mark.parametrize(
    ("price", "rounded"),
    [("0", "0"), ("0.07", "0.075"), ("9.99", "10"), ("17", "15"), ("62", "60"), ("1234", "1000")],
)
def test_round_numbers(price: str, rounded: str) -> None:
    assert nice(D(price)) == D(rounded)


def test_bands_hold_about_a_fifth_each_and_all_together() -> None:
    bands = price_bands([(D(price), 1) for price in range(1, 101)])
    assert bands == (
        PriceBand(None, D(20), 19),
        PriceBand(D(20), D(40), 20),
        PriceBand(D(40), D(60), 20),
        PriceBand(D(60), D(80), 20),
        PriceBand(D(80), None, 21),
    )


def test_bands_of_few_prices() -> None:
    assert price_bands([]) == ()
    assert price_bands([(D(5), 7)]) == (PriceBand(None, None, 7),)
    assert price_bands([(D(0), 1), (D(10), 1)]) == (
        PriceBand(None, D(10), 1),
        PriceBand(D(10), None, 1),
    )


def test_counts(tmp_path: Path) -> None:
    products = [
        Product("a", "t", brand="Glow", category=("X", "Y"), price=D(1), currency="USD"),
        Product("b", "t", brand="GLOW", category=("x",), price=D(2), currency="USD"),
        Product("c", "t", brand="Glow", price=D(900), currency="EUR"),
        Product("d", "t", attributes={"Skin Type": ("Dry", "Oily"), "size": ("S",)}),
        Product("e", "t", attributes={"skin_type": ("dry",)}),
    ]
    with CatalogStore.create(tmp_path / "catalog.duckdb") as store:
        store.upsert_products(products)
        facets = store.facets()
        assert (facets.total, facets.currency) == (5, "USD")
        assert facets.brands == (("Glow", 3),)
        assert facets.categories == (("X", 2), ("Y", 1))
        assert facets.attributes == (
            ("Skin Type", (("Dry", 2), ("Oily", 1))),
            ("size", (("S", 1),)),
        )
        assert sum(band.count for band in facets.price_bands) == 2
        some = store.facets(["b", "c", "unknown"])
        assert (some.total, some.currency) == (2, "EUR")
        assert some.brands == (("GLOW", 2),)
        nothing = store.facets([])
        assert (nothing.total, nothing.price_bands, nothing.brands) == (0, (), ())
