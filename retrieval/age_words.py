"""Ages of children: the one a request names, and the ones that a product's field says it is for.

"Toys for a 4 year old" shouldn't be answered with what is "from 6 years", "a helmet for adults" with a
kids' helmet; a product that says no age isn't known to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.records import Product
from .number_words import whole
from .request_text import fold

_MOST_YEARS = 17
_GROWN = 12
_NAMED = re.compile(
    r"\b(?P<years>\d{1,2})[\s-]?(?:years?|yrs?|y)[\s-]?old|\b(?P<months>\d{1,2})[\s-]?months?[\s-]?old|"
    r"\b(?:aged?|ages|turning) (?P<aged>\d{1,2})\b(?! ?(?:months?|weeks?|-|–|to\b))|"
    r"(?<!\d)(?P<sui>\d{1,2})\s?(?:周?岁)(?P<half>半)?(?!以)|(?<!\d)(?P<yue>\d{1,2})\s?个月(?:以内|以下)?(?:大|的|宝宝|婴儿)"
)
_NUMERAL = re.compile(r"(?<![一二两三四五六七八九十])[一二两三四五六七八九十](?=周?岁|个月)")
_ADULTS = re.compile(r"\b(?:for|an?|fits?) (?:an )?(?:adults?|grown-?ups?)\b|成人|成年人|大人用")
_CHILDREN = re.compile(
    r"\b(?:kids?|kid'?s|child|children|toddlers?|bab(?:y|ies)|infants?|juniors?|youth|boys?|girls?)\b"
    r"|儿童|孩子|小孩|宝宝|婴|幼儿|童装|童鞋|少儿"
)
_A_YOUNG_ONE = re.compile(
    r"\bfor (?:an? |my |our |the |his |her |their )?(?:[a-z]+ )?(?P<who>newborn|baby|infant|toddler|babies)s?\b"
    r"(?! (?:shower|room|bump|food|monitor|shark|bottle|carrier|clothes))"
)
_YEARS_OF = {"newborn": 0.0, "baby": 0.5, "babies": 0.5, "infant": 0.5, "toddler": 2.0}
_FIELD = re.compile(r"\bages?\b|年龄|年纪")
# "age_from: 8", "min age (months): 6" and their other ends have a bare number below them.
_FROM_FIELD = re.compile(r"\b(?:from|min(?:imum)?|start(?:s|ing)?|youngest)\b|最小|起始")
_TO_FIELD = re.compile(r"\b(?:to|max(?:imum)?|until|up to|oldest)\b|最大")
_BARE = re.compile(r"(?P<years>\d{1,3})(?:\.0+)?")
_UNIT = r"(?:weeks?|wks?|months?|mos?|years?|yrs?|岁|个?月|周)"
_RANGE = re.compile(
    rf"(?P<low>\d{{1,2}})\s?(?P<low_unit>{_UNIT})?\s?(?:-|–|—|to|~|至|到)\s?(?P<high>\d{{1,2}})\s?(?P<high_unit>{_UNIT})?"
)
_FROM = re.compile(
    rf"(?:\b(?:from|ages?|over|above)\s)?(?P<low>\d{{1,2}})\s?(?P<unit>{_UNIT})?\s?(?P<up>\+|以上|起|(?:and|&|or) (?:up|over|older|above))?"
)
_FROM_IN_TITLE = re.compile(
    r"(?<!\d)(?P<low>\d{1,2})\s?(?P<unit>months?|years?|岁|个月)\s?(?:\+|以上|and (?:up|over|older))"
)
# What feeds call ages, youngest first (Google's age_group among them).
_GROUPS = (
    (re.compile(r"\bnewborns?\b|新生儿"), 0.0, 0.25),
    (re.compile(r"\binfants?\b|\bbab(?:y|ies)\b|婴儿"), 0.0, 1.0),
    (re.compile(r"\btoddlers?\b|幼儿"), 1.0, 5.0),
    (re.compile(r"\b(?:kids?|child(?:ren)?)\b|儿童"), 3.0, 13.0),
    (re.compile(r"\b(?:teens?|teenagers?|young adults?)\b|青少年"), 12.0, 17.0),
    (re.compile(r"(?<!young )\badults?\b|成人|中老年"), 16.0, float("inf")),
    (re.compile(r"\ball ages\b|全年龄|不限"), 0.0, float("inf")),
)
_PER_YEAR = {"w": 52.0, "m": 12.0, "周": 52.0, "月": 12.0, "个": 12.0}


def age_named(text: str) -> float | None:
    """The age in years of the child that a request is for; None if it names none.

    >>> age_named("toys for an 18 month old")
    1.5
    """
    age = _any_age(text)
    return age if age is not None and age <= _MOST_YEARS else None


def _any_age(text: str) -> float | None:
    """The first age in years that a text names."""
    folded = _NUMERAL.sub(lambda one: str(whole(one[0])), fold(text[:500]))
    match = _NAMED.search(folded)
    if match is None:
        young = _A_YOUNG_ONE.search(folded)
        return _YEARS_OF[young["who"]] if young else None
    if months := match["months"] or match["yue"]:
        return int(months) / 12
    return float(match["years"] or match["aged"] or match["sui"]) + 0.5 * bool(match["half"])


def ages_of(product: Product) -> tuple[float, float] | None:
    """The youngest and oldest age in years that a product says it is for; None if it doesn't.

    The oldest is infinite where there is only a beginning ("from 3 years", "3岁以上").
    """
    if (ends := _ends_in_fields(product)) is not None:
        return ends
    for name, values in product.attributes.items():
        if not _FIELD.search(fold_name(name)):
            continue
        text = fold(" ".join(values)[:200])
        if match := _RANGE.search(text):
            unit = match["high_unit"] or match["low_unit"] or ""
            low = _years(match["low"], match["low_unit"] or unit)
            return low, _years(match["high"], unit)
        if (match := _FROM.search(text)) and (match["unit"] or match["up"]):
            return _years(match["low"], match["unit"] or ""), float("inf")
        if "birth" in text or "出生" in text:
            return 0.0, float("inf")
        if groups := [(low, high) for said, low, high in _GROUPS if said.search(text)]:
            return min(low for low, _ in groups), max(high for _, high in groups)
    return _ages_in_title(fold(product.title))


def _ends_in_fields(product: Product) -> tuple[float, float] | None:
    """The ages of a product that has a field for the youngest, or the oldest, with a bare number."""
    low = high = None
    for name, values in product.attributes.items():
        folded = fold_name(name)
        bare = _BARE.fullmatch(" ".join(values).strip()) if _FIELD.search(folded) else None
        if bare is None:
            continue
        years = int(bare["years"]) / (12 if re.search(r"\bmonths?\b|月", folded) else 1)
        if _FROM_FIELD.search(folded):
            low = years
        elif _TO_FIELD.search(folded):
            high = years
    if low is None and high is None:
        return None
    return low or 0.0, float("inf") if high is None else high


def _ages_in_title(title: str) -> tuple[float, float] | None:
    """Ages in a name, where it says of what: "0-6个月", "3-6 years", "6个月以上"."""
    match = _RANGE.search(title)
    if match and (unit := match["high_unit"]) and not unit.startswith("w"):
        return _years(match["low"], match["low_unit"] or unit), _years(match["high"], unit)
    if (match := _FROM_IN_TITLE.search(title)) is not None:
        return _years(match["low"], match["unit"]), float("inf")
    return None


def of_the_age(products: Sequence[Product], text: str) -> list[Product]:
    """The products that don't say they are for another age; all of them if none is left."""
    age = age_named(text)
    if age is None:
        grown = _for_the_grown(text)
        return (grown and [one for one in products if not _for_children(one)]) or list(products)
    return [one for one in products if _suits(one, age) is not False] or list(products)


