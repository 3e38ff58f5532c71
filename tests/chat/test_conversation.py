"""Conversations: what a turn is taken for, what is remembered, when it asks back; on a real shop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest
from shopctl import Answer, Recommender
from shopctl.catalog.demo import demo_files
from shopctl.catalog.filters import Condition
from shopctl.chat.conversation import Conversation
from shopctl.chat.languages import foreign_language
from shopctl.chat.merging import dropped, merged
from shopctl.chat.phrases import phrase_of, price_move
from shopctl.chat.state import MOST_SEEN, MOST_WORDS
from shopctl.errors import RequestError


@pytest.fixture(scope="module")
def tea_shop(shop_path: Path) -> Recommender:
    return Recommender.open(shop_path, decoder="none")


@pytest.fixture(scope="module")
def demo_shop(tmp_path_factory: pytest.TempPathFactory) -> Recommender:
    files = demo_files()
    store = tmp_path_factory.mktemp("stores") / "demo"
    Recommender.index(
        [files["products"]], store, qa=[files["qa"]], interactions=[files["interactions"]]
    )
    return Recommender.open(store, decoder="none")


@pytest.fixture
def tea(tea_shop: Recommender) -> Conversation:
    return tea_shop.chat()


@pytest.fixture
def demo(demo_shop: Recommender) -> Conversation:
    return demo_shop.chat()


def said(talk: Conversation, *turns: str) -> Answer:
    """The answer to the last of several turns."""
    return [talk.answer(turn) for turn in turns][-1]


def ids(answer: Answer) -> list[str]:
    return [one.item_id for one in answer.products]


def prices(answer: Answer) -> list[Decimal]:
    return [one.price for one in answer.products if one.price is not None]


# --- narrowing down ----------------------------------------------------------------------------


def test_a_later_turn_adds_a_limit_and_another_replaces_it(tea: Conversation) -> None:
    assert set(ids(tea.answer("tea"))) >= {"tea-1", "tea-3"}
    assert ids(tea.answer("under $10")) == ["tea-1", "tea-2"]
    answer = tea.answer("actually under $15")
    assert set(ids(answer)) == {"tea-1", "tea-2", "tea-3"}
    limits = [one for one in answer.request.conditions if one.field == "price"]
    assert limits == [Condition("price", "lt", Decimal(15))]
    assert answer.request.text == "tea"


def test_not_a_brand_and_then_that_brand_after_all(tea: Conversation) -> None:
    assert ids(said(tea, "tea", "not Alder Hill")) == ["tea-3"]
    answer = tea.answer("Alder Hill after all")
    assert {one.brand for one in answer.products} == {"Alder Hill"}
    assert not [one for one in answer.request.conditions if one.op == "ne"]


def test_or_widens_a_brand_and_any_brand_lifts_it(demo: Conversation) -> None:
    said(demo, "skincare", "from Oatwick")
    assert {one.brand for one in demo.state.shown} == {"Oatwick"}
    demo.answer("or Plainfold")
    assert demo.state.need.conditions == (Condition("brand", "in", ("Oatwick", "Plainfold")),)
    demo.answer("any brand")
    assert demo.state.need.conditions == ()
    assert demo.state.need.text == "skincare"


def test_cheaper_is_below_the_product_that_was_spoken_of(demo: Conversation) -> None:
    place = [one.item_id for one in demo.answer("headphones").products].index("ae-0001") + 1
    demo.answer(f"number {place}")
    answer = demo.answer("something cheaper")
    assert answer.products
    assert max(prices(answer)) < 329
    assert {"Headphones"} <= {name for one in answer.products for name in one.category}


def test_cheaper_without_one_is_below_the_cheapest_and_of_the_same_kind(
    demo: Conversation,
) -> None:
    shown = demo.answer("moisturizer for dry skin under $30")
    answer = demo.answer("something cheaper")
    assert all(price < min(prices(shown)) for price in prices(answer))
    sections = {one.category[-1] for one in shown.products}
    assert all(sections & set(one.category) for one in answer.products)


def test_dearer_is_above_the_dearest(demo: Conversation) -> None:
    shown = demo.answer("headphones under $100")
    answer = demo.answer("a more expensive one, up to $400")
    assert answer.products
    assert min(prices(answer)) > max(prices(shown))
    assert max(prices(answer)) <= 400


def test_cheaper_than_the_one_that_is_pointed_at(tea: Conversation) -> None:
    said(tea, "a mug")
    place = ids_of(tea).index("mug-2") + 1
    answer = tea.answer(f"something cheaper than number {place}")
    assert ids(answer) == ["mug-1"]


def ids_of(talk: Conversation) -> list[str]:
    return [one.item_id for one in talk.state.shown]


def test_nothing_cheaper_is_said_and_the_need_stays(tea: Conversation) -> None:
    said(tea, "a mug", "something cheaper")
    before = tea.state.need
    answer = tea.answer("even cheaper")
    assert answer.abstained
    assert "$18.00" in answer.text
    assert tea.state.need == before


def test_a_bare_value_is_a_limit(demo: Conversation) -> None:
    answer = said(demo, "moisturizer", "fragrance free")
    assert answer.products
    for product in answer.products:
        assert any("fragrance free" in one for one in product.attributes["fragrance"])


def test_others_leave_out_what_was_shown(demo: Conversation) -> None:
    first = ids(demo.answer("tea"))
    second = ids(demo.answer("show me others"))
    assert first and second
    assert not set(first) & set(second)


def test_when_all_was_shown_it_says_so(tea: Conversation) -> None:
    said(tea, "a mug")
    seen = [*ids_of(tea)]
    for _ in range(4):
        answer = tea.answer("more")
        assert not set(ids(answer)) & set(seen)
        seen += ids(answer)
    assert "all that fits" in answer.text


def test_a_new_kind_starts_anew_and_a_refinement_does_not(demo: Conversation) -> None:
    said(demo, "headphones under $50", "a tent")
    assert demo.state.need.text == "tent"
    assert demo.state.need.conditions == ()
    demo.answer("for two people")
    assert demo.state.need.text == "tent for two people"


def test_another_script_is_another_need(demo: Conversation) -> None:
    said(demo, "tea under $20", "猫粮")
    assert demo.state.need.text == "猫粮"
    assert demo.state.language == "zh"


def test_a_chinese_dialogue(demo: Conversation) -> None:
    demo.answer("想买一个茶壶")
    answer = demo.answer("紫砂的")
    assert ids(answer) == ["zh-0001"]
    assert "不能" in demo.answer("第一个能进洗碗机吗").text
    answer = demo.answer("便宜一点的")
    assert answer.abstained
    assert demo.answer("重新开始").text.startswith("好的")
    assert demo.state.need.words == ()


# --- contradictions ----------------------------------------------------------------------------


def test_a_contradiction_names_the_limit_to_relax_and_undoes_only_that_turn(
    tea: Conversation,
) -> None:
    said(tea, "tea", "under $10")
    before = tea.state
    answer = tea.answer("not Alder Hill")
    assert answer.abstained
    assert "under $10.00 and not Alder Hill" in answer.text
    assert "Without “under $10.00”" in answer.text
    assert (tea.state.need, tea.state.shown) == (before.need, before.shown)
    assert ids(tea.answer("yes")) == ["tea-3"]


def test_a_first_need_with_a_limit_that_leaves_nothing_keeps_its_words(tea: Conversation) -> None:
    assert tea.answer("tea under $1").abstained
    assert tea.state.need.text == "tea"
    assert ids(tea.answer("under $10")) == ["tea-1", "tea-2"]


def test_limits_of_the_caller_hold_in_every_turn(tea_shop: Recommender) -> None:
    talk = tea_shop.chat(where=["price<20"])
    for turn in ("a mug", "any price", "start over", "something for tea", "more"):
        assert all(price < 20 for price in prices(talk.answer(turn)))


def test_limits_that_pass_nothing_are_refused_at_once(tea_shop: Recommender) -> None:
    with pytest.raises(RequestError, match="No product passes"):
        tea_shop.chat(where=["price<1"])


# --- about what was shown ----------------------------------------------------------------------


def test_the_second_one_then_it(tea: Conversation) -> None:
    said(tea, "a mug")
    place = ids_of(tea).index("mug-1") + 1
    word = ("first", "second")[place - 1]
    answer = tea.answer(f"is the {word} one dishwasher safe?")
    assert ids(answer) == ["mug-1"]
    assert "Dishwasher safe" in answer.text
    assert "microwave" in tea.answer("can it go in the microwave?").text
    assert len(tea.state.shown) == 2  # the list on the screen is still the list


def test_part_of_a_title_points(tea: Conversation) -> None:
    said(tea, "a mug")
    assert ids(tea.answer("tell me about the travel one")) == ["mug-2"]


def test_which_is_meant_is_asked_once_and_then_answered(tea: Conversation) -> None:
    said(tea, "a mug")
    asked = tea.answer("is it dishwasher safe?")
    assert asked.text.startswith("Which one do you mean: 1. ")
    answer = tea.answer(f"number {ids_of(tea).index('mug-1') + 1}")
    assert ids(answer) == ["mug-1"]
    assert "Dishwasher safe" in answer.text


def test_the_same_question_is_not_asked_twice_in_a_row(tea: Conversation) -> None:
    said(tea, "a mug", "is it dishwasher safe?")
    answer = tea.answer("is it dishwasher safe?")
    assert "Which one" not in answer.text
    assert set(ids(answer)) == {"mug-1", "mug-2"}


def test_it_without_anything_shown(tea: Conversation) -> None:
    assert "Which product" in tea.answer("is it dishwasher safe?").text


def test_a_place_that_the_list_does_not_have(tea: Conversation) -> None:
    said(tea, "a mug")
    assert "1 to 2" in tea.answer("the fifth one").text


def test_comparing_orders_by_what_was_asked_and_cites(demo: Conversation) -> None:
    said(demo, "headphones")
    answer = demo.answer("which of the first and the last is lighter?")
    assert answer.text.index("142 g") < answer.text.index("254 g")
    assert [one.field for one in answer.citations] == ["weight", "weight"]
    assert answer.text.startswith("Humble Hertz Kids' Headphones is the lightest")


def test_comparing_does_not_order_what_the_catalog_does_not_say(tea: Conversation) -> None:
    said(tea, "a mug")
    answer = tea.answer("which one is heavier?")
    assert answer.abstained
    assert answer.text == "The catalog doesn't say the weight of these."


def test_every_citation_of_several_products_is_numbered_once(demo: Conversation) -> None:
    said(demo, "a standing desk")
    answer = demo.answer("how tall are they?")
    assert [one.card for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert f"[{citation.card}]" in answer.text


def test_it_takes_no_orders(tea: Conversation) -> None:
    said(tea, "a mug")
    assert "can't take orders" in tea.answer("I'll take the first one").text


# --- vague wishes ------------------------------------------------------------------------------


def test_a_vague_wish_is_narrowed_by_the_reply(demo: Conversation) -> None:
    answer = demo.answer("a gift for my mom")
    assert answer.text.count("?") == 1
    assert demo.state.asked is not None and demo.state.asked.kind == "narrow"
    band = [one for one in demo.state.asked.options if one.facet == demo.state.asked.facet][1]
    answer = demo.answer("the second one")
    assert set(band.conditions) <= set(demo.state.need.conditions)
    assert all(one.holds(product) for one in band.conditions for product in answer.products)


def test_no_facet_is_asked_for_twice_and_the_third_answer_recommends(demo: Conversation) -> None:
    questions = [
        demo.answer(turn).text.splitlines()[-1] for turn in ("just browsing", "any", "any")
    ]
    assert questions[0] != questions[1]
    assert not questions[2].endswith("?")
    assert len(demo.state.shown) == 4


@pytest.mark.parametrize(
    ("reply", "low", "high"), [("20 to 30", 20, 30), ("30", 0, 30), ("about 25", 20, 30)]
)
def test_a_number_replies_to_the_price(demo: Conversation, reply: str, low: int, high: int) -> None:
    demo.answer("a gift for my mom")
    assert demo.state.asked is not None and demo.state.asked.facet == "Price"
    answer = demo.answer(reply)
    assert answer.products
    assert all(low <= price <= high for price in prices(answer))


def test_counts_are_those_of_the_store(demo_shop: Recommender, demo: Conversation) -> None:
    answer = demo.answer("just browsing")
    category = next(one for one in answer.narrowing if one.name == "Category")
    english = [one for one in demo_shop.products(demo_shop.item_ids()) if one.language == "en"]
    for name, count in category.values:
        assert count == sum(name in one.category for one in english)


# --- undo, start over, bounds ------------------------------------------------------------------


def test_undo_takes_back_one_turn_after_another(tea: Conversation) -> None:
    said(tea, "tea", "under $10")
    answer = tea.answer("undo")
    assert tea.state.need.conditions == ()
    assert set(ids(answer)) >= {"tea-1", "tea-3"}
    tea.answer("forget that")
    assert tea.state.need.words == ()
    assert "nothing to undo" in tea.answer("undo").text


def test_start_over_can_be_undone(tea: Conversation) -> None:
    said(tea, "tea", "start over")
    assert tea.state.need.words == ()
    assert "“tea”" in tea.answer("undo").text


@pytest.mark.parametrize("empty", ["", "   ", "\u200b", "…", "?!", "🙂"])
def test_an_empty_turn_gets_a_line_and_changes_nothing(tea: Conversation, empty: str) -> None:
    said(tea, "tea")
    before = tea.state
    assert "listening" in tea.answer(empty).text
    assert tea.state == before


def test_a_turn_that_is_too_long_changes_nothing(tea: Conversation) -> None:
    said(tea, "tea")
    before = tea.state
    with pytest.raises(RequestError, match="at most 10,000"):
        tea.answer("tea " * 2_501)
    assert tea.state == before
    assert tea.answer("tea " * 2_400).request.language == "en"


@pytest.mark.parametrize(
    ("turn", "tag", "own"),
    [
        ("je cherche une crème pour peau sèche", "fr", "Désolé"),
        ("Ich suche eine Kaffeemühle für zu Hause", "de", "Leider"),
        ("busco unos auriculares para mi hija", "es", "Lo siento"),
        ("お茶のおすすめはありますか", "ja", "英語"),
        ("ищу зелёный чай", "ru", "английский"),
    ],
)
def test_a_third_language_is_declined_in_it(
    tea: Conversation, turn: str, tag: str, own: str
) -> None:
    said(tea, "tea")
    before = tea.state
    answer = tea.answer(turn)
    assert foreign_language(turn) == tag
    assert own in answer.text and "English" in answer.text
    assert not answer.products
    assert tea.state == before


@pytest.mark.parametrize(
    "turn",
    ["crème de nuit", "a la carte menu holder", "tea for the no sugar people", "der tea", "茶"],
)
def test_foreign_names_are_no_third_language(turn: str) -> None:
    assert foreign_language(turn) is None


def test_two_hundred_turns_stay_bounded_and_repeat_exactly(tea_shop: Recommender) -> None:
    turns = ["a mug", "under $40", "not Kessel", "more", "is the first one heavy?", "undo",
             "tea", "something cheaper", "with honey", "茶壶", "any brand", "the first two"]  # fmt: skip
    one, other = tea_shop.chat(), tea_shop.chat()
    for at in range(200):
        turn = f"{turns[at % len(turns)]}{'' if at % 5 else f' for day {at}'}"
        first, second = one.answer(turn), other.answer(turn)
        assert first.text == second.text
        assert one.state == other.state
    assert len(one.state.need.words) <= MOST_WORDS
    assert len(one.state.seen) <= MOST_SEEN
    assert len(one._past) <= 20
    assert len(repr(asdict(one.state.need))) < 8_000


def test_a_stream_that_is_stopped_counts_for_nothing(tea: Conversation) -> None:
    said(tea, "tea")
    before = tea.state
    stream: Iterator[str | Answer] = tea.say("a mug")
    assert isinstance(next(stream), str)
    stream.close()  # type: ignore[attr-defined]
    assert tea.state == before


@pytest.mark.parametrize(
    "turn", ["tea", "a gift for my mom", "undo", "", "is it safe?", "compare the first two", "猫粮"]
)
def test_the_pieces_joined_are_the_text(demo: Conversation, turn: str) -> None:
    said(demo, "headphones")
    *pieces, answer = demo.say(turn)
    assert isinstance(answer, Answer)
    assert "".join(str(piece) for piece in pieces) == answer.text


def test_nothing_is_written(shop_path: Path, tea: Conversation) -> None:
    def files() -> dict[Path, int]:
        return {one: one.stat().st_mtime_ns for one in shop_path.rglob("*") if one.is_file()}

    before = files()
    said(tea, "tea", "under $10", "undo", "my name is Anna and I live at 5 Elm Street")
    assert files() == before


# --- parts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turn", "phrase"),
    [
        ("Undo", "undo"), ("forget that, please", "undo"), ("撤销", "undo"), ("never mind", "undo"),
        ("never mind the price", None), ("start over", "start_over"), ("重新开始吧", "start_over"),
        ("show me more", "more"), ("others?", "more"), ("换一批", "more"), ("3 more options", "more"),
        ("more protein", None), ("thanks a lot!", "thanks"), ("ok great, thanks", "thanks"),
        ("hello", "greeting"), ("hello kitty mug", None), ("都行", "any"), ("doesn't matter", "any"),
    ],
)  # fmt: skip
def test_set_phrases(turn: str, phrase: str | None) -> None:
    assert phrase_of(turn) == phrase


@pytest.mark.parametrize(
    ("turn", "move"),
    [
        ("something cheaper", "cheaper"), ("too expensive", "cheaper"), ("有没有便宜一点的", "cheaper"),
        ("太贵了", "cheaper"), ("a more expensive one", "dearer"), ("not too expensive", None),
        ("别太贵了", None), ("cheap", None),
    ],
)  # fmt: skip
def test_moves_in_price(turn: str, move: str | None) -> None:
    assert price_move(turn) == move


def test_merging_conditions() -> None:
    under, over = Condition("price", "lt", Decimal(30)), Condition("price", "ge", Decimal(20))
    acme, brask = Condition("brand", "eq", "Acme"), Condition("brand", "eq", "Brask")
    assert merged((under,), [over]) == (under, over)
    assert merged((under,), [Condition("price", "gt", Decimal(40))]) == (
        Condition("price", "gt", Decimal(40)),
    )
    assert merged((acme,), [brask]) == (brask,)
    assert merged((acme,), [brask], either=True) == (Condition("brand", "in", ("Acme", "Brask")),)
    no_acme = Condition("brand", "ne", "acme")
    assert merged((acme,), [no_acme]) == (no_acme,)
    assert merged((no_acme,), [acme]) == (acme,)
    blue, red = Condition("text", "contains", "blue"), Condition("text", "contains", "red")
    assert merged((blue,), [red]) == (red,)
    assert merged((blue,), [Condition("text", "contains", "steel")]) == (
        blue, Condition("text", "contains", "steel"),
    )  # fmt: skip


def test_dropping_conditions() -> None:
    price = (Condition("price", "lt", Decimal(30)), Condition("currency", "eq", "USD"))
    skin = Condition("attributes.skin type", "contains", "dry")
    assert dropped("any price", (*price, skin)) == (skin,)
    assert dropped("价格不限", (*price, skin)) == (skin,)
    assert dropped("the skin type doesn't matter", (*price, skin)) == price
    assert dropped("any brand is fine", price) == price
    assert dropped("any brand of tea", price) is None


def test_how_many_there_are_is_counted_and_shown(demo: Conversation) -> None:
    answer = said(demo, "how many moisturizers do you have?")
    assert answer.text.startswith("There ")
    assert answer.products
    assert demo.state.shown == answer.products
    within = said(demo, "how many moisturizers under $30 do you have?")
    assert max(prices(within)) < 30
