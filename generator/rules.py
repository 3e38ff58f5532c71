"""Is this text within what the evidence allows, or can it still become so?

One judge for both uses: the constraint asks before each token whether the text may go on so, and
the sentence check asks of a finished text what is wrong with it. Local rules over lexical pieces:
numbers, units, currencies, number words, citations, and no markup, links or role markers.
Tense, negation and who has which number are the sentence check's business, not this one's.
"""

from __future__ import annotations

import unicodedata

from .allowed import (
    Allowed,
    han_unit,
    mark_before,
    spelled,
    value_at,
    value_of,
)
from .lexing import Piece, cut
from .units import (
    BEFORE_PRONOUN_ONE,
    CURRENCY_MARKS,
    NUMBER_WORDS,
    UNITS,
    ZH_NOT_COUNTING,
    ZH_ONE_MEASURES,
)

_MARKUP = frozenset("<>{}`|\\@#*_^【】〔〕［］｛｝〖〗�")
_LINK_WORDS = frozenset(["http", "https", "ftp", "www", "href", "src", "javascript", "mailto"])
_DOMAINS = frozenset(
    [
        "com",
        "net",
        "org",
        "cn",
        "io",
        "co",
        "uk",
        "de",
        "fr",
        "ru",
        "us",
        "info",
        "biz",
        "html",
        "htm",
        "php",
        "shop",
        "store",
        "xyz",
        "top",
        "site",
        "app",
    ]
)
_ROLES = frozenset(["user", "assistant", "system", "human", "model", "bot", "developer"])
_HIDDEN = frozenset(("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp", "Zs"))
_REACH = 3  # a rule looks at most this many characters past the piece that it judges


