"""A request's few words in the shop's language, by the decoder; and which of a shop's own names they mean.

The untuned decoder translates short names of goods with worked examples, about two in three rightly. What it
makes of a request is never shown or served: it only finds products. Which of *their* names is the request's is
asked again, in both directions: the name must be a likely translation of the request, and the request one of
the name. Knows no products; names come as texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Literal

from .sanitise import clean, is_tampered

if TYPE_CHECKING:
    from .decoder import Decoder

Language = Literal["en", "zh"]

LONGEST = 60
"""Characters of a text to translate."""
_MOST_TOKENS = 12
_LEAST_FORTH = -3.5
"""Mean log-probability of a token of the name after the request; this and the next are read off half of 180
requests, see docs/search.md.
"""
_ALONE, _AGREED = (-1.5, 2.0), (-3.25, 2.5)
"""The same of the request after the name, and what both together may be behind the likeliest name: in a shop
without pencils no pen is meant by one. The second where an encoder agrees.
"""
_EXAMPLES = (
    ("bread machine", "面包机"),
    ("blue wool hat", "蓝色羊毛帽"),
    ("bookshelf", "书架"),
    ("garden shovel", "园艺铲"),
    ("hand soap", "洗手液"),
    ("men's swimming trunks", "男士泳裤"),
    ("remote control car", "遥控车"),
    ("violin strings", "小提琴弦"),
    ("dining table", "餐桌"),
    ("baby bottle", "婴儿奶瓶"),
    ("window cleaner", "玻璃清洁剂"),
)
"""Ours, of general goods. As many as fill what a decoder keeps of the last prompt (`fast_gemma._cuts`)."""
_NAMES = {"en": "English", "zh": "Chinese"}
_LETTERS = {"en": re.compile(r"[A-Za-z]"), "zh": re.compile(r"[\u4e00-\u9fff]")}
_FOREIGN = {
    "en": re.compile(r"[^\x00-\x7f’é]"),
    "zh": re.compile(r"[^\x00-\x7f\u4e00-\u9fff，、（）]"),
}
_NO_NAME = re.compile(r"[<>\[\]{}|`*_#=\\:：]")
_DIGITS = re.compile(r"\d+")


class Translator:
    """Translates names of goods between English and Chinese.

    Args:
        decoder: gives an untuned decoder, whenever something is to be translated; whoever made the function
            keeps it. Tuned to answer questions, the packaged one translates half as well.
    """

    def __init__(self, decoder: Callable[[], Decoder]) -> None:
        self._decoder = decoder

    def translated(self, text: str, to: Language) -> str:
        """What the decoder makes of a text; ``""`` where that can be no name of goods.

        Args:
            text: a request's words; cut to one line, without markup and orders.
            to: the language to translate into.
        """
        if not (asked := _asked(text)):
            return ""
        prompt = translating_prompt(asked, to)
        said = "".join(self._decoder().generate(prompt, None, _MOST_TOKENS, ("\n",)))
        return usable(said, asked, to)

    def meant(
        self, text: str, names: Sequence[str], to: Language, agreed: Collection[str] = ()
    ) -> list[str]:
        """Those of some names that a text means, likeliest first; each is likely in both directions.

        Args:
            text: a request's words.
            names: in the language `to`.
            to: their language.
            agreed: names that something else, such as an encoder that reads both languages, holds for the
                text's; less is asked of them.
        """
        if not (asked := _asked(text)):
            return []
        back: Language = "zh" if to == "en" else "en"
        forth = [(name, self._likely(asked, name, to)) for one in names if (name := _asked(one))]
        both = [
            (name, here, there + here)
            for name, there in forth
            if there >= _LEAST_FORTH
            for here in (self._likely(name, asked, back),)
        ]
        best = max((together for _, _, together in both), default=0.0)
        kept = []
        for name, here, together in both:
            least, behind = _AGREED if name in agreed else _ALONE
            if here >= least and together >= best - behind:
                kept.append((name, together))
        return [name for name, _ in sorted(kept, key=lambda one: -one[1])]

    def _likely(self, text: str, translation: str, to: Language) -> float:
        """Mean log-probability of a token of a translation; whole names compare, however long."""
        return float(self._decoder().score(translating_prompt(text, to), f" {translation}").mean())


def translating_prompt(text: str, to: Language) -> str:
    """The whole prompt; a translation goes on after its last character."""
    source = _NAMES["zh" if to == "en" else "en"]
    target = _NAMES[to]
    pairs = [(b, a) if to == "en" else (a, b) for a, b in _EXAMPLES]
    worked = "".join(f"{source}: {one}\n{target}: {other}\n\n" for one, other in pairs)
    return f"{worked}{source}: {text}\n{target}:"


def usable(said: str, asked: str, to: Language) -> str:
    """The first line of what a decoder said, if it may be searched for.

    Args:
        said: as it was said.
        asked: the text that it should translate: numbers that it hasn't are made up.
        to: the language that it should be in.
    """
    line = said.strip().split("\n")[0].strip(" .。?？!！,，、;；\"'“”")
    wrong = _NO_NAME.search(line) or _FOREIGN[to].search(line) or not _LETTERS[to].search(line)
    made_up = set(_DIGITS.findall(line)) - set(_DIGITS.findall(asked))
    return "" if wrong or made_up or is_tampered(line) else line


def _asked(text: str) -> str:
    """A text as a prompt may have it: one line, no markup; ``""`` if it is long or more than a name."""
    line = " ".join(clean(text[: 2 * LONGEST]).split())
    return "" if len(line) > LONGEST or _NO_NAME.search(line) or is_tampered(text) else line
