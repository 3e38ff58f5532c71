"""Requests in plain words to typed requests: everything but prices and the catalog's own words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from shopctl.catalog.filters import Condition
from shopctl.errors import RequestError
from shopctl.retrieval.understand import understand


def conditions(text: str) -> set[tuple[str, str, object]]:
    return {(one.field, one.op, one.value) for one in understand(text).conditions}


def test_the_request_of_the_readme() -> None:
    request = understand("fragrance free moisturizer for dry sensitive skin under $40")
    assert request.text == "fragrance free moisturizer for dry sensitive skin"
    assert request.conditions == (Condition("price", "lt", Decimal(40)),)
    assert request.soft == ("fragrance free",)
    assert request.intent == "recommend"
    assert "“under $40” → price < 40" in request.notes


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("sofa, not leather", {"leather"}),
        ("i don't want plastic lunch boxes", {"plastic"}),
        ("not black or red shirt", {"black", "red"}),
        ("not red, blue or green curtains", {"red", "blue", "green"}),
        ("anything but black dress", {"black"}),
        ("a non-leather wallet", {"leather"}),
        ("rug, nothing in grey", {"grey", "gray"}),
        ("chair not made of wood", {"wood", "wooden"}),
        ("非塑料水杯", {"塑料"}),
        ("不要塑料的也不要黑色的杯子", {"塑料", "黑色"}),
        ("除了红色的裙子", {"红色"}),
    ],
)
def test_materials_and_colours_ruled_out_are_hard(text: str, excluded: set[str]) -> None:
    assert conditions(text) == {("text", "not_contains", word) for word in excluded}


def test_hide_in_chinese_never_excludes_skin() -> None:
    values = {value for _, _, value in conditions("不要皮的沙发")}
    assert "真皮" in values
    assert not any(str(value) in "护肤霜，适合敏感皮肤" for value in values)
    assert conditions("不要皮肤干的") == set()


@pytest.mark.parametrize(
    ("text", "soft", "left"),
    [
        ("shampoo without fragrance", ("fragrance free",), "shampoo fragrance free"),
        (
            "no parabens or sulfates face wash",
            ("paraben free", "sulfate free"),
            "paraben free sulfate free face wash",
        ),
        ("cream that does not contain alcohol", ("alcohol free",), "cream alcohol free"),
        ("i'm allergic to nuts, snack bars", ("nut free",), "nut free snack bars"),
        ("fragrance-free cream", ("fragrance free",), "fragrance-free cream"),
        ("non gmo chips", ("non gmo",), "non gmo chips"),
        ("cookies with no artificial flavors", ("no artificial flavors",), None),
        ("不含酒精的爽肤水", ("无酒精",), "不含酒精的爽肤水"),
        ("desk chair without wheels", ("without wheels",), "desk chair"),
    ],
)
def test_what_is_to_be_left_out_is_a_wish(
    text: str, soft: tuple[str, ...], left: str | None
) -> None:
    """A product that says "fragrance free" holds the word: a filter would hide the right one."""
    request = understand(text)
    assert request.conditions == ()
    assert request.soft == soft
    if left:
        assert request.text == left


@pytest.mark.parametrize(
    "text",
    [
        "not only black",
        "no idea what to buy",
        "can't decide between two sofas",
        "nothing but leather",
        "non slip shoes, size no 9",
        "no pull dog harness",
        "sunscreen with no white cast",
        "no more than one bag",
        "i don't like red packaging",
        "boots that are not leather-lined",
        "1米5以上的床",
        "wool at under 1/2 price",
        "chanel no 5",
        "not sure, maybe a leather bag",
        "有没有塑料杯",
        "非常好的塑料杯",
        "无线耳机",
        "不知道买什么",
    ],
)
def test_not_every_no_rules_something_out(text: str) -> None:
    assert conditions(text) == set()


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("不要黑色的外套", "外套"),
        ("不要黑色外衣", "外衣"),
        ("不要塑料外壳的手机", "外壳的手机"),
        ("除了黑色之外的包", "包"),
        ("除了黑色外，别的包", "别的包"),
    ],
)
def test_what_is_worn_outside_isnt_what_is_ruled_out(text: str, thing: str) -> None:
    request = understand(text)
    assert request.text == thing
    assert request.conditions[0].op == "not_contains"


def test_a_comma_ends_what_is_ruled_out() -> None:
    assert conditions("sofa not leather, black") == {("text", "not_contains", "leather")}
    assert "black" in understand("sofa not leather, black").text


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("4 stars and up", "ge", "4"),
        ("blender rated at least 4.5", "ge", "4.5"),
        ("4+ star blender", "ge", "4"),
        ("rating above 4", "gt", "4"),
        ("over 4 stars", "gt", "4"),
        ("评分4.5以上的吹风机", "ge", "4.5"),
        ("四星以上", "ge", "4"),
    ],
)
def test_ratings(text: str, op: str, value: str) -> None:
    assert conditions(text) == {("rating", op, Decimal(value))}


@pytest.mark.parametrize("text", ["5 star hotel towels", "4分钟面膜", "3 in 1 cream", "2人以上"])
def test_numbers_that_rate_nothing(text: str) -> None:
    assert conditions(text) == set()


@pytest.mark.parametrize(
    ("text", "stocked"),
    [
        ("in stock laptops", True),
        ("laptop, available now", True),
        ("现货手机", True),
        ("when is it back in stock", False),
        ("out of stock", False),
        ("没有现货", False),
    ],
)
def test_stock(text: str, stocked: bool) -> None:
    assert (("availability", "eq", "in_stock") in conditions(text)) is stocked


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("cheapest toaster", "price_asc"),
        ("最便宜的手机", "price_asc"),
        ("哪个空调便宜", "price_asc"),
        ("哪款耳机更贵？", "price_desc"),
        ("价格从高到低", "price_desc"),
        ("best rated headphones", "rating_desc"),
        ("newest phones", "newest"),
        ("best selling novels", "popularity"),
        ("销量最高的面膜", "popularity"),
        ("not the cheapest toaster", "relevance"),
        ("best toaster", "relevance"),
        ("cheap toaster", "relevance"),
    ],
)
def test_order(text: str, sort: str) -> None:
    assert understand(text).sort == sort


@pytest.mark.parametrize(
    "text", ["cheap toaster", "toaster, not too expensive", "an affordable toaster"]
)
def test_vague_prices_are_wishes(text: str) -> None:
    request = understand(text)
    assert (request.text, request.soft, request.conditions) == ("toaster", ("affordable",), ())


def test_which_one_is_no_word_to_search_for() -> None:
    assert understand("哪个空调最便宜").text == "空调"
    assert understand("哪个空调便宜？").text == "空调"
    assert understand("便宜的空调").sort == "relevance"


def test_vague_prices_in_chinese() -> None:
    assert understand("别太贵的耳机").soft == ("便宜",)
    assert understand("便宜点的耳机").text == "耳机"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("top 5 serums", 5),
        ("show me 10 lipsticks", 10),
        ("recommend three serums", 3),
        ("three options for a desk lamp", 3),
        ("推荐两款防晒霜", 2),
        ("给我5个选择", 5),
        ("show me 10 inch tablets", None),
        ("find me a 3 pack of socks", None),
        ("bathroom vanity with top 60", None),
        ("推荐一款面霜", None),
        ("the two options you named", None),
        ("show me 0 lamps", None),
    ],
)
def test_count(text: str, count: int | None) -> None:
    assert understand(text).count == count


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("does it contain niacinamide?", "advise"),
        ("is this safe for sensitive skin?", "advise"),
        ("how heavy is the pan", "advise"),
        ("这个防水吗", "advise"),
        ("这款面霜含酒精吗？", "advise"),
        ("does the espresso machine have a milk frother?", "advise"),
        ("does the shop have a milk frother?", "recommend"),
        ("does the online shop have a milk frother under $50?", "recommend"),
        ("does that brand make a 2-person tent?", "recommend"),
        ("你们有多少200元以下的绿茶？", "recommend"),
        ("能坐几个人的帐篷，500元以内", "recommend"),
        ("这个水壶能装多少水", "advise"),
        ("do you have a waterproof watch?", "recommend"),
        ("which serums are under $20?", "recommend"),
        ("can you find me a red lamp", "recommend"),
        ("有防水的手表吗", "recommend"),
        ("moisturizer for dry skin", "recommend"),
        ("想买一个矮款的茶水桶", "recommend"),
        ("a gift for my mom", "navigate"),
        ("birthday gift ideas for dad under $50", "navigate"),
        ("something for the kitchen", "navigate"),
        ("随便看看", "navigate"),
        ("送妈妈的礼物", "navigate"),
        ("chocolate gift basket", "recommend"),
    ],
)
def test_intent(text: str, intent: str) -> None:
    assert understand(text).intent == intent


def test_a_question_about_a_product_filters_nothing() -> None:
    request = understand("is this lamp under $40 and not black?")
    assert request.conditions == ()
    assert request.text == "is this lamp under $40 and not black?"
    assert len(request.notes) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("red lamp", "en"),
        ("红色台灯", "zh"),
        ("iPhone手机壳", "zh"),
        ("赤いランプがほしい", "ja"),
        ("빨간 램프", "ko"),
        ("красная лампа", "ru"),
        ("123", "en"),
    ],
)
def test_language_by_script(text: str, language: str) -> None:
    assert understand(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Redmi Note 13 Pro 支持NFC吗？", "zh"),
        ("Levi's 501有W32吗", "zh"),
        ("Apple Watch Ultra 2 多少钱", "zh"),
        ("the ordinary retinol 怎么用", "zh"),
        ("Note 13 Pro 有没有 NFC", "zh"),
        ("The North Face Thermoball jacket 怎么洗", "zh"),
        ("is the 小米 kettle available in black?", "en"),
        ("does 小米手环 work with iPhone and Android phones", "en"),
        ("do you have 怎么了 by Eason Chan on vinyl?", "en"),
        ("what is a 吗 in the name of that brand", "en"),
    ],
)
def test_words_that_only_ask_in_chinese_make_a_request_chinese(text: str, language: str) -> None:
    assert understand(text).language == language


def test_another_script_passes_through() -> None:
    request = understand("красная лампа для кухни")
    assert request.text == "красная лампа для кухни"
    assert request.conditions == ()


def test_notes_speak_the_language_of_the_request() -> None:
    assert understand("200元以内的耳机").notes == ("“200元以内的” → 价格 ≤ 200",)


def test_text_is_never_empty() -> None:
    assert understand("under $40").text == "anything"
    assert understand("please").text == "please"


@pytest.mark.parametrize("text", ["", "   ", "\n\t\x00", "\u200b\u2060\ufeff", "\u0301"])
def test_nothing_to_read_is_an_error(text: str) -> None:
    with pytest.raises(RequestError, match="empty"):
        understand(text)


def test_too_long_is_an_error() -> None:
    assert understand("a" * 10_000).text == "a" * 10_000
    with pytest.raises(RequestError, match="20,000 characters"):
        understand("a" * 20_000)
    with pytest.raises(RequestError, match="at most 10,000"):
        understand("\ufdfa" * 9_000)  # one character, eighteen once normalised
