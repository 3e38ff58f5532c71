"""The tuned decoder's prompt: cards and a question; it goes on with a card's number and a sentence.

The number comes first, so one look at the next token tells which card answers, and how sure the
decoder is that any does: `NONE` stands for "no card answers". Product text stands only in cards,
cleaned by `sanitise` and one line each; fixed words are the same in training and in a shop.
"""

from __future__ import annotations

from collections.abc import Sequence

from .card_lines import framed
from .evidence import Card

MOST_CARDS = 6
CARD_CHARS = 200
QUESTION_CHARS = 240
NONE = "0"
STOP = ("\n",)
_PHRASES = {
    "en": {
        "description": "Description: {text}",
        "review": "A shopper wrote: {text}",
        "qa": "The shop answered “{asked}”: {text}",
        "qa_plain": "The shop answered: {text}",
        "title": "Name: {text}",
        "field": "{label}: {text}",
    },
    "zh": {
        "description": "商品描述：{text}",
        "review": "买家评价：{text}",
        "qa": "店家回答“{asked}”：{text}",
        "qa_plain": "店家回答：{text}",
        "title": "商品名称：{text}",
        "field": "{label}：{text}",
    },
}
_CARDS = {"en": "Cards:\n", "zh": "卡片：\n"}
_ASK = {"en": "Question: {question}\nAnswer: [", "zh": "问题：{question}\n回答： ["}


def reading_prompt(question: str, lines: Sequence[str], language: str) -> str:
    """The whole prompt; what follows is ``n] sentence``."""
    cards = "".join(f"[{n}] {line}\n" for n, line in enumerate(lines, 1))
    asked = " ".join(question.split())[:QUESTION_CHARS]
    return _CARDS[language] + cards + _ASK[language].format(question=asked)


def choices(cards: int) -> list[str]:
    """What the first token may be: `NONE`, then the cards' numbers; one token each."""
    return [str(n) for n in range(cards + 1)]


def card_line(card: Card, language: str) -> str:
    """A card as the prompt shows it: whose words they are, then the words."""
    return framed(card, _PHRASES[language], CARD_CHARS)
