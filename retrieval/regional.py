"""British and American spellings of one English word: the other side's form, by short rules.

Knows endings, not words: many a form it gives is no word at all ("wise" → "wize"). Whoever asks
must see that the form exists where it is looked for. Different words for one thing ("tap" and
"faucet") are not spellings and not here.
"""

from __future__ import annotations

import re

_TAIL = r"(?=(?:s|ed|ing|ings|er|ers|ful|less|able|ist|ite|ites|y)?$)"
_VERB = r"(?=(?:e|es|ed|er|ers|ing|ation|ations|able)$)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (rf"(?<=[a-z][bdlmprtv])(?<!^fl)our{_TAIL}", "or"),  # colour, odour; not "flour"
        (rf"(?<=[a-z][bdlmprtv])or{_TAIL}", "our"),
        (rf"(?<=[a-z]{{3}})is{_VERB}", "iz"),  # moisturiser
        (rf"(?<=[a-z]{{3}})iz{_VERB}", "is"),
        (r"(?<=al)ys(?=(?:e|es|ed|er|ers|ing)$)", "yz"),  # analyser
        (r"(?<=al)yz(?=(?:e|es|ed|er|ers|ing)$)", "ys"),
        (r"(?<=[a-z][bt])re(?=s?$)", "er"),  # centre, fibre; not "tire"
        (r"(?<=[a-z][bt])er(?=s?$)", "re"),
        (r"(?<=[a-z]{2}l)ogue(?=s?$)", "og"),  # catalogue
        (r"(?<=[a-z]{2}l)og(?=s?$)", "ogue"),
        (r"(?<=[a-z]{2}[aeiou])ll(?=(?:ed|er|ers|ing|or|ors)$)", "l"),  # travelling
        (r"(?<=[a-z]{2}[aeiou])l(?=(?:ed|er|ers|ing|or|ors)$)", "ll"),
        (r"(?<=[a-z]{3})ence(?=s?$)", "ense"),  # licence
        (r"(?<=[a-z]{3})ense(?=s?$)", "ence"),
    )
)
_BRITISH = {
    "alumini": "alumin",
    "grey": "gray",
    "jeweller": "jewelr",
    "tyre": "tire",
    "mould": "mold",
    "plough": "plow",
    "pyjama": "pajama",
    "cosy": "cozy",
    "cosies": "cozies",
    "sulphur": "sulfur",
    "moustache": "mustache",
    "kerb": "curb",
    "yoghurt": "yogurt",
    "programme": "program",
}
_AMERICAN = {american: british for british, american in _BRITISH.items()}
_ALSO = {"aluminum": "aluminium", "jewelry": "jewellery", "program": "programme"}
_ENDS = ("", "s", "d", "ed", "ing", "ings", "y", "um", "ish", "er", "ers")


def other_spellings(word: str) -> list[str]:
    """The forms that `word` (lower case) has on the other side of the Atlantic, each once.

    Empty for most words; a form that comes back needn't be a word.
    """
    forms = [_ALSO[word]] if word in _ALSO else []
    for table in (_BRITISH, _AMERICAN):
        for start, other in table.items():
            if word.startswith(start) and word[len(start) :] in _ENDS:
                forms.append(other + word[len(start) :])
    forms += [rule.sub(other, word) for rule, other in _RULES if rule.search(word)]
    return [form for form in dict.fromkeys(forms) if form != word]
