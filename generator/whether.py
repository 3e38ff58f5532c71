"""A Chinese yes/no clause turned to the form that follows "doesn't say": UGG雪地靴防水 → UGG雪地靴是否防水.

The asking word goes before what is said of the thing, behind the name of the thing itself: to a modal
that can be doubled (能不能), else 是否 before the verb, else before the last words of the clause.
"""

from __future__ import annotations

import re

from .words import words

_DOUBLED = (
    (re.compile(r"可以(?!不)"), "可不可以"),
    (re.compile(r"适合"), "是否适合"),
    (re.compile(r"(?<![功智节性不可])能(?![效量源耗不])"), "能不能"),
    (re.compile(r"(?<![社机不协])会(?![员议不])"), "会不会"),
    (re.compile(r"(?<![没不含附具设拥])有(?![机氧线声没限])"), "有没有"),
    (re.compile(r"(?<![不])是(?![否不])"), "是不是"),
)
# 男女都能穿: who it is about stands before 都, and all of that is asked.
_ALL = re.compile(
    r"(?:男女|男生女生|男孩女孩|男的女的|老少|老人小孩|大人(?:和|跟|与)?(?:小孩|孩子)|四季|全家|两边|每(?:个|款|种|件)[^都]{0,4}|所有[^都]{1,6}?)?"
    r"(?:都|也|还|全|就)(?=能|可以|会|有|是|适合|支持|防|带|含)"
)
_VERB = re.compile(
    r"支持|兼容|包含|包括|附赠?|(?<!富)含|(?<![皮背腰热绑丝随便携自])自?带(?!子)|包(?=安装|邮|换|退|教|赔)|需要?|(?<![家专适使作利])用(?!品)|(?<![想])要|(?<!配)送|(?<!适)配(?!件)"
    r"|添加|采用|经过|通过|属于|接受|容易|值得"
)
_STATE = re.compile(
    r"(?:不?(?:防|耐|抗|掉|起|褪|缩|漏|侧漏|粘|伤|透|显|保|磨|费|含|过)|好|不|很|真|太)[^的]{1,3}$"
)
_ADJECTIVE = re.compile(r"[大小重轻贵厚薄长短高低硬软烫快慢甜咸辣吵]$")
_MOST_OF_A_STATE = 3
"""Characters of what is said last: 防水, 有异味."""


def whether(clause: str) -> str:
    """The clause with its asking word.

    Args:
        clause: a yes/no question without 吗.

    >>> whether("敏感肌能用"), whether("雪地靴防水"), whether("鞋子男女都能穿")
    ('敏感肌能不能用', '雪地靴是否防水', '鞋子是否男女都能穿')
    """
    if match := _ADJECTIVE.search(clause):
        return f"{clause}不{match.group()}"
    if match := _ALL.search(clause):
        return _before(clause, match.start())
    for pattern, doubled in _DOUBLED:
        if pattern.search(clause):
            return pattern.sub(doubled, clause, count=1)
    if match := _VERB.search(clause) or _STATE.search(clause):
        return _before(clause, match.start())
    return _before(clause, _last_said(clause))


def _before(clause: str, at: int) -> str:
    return f"{clause[:at]}是否{clause[at:]}"


def _last_said(clause: str) -> int:
    """Where the last words of a clause begin, as many as make two characters or more; 0 if that is all."""
    for word in reversed(words(clause)):
        if len(clause) - word.start >= 2:
            return word.start if len(clause) - word.start <= _MOST_OF_A_STATE else 0
    return 0
