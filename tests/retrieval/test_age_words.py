from math import inf

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.age_words import (
    age_named,
    ages_of,
    children_apart,
    gifts_for_the_grown,
    of_the_age,
    saying_the_age,
)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("toys for a 4 year old boy", 4),
        ("gift for my 6-year-old", 6),
        ("an 18 month old baby", 1.5),
        ("something for kids aged 8", 8),
        ("给5岁孩子的积木", 5),
        ("6个月宝宝的玩具", 0.5),
        ("1岁半宝宝喝的奶粉", 1.5),
        ("六个月以内宝宝的奶粉", 0.5),
        ("a 30 year old whisky glass", None),
        ("500 piece puzzle", None),
        ("ages 3 to 6", None),  # a range is the product's own
        ("tea", None),
    ],
)
def test_the_age_that_a_request_names(text: str, age: float | None) -> None:
    assert age_named(text) == age


@pytest.mark.parametrize(
    ("name", "value", "ages"),
    [
        ("age", "from 6 years", (6, inf)),
        ("age", "3 to 6 years", (3, 6)),
        ("age", "10 months to 6 years", (10 / 12, 6)),
        ("Age range", "6-12 months", (0.5, 1)),
        ("recommended_age", "3+", (3, inf)),
        ("age", "from birth", (0, inf)),
        ("适合年龄", "8岁以上", (8, inf)),
        ("age_group", "kids", (3, 13)),
        ("age_group", "adult", (16, inf)),
        ("age range", "young adult", (12, 17)),
        ("适用年龄", "儿童, 成人", (3, inf)),
        ("适合年龄", "3-6岁", (3, 6)),
        ("age", "for the whole family", None),
        ("packages", "3 to 6", None),
        ("voltage", "6 to 12", None),
    ],
)
def test_the_ages_that_a_product_is_for(
    name: str, value: str, ages: tuple[float, float] | None
) -> None:
    assert ages_of(Product("p", "Thing", attributes={name: (value,)})) == ages


def toy(item: str, age: str) -> Product:
    return Product(item, item, attributes={"age": (age,)} if age else {})


def test_what_says_another_age_is_left_out() -> None:
    shop = [toy("a", "from 6 years"), toy("b", "3 to 5 years"), toy("c", ""), toy("d", "0-3 years")]
    assert [p.item_id for p in of_the_age(shop, "for a 4 year old")] == ["b", "c"]
    assert [p.item_id for p in of_the_age(shop, "for a 5 year old")] == ["b", "c"]
    assert of_the_age(shop, "for a boy") == shop
    assert of_the_age(shop[:1], "for a 4 year old") == shop[:1]  # nothing else is there
    assert [p.item_id for p in saying_the_age(shop, "for a 4 year old")] == ["b"]
    assert saying_the_age(shop, "for a boy") == []


def test_what_is_for_children_is_no_adults() -> None:
    shop = [
        Product("kids", "Kids' Bike Helmet"),
        Product("aria", "Aria Helmet"),
        toy("young", "3 to 6 years"),
        toy("all", "from 8 years"),
        Product("tong", "儿童头盔"),
    ]
    assert [p.item_id for p in of_the_age(shop, "a helmet for adults")] == ["aria", "all"]
    assert [p.item_id for p in of_the_age(shop, "成人头盔")] == ["aria", "all"]
    assert of_the_age(shop, "a helmet") == shop
    assert of_the_age(shop[:1], "a helmet for adults") == shop[:1]


def test_what_is_for_children_comes_first_or_last() -> None:
    kids, over = Product("kids", "Kids' Headphones"), Product("over", "Over-Ear Headphones")
    assert children_apart([kids, over], "headphones for flying") == [over, kids]
    assert children_apart([over, kids], "headphones for my kid") == [kids, over]
    assert children_apart([over, Product("tong", "儿童耳机")], "给孩子的耳机")[0].item_id == "tong"
    assert children_apart([over, kids], "headphones for a 6 year old") == [over, kids]


def test_a_name_may_say_the_age() -> None:
    assert ages_of(Product("a", "婴儿奶粉 1段 800g 0-6个月")) == (0, 0.5)
    assert ages_of(Product("b", "PPSU奶瓶 330ml 6个月以上")) == (0.5, inf)
    assert ages_of(Product("c", "Puzzle, 3-6 years")) == (3, 6)
    assert ages_of(Product("d", "Socks 35-38, 3 pack")) is None


def test_a_grown_person_of_an_age_wants_nothing_for_babies() -> None:
    baby = Product("b", "婴儿面霜", attributes={"适用年龄": ("0-3岁",)})
    cream = Product("c", "抗皱面霜")
    assert of_the_age([baby, cream], "60岁妈妈用的面霜") == [cream]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("something for a baby", 0.5),
        ("a gift for my newborn", 0.0),
        ("toys for toddlers", 2.0),
        ("a present for a baby shower", None),
        ("a bag for a baby bottle", None),
        ("baby carrier", None),
    ],
)
def test_the_youngest_have_names(text: str, age: float | None) -> None:
    assert age_named(text) == age


@pytest.mark.parametrize(
    ("fields", "ages"),
    [
        ({"age_from": "8"}, (8.0, float("inf"))),
        ({"min age": "3", "max age": "6"}, (3.0, 6.0)),
        ({"Minimum age (months)": "18"}, (1.5, float("inf"))),
        ({"age to": "12"}, (0.0, 12.0)),
        ({"age": "8"}, None),
        ({"age from": "birth"}, (0.0, float("inf"))),
        ({"average life from": "8"}, None),
    ],
)
def test_ends_of_an_age_in_fields_of_their_own(
    fields: dict[str, str], ages: tuple[float, float] | None
) -> None:
    made = Product("p", "Kit", attributes={name: (value,) for name, value in fields.items()})
    assert ages_of(made) == ages


def test_a_child_s_by_its_narrowest_category() -> None:
    kids = Product("k", "Jigsaw", category=("Puzzles", "Kids"), attributes={"age from": ("5",)})
    plain = Product("p", "Jigsaw of a harbour", category=("Puzzles", "1000 pieces"))
    toys = Product("t", "Chess", category=("Kids & Toys",))
    grown = Product("g", "Kids' tales retold", attributes={"age from": ("16",)})
    assert of_the_age([kids, plain, toys, grown], "puzzle for adults") == [plain, toys, grown]
    given = [kids, plain, toys, grown]
    assert gifts_for_the_grown(given, "a present for a 70 year old") == [plain, grown]
    assert gifts_for_the_grown([kids, toys], "a gift for adults") == [kids, toys]  # nothing else
    assert gifts_for_the_grown(given, "a gift for a 6 year old") == given
    assert gifts_for_the_grown(given, "a gift") == given
