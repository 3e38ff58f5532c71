"""A Chinese field that says whether one thing may be done says nothing of another.

能否进洗碗机 and 能放微波炉吗 share how both ask, which is most of their characters and none of what
they ask about.
"""

from __future__ import annotations

import re

_WHETHER = re.compile(r"(?:能否|是否|可否|能不能|可不可以|是不是|有没有|有无)(?P<what>.+)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# What is done with many things, and what many things are called.
_ANY = frozenset("进放入用可能支持带有含需要加使做是会上下里在的机器炉箱水")


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