def gifts_for_the_grown(products: Sequence[Product], text: str) -> list[Product]:
    """Of what may be given, where a request names nothing but a grown age, what lies in no department for children."""
    if age_named(text) is not None or not _for_the_grown(text):
        return list(products)
    return [one for one in products if not _of_childhood(one)] or list(products)


def _for_the_grown(text: str) -> bool:
    """Whether a request names an age, which is no child's, or adults."""
    return _any_age(text) is not None or _ADULTS.search(fold(text[:500])) is not None


def children_apart(products: Sequence[Product], text: str) -> list[Product]:
    """What is made for children first where a request speaks of a child, and else last.

    An age named is for `of_the_age` to say.
    """
    if age_named(text) is not None:
        return list(products)
    child = _CHILDREN.search(fold(text[:500])) is not None
    return sorted(products, key=lambda one: _for_children(one) is not child)


def saying_the_age(products: Sequence[Product], text: str) -> list[Product]:
    """The products that say they are for the age a request names."""
    age = age_named(text)
    return [] if age is None else [one for one in products if _suits(one, age)]


def _for_children(product: Product) -> bool:
    """Whether the ages it gives, its title or its narrowest category say that it is a child's."""
    told = ages_of(product)
    if told is not None and (told[1] <= _MOST_YEARS or told[0] >= _GROWN):
        return told[1] <= _MOST_YEARS
    named = (
        [product.title, *product.category[-1:]] if len(product.category) > 1 else [product.title]
    )
    return _CHILDREN.search(fold(" / ".join(named))) is not None


def _of_childhood(product: Product) -> bool:
    """Whether it is a child's, or lies in a department for children without saying an age of grown people."""
    told = ages_of(product)
    if told is not None and told[0] >= _GROWN:
        return False
    return (
        _for_children(product) or _CHILDREN.search(fold(" / ".join(product.category))) is not None
    )


def _suits(product: Product, age: float) -> bool | None:
    """Whether a product says it is for an age; None if it says nothing of ages."""
    told = ages_of(product)
    # A product up to five years is for a five-year-old.
    return None if told is None else told[0] <= age < told[1] + 1


def _years(number: str, unit: str) -> float:
    return int(number) / _PER_YEAR.get(unit[:1], 1.0)
