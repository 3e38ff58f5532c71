"""Where the words of a sentence stand in one sentence of its card: in its order, but for neighbours.

For what the decoder says in its own words: `own_words` judges it, `in_own_words` holds it while it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .clauses import key, low
from .sentences import split_sentences
from .words import FRAME, STOP, Word, is_stop

_FARTHEST_BACK = 2  # words between a thing and its quality, at most: "rubber wheels", "wheels"
_FARTHEST_ON = 12
_MOST_TURNED = 2
_MOST_WAYS = 64
# What a sentence claims or praises by these the card has to.
SWEEPING = frozenset(
    [
        "all",
        "any",
        "best",
        "better",
        "both",
        "each",
        "every",
        "everything",
        "fully",
        "good",
        "great",
        "ideal",
        "less",
        "more",
        "most",
        "nice",
        "only",
        "other",
        "over",
        "perfect",
        "really",
        "same",
        "too",
        "under",
        "very",
        "well",
        "without",
    ]
)

# What needn't stand in the card to be said.
PLAIN = frozenset(word for word in STOP | FRAME if word.isascii()) - SWEEPING


def stating(card: str) -> list[str]:
    """The sentences of a card that ask nothing."""
    return [one for one in split_sentences(card) if not one.rstrip().endswith(("?", "？"))]


def near(at: int, to: int) -> bool:
    """Whether what stands at one place may be followed by what stands at another."""
    return -_FARTHEST_BACK <= to - at <= _FARTHEST_ON


def tells(word: Word) -> bool:
    """Whether a word has to stand in the card: it carries content, or is a figure."""
    return word.surface[0].isdigit() or not (is_stop(word) or low(word) in FRAME)


def paths(told: Sequence[Word], found: Sequence[Word]) -> Iterator[list[int]]:
    """Ways to find the words told among those of a sentence, in order but for neighbours."""
    places = [[at for at, word in enumerate(found) if key(word) == key(wanted)] for wanted in told]
    ways: list[tuple[list[int], int]] = [([], 0)]
    for some in places:
        ways = [
            ([*path, at], turned + back)
            for path, turned in ways
            for at in some
            for back in (bool(path) and at < path[-1],)
            if at not in path and (not path or near(path[-1], at)) and turned + back <= _MOST_TURNED
        ][:_MOST_WAYS]
    yield from (path for path, _ in ways)
