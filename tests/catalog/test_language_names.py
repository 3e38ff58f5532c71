"""Language columns: names and tags to the tag of a product."""

import pytest
from shopctl import Recommender
from shopctl.catalog.language_names import is_tag, tag_of


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("German", "de"),
        ("French", "fr"),
        ("Spanish", "es"),
        ("Español", "es"),
        ("English (UK)", "en"),
        ("中文", "zh"),
        ("简体中文", "zh"),
        ("en-US", "en"),
        ("zh_CN", "zh"),
        ("zh-Hans-CN", "zh"),
        ("EN", "en"),
        ("eng", "en"),
        ("Klingon", None),
        ("English, French", None),
        ("", None),
    ],
)
def test_tags_of_names_and_tags(text, tag):
    assert tag_of(text) == tag


def test_tags_have_another_form_than_names():
    assert [is_tag(text) for text in ("en-US", "zh_CN", "de", "Spanish", "中文")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_books_language_can_be_asked_for(tmp_path):
    feed = tmp_path / "books.csv"
    feed.write_text(
        'isbn,title,price,language\n1,La Sal,9,Spanish\n2,The Salt,8,English\n3,Two Salts,7,"English, Spanish"\n'
        "4,Das Salz,6,de-AT\n5,Qo'noS,5,Klingon\n"
    )
    Recommender.index(feed, tmp_path / "shop", encoder="hashing")
    with Recommender.open(tmp_path / "shop", decoder="none") as shop:
        products = shop.products(list("12345"))
        found = shop.search("salt", where={"attributes.language": "spanish"})
    assert [p.language for p in products] == ["es", "en", "en", "de", "en"]
    assert [p.attributes.get("language") for p in products] == [
        ("Spanish",),
        ("English",),
        ("English, Spanish",),
        None,
        ("Klingon",),
    ]
    assert [one.product.item_id for one in found] == ["1"]
