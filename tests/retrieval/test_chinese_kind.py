"""What a Chinese request names: by what words end with, for that is the thing."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.retrieval.chinese_kind import (
    asked_of,
    called_by_the_word,
    of_the_chinese_kind,
    speaking_of_the_thing,
)
from shopctl.retrieval.retriever import Hit

SHOP = {
    one.item_id: one
    for one in (
        Product("茶", "半亩 老白茶饼 350克", brand="半亩", category=("茶与茶具", "白茶")),
        Product("红", "半亩 正山小种 无烟", brand="半亩", category=("茶与茶具", "红茶")),
        Product("烛", "青禾记 大豆蜡香薰蜡烛 白茶", category=("家居", "香薰")),
        Product(
            "炉", "拾米 电热煮茶器", category=("茶与茶具", "煮茶器"), description="茶叶放上面。"
        ),
        Product("壶", "山隐堂 手工紫砂壶 石瓢", category=("茶与茶具", "紫砂壶")),
        Product("水", "朝行 保温水壶 1升", category=("户外", "水具")),
        Product("杯", "云岫 汝窑天青主人杯 90毫升", category=("茶与茶具", "茶具")),
        Product("磨", "拾米 手摇磨豆机", category=("厨房", "咖啡器具")),
        Product("鞋", "春秋季幼童鞋女宝宝机能鞋儿童学步鞋运动鞋"),
        Product("垫", "十字绣鞋垫自己绣儿童小孩绣针孔印花"),
    )
}
HITS = [Hit(item, 1.0, 0.5, 0.5) for item in SHOP]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("茶", ["茶", "红"]),  # no candle that smells of it, no boiler
        ("茶叶", ["茶", "红"]),
        ("杯子", ["杯"]),
        ("水壶", ["水"]),
        ("茶壶", ["壶"]),  # put together: a pot among what tea is made with
        ("手机", []),  # not the grinder, 手摇磨豆机
        ("鞋", ["鞋"]),  # a title without spaces names it anywhere; insoles are none
        ("红茶", ["红"]),
        ("红茶 便宜", []),  # more than a word
        ("tea", []),
        ("子", []),
        ("", []),
    ],
)
def test_all_that_is_called_the_word_is_the_thing(text: str, called: list[str]) -> None:
    assert [hit.item_id for hit in called_by_the_word(HITS, SHOP, text)] == called


def test_a_category_of_two_things_names_neither() -> None:
    assert [hit.item_id for hit in of_the_chinese_kind(HITS, SHOP, "送人的茶具")] == ["杯"]


def test_what_has_every_word_but_the_thing_is_another() -> None:
    def speaking(text: str) -> list[str]:
        return [hit.item_id for hit in speaking_of_the_thing(HITS, SHOP, text)]

    assert speaking("宿舍能用的小电锅") == []
    assert speaking("放上面的茶叶") == ["茶", "红", "烛", "炉"]
    assert speaking("手摇的磨豆机") == ["磨"]
    assert speaking("煮茶的电器") == ["炉"]
    assert speaking("泡茶的工具") == list(SHOP)
    assert speaking("手摇") == list(SHOP)


def test_the_thing_may_stand_behind_whom_it_is_for() -> None:
    assert [hit.item_id for hit in of_the_chinese_kind(HITS, SHOP, "孩子 鞋")] == ["鞋"]


def test_a_chinese_request_ends_with_the_thing() -> None:
    bowl = Product("1", "云岭 白瓷盖碗 150毫升", category=("茶具", "盖碗"))
    fryer = Product("2", "暖橘 空气炸锅 4.5升", description="炸篮能放进洗碗机。")
    products = {one.item_id: one for one in (fryer, bowl)}
    hits = [Hit("2", 1.0, 0.5, 0.5), Hit("1", 0.9, 0.5, 0.5)]

    def kept(text: str) -> list[str]:
        return [hit.item_id for hit in of_the_chinese_kind(hits, products, text)]

    assert kept("能放进洗碗机的碗") == ["1"]
    assert kept("能放进洗碗机的鞋") == ["2", "1"]  # nothing is one
    assert kept("送朋友") == ["2", "1"]  # names no thing


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("茶壶多大", "茶壶"),
        ("这个茶壶能放洗碗机吗", "茶壶"),
        ("请问，那款炒锅可以用电磁炉吗", "炒锅"),
        ("杯子是什么材质的", "杯子"),
        ("这款能放微波炉吗", ""),
        ("能放微波炉吗", ""),
        ("多少钱", ""),
        ("how big is the teapot", ""),
    ],
)
def test_the_thing_that_a_question_begins_with(question: str, thing: str) -> None:
    assert asked_of(question) == thing
