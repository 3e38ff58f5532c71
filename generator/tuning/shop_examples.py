"""Worked examples from a shop's own products and the questions that it has answered.

No person wrote these questions about fields: they come from templates of ours, so they teach where
to look and how to say it in the shop's language, not how shoppers ask. Knows no store.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ..evidence import Piece, pieces_of
from ..grounded import Found
from ..sentences import split_sentences
from ..words import has_han, stems
from .examples import Example, worked

_FIELDS_EACH = 2
_OTHERS = 4
_MOST_VALUE = 80
_MOST_ANSWER = 160
_SOURCE = "shop"
_ASK = {
    "en": (
        "what is the {label}?", "what {label} does it have?", "{label}?", "can you tell me the {label}?",
        "which {label} is this?", "do you know the {label} of this one?",
    ),
    "zh": ("{label}是什么？", "这款的{label}是多少？", "请问{label}？", "想知道{label}是什么", "{label}呢", "它的{label}是哪种？"),
}  # fmt: skip
_SAY = {
    "en": ("The {label} is {text}.", "Its {label} is {text}.", "{Label}: {text}."),
    "zh": ("{label}是{text}。", "这款的{label}是{text}。", "{label}：{text}。"),
}
_WHETHER = {"能否": ("能", "不能"), "可否": ("可以", "不可以"), "是否": ("是", "不是")}
_TRUE = frozenset({"能", "可以", "是", "支持", "有"})
_FALSE = frozenset({"不能", "不可以", "否", "不是", "不支持", "没有"})


def from_shop(found: Sequence[Found], seed: int = 0) -> list[Example]:
    """Examples from products, with what the shop answered about them, in a fixed order.

    Args:
        found: products with their reviews and answered questions.
        seed: of which fields, templates and others are taken.
    """
    rng = random.Random(seed)
    cut = [pieces_of(one) for one in found]
    asked = [piece for pieces in cut for piece in pieces if piece.kind == "qa" and piece.question]
    out: list[Example] = []
    for pieces in cut:
        language = "zh" if any(has_han(piece.title) for piece in pieces) else "en"
        fields = [p for p in pieces if p.kind == "attribute" and len(p.text) <= _MOST_VALUE]
        for own in rng.sample(fields, min(_FIELDS_EACH, len(fields))):
            question, answer = _field(own, language, rng)
            out.append(_among(question, own, pieces, answer, language, rng))
        for own in pieces:
            answer = next(iter(split_sentences(own.text)), "")
            if own.kind == "qa" and own.question and len(answer) <= _MOST_ANSWER:
                shown = own if rng.random() < 0.5 else replace(own, question="")
                rest = [p for p in pieces if p is not own]
                out.append(_among(own.question, shown, rest, answer, language, rng))
        out.extend(_unknown(pieces, cut, asked, language, rng))
    rng.shuffle(out)
    return out


def _field(own: Piece, language: str, rng: random.Random) -> tuple[str, str]:
    """A question for a field, and its answer."""
    label = own.label if language == "zh" else own.label.lower()
    for whether, (yes, no) in _WHETHER.items():
        rest = own.label.removeprefix(whether)
        if rest != own.label and own.text in _TRUE | _FALSE:
            return f"{yes}{rest}吗？", f"{yes if own.text in _TRUE else no}{rest}。"
    said = rng.choice(_SAY[language])
    return (
        rng.choice(_ASK[language]).format(label=label),
        said.format(label=label, Label=own.label, text=own.text.rstrip(".。")),
    )


def _among(
    question: str,
    own: Piece,
    pieces: Sequence[Piece],
    answer: str,
    language: str,
    rng: random.Random,
) -> Example:
    """The piece that answers among others of its product that speak of something else."""
    about = stems(own.label or own.question)
    others = [
        p
        for p in pieces
        if p is not own and p.text not in own.text and not (about and about <= stems(p.read))
    ]
    others = rng.sample(others, min(len(others), rng.randint(1, _OTHERS)))
    return worked(question, [own, *others], [0], answer, _SOURCE, rng, language)


def _unknown(
    pieces: Sequence[Piece],
    cut: Sequence[Sequence[Piece]],
    asked: Sequence[Piece],
    language: str,
    rng: random.Random,
) -> list[Example]:
    """Questions about this product that its own pieces don't answer: another product's."""
    have = frozenset().union(*(stems(piece.read) for piece in pieces)) if pieces else frozenset()
    labels = {piece.label for piece in pieces}
    questions: list[str] = []
    for _ in range(20):
        other = rng.choice(rng.choice(cut)) if cut else None
        if other is None or len(questions) == 1:
            break
        if (
            other.kind == "attribute"
            and other.label not in labels
            and _new(other.label, have, language)
        ):
            questions.append(_field(other, language, rng)[0])
    for other in rng.sample(list(asked), min(3, len(asked))):
        if has_han(other.question) == (language == "zh") and _new(other.question, have, language):
            questions.append(other.question)
            break
    out = []
    for question in questions:
        few = rng.sample(list(pieces), min(len(pieces), rng.randint(1, _OTHERS + 1)))
        out.append(worked(question, few, [], "", f"{_SOURCE}, unanswerable", rng, language))
    return out


def _new(text: str, have: frozenset[str], language: str) -> bool:
    """Whether a question speaks of something that a product's pieces don't speak of."""
    about = stems(text)
    return (
        has_han(text) == (language == "zh") and bool(about) and len(about & have) * 2 < len(about)
    )
