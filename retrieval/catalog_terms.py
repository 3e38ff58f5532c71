"""The catalog's own words, ready to be recognised in a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .brand_aliases import aliases
from .phrases import Phrases, keys
from .request import CatalogVocabulary

_SPLIT = re.compile(r"\s*[,;|、，；]\s*(?:and |or )?|\s+(?:and|or)\s+", re.IGNORECASE)
_ALIASES = re.compile(r"\s*/\s*|\s+by\s+", re.IGNORECASE)
_EMPTY = frozenset({
    "yes", "no", "none", "other", "others", "new", "all", "any", "na", "n/a", "true", "false",
    "unknown", "various", "assorted", "standard", "regular", "normal", "default", "multi",
    "one", "size", "是", "否", "无", "有", "其他", "其它", "其他/other", "全新", "普通", "通用", "不限", "可以",
    "支持",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One attribute value as the catalog writes it; `part` is the piece of it that was matched."""

    name: str
    value: str
    part: str


@dataclass(frozen=True, slots=True)
class CatalogTerms:
    """Brands, categories, attribute names and attribute values, each matched longest first.

    `called` holds what the brands are called in the other script.
    """

    brands: Phrases[str]
    called: Phrases[str]
    categories: Phrases[str]
    names: Phrases[str]
    values: Phrases[Value]


@lru_cache(maxsize=8)
def catalog_terms(vocabulary: CatalogVocabulary) -> CatalogTerms:
    """Compile a vocabulary; the last few are kept, since every request of a shop has the same."""
    return CatalogTerms(
        brands=Phrases(
            (alias, brand) for brand in vocabulary.brands for alias in _brand_names(brand)
        ),
        called=Phrases(aliases(vocabulary.brands)),
        categories=Phrases((name, name) for name in vocabulary.categories),
        names=Phrases((name, name) for name, _ in vocabulary.attributes),
        values=Phrases(
            (part, Value(name, value, part))
            for name, values in vocabulary.attributes
            for value in values
            for part in dict.fromkeys([value, *_SPLIT.split(value)])
        ),
    )


def _brand_names(brand: str) -> list[str]:
    """The names of a brand: both of "PAMPAS/潘帕斯", the first of "Fenty Beauty by Rihanna"."""
    parts = [part for part in _ALIASES.split(brand) if sum(map(len, keys(part))) > 1]
    if re.search(r"\s+by\s+", brand, re.IGNORECASE):
        parts = parts[:1]
    return list(dict.fromkeys([brand, *parts]))


_COUNTED = re.compile(r"[一二两三四五六七八九十百几半]+[个款种样件条瓶支双只本名位台张把盒套]?")


def says_something(part: str) -> bool:
    """Whether a value alone, without its name, can be a wish: "dry" can, "8" and "一个" can't."""
    part_keys = keys(part)
    if not part_keys or part.strip().lower() in _EMPTY or _COUNTED.fullmatch(part.strip()):
        return False
    letters = sum(char.isalpha() for char in part)
    return letters > 2 or (letters > 1 and not part.isascii())
