"""Something like a product, and cheaper: of its kind, near it, and never itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from shopctl import Recommender
from shopctl.catalog.records import Product
from shopctl.facts.alike import alike_wanted, of_its_kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("something similar to the Kenya AA but cheaper", ("kenya aa", True)),
        ("anything like the Glass Teapot?", ("glass teapot", False)),
        ("cheaper than the breakfast tea", ("breakfast tea", True)),
        ("a less expensive alternative to the burr grinder", ("burr grinder", True)),
        ("有没有比云岭茶壶便宜的", ("云岭茶壶", True)),
        ("和云岭茶壶差不多但便宜的", ("云岭茶壶", True)),
        ("I would like the glass teapot", None),
        ("a bag that looks like leather", None),
        ("a tent under $100", None),
    ],
)
def test_what_is_wanted(text: str, wanted: tuple[str, bool] | None) -> None:
    told = alike_wanted(text)
    assert (told and (told.thing, told.cheaper)) == wanted


def test_of_its_kind_by_category_else_by_name_and_in_one_currency() -> None:
    def product(
        item: str, title: str, price: str, kind: str = "", currency: str = "USD"
    ) -> Product:
        category = (kind,) if kind else ()
        return Product(item, title, category=category, price=Decimal(price), currency=currency)

    known = product("k", "Kenya AA", "18", "Coffee")
    others = [
        known,
        product("g", "Guji", "14", "Coffee"),
        product("e", "Euro Blend", "9", "Coffee", "EUR"),
        product("d", "Dear Geisha", "40", "Coffee"),
        product("m", "Kenya Mug", "5", "Mugs"),
    ]
    assert [one.item_id for one in of_its_kind(known, others, cheaper=True)] == ["g"]
    assert [one.item_id for one in of_its_kind(known, others, cheaper=False)] == ["g", "e", "d"]
    bare = product("b", "Ridge Tent", "90")
    assert [
        one.item_id
        for one in of_its_kind(
            bare, [product("p", "Tent Pegs", "9"), product("t", "Dome Tent", "80")], True
        )
    ] == ["t"]


def test_a_shop_answers(shop_path: Path) -> None:
    shop = Recommender.open(shop_path, decoder="none")
    told = shop.ask("something similar to the Marrow & Sons Breakfast Tea but cheaper")
    assert {one.item_id for one in told.products} == {"tea-1"}
    assert "$12.00" not in told.text
    none = shop.ask("anything like the Stonefold Mug 350 ml but cheaper?")
    assert none.text == "Nothing of the same kind as Stonefold Mug 350 ml costs less."
    assert none.abstained
    dear = shop.ask("something like the Alder Hill Green Tea, 50 bags but under $6")
    assert "tea-1" not in {one.item_id for one in dear.products}
    # No product is named: an ordinary request.
    assert shop.ask("something like tea").products
