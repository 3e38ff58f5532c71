from __future__ import annotations

from decimal import Decimal

from shopctl.catalog.facets import Facets, PriceBand
from shopctl.narrowing import narrowing


def facets(**changes: object) -> Facets:
    given: dict[str, object] = {
        "total": 10, "currency": "USD", "price_bands": (), "brands": (), "categories": (),
        "attributes": (),
    }  # fmt: skip
    return Facets(**{**given, **changes})  # type: ignore[arg-type]


def test_price_bands_in_words() -> None:
    bands = (
        PriceBand(None, Decimal(20), 4),
        PriceBand(Decimal(20), Decimal(50), 3),
        PriceBand(Decimal(50), None, 3),
    )
    english, chinese = (
        narrowing(facets(price_bands=bands), language)[0] for language in ("en", "zh")
    )
    assert english.name == "Price"
    assert [value for value, _ in english.values] == [
        "under $20.00", "$20.00–$50.00", "$50.00 and up",
    ]  # fmt: skip
    assert [value for value, _ in chinese.values] == [
        "$20.00以下", "$20.00–$50.00", "$50.00以上",
    ]  # fmt: skip


def test_one_price_for_all_splits_nothing() -> None:
    assert narrowing(facets(price_bands=(PriceBand(None, None, 10),)), "en") == []


def test_what_all_of_them_have_is_not_asked_for() -> None:
    categories = (("Pets", 10), ("Toys", 6), ("Food", 4))
    (facet,) = narrowing(facets(categories=categories), "en")
    assert facet.values == (("Toys", 6), ("Food", 4))


def test_the_facet_that_splits_best_comes_first() -> None:
    even = facets(brands=(("A", 5), ("B", 5)), categories=(("X", 8), ("Y", 2)))
    assert [one.name for one in narrowing(even, "en")] == ["Brand", "Category"]


def test_a_facet_of_single_products_or_of_few_is_left_out() -> None:
    singles = (("colour", tuple((str(n), 1) for n in range(5))),)
    rare = (("size", (("S", 1), ("M", 1))),)
    assert narrowing(facets(attributes=singles), "en") == []
    assert narrowing(facets(attributes=rare), "en") == []


def test_what_the_shopper_has_limited_is_not_asked_for_first() -> None:
    bands = (PriceBand(None, Decimal(20), 5), PriceBand(Decimal(20), None, 5))
    split = facets(price_bands=bands, categories=(("Toys", 6), ("Food", 3)))
    names = [[one.name for one in narrowing(split, "en", limited)] for limited in ((), ("price",))]
    assert names == [["Price", "Category"], ["Category", "Price"]]
