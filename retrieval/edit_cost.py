"""How likely one word was mistyped as another: an edit distance whose steps have their own price.

Optimal string alignment (Damerau 1964; no letter is edited twice). Slips of the finger are cheap:
two letters swapped, one doubled or its double lost, a neighbouring key, a vowel for a vowel. A
wrong first letter is dear, for people get it right (Pollock & Zamora 1984). Knows no words.
"""

from __future__ import annotations

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_SWAP, _DOUBLE, _NEAR, _OTHER, _EXTRA, _FIRST = 0.7, 0.6, 0.8, 1.0, 1.2, 0.6
# Where each key lies, in half keys: a row is shifted against the one above.
_KEYS = {key: (y, 2 * x + y) for y, row in enumerate(_ROWS) for x, key in enumerate(row)}


def neighbours(key: str) -> str:
    """The keys that touch `key` on a QWERTY keyboard, in the order of the rows."""
    return "".join(other for other in _KEYS if other != key and _touch(key, other))


def edit_cost(typed: str, word: str) -> float:
    """The price of the cheapest way from `word` to `typed`; 0 if they are the same.

    At most 1.2 times their optimal string alignment distance, and 0.6 for a wrong first letter.
    """
    before: list[float] = []
    last = [0.0]
    for y in range(len(word)):
        last.append(last[-1] + _lost(word, y))
    for x, letter in enumerate(typed):
        added = _lost(typed, x, _EXTRA)
        row = [last[0] + added]
        for y, wanted in enumerate(word):
            cost = min(
                last[y] + (0.0 if letter == wanted else _changed(letter, wanted)),
                last[y + 1] + added,
                row[y] + _lost(word, y),
            )
            if x and y and letter == word[y - 1] and wanted == typed[x - 1] and letter != wanted:
                cost = min(cost, before[y - 1] + _SWAP)
            row.append(cost)
        before, last = last, row
    swapped = typed[:2] == word[1::-1]
    return last[-1] + (_FIRST if typed[:1] != word[:1] and not swapped else 0.0)


def _lost(text: str, at: int, cost: float = _OTHER) -> float:
    """Leaving out one letter of `text`, or putting it in; next to its like it is cheap."""
    alike = (at > 0 and text[at] == text[at - 1]) or text[at + 1 : at + 2] == text[at]
    return _DOUBLE if alike else cost


def _changed(one: str, other: str) -> float:
    return _NEAR if (one in _VOWELS and other in _VOWELS) or _touch(one, other) else _OTHER


def _touch(one: str, other: str) -> bool:
    if one not in _KEYS or other not in _KEYS:
        return False
    (y, x), (other_y, other_x) = _KEYS[one], _KEYS[other]
    return abs(y - other_y) <= 1 and abs(x - other_x) <= (1 if y != other_y else 2)
