"""Which animal a request shops for: for a cat's harness, no dog's.

Only where it names one kind of animal, and only products that name another and never it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.records import Product
from .product_text import product_terms, product_text
from .request_text import fold
from .same_kind import wished
from .tokens import request_terms, tokenise

# Not hot dogs, nor cables of category 6, Tmall (天猫) and pandas.
_KINDS = {
    "dog": (r"(?<!hot )(?:dogs?|doggy|doggie)|pupp(?:y|ies)|canines?", r"(?<!热)狗|犬"),
    "cat": (
        r"cats?(?![ -]?(?:\d|eyes?\b))|kittens?|(?<!hello )kitty|felines?",
        r"(?<![天熊])猫(?!眼)",
    ),
    "rabbit": (r"rabbits?|bunn(?:y|ies)", r"兔"),
    "rodent": (r"hamsters?|guinea pigs?|gerbils?", r"仓鼠|荷兰猪|豚鼠"),
    "bird": (r"birds?|parrots?|budgies?|canar(?:y|ies)", r"鹦鹉|鸟"),
    "horse": (r"horses?|pon(?:y|ies)", r"马匹"),
    "ferret": (r"ferrets?", r"雪貂"),
}
_NAMED = {
    kind: re.compile(rf"\b(?:{english})\b|{chinese}") for kind, (english, chinese) in _KINDS.items()
}
_MOST_CHARS = 500
_ANY_ANIMAL = re.compile(r"\b(?:pets?|animals?)\b|宠物|动物")
_ANY = "|".join(english for english, _ in _KINDS.values())
_ANY_CHINESE = "|".join(chinese for _, chinese in _KINDS.values())
_FOR_IT = re.compile(
    rf"\bfor (?:(?:my|our|his|her|their|an?|the|small|large|big|old|young|\d+ ?(?:kg|lbs?|pounds?)) )*(?:{_ANY})"
    # and nothing of it: a bag for dog walks is people's
    r"(?=\s*(?:$|[.,;!?]|\s(?:that|who|which|with|under|over|below|up|and|or|to|in|on|at|of|is|weighing)\b))"
    rf"|给(?:我家?的?)?[小大]?(?:{_ANY_CHINESE})|^[小大]?(?:{_ANY_CHINESE})[猫狗咪鸟兔]?(?:的|用)(?!毛)"
)
"""That the animal is to have it."""


def animals_named(text: str) -> frozenset[str]:
    """The kinds of animals that a text names.

    >>> sorted(animals_named("a harness for my kitten")), sorted(animals_named("hot dog buns"))
    (['cat'], [])
    """
    folded = fold(text)
    return frozenset(kind for kind, named in _NAMED.items() if named.search(folded))


def of_the_animal(products: Sequence[Product], text: str, need: str) -> list[Product]:
    """The products that aren't another animal's.

    Where the best of them is, what is left must be asked for by name, for this animal: a shop that has beds for dogs
    alone has none for a cat, and neither its air bed nor its cat food is one. Where the animal is to have it, a
    product must be made for animals at all: people's shampoo is none for a cat.

    Args:
        products: best first.
        text: the request, as typed.
        need: what is left of it to search for.
    """
    asked = animals_named(text[:_MOST_CHARS])
    if len(asked) != 1:
        return list(products)
    thing = wished(need) or frozenset(
        term for term in request_terms(need) if not animals_named(term)
    )

    def names_it(product: Product) -> bool:
        return bool(asked & animals_named(product_text(product)))

    def is_anothers(product: Product) -> bool:
        called = " ".join([product.title, *product.category])
        return bool(animals_named(called) - asked) and not names_it(product)

    def is_any_animals(product: Product) -> bool:
        return _ANY_ANIMAL.search(fold(product_text(product))) is not None

    kept = [one for one in products if not is_anothers(one)]
    if _FOR_IT.search(fold(text[:_MOST_CHARS])):
        kept = [one for one in kept if names_it(one) or is_any_animals(one)]
    if products and is_anothers(products[0]):
        return [
            one
            for one in kept
            if names_it(one) and not thing.isdisjoint(tokenise(product_terms(one)))
        ]
    return kept
