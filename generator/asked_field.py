"""The one field that a question asks for by another word: "who wrote it?" is answered by the author.

Encoders don't know that a name in a field answers a "who": where nothing else is asked, the field does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .evidence import Piece
from .questions import Question

_FIELDS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in (
        ("author", r"(?:book )?authors?(?: ?\(s\))?|writers?|written by|作者"),
        ("narrator", r"narrators?|narrated by|read(?:ers?| by)|演播者?|播讲人?"),
        ("publisher", r"publishers?|publishing house|出版社"),
        (
            "published",
            r"pub(?:lication|lished|\.)?(?: ?(?:date|year|on))?|year(?: published| of publication)?|release(?:d| date| year)?|出版(?:时间|日期|年份)|上市(?:时间|日期)",
        ),
        ("pages", r"pages|page count|number of pages|no\.? of pages|print length|页数"),
        ("origin", r"country(?: of (?:origin|manufacture))?|origin|made in|原?产地|原产国"),
        ("ingredient", r"(?:full )?ingredients?|composition|contents|成分表?|配料表?"),
        ("material", r"materials?|fabric|材质|面料|材料"),
        ("colour", r"colou?rs?|colou?r name|颜色"),
        ("warranty", r"(?:manufacturer )?(?:warranty|guarantee)(?: period| length)?|保修期?|质保期?"),
        ("shelf life", r"shelf life|保质期|有效期"),
        ("age", r"(?:recommended |suggested )?age(?: range| group)?|适用年龄段?|年龄"),
    )
}  # fmt: skip
_LONG = re.compile(r"\bhow long is\b", re.IGNORECASE)


def asked_fields(question: Question, pieces: Sequence[Piece]) -> list[Piece]:
    """The fields that are what is asked for; none where more is asked, or a yes or no.

    Args:
        question: as understood.
        pieces: of one product or several.
    """
    if question.terms or question.yes_no or not question.kinds:
        return []
    name = question.kinds[0].name
    fields = _labelled(name, pieces)
    if not fields and name == "size" and _LONG.search(question.text):
        fields = _labelled("pages", pieces)  # a book is as long as its pages
    return fields


def _labelled(name: str, pieces: Sequence[Piece]) -> list[Piece]:
    pattern = _FIELDS.get(name)
    if pattern is None:
        return []
    return [
        one
        for one in pieces
        if one.kind in ("attribute", "list") and pattern.fullmatch(one.label.strip())
    ]
