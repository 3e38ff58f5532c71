"""For whom a Chinese request buys: 给妈妈买点茶 is a request for 茶, 给猫买点吃的 one for what a 猫 eats.

That somebody's mother is to have it is in no product's words, and no word to search by. Whom products are made for
(a cat, a child, old people) is one, and stays beside the thing.
"""

from __future__ import annotations

import re

_PERSON = (
    r"(?:(?:我|我们|咱|他|她|自己|俺)(?:家|的)?)?(?:妈妈?|老妈|爸爸?|老爸|爸妈|父母|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|丈母娘|岳父|岳母|老公|老婆|"
    r"丈夫|妻子|媳妇|爱人|男朋友|女朋友|男友|女友|对象|闺蜜|好?朋友|同学|室友|同事|老师|老板|领导|客户|长辈|亲戚|家人|家里人?|"
    r"哥哥?|弟弟?|姐姐?|妹妹?|叔叔|阿姨|舅舅|姑姑)"
)
_ME = r"(?:我们?|咱们?|俺|自己|他们?|她们?)"
_FEW = (
    # Not where the word goes on: 点读笔, 双肩包, 套装, 个人护理.
    r"(?:点儿|点(?![读心火钞胶餐])|些|[一几两]?(?:个(?![人性体])|双(?![肩人层面门头筒])|套(?![装件餐盒])|条(?![纹码])|"
    r"[件支瓶台把张本盒包只款份种](?![装子])))"
)
_BUYS = rf"(?:买|買|购买|挑选?|选购?)(?:一下)?{_FEW}?"
_GETS = rf"(?:{_BUYS}|(?:带|整|弄|找)(?:一下)?{_FEW}?)"
_FOR_WHOM = re.compile(
    rf"(?:给|給|为|帮|替)(?:(?:{_PERSON}|{_ME}){_GETS}|(?P<whom>[\u4e00-\u9fff]{{1,5}}?){_BUYS})的?(?=[^\W_])"
)
_GIVEN = re.compile(
    rf"(?:适合(?:送给?|给)?|送给?|送給|给|給)(?:{_PERSON}|新手|初学者|小白)(?:使?用|吃|喝|穿|戴)?的(?=[^\W_])"
)
_A_FEW = re.compile(
    rf"^(?:想|要|我|去|打算|准备|给|帮|\s)*(?:买|買|购买|来|推荐|找){_FEW}(?=[^\W_])"
)


def without_whom(text: str) -> str:
    """The words of a Chinese request without who buys for whom; whom products are made for stays.

    >>> without_whom("想给妈妈买点茶")
    '想 茶'
    >>> without_whom("给猫买点吃的")
    '猫 吃的'
    """
    text = _FOR_WHOM.sub(lambda found: f" {found['whom'] or ''} ", text)
    text = _GIVEN.sub(" ", text)
    return " ".join(_A_FEW.sub("", text).split())
