"""The tuned decoder's prompt: a card and a question; it goes on with the card's number and a sentence.

The number comes first, so one look at the next token tells how sure the decoder is that the card
answers: `NONE` stands for "it doesn't". A prompt shows one card: which of several cards in one
prompt answers, a small decoder can hardly tell (docs/answers.md). Product text stands only in the card,
cleaned by `sanitise` and one line; fixed words are the same in training and in a shop.
"""

from __future__ import annotations

from .card_lines import framed
from .evidence import Card, Piece
from .extract import excerpt
from .questions import Question

MOST_CARDS = 6
"""Cards that are read for one question."""
CARD_CHARS = 200
QUESTION_CHARS = 240
NUMBER, NONE = "1", "0"
CHOICES = (NONE, NUMBER)
"""What the first token may be: one token each."""
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
_PROMPT = {
    "en": "Cards:\n[1] {line}\nQuestion: {question}\nAnswer: [",
    "zh": "卡片：\n[1] {line}\n问题：{question}\n回答： [",
}


def reading_prompt(question: str, line: str, language: str) -> str:
    """The whole prompt; what follows is ``1] sentence``, or ``0]``."""
    asked = " ".join(question.split())[:QUESTION_CHARS]
    return _PROMPT[language].format(line=line, question=asked)


def card_of(piece: Piece, question: Question) -> Card:
    """The one card of a prompt: of a long piece what speaks most of the question."""
    return Card(int(NUMBER), piece, excerpt(piece.text, question.terms, CARD_CHARS)[0])


def card_line(card: Card, language: str) -> str:
    """A card as the prompt shows it: whose words they are, then the words."""
    return framed(card, _PHRASES[language], CARD_CHARS)
