"""Which scripts a text encoder can read, judged by how its tokeniser cuts very common words.

A model that has never seen Chinese still gives every Chinese text a vector, and a meaningless one.
The rule: in a script the model knows, common words are neither unknown tokens nor single letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

# A few of each script's most common words.
_SAMPLES = {
    "LATIN": "the and for with from this that water color size black white price new home",
    "CJK": "的 一 是 不 了 我们 可以 这个 什么 价格 颜色 衣服 喜欢 使用 适合 质量 舒适 新款 品牌 手机",
    "HIRAGANA": "これ それ です ます ください ある する",
    "KATAKANA": "サイズ カラー セット タイプ メーカー",
    "HANGUL": "이 그 있는 합니다 제품 가격 색상 사이즈",
    "CYRILLIC": "и в не на что это для как цена цвет размер новый",
    "GREEK": "και το να για με τιμή χρώμα",
    "ARABIC": "في من على هذا السعر اللون جديد",
    "HEBREW": "של את על זה מחיר צבע חדש",
    "THAI": "ที่ และ ใน ราคา สี ขนาด ใหม่",
    "DEVANAGARI": "और के है में यह रंग कीमत नया",
}
_MAX_PIECES_PER_LETTER = {"CJK": 1.2, "HIRAGANA": 0.9, "KATAKANA": 0.9, "HANGUL": 0.9}
_MAX_UNKNOWN = 0.05
_LETTER = re.compile(r"[^\W\d_]")

Pieces = Callable[[str], Sequence[bool]]
"""Text to one flag a token: True where the token is the unknown one."""


class ScriptKnowledge:
    """Answers how much of a text the encoder can read."""

    def __init__(self, pieces: Pieces) -> None:
        self._known = {script: _knows(script, text, pieces) for script, text in _SAMPLES.items()}

    @property
    def known(self) -> frozenset[str]:
        """Scripts that the encoder reads, by Unicode name (``"LATIN"``, ``"CJK"`` …)."""
        return frozenset(script for script, known in self._known.items() if known)

    def readable_share(self, text: str) -> float:
        """Share of the letters of `text` in scripts the encoder knows; 1 if it has no letters.

        Letters of a script that has no sample here count as not readable.
        """
        letters = _LETTER.findall(text[:10_000])
        if not letters:
            return 1.0
        return sum(self._known.get(_script(letter), False) for letter in letters) / len(letters)


def _knows(script: str, sample: str, pieces: Pieces) -> bool:
    flags = pieces(sample)
    letters = len(_LETTER.findall(sample))
    if not flags or sum(flags) / len(flags) > _MAX_UNKNOWN:
        return False
    limit = _MAX_PIECES_PER_LETTER.get(script, 0.6)
    return len(flags) / letters <= limit


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ", 1)[0].split("-", 1)[0]
