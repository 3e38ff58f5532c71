from __future__ import annotations

from shopctl.catalog.records import Product
from shopctl.retrieval.retriever import Hit
from shopctl.retrieval.wishes import (
    WISH_WEIGHT,
    by_wishes,
    meeting_most,
    wishes_met,
)

PLAIN = Product("a", "Cream", attributes={"fragrance": ("fragrance-free",), "skin": ("dry",)})
HALF = Product("b", "Lotion for dry skin")
SCENTED = Product("c", "Scented lotion")
WISHES = ("fragrance free", "dry")


def test_wishes_are_found_in_title_and_attributes() -> None:
    assert [wishes_met(one, WISHES) for one in (PLAIN, HALF, SCENTED)] == [2, 1, 0]


def test_chinese_wishes() -> None:
    assert wishes_met(Product("z", "矮款茶水桶"), ("矮款", "大号")) == 1


def test_a_met_wish_lifts_a_product_by_its_share_of_the_weight() -> None:
    hits = [Hit("c", 1.3), Hit("b", 1.0), Hit("a", 0.9)]
    ranked = by_wishes(hits, {"a": PLAIN, "b": HALF, "c": SCENTED}, WISHES)
    assert [(hit.item_id, round(hit.score, 6)) for hit in ranked] == [
        ("a", round(0.9 + WISH_WEIGHT, 6)),
        ("c", 1.3),
        ("b", round(1.0 + WISH_WEIGHT / 2, 6)),
    ]


def test_without_wishes_nothing_moves() -> None:
    hits = [Hit("a", 1.0), Hit("b", 2.0)]
    assert by_wishes(hits, {}, ()) == hits


def test_an_answer_names_what_meets_most_if_there_are_two() -> None:
    other = Product("d", "Balm", description="Fragrance free, for dry hands.")
    assert meeting_most([PLAIN, SCENTED, other], WISHES) == [PLAIN, other]
    assert meeting_most([PLAIN, SCENTED], WISHES) == [PLAIN, SCENTED]
    assert meeting_most([SCENTED, HALF], ("vegan",)) == [SCENTED, HALF]
