from __future__ import annotations

from shopctl.catalog.records import Product
from shopctl.retrieval.request import Request
from shopctl.retrieval.retriever import Hit
from shopctl.retrieval.worth_naming import worth_naming

PRODUCTS = {
    "ink": Product("ink", "油烟墨汁", description="孩子练字也用。", language="zh"),
    "blocks": Product("blocks", "木制积木", description="给孩子搭房子。", language="zh"),
    "juicer": Product("juicer", "便携榨汁杯", category=("小家电",), language="zh"),
    "mug": Product("mug", "Mug"),
    "tea": Product("tea", "Tea"),
}


def named(hits: list[Hit], text: str) -> list[str]:
    request = Request(raw=text, text=text)
    return [hit.item_id for hit in worth_naming(hits, PRODUCTS, request)]


def test_what_is_far_behind_in_words_and_meaning_is_left_out() -> None:
    # (0.6/0.6 + 4/4)/2 = 1 and (0.3/0.6 + 0/4)/2 = 0.25
    hits = [Hit("mug", 3.0, dense=0.6, lexical=4.0), Hit("tea", 1.0, dense=0.3)]
    assert named(hits, "mug") == ["mug"]


def test_what_the_shop_does_not_have_is_not_replaced_by_the_nearest_thing() -> None:
    # cosine 0.34 + one of three words (0.33) = 0.67 < 0.76
    assert named([Hit("mug", 3.0, dense=0.34, lexical=2.0)], "mug warmer plate") == []


def test_the_name_of_the_thing_counts_where_what_is_said_of_it_stands_nowhere() -> None:
    # cosine 0.34 + the half that "mug" counts = 0.84 ≥ 0.76; by its words alone 0.34 + 0.25
    assert named([Hit("mug", 3.0, dense=0.34, lexical=2.0)], "mug with very fine rim") == ["mug"]


def test_what_a_question_points_at_is_there_however_far_its_words_are() -> None:
    request = Request(raw="is the mug noisy?", text="is the mug noisy?", intent="advise")
    hits = [Hit("mug", 3.0, dense=0.1, lexical=2.0)]
    assert [hit.item_id for hit in worth_naming(hits, PRODUCTS, request)] == ["mug"]


def test_what_the_whole_shop_sells_need_not_be_named() -> None:
    request, hits = Request(raw="crockery", text="crockery"), [Hit("mug", 3.0, dense=0.5)]
    assert worth_naming(hits, PRODUCTS, request) == []
    assert worth_naming(hits, PRODUCTS, request, background=0.2) == []
    assert worth_naming(hits, PRODUCTS, request, background=0.4) == hits


def test_what_lies_in_the_category_that_is_asked_for_is_near() -> None:
    hits = [Hit("mug", 3.0, dense=0.9, lexical=4.0), Hit("juicer", 1.0, dense=0.3, lexical=1.0)]
    for text, found in (("小家电", ["mug", "juicer"]), ("便宜的小家电", ["mug"])):
        request = Request(raw=text, text=text, language="zh")
        assert [one.item_id for one in worth_naming(hits, PRODUCTS, request)] == found
    assert named(hits, "小家电") == ["mug"]


def test_seven_tenths_of_the_best_is_near() -> None:
    hits = [Hit("mug", 3.0, dense=0.5, lexical=4.0), Hit("tea", 2.0, dense=0.45, lexical=2.0)]
    assert named(hits, "mug") == ["mug", "tea"]  # (0.9 + 0.5)/2 = 0.7


def test_without_a_shared_word_a_product_must_be_near_in_meaning() -> None:
    assert named([Hit("tea", 1.0, dense=0.2)], "spanner") == []
    assert named([Hit("tea", 1.0, dense=0.8)], "hot drink") == ["tea"]


def test_an_unread_script_needs_most_of_the_words() -> None:
    hits = [Hit("ink", 1.0, lexical=2.4), Hit("blocks", 0.9, lexical=2.3)]
    assert named(hits, "孩子 积木") == ["blocks"]


