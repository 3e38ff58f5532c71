"""Words that mean the same in every shop: materials, colours, what people want left out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from .phrases import Phrases, keys

Kind = Literal["material", "colour", "absent"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon.

    Attributes:
        kind: a material or colour can be looked for in a product's text; an ingredient to be
            left out ("absent") can't, since "fragrance free" holds the word "fragrance".
        terms: what a product's text holds if the product has it.
        name: the word itself, in the singular.
    """

    kind: Kind
    terms: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of them, ready to match, and the words that brands share with plain language."""

    words: Phrases[Word]
    common: frozenset[tuple[str, ...]]

    def is_common(self, phrase: str) -> bool:
        """Whether a brand's name is also a plain word ("Fresh", "Simple", "Origins")."""
        return keys(phrase) in self.common


@cache
def lexicon() -> Lexicon:
    """The packaged lexicon, read once."""
    tables = json.loads(
        files(__package__).joinpath("request_words.json").read_text(encoding="utf-8")
    )
    kinds: tuple[tuple[str, Kind], ...] = (
        ("materials", "material"), ("materials_zh", "material"),
        ("colours", "colour"), ("colours_zh", "colour"),
    )  # fmt: skip
    entries = [
        (name, Word(kind, tuple(terms), name))
        for table, kind in kinds
        for name, terms in tables[table].items()
    ]
    entries += [
        (name, Word("absent", (name,), name))
        for table in ("absent", "absent_zh")
        for name in tables[table]
    ]
    return Lexicon(Phrases(entries), frozenset(keys(word) for word in tables["common_words"]))
