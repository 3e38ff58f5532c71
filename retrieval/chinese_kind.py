"""Which products are the thing that a Chinese request names: for 茶叶 teas, no tea boiler whose text speaks of 茶叶.

A Chinese word ends with the thing: 盖碗 is a bowl, 紫砂壶 a pot. In a title the thing stands in the longest of the
words between spaces (大豆蜡香薰蜡烛 白茶 is a candle); one without spaces may name it anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ..catalog.records import Product
from .chinese import words as chinese_words
from .product_text import product_terms
from .retriever import Hit

_NO_KINDS = frozenset(["套装", "礼盒", "组合", "配件", "用品", "其他", "其它", "新品", "推荐"])
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LAST_THING = re.compile(r"(?<=[的 ])[\u4e00-\u9fff]{1,5}$")
"""What a request says things of, and ends with: behind the last 的, or a space."""
_TWO_NAMES = re.compile(r"[与和及、/&]")
"""In a category that holds more than one thing: 茶与茶具 has teas too."""
_ASKED_OF = re.compile(
    r"(?:请问|你好|您好)?[，,\s]*(?:[这那]?一?[个款把只口台双件盏张套瓶盒])?+(?P<thing>[\u4e00-\u9fff]{1,6}?)"
    r"(?:是不是|有没有|能不能|可不可以|可以|能|会|有|是|要|需要|适合|用|多|怎么|如何|为什么|几|的)"
)
_LEAST, _ENDS = 2, " 吗呢么?？!！。的"
_LONGEST_NAME = 8  # characters: a longer run is a whole title, written without spaces
_ANY_THING = frozenset(
    ["东西", "用品", "产品", "商品", "物品", "好物", "装备", "工具", "神器", "设备"]
)
_ALSO_CALLED = {"茶叶": "茶", "书籍": "书", "书本": "书", "酒水": "酒"}


def of_the_chinese_kind(
    hits: Sequence[Hit], products: Mapping[str, Product], text: str
) -> list[Hit]:
    """The hits that are what a Chinese request ends with the name of; all where it names no category of theirs.

    苹果手机 are phones: what lies in 手机, or whose title has the word and doesn't go on (手机充电器 does).
    """
    names = {
        name
        for hit in hits
        for name in products[hit.item_id].category
        if len(name) >= _LEAST and name not in _NO_KINDS and text.rstrip(_ENDS).endswith(name)
    }
    if not names:
        return _ending_with_the_thing(hits, products, text)
    longest = max(names, key=len)
    alone = re.compile(re.escape(longest) + r"(?![\u4e00-\u9fff])")

    def is_it(product: Product) -> bool:
        return longest in product.category or alone.search(product.title) is not None

    return [hit for hit in hits if is_it(products[hit.item_id])]


def called_by_the_word(
    hits: Sequence[Hit], products: Mapping[str, Product], text: str
) -> list[Hit]:
    """The hits that a request of one Chinese word is the name of, however far their texts are from it.

    By the word itself, or what it is short or long for (茶叶 and 茶, 杯子 and 杯): 绿茶 and 乌龙茶 are all teas.
    Failing that by its last character, where the others stand in a product's categories: a 紫砂壶 in 茶与茶具
    is a 茶壶, a 保温水壶 none. Empty where the request is no single word, or names none of them.
    """
    word = text.strip(_ENDS)
    if not _HAN.fullmatch(word) or len(chinese_words(word)) != 1:
        return []
    short = _short(word)

    def named(product: Product) -> bool:
        return any(one.endswith((word, short)) for one in _called(product))

    def put_together(product: Product) -> bool:
        within = " ".join(product.category)  # 手摇磨豆机 has both characters of 手机
        return all(one in within for one in word[:-1]) and any(
            one.endswith(word[-1]) for one in _called(product)
        )

    def those(is_it: Callable[[Product], bool]) -> list[Hit]:
        return [hit for hit in hits if is_it(products[hit.item_id])]

    return those(named) or (those(put_together) if len(word) >= _LEAST else [])


def asked_of(question: str) -> str:
    """The thing that a Chinese question begins with; empty where it begins with none.

    >>> asked_of("这个茶壶能放洗碗机吗"), asked_of("能放洗碗机吗")
    ('茶壶', '')
    """
    match = _ASKED_OF.match(question)
    return match["thing"] if match else ""


def speaking_of_the_thing(
    hits: Sequence[Hit], products: Mapping[str, Product], text: str
) -> list[Hit]:
    """The hits whose texts have what a Chinese request says things of; all if it says things of nothing.

    For where words are all there is to go by: a heater for the dormitory has most words of 宿舍能用的小电锅 but its last.
    """
    thing = _thing_said_of(text)
    if not thing or "的" not in text:
        return list(hits)

    def speaks(product: Product) -> bool:
        if thing in product_terms(product):
            return True
        called = _called(product, every=True)
        if any(one.endswith(_short(thing)) for one in called):
            return True
        return all(any(char in one for one in called) for char in thing)  # 电热煮茶器 is a 电器

    return [hit for hit in hits if thing in _ANY_THING or speaks(products[hit.item_id])]


def _thing_said_of(text: str) -> str:
    """The last word behind the last 的, or a space; empty if there is none."""
    last = _LAST_THING.search(text.rstrip(_ENDS))
    return chinese_words(last[0])[-1] if last else ""


def _short(word: str) -> str:
    """What a word is short or long for: 茶叶 for 茶, 杯子 for 杯; else the word."""
    return _ALSO_CALLED.get(word) or (word[:-1] if len(word) == 2 and word[1] == "子" else word)


def _ending_with_the_thing(
    hits: Sequence[Hit], products: Mapping[str, Product], text: str
) -> list[Hit]:
    """The hits that are called a word that ends with what a request says things of; all if none is.

    An air fryer that goes into the dishwasher is no bowl, though 能放进洗碗机的碗 has all of its words.
    """
    thing = _thing_said_of(text)
    if not thing:
        return list(hits)
    own = [
        hit
        for hit in hits
        if any(one.endswith(thing) for one in _called(products[hit.item_id], every=True))
    ]
    return own or list(hits)


def _called(product: Product, every: bool = False) -> list[str]:
    """The words that may be a product's thing, and its categories.

    Args:
        product: in Chinese.
        every: each word of the title, not only the last one of its name.
    """
    title = product.title.replace(product.brand or "\0", " ")
    runs = _HAN.findall(title)
    longest = max(runs, key=len, default="")
    if every or len(longest) > _LONGEST_NAME:
        named = [word for run in runs for word in chinese_words(run)]
    else:
        named = [longest]
    return [*named, *(name for name in product.category if not _TWO_NAMES.search(name))]