def test_in_an_unread_script_the_name_of_a_category_is_enough() -> None:
    hits = [Hit("juicer", 1.0, lexical=2.4), Hit("ink", 0.9, lexical=2.3)]
    assert named(hits, "推荐几款适合办公室的小家电") == ["juicer"]


def test_what_the_history_likes_stays() -> None:
    assert named([Hit("tea", 1.0, history=0.4)], "") == ["tea"]


def asked(hits: list[Hit], text: str) -> list[str]:
    request = Request(raw=text, text=text, intent="advise")
    return [hit.item_id for hit in worth_naming(hits, PRODUCTS, request)]


def test_a_question_about_what_the_shop_does_not_have_has_no_answer() -> None:
    # 0.54 < 0.55 and no title has a "kettle", though half of the question's things stand somewhere
    assert asked([Hit("blocks", 3.0, dense=0.54, lexical=2.0)], "is the kettle 房子?") == []
    assert asked([Hit("mug", 3.0, dense=0.54, lexical=2.0)], "is the mug large?") == ["mug"]
    assert asked([Hit("tea", 3.0, dense=0.8)], "is the infusion strong?") == ["tea"]


def test_words_that_ask_are_no_share_of_the_thing() -> None:
    # Of "much", "tent" and "weigh" it is the tent that counts: 0.3 + 1 of 1.
    assert asked([Hit("mug", 3.0, dense=0.3, lexical=2.0)], "how much does the mug weigh?") == [
        "mug"
    ]


def test_in_an_unread_script_a_question_is_about_what_a_title_names() -> None:
    hits = [Hit("ink", 1.0, lexical=2.4), Hit("blocks", 0.9, lexical=2.3)]
    assert asked(hits, "积木适合多大的孩子？") == ["blocks"]


def test_a_question_that_names_nothing_is_about_what_has_its_words() -> None:
    vegan = {"v": Product("v", "Prosecco", description="Vegan."), **PRODUCTS}
    request = Request(raw="", text="which one is vegan?", intent="advise")
    hits = [Hit("v", 1.0, dense=0.3, lexical=2.0)]
    assert [hit.item_id for hit in worth_naming(hits, vegan, request)] == ["v"]


def test_where_all_cosines_are_high_what_is_above_the_middle_counts() -> None:
    request = Request(raw="", text="积木 玩具", language="zh")
    near = [Hit("blocks", 1.0, dense=0.9, lexical=1.0)]  # (0.9 - 0.8) / 0.2 + 0.5 × 1/2 = 0.75
    assert worth_naming(near, PRODUCTS, request, 0.8)
    far = [Hit("juicer", 1.0, dense=0.84)]  # (0.84 - 0.8) / 0.2 = 0.2 < 0.3
    assert not worth_naming(far, PRODUCTS, request, 0.8)
    assert worth_naming(far, PRODUCTS, request)  # an encoder whose cosines differ


def test_a_word_in_passing_is_no_thing() -> None:
    bag = Product("bag", "Duffel 40 L", category=("Bags",), description="With a shoe pocket.")
    pad = Product(
        "pad", "Cooling Pad", description="Keeps pillows cool.", attributes={"for": ("shoe",)}
    )

    def kept(product: Product, text: str, dense: float) -> bool:
        hit = Hit(product.item_id, 3.0, dense=dense, lexical=2.0)
        request = Request(raw=text, text=text)
        return bool(worth_naming([hit], {product.item_id: product}, request))

    # cosine 0.3 + half of .35 = 0.475 < 0.76; a question's words count whole
    assert not kept(bag, "NIKE shoes", 0.3)
    assert not kept(bag, "shoes", 0.3)
    # near in meaning: 0.5 + .35 = 0.85
    assert kept(bag, "shoes", 0.5)
    # what else is asked for is there: 0.3 + (1 + .35) / 2 = 0.975
    assert kept(bag, "bag with pocket for shoe", 0.3)
    assert kept(bag, "duffel shoe", 0.3)
    # a field tells what it is for: 0.3 + 1
    assert kept(pad, "shoes", 0.3)
