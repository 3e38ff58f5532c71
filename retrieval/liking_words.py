"""What somebody likes: "he likes coffee", "who is into cycling", "她喜欢喝茶" name coffee, cycling, tea.

Whom a gift is for and that they like a thing is no word to search by; the thing is.
"""

from __future__ import annotations

import re

_RELATIVE = (
    r"(?:my|his|her|our) (?:\w+ )?(?:mom|mum|mother|dad|father|wife|husband|girlfriend|boyfriend|partner|brother|sister|friends?|"
    r"son|daughter|kids?|boss|colleagues?|teacher|grandma|grandpa|grandmother|grandfather|uncle|aunt|niece|nephew|cousin)"
)
_LIKES = (
    r"(?:(?:really|also|just|absolutely|totally|always|both|mostly) )*(?:"
    r"likes?|loves?|enjoys?|adores?|collects?|plays?|"
    r"(?:is|are|am) (?:(?:really|very|also|so) )*(?:into|fond of|interested in|crazy about|keen on|an? (?:(?:big|huge|real) )?(?:fan|lover) of))"
)
_ENGLISH = re.compile(
    rf"\b(?:who|he|she|they|{_RELATIVE})(?: |(?=['’]))(?:(?:['’]s|['’]re) (?:(?:really|very|also|so) )*"
    rf"(?:into|fond of|interested in|crazy about|keen on|an? (?:(?:big|huge|real) )?(?:fan|lover) of)|{_LIKES})\s+(?=\S)",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:他们?|她们?|对方|爸爸?|妈妈?|老公|老婆|男朋友|女朋友|男友|女友|朋友|爷爷|奶奶|老师|同事)(?:很|特别|平时|非常|最|也|比较|都|一直)*"
    r"(?:喜欢|爱好|热爱|爱)(?:喝|吃|玩|用|看|做|去)?(?=\S)"
)


def without_liking(text: str) -> str:
    """The words without who likes what they name.

    >>> without_liking("a gift for my mom, she loves gardening")
    'a gift for my mom, gardening'
    """
    return _CHINESE.sub(" ", _ENGLISH.sub("", text)).strip()
