"""A field that says whether one thing holds says nothing of whether another does.

能否进洗碗机 and 能放微波炉吗 share how both ask, which is most of their characters and none of what
they ask about; and what "Batteries required: yes" says of a toy is no yes to "does it come with batteries?".
"""

from __future__ import annotations

import re

_WHETHER = re.compile(r"(?:能否|是否|可否|能不能|可不可以|是不是|有没有|有无)(?P<what>.+)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# What is done with many things, and what many things are called.
_ANY = frozenset("进放入用可能支持带有含需要加使做是会上下里在的机器炉箱水")


# What a field says must be had is asked for by one of the words behind it, or isn't asked.
_MUST = re.compile(
    r"\b(?:needs?|needed|requires?|required|requirements?|necessary|optional|excluded)\b|需要?|必需|必要|另购|选配",
    re.IGNORECASE,
)
_MUST_IT = re.compile(
    r"\b(?:needs?|needed|requires?|required|requirements?|necessary|must|ha(?:s|ve) to|takes?|uses?|powered|runs? on|"
    r"operates? on|without|optional|separately|extra)\b|需|要|用|必|另|选配",
    re.IGNORECASE,
)


def asks_whether_it_must(label: str, question: str) -> bool:
    """Whether a field says what must be had, and a question doesn't ask that.

    Args:
        label: the field's name.
        question: as typed, one that yes or no answers.

    >>> asks_whether_it_must("Batteries required", "does it come with batteries?")
    True
    """
    return _MUST.search(label) is not None and _MUST_IT.search(question) is None


def asks_whether_another(label: str, question: str) -> bool:
    """Whether a field asks whether, and of something that a question doesn't speak of.

    Args:
        label: the field's name.
        question: as typed.

    >>> asks_whether_another("能否进洗碗机", "能放微波炉吗"), asks_whether_another("能否进洗碗机", "洗碗机能洗吗")
    (True, False)
    """
    match = _WHETHER.match(label)
    if match is None:
        return False
    asked = set(_HAN.findall(match["what"])) - _ANY
    return bool(asked) and asked.isdisjoint(question)
