"""Answers in the catalog's own words: a piece in a clean grammatical frame, nothing rephrased."""

from __future__ import annotations

import re
from itertools import pairwise

from .evidence import Piece
from .messages import say
from .sentences import split_sentences
from .short_name import LONG
from .statements import Statement, mark
from .words import has_han, near, words

MAX_QUOTE = 240
_TRUE = frozenset({"yes", "true", "y", "是", "有", "支持", "1.0"})
_FALSE = frozenset({"no", "false", "n", "否", "无", "没有", "不支持"})
_CLAUSE = re.compile(r"(?<=[,;:，；：、])\s*|(?<=\))\s+|\s+(?=[-–—]\s)|(?<=[.!?。！？])\s+")

_BLANK = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]), (?=[\u4e00-\u9fff])")


def frame(piece: Piece, language: str, terms: tuple[str, ...] = (), variant: str = "") -> Statement:
    """Put a piece into a sentence that says where the words stand.

    Args:
        piece: what to quote.
        language: of the frame; the quote stays in the catalog's language.
        terms: stems of the question, which choose the excerpt of a long piece.
        variant: ``"_more"`` or ``"_but"`` for a second review.
    """
    # Of a long name what was asked for is shown; its other words are for search engines.
    quote, shown = excerpt(
        piece.text, terms, LONG if piece.kind == "title" and terms else MAX_QUOTE
    )
    n = mark()
    if piece.kind == "qa":
        if piece.question:
            text = say(
                "qa", language, question=inner(shorten(piece.question, 120)), text=inner(shown), n=n
            )
        else:
            text = say("qa_plain", language, text=inner(shown), n=n)
    elif piece.kind == "review":
        text = say(f"review{variant}", language, text=inner(shown), n=n)
    elif piece.kind == "description":  # the shop's own words: its number tells where they stand
        own = inner(shown)
        text = say("description", language, text=own[:1].upper() + own[1:], n=n)
    elif piece.kind == "title":
        text = say("title", language, text=inner(shown), n=n)
    elif piece.kind in ("price", "rating", "brand"):
        text = say(piece.kind, language, text=quote, n=n)
    elif piece.kind == "availability":
        text = say(piece.text.replace(" ", "_"), language, n=n)
    else:
        text = say(
            "attribute", language, name=piece.label, text=attribute_value(shown, language), n=n
        )
    return Statement(text, (piece,), (quote,))


def attribute_value(text: str, language: str) -> str:
    """A value as it reads after its name: yes/no spelled out, prose in quotes, else as it is."""
    low = text.strip().lower()
    if low in _TRUE or low in _FALSE:
        return (
            ("是" if low in _TRUE else "否")
            if language == "zh"
            else ("yes" if low in _TRUE else "no")
        )
    text = text.strip().rstrip(".。") if len(text) < 80 else text.strip()
    if language == "zh":  # values of a list, joined as Chinese joins them
        text = _BETWEEN_HAN.sub("、", text)
    prose = len(text) >= 100 or len(split_sentences(text)) > 1
    return f"“{inner(text)}”" if prose else inner(text)


def says_false(piece: Piece) -> bool:
    """Whether a piece is a field whose value is no."""
    return piece.kind == "attribute" and piece.text.strip().lower() in _FALSE


def excerpt(text: str, terms: tuple[str, ...] = (), limit: int = MAX_QUOTE) -> tuple[str, str]:
    """The part of a piece to quote: (exact substring, as shown with … where cut).

    The window of clauses with most of the terms, as long as `limit` allows; whole if it fits.
    """
    text = text.strip()
    if len(text) <= limit:
        return text, text
    cuts = sorted({0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)})
    for start, end in pairwise(cuts.copy()):
        if end - start > limit:  # no clause of it can be shown whole: it may be cut at any word
            cuts += [start + match.end() for match in _BLANK.finditer(text[start:end])]
    cuts = sorted(set(cuts))
    wanted = set(terms) | {near(term) for term in terms}
    weight = []
    for start, end in pairwise(cuts):
        have = {near(word.stem) for word in words(text[start:end])} | {
            word.stem for word in words(text[start:end])
        }
        hits = len(have & wanted) + sum(has_han(term) and term in text[start:end] for term in terms)
        weight.append(hits)
    best, span = -1.0, (0, min(limit, len(text)))
    for i in range(len(weight)):
        for j in range(i, len(weight)):
            start, end = cuts[i], cuts[j + 1]
            if end - start > limit:
                break
            value = (
                sum(weight[i : j + 1]) + (end - start) / (4.0 * limit) + (0.3 if i == 0 else 0.0)
            )
            if value > best:
                best, span = value, (start, end)
    start, end = span
    if best < 0 or end - start > limit:  # one clause longer than the limit
        end = text.rfind(" ", start, start + limit)
        end = end if end > start else start + limit
    quote = text[start:end].strip().rstrip(",;:，；：、")
    return quote, ("… " if start else "") + quote + ("" if end >= len(text) else " …")


def shorten(text: str, limit: int) -> str:
    """Cut at a word's end, with … where something is left out."""
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", 0, limit)
    return text[: cut if cut > limit // 2 else limit].rstrip(" ,;，；") + "…"


def inner(text: str) -> str:
    """Text as it stands between quotation marks: single ones inside, no full stop at the end."""
    text = re.sub(r"(?<=[^.])[.。]$", "", text)
    return re.sub(r"[“\"„]([^“”\"„]*)[”\"]", r"‘\1’", text).replace("“", "‘").replace("”", "’")


def lower_first(text: str) -> str:
    """A frame that goes on after a colon begins in lower case; names and acronyms stay."""
    for opening in (
        "The shop",
        "The product",
        "The ingredient",
        "One shopper",
        "Asked",
    ):
        if text.startswith(opening):
            return text[0].lower() + text[1:]
    return text
