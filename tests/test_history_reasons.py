"""Reasons from a history: worded after what is known, true of the products, silent below five."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.history_reasons import history_reasons, look_alike_reasons

MUG = Product("m1", "Blue mug", brand="Kiln", category=("Home", "Mugs"),
              attributes={"material": ("Clay", "glaze"), "size": ("M",)})  # fmt: skip
POT = Product("p1", "Blue pot", brand="KILN", category=("Home", "Pots"),
              attributes={"material": ("glaze",), "size": ("L",)})  # fmt: skip
RUG = Product("r1", "Wool rug")


def texts(product: Product, because: list[Product], trained: bool = True, language: str = "en") -> list[str]:  # fmt: skip
    return [one.text for one in history_reasons(product, because, trained, language)]


def test_what_moved_it_is_named_and_what_they_share_is_said() -> None:
    moved, shared = history_reasons(MUG, [POT, RUG], trained=True, language="en")
    assert moved.text == (
        "“Blue pot” and “Wool rug” in the history speak for it most: it would score lower without"
    )
    assert (moved.kind, moved.evidence) == ("history", ("p1", "r1"))
    assert shared.text == "shares brand “Kiln”, category “Home”, material “glaze” with “Blue pot”"
    assert (shared.kind, shared.field, shared.evidence) == (
        "shared",
        "brand",
        ("Kiln", "Home", "glaze"),
    )


def test_one_item_speaks_and_at_most_two_are_named() -> None:
    assert texts(MUG, [RUG])[0].startswith("“Wool rug” in the history speaks for it most")
    reason = history_reasons(MUG, [POT, RUG, MUG], trained=True, language="en")[0]
    assert "Blue mug" not in reason.text
    assert reason.evidence == ("p1", "r1", "m1")


def test_an_untrained_shop_says_that_it_is() -> None:
    assert texts(MUG, [POT], trained=False)[0] == (
        "close to “Blue pot” in the history (recency-weighted mean; not a trained model)"
    )
    assert "尚未训练" in texts(MUG, [POT], trained=False, language="zh")[0]
    assert "score" not in texts(MUG, [POT], trained=False)[0]


def test_chinese_reasons() -> None:
    moved, shared = texts(MUG, [POT, RUG], language="zh")
    assert moved == "历史里的“Blue pot”、“Wool rug”最能说明：没有时它的得分会更低"
    assert shared == "与“Blue pot”同为品牌“Kiln”、分类“Home”、material“glaze”"


def test_nothing_in_common_is_not_made_up() -> None:
    assert len(texts(MUG, [RUG])) == 1
    assert len(texts(RUG, [RUG])) == 1  # two products without a brand share none
    other_size = Product("m2", "Red mug", attributes={"size": ("XL",), "colour": ("M",)})
    assert len(texts(other_size, [MUG])) == 1


def test_no_item_that_speaks_for_it_no_reason() -> None:
    assert history_reasons(MUG, [], trained=True, language="en") == []


@pytest.mark.parametrize("shoppers", [0, 1, 4])
def test_fewer_than_five_shoppers_are_not_spoken_of(shoppers: int) -> None:
    assert look_alike_reasons(shoppers, "en") == look_alike_reasons(shoppers, "zh") == []


def test_five_shoppers_are() -> None:
    (reason,) = look_alike_reasons(5, "en")
    assert reason.text == "5 shoppers with a history like this one went on to take it"
    assert (reason.kind, reason.evidence) == ("shoppers", ("5",))
    assert look_alike_reasons(12, "zh")[0].text == "12位历史相似的顾客接着选了它"


def test_what_most_of_the_catalog_shares_is_not_worth_saying() -> None:
    kettle = Product("k1", "Kettle", category=("Home", "Pots"))
    reasons = history_reasons(kettle, [POT], True, "en", common={"Home"})
    assert reasons[1].evidence == ("Pots",)
    assert len(history_reasons(kettle, [POT], True, "en", common={"Home", "Pots"})) == 1


def test_a_long_title_is_cut() -> None:
    long = Product("x", "A very long title indeed " * 9)
    text = history_reasons(MUG, [long], True, "en")[0].text
    assert "…" in text
    assert len(text) < 140
