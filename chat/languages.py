"""Turns in a language that the shop doesn't speak: told by script and function words, declined in it.

Requests are read in English and Chinese. A French sentence would be searched for word by word, and
what came back would look like an answer; so it is declined, in French, unless the catalog itself is
in that language. Latin languages other than English are told by at least two of their function
words and more of them than English has; a product's foreign name ("crème brûlée") is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Container

from ..retrieval.language import language_of
from ..retrieval.request_text import fold

_DECLINES = {
    "ja": "申し訳ありません。英語か中国語でお尋ねください。",
    "ko": "죄송합니다. 영어나 중국어로 말씀해 주세요.",
    "ru": "Извините, я понимаю только английский и китайский.",
    "ar": "عذرًا، أفهم الإنجليزية والصينية فقط.",
    "he": "מצטערים, אפשר לפנות אליי באנגלית או בסינית בלבד.",
    "th": "ขออภัย กรุณาถามเป็นภาษาอังกฤษหรือภาษาจีน",
    "hi": "क्षमा करें, कृपया अंग्रेज़ी या चीनी में पूछें।",
    "el": "Συγγνώμη, καταλαβαίνω μόνο αγγλικά και κινέζικα.",
    "fr": "Désolé, je ne comprends que l'anglais et le chinois.",
    "de": "Leider verstehe ich nur Englisch und Chinesisch.",
    "es": "Lo siento, solo entiendo inglés y chino.",
    "it": "Mi dispiace, capisco solo l'inglese e il cinese.",
    "pt": "Desculpe, só entendo inglês e chinês.",
    "nl": "Sorry, ik begrijp alleen Engels en Chinees.",
}
_ENGLISH_TOO = "Please ask in English or Chinese."
_FUNCTION_WORDS = {
    "fr": "je j'ai nous vous une le la les un est sont cherche voudrais pour avec sans dans moins quel quelle quels avez ce cette mon ma mes qui que des du et ou pas plus il elle peut-on",
    "de": "ich wir sie ein eine einen einem der die das ist sind suche möchte mochte fur mit ohne unter haben gibt welche welcher welches mein meine und oder nicht auch es ihr kann zum zur",
    "es": "yo busco quiero quisiera necesito un una unos unas el la los las es son para con sin menos tiene tienen hay cual que mi mis y o pero por favor este esta del de",
    "it": "io cerco vorrei voglio un una uno il lo la gli le e sono per con senza meno avete ha quale che mio mia questo questa di del della è",
    "pt": "eu procuro quero preciso gostaria um uma o os as para com sem menos tem qual que meu minha este esta do da dos não por favor",
    "nl": "ik wij zoek wil graag een de het is zijn voor met zonder onder heeft hebben jullie welke mijn en of niet ook dit deze van",
}
_ENGLISH = frozenset(
    [
        "i",
        "i'm",
        "the",
        "a",
        "an",
        "is",
        "are",
        "for",
        "with",
        "without",
        "in",
        "and",
        "or",
        "to",
        "of",
        "my",
        "me",
        "do",
        "does",
        "you",
        "have",
        "it",
        "this",
        "that",
        "what",
        "which",
        "how",
        "can",
        "show",
        "find",
        "want",
        "need",
        "looking",
        "under",
        "one",
        "some",
        "any",
        "not",
        "on",
    ]
)
_WORDS = {tag: frozenset(fold(words).split()) for tag, words in _FUNCTION_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEAST = 2
_LEAST_SHARE = 0.3


def foreign_language(text: str) -> str | None:
    """The primary tag of a turn that is in neither English nor Chinese, as far as it can be told."""
    tag = language_of(text)
    if tag not in {"en", "zh"}:
        return tag
    if tag == "zh":
        return None
    words = [fold(word).replace("’", "'") for word in _WORD.findall(text[:500])]
    if not words:
        return None
    english = sum(word in _ENGLISH for word in words)
    counts = {name: len({w for w in words if w in own}) for name, own in _WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    share = sum(word in _WORDS[best] for word in words) / len(words)
    return (
        best
        if counts[best] >= _LEAST and counts[best] > english and share >= _LEAST_SHARE
        else None
    )


def decline(tag: str, spoken: Container[str]) -> str | None:
    """The polite refusal of a turn in that language; None if the catalog speaks it."""
    if tag in spoken:
        return None
    own = _DECLINES.get(tag)
    return f"{own} {_ENGLISH_TOO}" if own else _ENGLISH_TOO
