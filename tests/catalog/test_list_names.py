"""What a column's name says: the cells of colours, flavours, tags and seasons list values."""

from pathlib import Path

import pytest
from shopctl.catalog.readers import Source, read
from shopctl.catalog.readers.list_names import listed, may_hold_several
from shopctl.catalog.records import Product


@pytest.mark.parametrize(
    "column",
    ["colour", "Color", "colors", "颜色", "颜色分类", "flavour", "口味", "scent", "香型", "tags", "标签",
     "season", "适用季节", "Occasion", "场合", "available_colours"],
)  # fmt: skip
def test_names_of_lists(column: str) -> None:
    assert may_hold_several(column)


@pytest.mark.parametrize(
    "column", ["size", "尺寸", "made in", "price", "colour temperature", "season tickets", "title"]
)
def test_other_names(column: str) -> None:
    assert not may_hold_several(column)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("red,grey", ["red", "grey"]),
        ("black, blue and pink", ["black", "blue and pink"]),
        ("black, blue, and pink", ["black", "blue", "pink"]),
        ("黑色,藏青色", ["黑色", "藏青色"]),
        ("黑色，白色、灰色", ["黑色", "白色", "灰色"]),
        ("spring | summer;autumn", ["spring", "summer", "autumn"]),
        ("crème brûlée,vanilla", ["crème brûlée", "vanilla"]),
        ("black", ["black"]),
        ("1,5", ["1,5"]),
        ("RAL 9,005", ["RAL 9,005"]),
        (
            "black, with a hint of green when worn in the sun",
            ["black, with a hint of green when worn in the sun"],
        ),
        ("Red. It fades, sadly", ["Red. It fades, sadly"]),
        ("这款颜色在阳光下会略微发绿，室内是黑色", ["这款颜色在阳光下会略微发绿，室内是黑色"]),
    ],
)
def test_cells(cell: str, values: list[str]) -> None:
    assert listed(cell) == values


def products_of(path: Path) -> list[Product]:
    return [one for one in read(Source(str(path))) if isinstance(one, Product)]


def test_three_rows_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(
        "id,title,price,colour,size\n"
        '1,Phone,99,"black,blue,pink","a,b"\n'
        "2,Case,9,clear,\n"
        '3,Vacuum,89,"[""red"", ""grey, matte""]",\n'
    )
    reading = read(Source(str(path)))
    products = [one for one in reading if isinstance(one, Product)]
    assert [one.attributes for one in products] == [
        {"colour": ("black", "blue", "pink"), "size": ("a,b",)},
        {"colour": ("clear",)},
        {"colour": ("red", "grey, matte")},
    ]
    assert "cut into lists: colour" in reading.report.notes


def test_named_attributes_of_json(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text(
        '{"id": "1", "title": "箱", "颜色": "黑色,藏青色", "attributes": {"季节": "春、秋", "材质": "棉,麻"}}\n',
        encoding="utf-8",
    )
    assert products_of(path)[0].attributes == {
        "季节": ("春", "秋"),
        "材质": ("棉,麻",),
        "颜色": ("黑色", "藏青色"),
    }
