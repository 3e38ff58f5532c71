"""The decoder's prompt: worked examples, the cards, the question.

Few-shot, because the packaged base isn't tuned to follow instructions. The examples are ours and
come first, so that the decoder's cached prefix covers them. Product text stands only in cards,
cleaned by `sanitise` and one line each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .card_lines import framed
from .evidence import Card

MAX_CARD_CHARS = 300
BUDGET_TOKENS = 350

_EN = """Answers to shoppers' questions. Every answer is one short sentence that only says what a card says, and ends with the card's number.

Cards:
[1] Capacity: 1.5 l
[2] One shopper wrote: boils in about four minutes, and it is not loud at all
Question: how much water does it hold?
Answer: It holds 1.5 l [1].

Cards:
[1] The description says: A linen shirt with horn buttons, cut wide. Machine wash at 30 °C.
[2] Fabric: linen
Question: can i put this in the washing machine?
Answer: Yes, machine wash at 30 °C [1].

Cards:
[1] The shop answered “does the lid lock?”: No, the lid only rests on the pot.
Question: is there a lock for the lid?
Answer: No, the lid only rests on the pot [1].

Cards:
[1] One shopper wrote: we put three coats and the stroller in the back and still had room for bags
[2] Trunk: 420 l
Question: is there room for a stroller?
Answer: A shopper put three coats and the stroller in the back [1].

"""
_ZH = """回答顾客的问题。每个回答只有一句话，只说卡片里写到的内容，并在句末标出卡片编号。

卡片：
[1] 容量：1.5升
[2] 一位买家写道：四分钟就烧开，声音也不大
问题：能装多少水？
回答：容量是1.5升 [1]。

卡片：
[1] 商品描述：亚麻衬衫，宽松版型。可30度机洗。
[2] 面料：亚麻
问题：可以用洗衣机洗吗？
回答：可30度机洗 [1]。

卡片：
[1] 店家回答“盖子能锁住吗”：不能，盖子只是放在锅上。
问题：盖子有锁扣吗？
回答：不能，盖子只是放在锅上 [1]。

"""
_CARDS = {"en": "Cards:\n", "zh": "卡片：\n"}
_ASK = {"en": "Question: {question}\nAnswer:", "zh": "问题：{question}\n回答："}
_PHRASES = {
    "en": {
        "description": "The description says: {text}",
        "review": "One shopper wrote: {text}",
        "qa": "The shop answered “{asked}”: {text}",
        "qa_plain": "The shop answered: {text}",
        "title": "Name: {text}",
        "field": "{label}: {text}",
    },
    "zh": {
        "description": "商品描述：{text}",
        "review": "一位买家写道：{text}",
        "qa": "店家回答“{asked}”：{text}",
        "qa_plain": "店家回答：{text}",
        "title": "商品名称：{text}",
        "field": "{label}：{text}",
    },
}
STOP = ("\n",)


def build_prompt(question: str, cards: Sequence[Card], language: str) -> str:
    """The whole prompt; the answer goes on after its last character."""
    lines = "".join(f"[{card.number}] {card_line(card, language)}\n" for card in cards)
    asked = question.replace("\n", " ")[:300]
    return (
        (_ZH if language == "zh" else _EN)
        + _CARDS[language]
        + lines
        + _ASK[language].format(question=asked)
    )


def prefix(language: str) -> str:
    """What every prompt of a language begins with."""
    return _ZH if language == "zh" else _EN


def card_line(card: Card, language: str) -> str:
    """A card as the prompt shows it: whose words they are, then the words."""
    return framed(card, _PHRASES[language], MAX_CARD_CHARS)


def within_budget(
    cards: Sequence[Card], count: Callable[[str], int], language: str, budget: int = BUDGET_TOKENS
) -> list[Card]:
    """The first cards whose lines fit; the first one always does, for its text is cut."""
    kept: list[Card] = []
    used = 0
    for card in cards:
        used += count(card_line(card, language)) + 5
        if kept and used > budget:
            break
        kept.append(card)
    return kept
