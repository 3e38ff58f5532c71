"""Chinese answers on the demo shop's Chinese department: in Chinese, and with the right fact.

    python benchmarks/chinese.py [--decoder none] [--count 100] [--show 10]

First the hand-written questions of the demo's question file that name a fact; then fields of the
same items by templates that the training doesn't have. Those items aren't learned from. Right: the
answer is mostly Chinese characters and the fact stands in it. The demo shop must have been built.
"""

from __future__ import annotations

import argparse
import random
import re
import unicodedata
from collections.abc import Iterator

from shopctl import Recommender
from shopctl.answer_measuring import read_questions
from shopctl.cache import cache_folder
from shopctl.catalog.demo import demo_questions

ASK = (
    "这款商品的{label}写的是什么？",
    "麻烦问一下，{label}有说明吗，是什么？",
    "买之前想确认{label}。",
    "{label}是怎么样的？",
)
NONE = ("无", "否", "没有", "不能", "不含", "不是", "不能用")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CARD = re.compile(r"\[\d+\]")


def asked(shop: Recommender, count: int) -> Iterator[tuple[str, str, str, bool]]:
    """Question, item, fact, and whether a person wrote it."""
    written = [one for one in read_questions(demo_questions()) if _HAN.search(one.question)]
    facts = [one for one in written if one.kind == "advise" and one.answer_fact and one.item_id]
    for one in facts:
        yield one.question, one.item_id or "", one.answer_fact, True
    rng = random.Random(11)
    items = sorted({one.item_id for one in written if one.item_id})
    fields = [
        (product.item_id, name, values[0])
        for product in shop.products(items)
        for name, values in product.attributes.items()
        if len(values) == 1 and 1 < len(values[0]) < 30 and not name.startswith(("能否", "是否"))
    ]
    rng.shuffle(fields)
    for n, (item, name, value) in enumerate(fields[: max(0, count - len(facts))]):
        yield ASK[n % len(ASK)].format(label=name), item, value, False


def holds(text: str, fact: str) -> bool:
    """Whether a fact stands in an answer; that something isn't there can be said in several ways."""
    if fact in NONE:
        return any(word in plain(text) for word in NONE)
    return plain(fact) in plain(text)


def plain(text: str) -> str:
    """Without cards, blanks and punctuation; full width as half width."""
    text = unicodedata.normalize("NFKC", _CARD.sub("", text)).casefold()
    return re.sub(r"[\s\W]+", "", text)


def in_chinese(text: str) -> bool:
    letters = [c for c in _CARD.sub("", text) if c.isalpha()]
    return bool(letters) and sum(bool(_HAN.match(c)) for c in letters) * 2 >= len(letters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--decoder", default="default")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--show", type=int, default=0, help="print so many wrong answers")
    given = parser.parse_args()
    total, chinese, right, by_hand, right_by_hand, shown = 0, 0, 0, 0, 0, 0
    with Recommender.open(cache_folder() / "demo-shop", decoder=given.decoder) as shop:
        for question, item, fact, written in asked(shop, given.count):
            answer = shop.ask(question, item=item)
            good = holds(answer.text, fact)
            total += 1
            chinese += in_chinese(answer.text)
            right += good and in_chinese(answer.text)
            by_hand += written
            right_by_hand += written and good and in_chinese(answer.text)
            if not good and shown < given.show:
                shown += 1
                print(f"? {question} ({item}; {fact})\n{answer.text}\n")
    print(
        f"{total} questions: {chinese} answered in Chinese, {right} with the right fact ({right / total:.1%})"
    )
    print(f"of which written by hand: {right_by_hand} of {by_hand}")


if __name__ == "__main__":
    main()
