"""What a product takes at most, held against who or what will use it: a leash "for dogs up to 20 kg".

"For a 30 kg dog", "my dog weighs 30 kg", "for a 15 inch laptop", 我体重90公斤: what says that it ends below
that is left out. Silence is no limit, and neither is a maximum of another thing: a bag for a 15 inch
laptop may have a strap of "up to 10 inches".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog.records import Product
from ..retrieval.request_text import fold
from .aspects import MEASURING, unit_amount

_QUANTITIES = frozenset(["mass", "length"])
_WRITTEN = {'"': "inch", "”": "inch", "kilo": "kg", "kilos": "kg"}
_UNIT = "|".join(
    re.escape(one)
    for one in sorted({*MEASURING, *_WRITTEN}, key=len, reverse=True)
    if one in _WRITTEN or unit_amount(one)[0] in _QUANTITIES
)
_AMOUNT = rf"(?P<number>\d+(?:\.\d+)?)[\s-]?(?P<unit>{_UNIT})(?![a-z\d])"
_OWNER = r"(?:an? |my |our |his |her |their |the |someone |somebody |people |anyone )?"
_WHO = r"(?P<who>[a-z]{2,})"
_ONE = r"(?:old |adult |grown |large |big |small |heavy |male |female |gaming |business )?"
_NO_USER = frozenset(
    [
        "limit",
        "load",
        "weight",
        "capacity",
        "budget",
        "or",
        "and",
        "up",
        "to",
        "more",
        "less",
        "max",
        "maximum",
        "bag",
        "bags",
        "pack",
        "packs",
        "bottle",
        "tin",
        "box",
        "size",
        "version",
        "model",
        "one",
        "ones",
        "of",
        "in",
    ]
)
_BODY = r"person|people|man|woman|men|women|guy|adult|rider|user|body|me|child|kid|toddler|baby"
_USERS = (
    re.compile(
        rf"(?<![a-z])(?P<who>dog|puppy|cat|kitten|{_BODY}) of (?:about |around |over )?{_AMOUNT}"
    ),
    re.compile(rf"(?<![a-z])for {_OWNER}{_AMOUNT}[\s-]{_ONE}{_WHO}"),
    re.compile(
        rf"(?<![a-z])(?:my|our|his|her|their|the|an?|for an?) {_ONE}(?P<who>[a-z]{{2,}}) (?:that |who |which )?(?:weigh(?:s|ing)?|is) (?:about |around |almost |over )?{_AMOUNT}"
    ),
    re.compile(
        rf"(?<![a-z])(?P<who>i)(?: weigh|'m| am) (?:about |around |almost |over )?{_AMOUNT}"
    ),
    re.compile(rf"(?P<who>体重)(?:是|有|约|大概|为|在)?{_AMOUNT}"),
    re.compile(
        rf"{_AMOUNT}(?:重|左右)?的(?:大|小|中)?(?:型)?(?P<who>[狗犬猫]|成人|大人|人|男生|女生|孩子|宝宝|笔记本|电脑)"
    ),
)
_ALIKE = {
    "dog": "dogs?|pup|puppy|puppies|pets?|breeds?|animals?|狗|犬|宠物",
    "cat": "cats?|kittens?|pets?|animals?|猫|宠物",
    "laptop": "laptops?|notebooks?|macbooks?|computers?|devices?|笔记本|电脑",
    "person": rf"(?:{_BODY})s?|persons|riders|users|adults|body ?weight|用户|使用者|体重|成人|人",
}  # fmt: skip
_CALLED = {
    "puppy": "dog", "pup": "dog", "retriever": "dog", "labrador": "dog", "狗": "dog", "犬": "dog",
    "kitten": "cat", "猫": "cat", "notebook": "laptop", "macbook": "laptop", "computer": "laptop",
    "笔记本": "laptop", "电脑": "laptop", "i": "person", "体重": "person", "人": "person", "成人": "person",
    "大人": "person", "男生": "person", "女生": "person", "孩子": "person", "宝宝": "person",
}  # fmt: skip
_BEARS = re.compile(
    r"\b(?:load|hold|support|carr|bear|rated|weight (?:limit|capacity)|max(?:imum|\.)? (?:\w+ )?weight)|承重|载重|限重|承载|负重|承受"
)
_OWN = re.compile(r"(?:weigh(?:s|ing)?|自重|净重|毛重|机身)[^,.;，。]{0,12}$")
_UP_TO = re.compile(
    rf"(?P<before>\bup to (?:about |approx\w*\.? )?|\bunder |\bbelow |\bnot? (?:more|heavier|larger) than |\bmax(?:imum)?\.?(?: of|:)? ?|"
    r"\b(?:max(?:imum)?\.? )?(?:\w+ )?(?:load|weight (?:limit|capacity)|capacity)(?: of|:| is)? ?|"
    r"\b(?:holds|supports|carries|bears|rated (?:for|to)) (?:up to )?|\d+(?:\.\d+)?\s?(?:kg|lbs?|cm|inch(?:es)?|公斤|千克)?\s?(?:-|–|~|to|至|到)\s?|"
    r"(?:承重|载重|限重|承载|负重|承受)(?:量|能力|重量)?(?:可达|达到?|为|是|约|至|:)?\s?|不超过|最多|最大|至多)?"
    rf"{_AMOUNT}(?P<after>\s?(?:or (?:less|under|lighter|smaller)|max(?:imum)?\b|以下|以内|之内))?"
)
_MAXIMUM_FIELD = re.compile(
    r"\b(?:max\w*\.?|recommended|suitable|pet|dog|cat|user|rider)(?: \w+)? (?:weight|load)|\bload\b|weight (?:limit|capacity)|"
    r"承重|载重|限重|适用体重|适合体重|laptop (?:size|compartment)|fits laptops?"
)
_SENTENCE = re.compile(r"[.!?](?:\s|$)|[;\n。！？；]")
_MOST_CHARS = 4000


@dataclass(frozen=True, slots=True)
class User:
    """Who or what a thing is for: its name, and its weight or length in g or mm; where its words stand."""

    who: str
    quantity: str
    amount: float
    start: int
    end: int


def user_of(text: str) -> User | None:
    """Who or what a request says will use the thing, with its measure; None if it doesn't.

    >>> user = user_of("a leash for a 30 kg dog")
    >>> user.who, user.amount
    ('dog', 30000.0)
    """
    folded = fold(text[:600])
    for pattern in _USERS:
        for match in pattern.finditer(folded):
            who = match["who"].removesuffix("s") if len(match["who"]) > 3 else match["who"]
            if match["who"] in _NO_USER:
                continue
            quantity, factor = _unit(match["unit"])
            who = _CALLED.get(who, "person" if re.fullmatch(_BODY, who) else who)
            return User(who, quantity, float(match["number"]) * factor, match.start(), match.end())
    return None


def taking_the_user(products: Sequence[Product], text: str) -> list[Product]:
    """The products that don't say that they end below the one who will use them.

    Args:
        products: best first; in their order.
        text: the request's words.
    """
    user = user_of(text)
    if user is None:
        return list(products)
    told = [(one, most_it_takes(one, user)) for one in products]
    return [one for one, most in told if not most or max(most) >= user.amount]


def most_it_takes(product: Product, user: User) -> list[float]:
    """The maxima that a product states for such a user, in g or mm; none if it states none."""
    found: list[float] = []
    for name, values in product.attributes.items():
        if _MAXIMUM_FIELD.search(fold(name)):
            found += [
                amount
                for value in values
                for match in re.finditer(_AMOUNT, fold(value))
                if (amount := _amount(match, user)) is not None
            ]
    fields = [f"{name}: {value}" for name, values in product.attributes.items() for value in values]
    prose = fold("\n".join([product.title, product.description[:_MOST_CHARS], *fields]))
    for sentence in _SENTENCE.split(prose):
        spoken_of = _speaks_of(sentence, user)
        for match in _UP_TO.finditer(sentence):
            if not (match["before"] or match["after"]):
                continue
            if _OWN.search(sentence, 0, match.start()):
                continue
            bears = user.quantity == "mass" and _BEARS.search(match[0])
            if (spoken_of or bears) and (amount := _amount(match, user)) is not None:
                found.append(amount)
    return found


def _speaks_of(sentence: str, user: User) -> bool:
    called = _ALIKE.get(user.who, rf"{re.escape(user.who)}(?:e?s)?")
    return re.search(rf"(?<![a-z])(?:{called})(?![a-z])", sentence) is not None


def _amount(match: re.Match[str], user: User) -> float | None:
    quantity, factor = _unit(match["unit"])
    return float(match["number"]) * factor if quantity == user.quantity else None


def _unit(written: str) -> tuple[str, float]:
    quantity, factor = unit_amount(_WRITTEN.get(written, written))
    return quantity, float(factor)
