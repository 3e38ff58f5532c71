"""The public face, on a small real shop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from shopctl import Answer, Recommender, Suggestion
from shopctl.errors import (
    ChecksumError,
    InputError,
    RequestError,
    StoreError,
    UnknownItemError,
    UnknownShopperError,
)


@pytest.fixture(scope="module")
def shop(shop_path: Path) -> Recommender:
    return Recommender.open(shop_path, decoder="none")


def ids(found: list[Suggestion]) -> list[str]:
    return [one.product.item_id for one in found]


# --- finding ---------------------------------------------------------------------------------


def test_search_puts_the_named_product_first(shop: Recommender) -> None:
    assert ids(shop.search("glass teapot"))[0] == "pot-1"


def test_search_in_chinese_finds_chinese_products(shop: Recommender) -> None:
    assert ids(shop.search("紫砂壶"))[0] == "zh-1"


@pytest.mark.parametrize(
    "where", [{"price": {"lt": 10}}, ["price<10"], {"price": {"lt": Decimal(10)}}]
)
def test_where_is_a_promise(shop: Recommender, where: object) -> None:
    found = shop.search("tea", k=100, where=where)
    assert set(ids(found)) == {"tea-1", "tea-2"}


def test_words_with_a_limit_become_a_filter(shop: Recommender) -> None:
    found = shop.search("mug under $20", k=100)
    assert found
    assert all(one.product.price is not None and one.product.price < 20 for one in found)


def test_every_reason_quotes_words_that_stand_in_the_product(shop: Recommender) -> None:
    for one in shop.search("green tea with caffeine", k=5):
        record = json.dumps(one.to_dict()["product"], ensure_ascii=False)
        for reason in one.reasons:
            assert reason.evidence
            if reason.kind == "query":
                assert all(words in record for words in reason.evidence), reason


def test_history_is_masked_and_named(shop: Recommender) -> None:
    found = shop.suggest(history=["tea-1"], k=10)
    assert "tea-1" not in ids(found)
    assert found[0].because_of == ("tea-1",)
    assert any(reason.kind == "history" for reason in found[0].reasons)


def test_a_need_and_a_history_together(shop: Recommender) -> None:
    assert ids(shop.suggest(history=["tea-1"], query="a mug", k=2))[0].startswith("mug")


def test_suggest_for_a_shopper_of_the_store(shop: Recommender) -> None:
    assert not {"tea-1", "mug-1", "tea-2"} & set(ids(shop.suggest(user="anna", k=10)))


def test_without_history_or_need_the_popular_come_first(shop: Recommender) -> None:
    first = shop.suggest(k=1)[0]
    assert first.product.item_id == "mug-1"  # four of the six shoppers
    assert first.reasons[0].kind == "popular"


def test_counts_of_fewer_than_five_shoppers_are_not_shown(shop: Recommender) -> None:
    assert all("shoppers" not in reason.text for reason in shop.suggest(k=1)[0].reasons)


def test_suggest_many_keeps_order_and_agrees_with_suggest(shop: Recommender) -> None:
    many = shop.suggest_many([["tea-1", "mug-1"], ["zh-1"], ["no-such-item"]], k=3)
    assert [len(one) for one in many] == [3, 3, 0]
    assert ids(many[0]) == ids(shop.suggest(history=["tea-1", "mug-1"], k=3))
    assert ids(many[1]) == ids(shop.suggest(history=["zh-1"], k=3))


def test_cheapest_sorts_by_price(shop: Recommender) -> None:
    prices = [one.product.price for one in shop.search("cheapest tea", k=3)]
    assert prices == sorted(prices)  # type: ignore[type-var]


# --- answering -------------------------------------------------------------------------------


def test_an_answer_cites_the_words_it_rests_on(shop: Recommender) -> None:
    answer = shop.ask("is it dishwasher safe?", item="mug-1")
    assert not answer.abstained
    assert any("Dishwasher safe" in citation.text for citation in answer.citations)
    assert all(citation.item_id == "mug-1" for citation in answer.citations)


def test_the_catalog_not_knowing_is_said(shop: Recommender) -> None:
    answer = shop.ask("does it come with a warranty?", item="tea-1")
    assert answer.abstained
    assert answer.text


def test_a_need_is_answered_with_products_that_pass_the_limit(shop: Recommender) -> None:
    answer = shop.ask("a mug under $20")
    assert [product.item_id for product in answer.products] == ["mug-1"]


def test_the_end_of_all_that_are_measured(shop: Recommender) -> None:
    answer = shop.ask("which mug is the biggest?")
    assert answer.text.splitlines() == [
        "Stonefold Travel Mug 450 ml has the largest capacity.",
        "Stonefold Travel Mug 450 ml: Stonefold Travel Mug 450 ml [1]",
        "Stonefold Mug 350 ml: Stonefold Mug 350 ml [2]",
    ]
    assert [one.item_id for one in answer.products] == ["mug-2", "mug-1"]
    assert answer.request.text == "which mug is the biggest?"


def test_a_name_that_ends_in_a_model_is_still_the_thing(feeds: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(
        "id,title,category,description\n"
        "bag-1,Handlebar Bag Ultimate,Bags,A bag for maps. The map window is sold separately.\n"
        "bag-2,Pannier Roller City,Bags,Two panniers with hooks.\n"
    )
    Recommender.index([feeds / "products.jsonl", more], tmp_path / "s")
    with Recommender.open(tmp_path / "s", decoder="none") as found:
        answer = found.ask("does the handlebar bag come with a map window?")
    assert {one.item_id for one in answer.citations} == {"bag-1"}
    assert "sold separately" in answer.text


def test_a_chinese_question_is_answered_in_chinese(shop: Recommender) -> None:
    answer = shop.ask("这个是什么材质的？", item="zh-1")
    assert "紫砂" in answer.text


def test_a_chinese_question_about_the_stock_is_no_wish(feeds: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(
        "编号,商品名称,分类,库存,描述,使用时间\n"
        "a,便携冲牙器,个护,0,牙套人群可用。,20天\n"
        "b,电动牙刷,个护,5,含两支刷头。,60天\n"
    )
    Recommender.index([feeds / "products.jsonl", more], tmp_path / "s")
    with Recommender.open(tmp_path / "s", decoder="none") as found:
        assert "缺货" in found.ask("冲牙器还有货吗？").text
        assert "牙套人群可用" in found.ask("戴牙套能用冲牙器吗？").text
        assert "20天" in found.ask("这款的使用时间写的是什么？", item="a").text


def test_stream_pieces_join_to_the_answer(shop: Recommender) -> None:
    *pieces, last = shop.ask_stream("is it dishwasher safe?", item="mug-1")
    assert isinstance(last, Answer)
    assert "".join(piece for piece in pieces if isinstance(piece, str)) == last.text


def test_nothing_passing_in_an_ask_is_an_answer_that_says_what_to_relax(shop: Recommender) -> None:
    answer = shop.ask("Stonefold mug rated at least 4 stars under $2")
    assert answer.abstained
    assert "price" in answer.text


def test_a_filter_that_keeps_every_one_of_the_kind_out_is_said(shop: Recommender) -> None:
    answer = shop.ask("teapot under $20")
    assert answer.abstained
    assert answer.text == "“teapot”, under $20.00: none here. Without that, these come nearest:"
    assert "pot-1" in [one.item_id for one in answer.products]
    # One of the kind passes: it is named, and nothing is said of the others.
    assert not shop.ask("teapot under $200").abstained


def test_what_is_only_called_after_the_kind_is_not_of_it(feeds: Path, tmp_path: Path) -> None:
    more = tmp_path / "brush.jsonl"
    more.write_text(
        '{"id": "brush-1", "title": "Teapot Brush", "price": "$6", "category": "Brushes"}\n'
    )
    store = tmp_path / "shop"
    Recommender.index([feeds / "products.jsonl", more], store=store)
    answer = Recommender.open(store, decoder="none").ask("teapot under $10")
    assert answer.abstained and "none here" in answer.text
    assert "brush-1" not in [one.item_id for one in answer.products]


def test_answers_and_suggestions_are_json(shop: Recommender) -> None:
    answer = json.loads(json.dumps(shop.ask("green tea").to_dict()))
    assert set(answer) == {field.name for field in fields(Answer)}
    suggestion = json.loads(json.dumps(shop.search("tea", k=1)[0].to_dict()))
    assert set(suggestion) == {"product", "score", "reasons", "because_of", "spelling"}


# --- requests that can't be served -----------------------------------------------------------


@pytest.mark.parametrize("question", ["", "  \n", "\u200b"])
def test_an_empty_question_is_refused(shop: Recommender, question: str) -> None:
    with pytest.raises(RequestError):
        shop.ask(question)


def test_a_question_of_20000_characters_is_refused(shop: Recommender) -> None:
    with pytest.raises(RequestError, match=r"10,000"):
        shop.ask("why " * 5_000)


def test_a_question_in_another_script_is_no_error(shop: Recommender) -> None:
    assert shop.ask("есть ли у вас зелёный чай?").text


@pytest.mark.parametrize("k", [0, -3])
def test_k_below_one_is_refused(shop: Recommender, k: int) -> None:
    with pytest.raises(RequestError, match="at least 1"):
        shop.search("tea", k=k)


def test_contradictory_filters_say_which_to_relax(shop: Recommender) -> None:
    with pytest.raises(RequestError, match=r"brand.*price.*Without"):
        shop.search("tea", where=["brand=Alder Hill", "price>100"])
    with pytest.raises(RequestError, match="Without"):
        shop.ask("tea", where=["brand=Alder Hill", "price>100"])


def test_unknown_item_and_shopper_are_named(shop: Recommender) -> None:
    with pytest.raises(UnknownItemError, match="no-such"):
        shop.ask("is it nice?", item="no-such")
    with pytest.raises(UnknownItemError, match="no-such"):
        shop.show("no-such")
    with pytest.raises(UnknownItemError, match="no-such"):
        shop.suggest(history=["no-such"])
    with pytest.raises(UnknownShopperError, match="nobody"):
        shop.suggest(user="nobody")


def test_unknown_items_among_known_ones_are_named_and_passed_over(shop: Recommender) -> None:
    with pytest.warns(UserWarning, match="gone-9"):
        assert shop.suggest(history=["gone-9", "tea-1"], k=3)


def test_unknown_filter_field_is_refused(shop: Recommender) -> None:
    with pytest.raises(InputError, match="colour"):
        shop.search("tea", where={"colour": "red"})


# --- stores ----------------------------------------------------------------------------------


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="shopctl index"):
        Recommender.open(tmp_path / "none")


def test_a_store_of_a_newer_format_is_refused(feeds: Path, tmp_path: Path) -> None:
    Recommender.index([feeds / "products.jsonl"], tmp_path / "s")
    config = tmp_path / "s" / "shop.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "format": 99}))
    with pytest.raises(StoreError, match="newer"):
        Recommender.open(tmp_path / "s")


def test_an_altered_file_is_refused_before_it_is_parsed(feeds: Path, tmp_path: Path) -> None:
    Recommender.index([feeds / "products.jsonl"], tmp_path / "s")
    index = next((tmp_path / "s" / "generations").glob("*/items.faiss"))
    index.write_bytes(index.read_bytes()[:-1] + b"x")
    with pytest.raises(ChecksumError, match=r"items\.faiss"):
        Recommender.open(tmp_path / "s")


def test_a_large_catalog_is_served_with_its_neighbours_and_letters(
    feeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shopctl.retrieval import refinement

    small, large = tmp_path / "small", tmp_path / "large"
    first = Recommender.index([feeds / "products.jsonl"], small)
    plain = Recommender.open(small)
    monkeypatch.setattr(refinement, "FROM", 8)
    Recommender.index([feeds / "products.jsonl"], large)
    assert not list(small.glob("generations/*/neighbours.npy"))
    [table] = large.glob("generations/*/neighbours.npy")
    shop = Recommender.open(large)
    assert ids(shop.search("glass teapot"))[0] == ids(plain.search("glass teapot"))[0] == "pot-1"
    assert {*ids(shop.search("teapots of glass", where=["price<10"], k=8))} == {
        *ids(plain.search("teapots of glass", where=["price<10"], k=8))
    }
    again = Recommender.index([feeds / "products.jsonl"], small)
    assert again.generation != first.generation  # what was indexed before there were any gets them
    assert again.encode is not None
    assert (again.encode.encoded, again.encode.reused) == (0, 8)
    assert Recommender.index([feeds / "products.jsonl"], small).encode is None
    before = shop.search("glass teapot", k=8)
    assert [one.score for one in before] != [one.score for one in plain.search("glass teapot", k=8)]
    table.write_bytes(table.read_bytes()[:-1] + b"x")
    with pytest.raises(ChecksumError, match=r"neighbours\.npy"):
        Recommender.open(large)


def test_the_same_file_twice_changes_nothing(feeds: Path, tmp_path: Path) -> None:
    first = Recommender.index([feeds / "products.jsonl"], tmp_path / "s")
    again = Recommender.index([feeds / "products.jsonl"], tmp_path / "s")
    assert first.changes["products"].added == 8
    assert not again.changes["products"]
    assert again.generation == first.generation
    assert again.encode is None


def test_a_changed_price_is_an_update_and_encodes_nothing_else(feeds: Path, tmp_path: Path) -> None:
    store, changed = tmp_path / "s", tmp_path / "changed.jsonl"
    Recommender.index([feeds / "products.jsonl"], store)
    text = (feeds / "products.jsonl").read_text("utf-8")
    changed.write_text(text.replace("$6.50", "$7.25"), "utf-8")
    report = Recommender.index([changed], store)
    assert (report.changes["products"].added, report.changes["products"].updated) == (0, 1)
    assert report.encode is not None
    assert report.encode.reused >= 7
    assert Recommender.open(store).show("tea-1").product.price == Decimal("7.25")


def test_append_keeps_and_a_plain_index_removes(feeds: Path, tmp_path: Path) -> None:
    store, more = tmp_path / "s", tmp_path / "more.jsonl"
    more.write_text('{"id": "jar-1", "title": "Glass jar", "price": "$3"}\n')
    Recommender.index([feeds / "products.jsonl"], store)
    assert Recommender.index([more], store, append=True).products == 9
    assert "jar-1" in ids(Recommender.open(store).search("glass jar"))
    report = Recommender.index([more], store)
    assert (report.products, report.removed) == (1, 8)


def test_an_open_shop_keeps_its_generation_while_a_new_one_is_made(
    feeds: Path, tmp_path: Path
) -> None:
    store, more = tmp_path / "s", tmp_path / "more.jsonl"
    Recommender.index([feeds / "products.jsonl"], store)
    old = Recommender.open(store)
    more.write_text('{"id": "jar-1", "title": "Glass jar", "price": "$3"}\n')
    Recommender.index([more], store)
    assert ids(old.search("green tea"))[0] == "tea-1"


def test_a_failed_index_leaves_the_old_generation_answering(feeds: Path, tmp_path: Path) -> None:
    store, bad = tmp_path / "s", tmp_path / "bad.jsonl"
    Recommender.index([feeds / "products.jsonl"], store)
    bad.write_text('{"id": "x", "price": "$3"}\n{"id": "y", "price": "$4"}\n')
    with pytest.raises(InputError):
        Recommender.index([bad], store)
    assert ids(Recommender.open(store).search("green tea"))[0] == "tea-1"


def test_a_full_disk_leaves_the_old_generation_answering(
    feeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shopctl import indexing

    store, more = tmp_path / "s", tmp_path / "more.jsonl"
    more.write_text('{"id": "jar-1", "title": "Glass jar", "price": "$3"}\n')
    Recommender.index([feeds / "products.jsonl"], store)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(indexing, "write_snapshot", full)
    with pytest.raises(StoreError, match=r"[Nn]o space"):
        Recommender.index([more], store)
    monkeypatch.undo()
    assert ids(Recommender.open(store).search("green tea"))[0] == "tea-1"
    assert Recommender.index([more], store, append=True).products == 9


@pytest.mark.slow
def test_ctrl_c_during_index_leaves_the_old_generation_answering(
    feeds: Path, tmp_path: Path
) -> None:
    store, more = tmp_path / "s", tmp_path / "more.jsonl"
    Recommender.index([feeds / "products.jsonl"], store)
    rows = (f'{{"id": "n-{n}", "title": "Jar number {n} of glass"}}\n' for n in range(20_000))
    more.write_text("".join(rows))
    run = subprocess.Popen(
        [sys.executable, "-m", "shopctl.cli", "index", str(more), "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    folder = store / "generations"
    deadline = time.monotonic() + 120
    while not any(path.name.startswith(".new") for path in folder.iterdir()):
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=120)
    # CPython ends by the signal itself if it came inside an exec(), as of a dataclass: 130 to a shell.
    assert run.returncode in (130, -signal.SIGINT)
    assert "shopctl: stopped" in said
    assert "Traceback" not in said
    assert ids(Recommender.open(store).search("green tea"))[0] == "tea-1"


def test_forget_erases_a_shopper_and_every_older_copy(feeds: Path, tmp_path: Path) -> None:
    store = tmp_path / "s"
    Recommender.index(
        [feeds / "products.jsonl"],
        store,
        interactions=[feeds / "interactions.txt"],
        reviews=[feeds / "reviews.jsonl"],
    )
    forgotten = Recommender.forget(store, "anna")
    assert (forgotten.interactions, forgotten.reviews) == (3, 1)
    with pytest.raises(UnknownShopperError):
        Recommender.open(store).suggest(user="anna")
    assert len([path for path in (store / "generations").iterdir() if path.is_dir()]) == 1
    assert Recommender.open(store).suggest(user="bert")
    with pytest.raises(UnknownShopperError):
        Recommender.forget(store, "anna")


def test_raw_user_ids_are_written_nowhere(shop_path: Path) -> None:
    for path in shop_path.rglob("*"):
        if path.is_file():
            assert b"cleo" not in path.read_bytes(), path


def test_interactions_with_unknown_items_are_kept_aside_and_counted(
    feeds: Path, tmp_path: Path
) -> None:
    report = Recommender.index(
        [feeds / "products.jsonl"], tmp_path / "s", interactions=[feeds / "interactions.txt"]
    )
    assert report.unknown_items == 1


def test_a_shop_that_trained_nothing_is_opened_without_torch(shop_path: Path) -> None:
    code = (
        "import sys; from shopctl import Recommender; "
        f"shop = Recommender.open({str(shop_path)!r}, decoder='none'); "
        "assert shop.suggest(history=['tea-1'], k=1); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_vague_wish_that_names_a_category_is_shown_what_lies_there(shop: Recommender) -> None:
    answer = shop.ask("something for my tea")
    assert answer.request.intent == "recommend"
    assert not answer.narrowing
    assert {one.category[0] for one in answer.products} == {"Tea"}


def test_a_question_about_the_shop_finds_no_product(shop: Recommender) -> None:
    answer = shop.ask("Do you ship to Canada?")
    assert answer.abstained and not answer.products
    assert "ask the shop" in answer.text
    assert "店家" in shop.ask("你们包邮吗").text


def test_two_products_are_held_against_each_other(shop: Recommender) -> None:
    answer = shop.ask("what's the difference between the Stonefold Mug 350 ml and the travel mug?")
    assert [one.item_id for one in answer.products] == ["mug-1", "mug-2"]
    assert {one.item_id for one in answer.citations} == {"mug-1", "mug-2"}


def test_a_comparison_with_what_the_shop_has_not_is_an_ordinary_question(shop: Recommender) -> None:
    answer = shop.ask("what's the difference between the glass teapot and the kayak paddle?")
    assert answer.request.intent == "advise"


def test_what_shoppers_think_is_told_from_their_reviews(shop: Recommender) -> None:
    answer = shop.ask("what do people say about the Stonefold Mug 350 ml?")
    assert answer.products[0].item_id == "mug-1"
    assert any(one.field == "review" for one in answer.citations)


def test_a_gift_of_which_nothing_is_known_is_what_others_take(shop: Recommender) -> None:
    answer = shop.ask("a gift for my mom")
    popular = [one.product.item_id for one in shop.suggest(k=2)]
    assert [one.item_id for one in answer.products] == popular


def test_a_comparison_keeps_the_filter(shop: Recommender) -> None:
    asked = "what's the difference between the Stonefold Mug 350 ml and the travel mug?"
    answer = shop.ask(asked, where={"category": "Teapots"})
    assert not {one.item_id for one in answer.products} & {"mug-1", "mug-2"}


# --- a kind held against itself -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what's the difference between the two mugs?", {"mug-1", "mug-2"}),
        ("compare your mugs", {"mug-1", "mug-2"}),
    ],
)
def test_the_few_of_a_kind_are_put_side_by_side(
    shop: Recommender, question: str, names: set[str]
) -> None:
    answer = shop.ask(question)
    assert {one.item_id for one in answer.products} == names
    assert answer.text.count("$") == len(names)
