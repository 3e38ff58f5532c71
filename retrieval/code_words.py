"""Codes in a request: an article number, an ISBN, a SKU, as shoppers copy them from a label.

No encoder and no list of words finds "OF-0303"; the catalog knows its own numbers.
"""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<![\w.-])[A-Za-z0-9][A-Za-z0-9._/-]{2,38}[A-Za-z0-9](?![\w-])")
_MOST_CHARS, _MOST_CODES = 500, 8
# Measures, prices, years and counts look like codes.
_NO_CODE = re.compile(
    r"\d{1,7}|\d+(?:[.,]\d+)?[a-zA-Z]{1,4}|\d+[x/.-]\d+(?:[x/.-]\d+)*[a-z]{0,3}|\d+-\w+"
)


def codes_in(text: str) -> list[str]:
    """What may be the number of an article, as typed and in capitals; empty if nothing looks like one.

    >>> codes_in("do the pads BP-1044 fit a 2019 Camry?")
    ['BP-1044']
    """
    if text.strip().isalnum() and text.strip().isascii():
        return [text.strip()]  # nothing else is asked: whatever it is, it may be one
    found = [
        code
        for code in _CODE.findall(text[:_MOST_CHARS])
        if any(char.isdigit() for char in code) and not _NO_CODE.fullmatch(code)
    ]
    return list(
        dict.fromkeys(
            form for code in found[:_MOST_CODES] for form in (code, code.upper(), code.lower())
        )
    )
