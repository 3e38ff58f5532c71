"""What the evidence allows an answer to say: its numbers with their units, cards and references.

Built once an answer. Every number is kept as it stands, in the forms that have the same value
("1,299.00" is 1299), with the units and currencies that it stands with. Knows no tokens.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .lexing import Piece, cut, is_han
from .units import (
    CURRENCIES,
    CURRENCY_MARKS,
    NUMBER_WORDS,
    PREFIXES,
    UNITS,
    value_of_words,
    words_of,
    zh_of,
    zh_value,
)

_PLAIN = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?")
_LETTERS = re.compile(r"(?P<before>\D*?)(?P<core>\d(?:.*\d)?)(?P<after>\D*)", re.DOTALL)
_RANGE = re.compile(r"(\d+(?:[.,]\d+)*)[-–~](\d+(?:[.,]\d+)*)")


class Allowed:
    """The numbers, units, citations and references that may be said.

    Attributes:
        runs: number pieces that may be said whole, case-folded.
        run_starts: every beginning of one of them.
        units: value to the canonical units that stand after it.
        marked: canonical currency or prefix word to the runs that it stands before.
        marked_starts: the same for beginnings of runs.
        words: sequences of English number words.
        numerals: runs of Chinese numerals.
        brackets: what may stand in ``[…]``; `bracket_starts` has every beginning.
    """

    def __init__(
        self, evidence: Sequence[str], cards: Iterable[int] = (), references: Iterable[int] = ()
    ) -> None:
        self.runs: set[str] = set()
        self.units: dict[str, set[str]] = defaultdict(set)
        self.marked: dict[str, set[str]] = defaultdict(set)
        self.words: set[tuple[str, ...]] = set()
        self.numerals: set[str] = set()
        self.brackets = {f"{n}" for n in cards} | {f"P{n}" for n in references}
        for text in evidence:
            self._learn(list(cut(text)))
        self._spell()
        self.run_starts = _starts(self.runs)
        self.marked_starts = {mark: _starts(runs) for mark, runs in self.marked.items()}
        self.word_starts = {words[:n] for words in self.words for n in range(1, len(words))}
        self.numeral_starts = _starts(self.numerals)
        self.bracket_starts = _starts(self.brackets) | ({""} if self.brackets else set())
        self.unit_names = {
            value: [name for name, unit in UNITS.items() if unit in units]
            for value, units in self.units.items()
        }

    def _learn(self, pieces: list[Piece]) -> None:
        for n, piece in enumerate(pieces):
            if piece.kind == "number":
                self._number(pieces, n)
            elif piece.kind == "numeral":
                self.numerals.add(piece.text)
                if value := zh_value(piece.text):
                    self._add(value, unit_after(pieces, n), None)
            elif piece.kind == "word" and piece.text.casefold() in NUMBER_WORDS:
                words = spelled(pieces, n)
                self.words.add(words)
                self._add(value_of_words(words), unit_after(pieces, n), None)

    def _number(self, pieces: list[Piece], n: int) -> None:
        raw = pieces[n].text.casefold()
        self.runs.add(raw)
        match = _LETTERS.fullmatch(raw)
        if match is None:  # ½, ①: only as it stands
            self._add(raw, unit_after(pieces, n), mark_before(pieces, n))
            return
        before, core, after = match["before"], match["core"], match["after"]
        unit, mark = unit_after(pieces, n), mark_before(pieces, n)
        if after:
            unit = UNITS.get(after)
            if unit is None:  # "5kg" has a unit, "2nd" and "4k" are one word
                return
        if before:
            mark = as_mark(before)
            if mark is None:  # "B12", "Q10": the number means nothing alone
                return
        self._add(core, unit, mark)
        if ends := _RANGE.fullmatch(core):
            self._add(ends[1], unit, mark)
            self._add(ends[2], unit, mark)

    def _add(self, core: str, unit: str | None, mark: str | None) -> None:
        """Note a number in all forms of its value, with what stands after and before it."""
        forms = same_value(core)
        self.runs |= forms
        value = value_of(core)
        for name in (unit, mark):
            if name is not None:
                self.units[value].add(name)
        if mark is not None:
            self.marked[mark] |= forms
        if unit in CURRENCIES:
            self.marked[unit] |= forms
        if unit is not None:  # "30 ml" may be written "30ml"
            names = {name for name, same in UNITS.items() if same == unit and name.isascii()}
            self.runs |= {form + name for form in forms for name in names if name.isalpha()}

    def _spell(self) -> None:
        """Whole numbers below 100 may also be written in words, English or Chinese."""
        for run in [r for r in self.runs if r.isdecimal() and r.isascii() and len(r) < 3]:
            if words := words_of(int(run)):
                self.words.add(words)
            self.numerals |= zh_of(int(run))


def same_value(core: str) -> set[str]:
    """The ways to write the same number: with and without separators and trailing zeros."""
    match = _PLAIN.fullmatch(core)
    if match is None:
        return {core}
    whole, part = match["whole"].replace(",", ""), match["part"] or ""
    parts = {part, part.rstrip("0")} | ({part + "0"} if len(part) == 1 else set())
    wholes = {whole, f"{int(whole):,}"} if not whole.startswith("0") else {whole}
    return {core} | {
        f"{w}.{p}" if p else w for w in wholes for p in parts if p or not part.strip("0")
    }


def value_of(core: str) -> str:
    """One name for all forms of a value: no separators, no trailing zeros."""
    match = _PLAIN.fullmatch(core)
    if match is None:
        return core.casefold()
    whole, part = match["whole"].replace(",", ""), (match["part"] or "").rstrip("0")
    return f"{whole}.{part}" if part else whole


def value_at(pieces: Sequence[Piece], n: int) -> str | None:
    """The value of a piece that counts, or None."""
    piece = pieces[n]
    if piece.kind == "number":
        return value_of(piece.text)
    if piece.kind == "numeral":
        return zh_value(piece.text)
    if piece.kind == "word" and piece.text.casefold() in NUMBER_WORDS:
        return value_of_words(spelled(pieces, n))
    return None


def unit_after(pieces: Sequence[Piece], n: int) -> str | None:
    """The canonical unit that stands after piece `n`: "30 ml", "30-day", "199元", "50%"."""
    n += 1
    while n < len(pieces) and (pieces[n].kind == "space" or pieces[n].text in "-‑"):
        n += 1
    if n == len(pieces):
        return None
    if pieces[n].kind in ("han", "numeral"):
        text = "".join(piece.text for piece in pieces[n : n + 4])
        name = han_unit(text)
        return UNITS[name] if name else None
    return UNITS.get(pieces[n].text.casefold())


def han_unit(text: str) -> str | None:
    """The longest Chinese unit that `text` begins with."""
    return next((text[:n] for n in range(min(4, len(text)), 0, -1) if text[:n] in _HAN_UNITS), None)


def mark_before(pieces: Sequence[Piece], n: int) -> str | None:
    """The currency or prefix word before piece `n`: "$62", "Rs. 299", "SPF 50"."""
    n -= 1
    while n >= 0 and (pieces[n].kind == "space" or pieces[n].text in ".:-"):
        n -= 1
    return as_mark(pieces[n].text.casefold()) if n >= 0 else None


def as_mark(word: str) -> str | None:
    """The canonical name of a currency sign, currency word or prefix word."""
    if word in PREFIXES:
        return word
    unit = UNITS.get(word, word)
    return unit if unit in CURRENCIES or unit in CURRENCY_MARKS else None


def spelled(pieces: Sequence[Piece], n: int) -> tuple[str, ...]:
    """The number words that end at piece `n`, joined by a space or a hyphen: "twenty-five"."""
    words = [pieces[n].text.casefold()]
    while (
        n >= 2
        and pieces[n - 1].text in (" ", "-")
        and pieces[n - 2].text.casefold() in NUMBER_WORDS
    ):
        n -= 2
        words.insert(0, pieces[n].text.casefold())
    return tuple(words)


def _starts(texts: Iterable[str]) -> set[str]:
    return {text[:n] for text in texts for n in range(1, len(text) + 1)}


_HAN_UNITS = frozenset(name for name in UNITS if is_han(name[0]))