class Rules:
    """Judges text against `Allowed`."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed

    def violations(self, text: str) -> list[str]:
        """What is wrong with a finished text, one line each; empty if nothing is."""
        return self._judge(text, 0, 0, final=True, all_of_them=True)

    def may_go_on(self, text: str, start: int = 0, since: int = 0) -> bool:
        """Whether `text` is right so far, or can become right by what follows.

        Args:
            text: what has been said, with the candidate at its end.
            start: offset where cutting may begin: 0 or from `resume_at`.
            since: everything before this offset was judged when it was said.
        """
        return not self._judge(text, start, max(0, since - _REACH), final=False)

    def may_end(self, text: str, start: int = 0, since: int = 0) -> bool:
        """Whether `text` is right if nothing follows; `start` and `since` as in `may_go_on`."""
        return not self._judge(text, start, max(0, since - _REACH), final=True)

    def _judge(
        self, text: str, start: int, since: int, final: bool, all_of_them: bool = False
    ) -> list[str]:
        pieces = list(cut(text, start))
        wrong: list[str] = []
        n = 0
        while n < len(pieces):
            piece = pieces[n]
            if piece.text == "[":
                close = text.find("]", piece.end)
                said = text[piece.end : close if close >= 0 else len(text)]
                if close < 0 and not final and said in self._allowed.bracket_starts:
                    return wrong
                if close < 0 or said not in self._allowed.brackets:
                    wrong.append(f"no such card or product: [{said}]")
                while n < len(pieces) and pieces[n].start < (close if close >= 0 else len(text)):
                    n += 1
                if close >= 0 and text[close + 1 : close + 2] == "(":
                    wrong.append("a link")
            elif piece.end >= since and (fault := self._fault(text, pieces, n, final)):
                wrong.append(fault)
            if wrong and not all_of_them:
                return wrong
            n += 1
        return wrong

    def _fault(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        kind = pieces[n].kind
        if kind == "mark":
            return self._mark(text, pieces, n, final)
        if kind == "number":
            return self._number(text, pieces, n, final)
        if kind == "word":
            return self._word(text, pieces, n, final)
        if kind == "numeral":
            return self._numeral(text, pieces, n, final)
        if kind == "han":
            return self._han(text, pieces, n, final)
        return None

    def _mark(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        mark = pieces[n].text
        if mark in _MARKUP or (mark != "\n" and unicodedata.category(mark) in _HIDDEN):
            return f"markup or a hidden character: {mark!r}"
        if mark == "]":
            return "a bracket that wasn't opened"
        before = pieces[n - 1].text if n else ""
        if mark == "/" and before == "/":
            return "a link"
        if mark in ":：" and before.casefold() in _ROLES:
            return f"a role marker: {before}{mark}"
        if mark in CURRENCY_MARKS:
            return self._currency(text, pieces, n, final)
        if mark in UNITS:
            return self._unit(pieces, n, mark, waiting=False)
        return None

    def _currency(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        name = UNITS.get(pieces[n].text, pieces[n].text)
        value = _counted_before(pieces, n)
        if value is not None and name in self._allowed.units.get(value, ()):
            return None  # "62 €"
        after = text[pieces[n].end :].lstrip(" ")
        if not after and not final and self._allowed.marked.get(name):
            return None
        following = next((p for p in pieces[n + 1 :] if p.kind != "space"), None)
        if following is not None and following.kind == "number":
            return None  # `_number` judges the pair
        return f"no such price: {pieces[n].text}"

    def _number(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        piece, allowed = pieces[n], self._allowed
        run = piece.text.casefold()
        waiting = piece.open and not final
        mark = mark_before(pieces, n)
        whole = allowed.runs if mark is None else allowed.marked.get(mark, set())
        starts = allowed.run_starts if mark is None else allowed.marked_starts.get(mark, set())
        if run in whole or (waiting and run + text[piece.end :].casefold() in starts):
            if (
                run.isdecimal()
                and len(run) == 3
                and n >= 2
                and pieces[n - 1].kind == "space"
                and pieces[n - 2].text.isdecimal()
                and len(pieces[n - 2].text) <= 3
            ):
                return f"two numbers that read as one: {pieces[n - 2].text} {run}"
            return None
        return f"a number that the evidence doesn't have: {mark or ''}{piece.text}"

    def _word(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        piece = pieces[n]
        word = piece.text.casefold()
        waiting = piece.open and not final
        if word in _LINK_WORDS:
            return f"a link: {piece.text}"
        if (
            word in _DOMAINS
            and n >= 2
            and pieces[n - 1].text == "."
            and pieces[n - 2].kind in ("word", "number")
        ):
            return f"a link: .{piece.text}"
        if word in NUMBER_WORDS and (fault := self._number_word(text, pieces, n, final)):
            return fault
        if word in UNITS:
            return self._unit(pieces, n, word, waiting)
        return None

    def _number_word(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        words = spelled(pieces, n)
        if words in self._allowed.words:
            return None
        rest = text[pieces[n].end :]
        if words in self._allowed.word_starts:
            goes_on = n + 2 < len(pieces) and pieces[n + 2].text.casefold() in NUMBER_WORDS
            if goes_on or (not final and rest in ("", " ", "-")):
                return None
        if words == ("one",) and _word_before(pieces, n) in BEFORE_PRONOUN_ONE:
            return None
        return f"a number that the evidence doesn't have: {' '.join(words)}"

    def _unit(self, pieces: list[Piece], n: int, name: str, waiting: bool) -> str | None:
        """`name` is a unit; if a number stands before it, the evidence must have the pair."""
        value = _counted_before(pieces, n)
        if value is None or UNITS[name] in self._allowed.units.get(value, ()):
            return None
        if waiting and any(
            other.startswith(name) and other != name
            for other in self._allowed.unit_names.get(value, ())
        ):
            return None
        return f"a unit that the evidence doesn't have: {value} {name}"

    def _han(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        piece = pieces[n]
        before = pieces[n - 1] if n else None
        if (
            before is not None
            and before.text == "一"
            and "1" not in self._allowed.runs
            and "一" not in self._allowed.numerals
            and piece.text in ZH_ONE_MEASURES
        ):
            return f"a number that the evidence doesn't have: 一{piece.text}"
        value = _counted_before(pieces, n)
        if value is None or (before is not None and before.text == "一"):
            return None
        if before is not None and text.startswith(ZH_NOT_COUNTING, before.start):
            return None  # 十分: very
        return self._han_unit(text, piece, value, final)

    def _han_unit(self, text: str, piece: Piece, value: str, final: bool) -> str | None:
        said = text[piece.start : piece.start + 4]
        name = han_unit(said)
        if name is None or UNITS[name] in self._allowed.units.get(value, ()):
            return None
        rest = text[piece.start :]
        if not final and any(
            other.startswith(rest) and other != rest
            for other in self._allowed.unit_names.get(value, ())
        ):
            return None
        return f"a unit that the evidence doesn't have: {value}{name}"

    def _numeral(self, text: str, pieces: list[Piece], n: int, final: bool) -> str | None:
        piece, allowed = pieces[n], self._allowed
        run = piece.text
        if n and pieces[n - 1].kind == "number":  # 3万, 5百: the numeral is a unit
            if run not in UNITS:
                return f"a number that the evidence doesn't have: {pieces[n - 1].text}{run}"
            return self._han_unit(text, piece, value_of(pieces[n - 1].text), final)
        if run == "一" or run in allowed.numerals:
            return None
        if piece.open and not final and run in allowed.numeral_starts:
            return None
        rest = text[piece.start :]
        if any(
            rest.startswith(word) or (not final and word.startswith(rest))
            for word in ZH_NOT_COUNTING
        ):
            return None
        return f"a number that the evidence doesn't have: {run}"


def resume_at(text: str, start: int, words_back: int = 8) -> int:
    """An offset near the end from which cutting may begin, with the context that rules look at."""
    at = len(text)
    for _ in range(words_back):
        at = max((text.rfind(mark, start, at) for mark in " ，。、；！？\n"), default=-1)
        if at <= start:
            return start
    # Never inside a bracket: its content has none of these marks.
    return at


def _counted_before(pieces: list[Piece], n: int) -> str | None:
    """The value that stands right before piece `n`: spaces and one hyphen may lie between."""
    n -= 1
    if n >= 0 and pieces[n].text in "-‑":
        n -= 1
    while n >= 0 and pieces[n].kind == "space":
        n -= 1
    return value_at(pieces, n) if n >= 0 else None


def _word_before(pieces: list[Piece], n: int) -> str:
    return next((p.text.casefold() for p in reversed(pieces[:n]) if p.kind == "word"), "")
