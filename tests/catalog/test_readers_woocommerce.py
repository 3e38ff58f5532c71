"""WooCommerce's product export: attributes, variations, what is no fact for a shopper."""

from decimal import Decimal

import pytest
from shopctl.catalog.readers import Source, read
from shopctl.catalog.records import Product, Reject

_HEADER = "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Description,Date sale price starts,Date sale price ends,Tax status,In stock?,Stock,Sale price,Regular price,Categories,Tags,Parent,Position,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global,Attribute 2 name,Attribute 2 value(s),Meta: _edit_last,Meta: roast\n"


@pytest.fixture
def load(tmp_path):
    def _load(rows):
        path = tmp_path / "wc-product-export.csv"
        path.write_text("\ufeff" + _HEADER + rows)
        reading = read(Source(str(path)))
        out = list(reading)
        report = reading.report
        assert report.rows == report.accepted + report.rejected
        rejects = [one for one in out if isinstance(one, Reject)]
        return [one for one in out if isinstance(one, Product)], rejects, report

    return _load


def test_a_simple_product(load):
    products, rejects, report = load(
        '7,simple,D-18,Drill,1,1,visible,"<p>Strong.\\nLight.</p>",,,taxable,1,4,,119.00,'
        '"Tools, Tools > Drills, Gifts","cordless, 18v",,0,Voltage,18 V,1,1,Colour,"Red, Blue\\, dark",x,dark\n'
    )
    assert not rejects
    assert products == [
        Product(
            "D-18",
            "Drill",
            "Strong.\nLight.",
            category=("Tools", "Drills"),
            price=Decimal("119.00"),
            availability="in_stock",
            attributes={
                "Voltage": ("18 V",),
                "Colour": ("Red", "Blue, dark"),
                "other categories": ("Gifts",),
                "id": ("7",),
                "stock": ("4",),
                "tags": ("cordless", "18v"),
                "meta roast": ("dark",),
            },
            language="en",
        )
    ]
    assert report.format == "woocommerce"
    left_out = "Type, Published, Is featured?, Visibility in catalog, Tax status, Parent, Position, Meta: _edit_last"
    assert report.notes == [f"left out, they say nothing to a shopper: {left_out}"]


def test_variations_are_lines_of_their_product(load):
    products, rejects, report = load(
        "20,variation,T-S,Tee - S,1,0,visible,,,,taxable,0,0,15,19,,,id:9,1,Size,S,,1,,,,\n"
        '9,variable,TEE,Tee,1,0,visible,Soft.,,,taxable,0,,,,Tops,,,0,Size,"S, M, L",1,1,,,,\n'
        "21,variation,T-M,Tee - M,1,0,visible,,,,taxable,1,3,,19,,,TEE,2,Size,M,,1,,,,\n"
        "22,variation,T-L,Tee - L,1,0,visible,,,,taxable,1,3,,-1,,,TEE,3,Size,L,,1,,,,\n"
        "23,variation,M-1,Mug - Blue,1,0,visible,,,,taxable,1,3,,8,,,GONE,3,Colour,Blue,,1,,,,\n"
    )
    tee, mug = products
    assert (tee.item_id, tee.price, tee.list_price, tee.availability) == ("TEE", 15, 19, "in_stock")
    assert tee.attributes["Size"] == ("S", "M", "L")
    assert tee.attributes["sku"] == ("T-S", "T-M")
    assert tee.attributes["variants"] == ("S: 15 (out of stock)", "M: 19 (in stock)")
    assert (mug.item_id, mug.title, mug.price) == ("M-1", "Mug - Blue", 8)
    assert [(r.line, r.reason) for r in rejects] == [(5, "variation: negative price '-1'")]
    assert (report.rows, report.accepted, report.records) == (5, 4, 2)


def test_what_the_shop_does_not_show_is_rejected_with_the_reason(load):
    products, rejects, _ = load(
        "1,simple,A,Tea,1,0,visible,,,,,1,,,3,,,,0,,,,,,,,\n"
        "2,simple,B,Cup,-1,0,visible,,,,,1,,,3,,,,0,,,,,,,,\n"
        "3,simple,C,Pot,1,0,hidden,,,,,1,,,3,,,,0,,,,,,,,\n"
    )
    assert [p.item_id for p in products] == ["A"]
    assert [(r.line, r.reason) for r in rejects] == [
        (3, "not on sale: not published"),
        (4, "not on sale: hidden from the shop's catalog"),
    ]


def test_a_reduction_that_is_over_and_a_product_without_a_sku(load):
    products, _, _ = load(
        "1,simple,A,Tea,1,0,visible,,2020-01-01,2020-02-01,,1,,2,3,,,,0,,,,,,,,\n"
        "2,simple,,Cup,1,0,visible,,2020-01-01,,,1,,2,3,,,,0,,,,,,,,\n"
    )
    assert [(p.item_id, p.price, p.list_price) for p in products] == [("A", 3, None), ("2", 2, 3)]
