"""Which vocabulary rows the decoder's head always multiplies: those of English and Chinese text.

A rule, not a list: a token is kept by how it is written, and how early it stands. Single bytes are kept, so that any text
can still be said; tokens of the prompt are added by the model itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# A form and the id up to which tokens of that form are kept: a vocabulary is ordered by how often a
# piece is met, and rare capitalised ones are code and names (names stand in the prompt). On 5,843
# shopping requests in English, one token in 10,000 is left out.
_FORMS = (
    (re.compile(r" ?[a-z]+|['’][a-z]{1,2}|[a-z]+[-'’][a-z]+"), None),
    (re.compile(r" [A-Z][a-z]+"), 80_000),
    (re.compile(r"[A-Z][a-z]+(?:['’][a-z]+)?"), 30_000),
    (re.compile(r" ?[A-Z]{1,6}"), 40_000),
)
_HAN = re.compile(r" ?[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_MARKS = re.compile(
    r"[ \n]{1,4}|\d{1,4}| ?[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e“”‘’–—…•°™®©€£¥₹é×½²³]{1,2}"
)


def kept_rows(pieces: Sequence[bytes | None], ends: Sequence[int]) -> NDArray[np.int64]:
    """Sorted ids of the tokens to keep.

    Args:
        pieces: bytes of every id, None for special tokens.
        ends: ids that end a text; kept too.
    """
    kept = set(ends)
    for index, piece in enumerate(pieces):
        if not piece:
            continue
        if len(piece) == 1:
            kept.add(index)
            continue
        try:
            text = piece.decode()
        except UnicodeDecodeError:  # part of a character in byte-level vocabularies
            kept.add(index)
            continue
        limit = next((most for form, most in _FORMS if form.fullmatch(text)), 0)
        if limit is None or index < limit or _HAN.fullmatch(text) or _MARKS.fullmatch(text):
            kept.add(index)
    return np.array(sorted(kept), dtype=np.int64)
