"""Vegan and vegetarian wishes: what a product's own words say that it is made of speaks against them.

"Vegan boots" are no leather boots. A product that calls itself vegan is believed, and so is "vegan leather".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product

_MEAT = (
    r"meat|beef|pork|mutton|lamb|chicken|turkey|duck|bacon|ham|sausages?|fish|salmon|tuna|anchov(?:y|ies)|prawns?|"
    r"shrimps?|gelatine?"
)
_MEAT_CHINESE = "牛肉|猪肉|羊肉|鸡肉|鱼|虾|明胶"
_ANIMAL = (
    rf"{_MEAT}|leather|suede|nubuck|wool|merino|cashmere|mohair|alpaca|silk|down|feathers?|fur|shearling|beeswax|"
    r"honey|milk|whey|casein|cheese|ghee|paneer|eggs?|lanolin|carmine"
)
_ANIMAL_CHINESE = (
    f"{_MEAT_CHINESE}|真皮|牛皮|羊皮|羊毛|羊绒|蚕丝|真丝|羽绒|蜂蜜|蜂蜡|牛奶|鸡蛋|奶酪"
)
_NOT_OF_IT = (
    r"(?:faux|vegan|synthetic|imitation|artificial|mock|fake|eco|pu|plant[- ]based|non[- ]?dairy|dairy[- ]free|coconut|"
    r"almond|soya?|oat|rice|cashew|peanut|glass|rock|steel|mineral|corn|art|no|without|free of|not)[\s-]+"
)
_FOR_IT = r"(?![\w-]|\s+(?:free|alternative|substitute|dog|cat|lover)s?\b)"
_WISHES = (
    (r"\bvegan\b|纯素|素食主义", _ANIMAL, _ANIMAL_CHINESE, r"\bvegan\b|纯素"),
    (r"\bvegetarian\b|\bmeat[- ]?less\b|吃素|素食", _MEAT, _MEAT_CHINESE, r"\bveg(?:an|etarian)\b|素食"),
)  # fmt: skip
_AGAINST = tuple(
    (
        re.compile(wish, re.IGNORECASE),
        re.compile(
            rf"(?<![\w-])(?P<made>{_NOT_OF_IT})?(?:{english}){_FOR_IT}|(?P<made_>人造|仿|无|不含)?(?:{chinese})",
            re.IGNORECASE,
        ),
        re.compile(says_so, re.IGNORECASE),
    )
    for wish, english, chinese, says_so in _WISHES
)
_MOST_CHARS = 4000


def without_animals(products: Sequence[Product], text: str) -> list[Product]:
    """The products that nothing speaks against, of those found for a vegan or vegetarian wish; else all.

    Args:
        products: best first.
        text: the request's words.
    """
    kept = list(products)
    for wish, against, says_so in _AGAINST:
        if wish.search(text):
            kept = [one for one in kept if _may_be(one, against, says_so)]
    return kept


def _may_be(product: Product, against: re.Pattern[str], says_so: re.Pattern[str]) -> bool:
    values = [f"{name} {value}" for name, some in product.attributes.items() for value in some]
    told = "\n".join([product.title, product.description, *values])[:_MOST_CHARS]
    if says_so.search(told):
        return True
    return all(match["made"] or match["made_"] for match in against.finditer(told))
