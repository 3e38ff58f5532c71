"""Fixed phrases of the top level, in English and Chinese."""

from __future__ import annotations

from typing import Any

_PHRASES = {
    "and": {"en": " and ", "zh": "且"},
    "nothing_found": {
        "en": "Nothing in the catalog matches that. Try other words, or ask about a product by name.",
        "zh": "店里没有找到相符的商品。请换个说法，或直接说出商品名称。",
    },
    "nothing_passes": {
        "en": "No product passes: {asked}.",
        "zh": "没有商品满足：{asked}。",
    },
    "nothing_passes_relax": {
        "en": "No product passes all of: {asked}. Without “{relax}” there are {left}.",
        "zh": "没有商品同时满足：{asked}。去掉“{relax}”后有{left}件。",
    },
}


def say(phrase: str, language: str, **values: Any) -> str:
    """The phrase in `language`; English where there is no other."""
    forms = _PHRASES[phrase]
    return forms.get(language, forms["en"]).format(**values)
