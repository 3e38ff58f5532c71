"""Which products are the thing that a request names: for "cheapest tent", tents and not tent pegs.

By the last word of what a title, or a category, says a product is; a rule that names
nothing (Chinese, a title that is a list of words) leaves everything in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..catalog.records import Product
from .asked_thing import subject_of, thing_terms
from .described_kind import described_as
from .language import language_of
from .product_kind import kind_words
from .product_text import product_terms
from .relevance import Relevance
from .retriever import Hit
from .tokens import request_terms, tokenise

_ALSO = re.compile(r"\s+(?:and|or)\s+|[,，、]|\s&\s", re.IGNORECASE)
_NAMES_APART = re.compile(r"\s*(?:&|,|/|\band\b)\s*", re.IGNORECASE)
_OTHER_NAME = re.compile(r"(?<=[^\W\d])\s?/\s?(?=[^\W\d])")
"""Between two names of one thing: "Basmati Rice/Basmati Akki"."""
_SAME_KIND = 0.55
"""Least cosine between the thing that is wished for and the name of a category that is as good:
with MiniLM, moisturizer and lotions have .61, backpack and packs .61, moisturizer and cleansers .45.
An encoder whose cosines are all high keeps every category.
"""
_DESCRIBED = re.compile(r"(?<=\w)\W+(?:for|with|of|fits|compatible)\b", re.IGNORECASE)
"""Behind it a title says what a thing is for, and no more what it is."""
_AS_NEAR, _FEW = 0.9, 3
_FILLED_UP_TO = 4  # as many as an answer names
# What belongs to a thing, and is bought beside it.
_PARTS = frozenset(
    tokenise(
        "accessory part spare replacement peg case cover stand pad cable charger holder bag strap filter refill "
        "cleaner brush lid mount kit blade battery sleeve liner mat hook pole footprint oil tool wipe adapter bracket "
        "cord handle hose nozzle shelf rack tray pouch guard protector remote bulb lens cap carrier basket wheel tyre "
        "tire tube pump lock cartridge toner tablet descaler spray tape clip bowl scoop container dispenser cushion box"
    )
)
# What is never sold as a kind of the thing that it belongs to: ear pads in "Headphones" are no headphones.
_BELONGINGS = frozenset(
    tokenise(
        "pad cushion gasket filter refill strap case cover cable adapter bracket cartridge nozzle protector sleeve "
        "liner peg spare replacement hose cord tip charger mount holder headrest armrest footrest"
    )
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LEAST_ENDING = 3  # letters: fewer are no word, but an ending
_CLAUSE = re.compile(
    r"\s+(?:that|which|who|whose|where|when|because|so|if|i|we|you|he|she|it|they)(?:'\w+)?\s.*",
    re.IGNORECASE | re.DOTALL,
)
"""What a request says of the thing: "a lamp that doesn't hurt my eyes" is no request for eyes."""
_WHICH_THING = re.compile(
    r"\b(?:which|what) (?:(?:kinds?|types?|sorts?|size|brand) of )?"
    r"(?P<thing>(?!(?:can|could|should|would|do|does|did|will|is|are|was|else|of|one|ones|about)\b)[\w'-]+(?: [\w'-]+){0,2}?) "
    r"(?:can|could|should|would|do|does|will|is|are|works?|fits?) (?:i|you|we|the|best|good|better|right)\b",
    re.IGNORECASE,
)
_WHOM = re.compile(r"\bfor (?:my|our|his|her|their|an?|the) (?P<whom>[\w-]+)", re.IGNORECASE)
_SOMETHING = frozenset(tokenise("something anything stuff thing"))
_ANYTHING = frozenset(
    tokenise("gift present surprise idea something anything stuff thing against nice good help")
)


_TWO_THINGS = re.compile(r"\s(?:&|and|\+)\s|[,/]")


def of_the_kind(hits: Sequence[Hit], products: Mapping[str, Product], text: str) -> list[Hit]:
    """The hits whose kind is the request's; all of them where none is, or where it names none."""
    return _those(hits, products, wished(text))


def rather_of_the_kind(
    near: Sequence[Hit], hits: Sequence[Hit], products: Mapping[str, Product], text: str
) -> list[Hit]:
    """What came near; where none of it is the thing that a request names, what else was found and is.

    Boots share more words with "waterproof jacket for hiking" than a rain shell does, and are no jacket. And
    "jackets" are all that are jackets, however many don't say so in their names: a few are filled up.

    Args:
        near: of the hits, those that come near the best.
        hits: best first.
        products: by id.
        text: the words of the request.
    """
    wanted = wished(text)
    alone = len(request_terms(text)) == 1
    if not wanted or not (near or alone):
        return list(near)
    own = [hit for hit in hits if _is(products[hit.item_id], wanted)]
    if not any(hit in own for hit in near):
        return own or list(near)
    others = [hit for hit in own if hit not in near] if alone else []
    return [*near, *others[: max(0, _FILLED_UP_TO - len(near))]]


def of_the_kind_or_near(
    hits: Sequence[Hit], products: Mapping[str, Product], text: str, nearness: Relevance
) -> list[Hit]:
    """The hits whose kind is the request's or means nearly the same; all where none is of it.

    Asked for a moisturizer, moisturizers and body lotions, no cleanser that is good for dry skin.

    Args:
        hits: best first.
        products: by id.
        text: the words of the request.
        nearness: how near in meaning texts are to a word.
    """
    parts = _ALSO.split(_thing(text))
    wanted = frozenset().union(*map(head_of, parts))
    named = _those(hits, products, wanted)
    if len(named) == len(hits):
        return named
    # The name "Teapots" is near to "tea", and another thing.
    hits = [
        hit for hit in hits if hit in named or not _is_put_together(products[hit.item_id], wanted)
    ]
    names = {hit.item_id: _narrowest(products[hit.item_id]) for hit in hits if hit not in named}
    told = [item for item, name in names.items() if name]
    near = dict.fromkeys(told, -1.0)
    for thing in (words[-1] for part in parts if (words := kind_words(part, 1))):
        for item, one in zip(told, nearness(thing, [names[n] for n in told]), strict=True):
            near[item] = max(near[item], float(one))
    return [hit for hit in hits if near.get(hit.item_id, 1.0) >= _SAME_KIND]


def in_a_named_category(
    hits: Sequence[Hit], products: Mapping[str, Product], text: str
) -> list[Hit]:
    """The hits in a category that a vague wish names ("something for my dog"); all where it names none.

    First by whom it is for, as any word of any level of a category: "something for my dog to play with". Then
    by what a category is called ("Kids & Toys", but "dry skin" lies in no "Dry Bags"). What makes the wish vague
    names none: a gift may lie anywhere, not only among "Gift Boxes".
    """
    whom = _WHOM.search(text)
    for words, any_word in ((whom["whom"] if whom else "", True), (text, False)):
        wanted = frozenset(request_terms(words)) - _ANYTHING
        kept = [
            hit
            for hit in hits
            if wanted.intersection(_names_in(products[hit.item_id].category, any_word, text))
        ]
        if kept:
            return kept
    return list(hits)


def _names_in(category: Sequence[str], any_word: bool, text: str) -> list[str]:
    """The terms of a product's categories, or of each of their names only the last, the thing itself.

    A Chinese name counts whole, with all of its terms, if the text says it: 用品 has a character of 护肤品.
    """
    if any_word:
        return tokenise(" / ".join(category))
    names = [name for level in category for name in _NAMES_APART.split(level)]
    chinese = [name for name in names if _HAN.fullmatch(name)]
    last = [term for name in names if name not in chinese for term in tokenise(name)[-1:]]
    return [*last, *(term for name in chinese if name in text for term in tokenise(name))]


def speaking_of_all(hits: Sequence[Hit], products: Mapping[str, Product], text: str) -> list[Hit]:
    """The hits that have every word of what "something for …" names; none for a gift or no word.

    "Something for dark circles" knows what it wants; whom a gift is for says little of what it is.
    """
    terms = request_terms(text)
    wanted = frozenset(terms) - _ANYTHING
    if not wanted or terms[0] not in _SOMETHING:
        return []
    return [hit for hit in hits if wanted <= set(tokenise(product_terms(products[hit.item_id])))]


def is_of_the_kind(product: Product, text: str) -> bool:
    """Whether a product is the thing that a request names."""
    return _is(product, wished(text))


def names_a_kind(text: str) -> bool:
    """Whether the rule reads a thing out of a request at all."""
    return bool(wished(text))


def of_the_kind_asked_about(
    hits: Sequence[Hit], products: Mapping[str, Product], question: str
) -> list[Hit]:
    """The hits whose kind a question names, or that share most of its words.

    "How heavy is the tent?" is about tents, though tent pegs have a weight too; of them, or where the last
    words of the titles don't tell, those whose titles and categories share most with it: "the camping chair"
    is none for an office. A Chinese question begins with what it is about: each of its words in turn that a
    title has narrows what is left.
    """
    if language_of(question) != "zh":
        terms = frozenset(thing_terms(subject_of(question)))
        kept = _those(hits, products, terms)
        return _sharing_most(kept, products, terms)
    kept = list(hits)
    for term in thing_terms(question):
        kept = [hit for hit in kept if term in tokenise(products[hit.item_id].title)] or kept
    return kept


def of_the_subject(
    hits: Sequence[Hit], products: Mapping[str, Product], question: str
) -> list[Hit]:
    """The hits that are what a question is about, where it tells that apart from what may come with it.

    "Does the tent come with pegs?" is about the tents, however much better pegs fit its words. Empty
    where it doesn't tell, or where no hit is of that kind.
    """
    subject = subject_of(question)
    if subject == question:
        return []
    wanted = frozenset(thing_terms(subject))
    return [hit for hit in hits if _is(products[hit.item_id], wanted)]


def _sharing_most(
    hits: Sequence[Hit], products: Mapping[str, Product], wanted: frozenset[str]
) -> list[Hit]:
    shares = []
    for hit in hits:
        product = products[hit.item_id]
        shares.append(
            len(wanted.intersection(tokenise(" ".join([product.title, *product.category]))))
        )
    return [hit for hit, share in zip(hits, shares, strict=True) if share == max(shares)]


def _narrowest(product: Product) -> str:
    """The name of a product's kind: its narrowest category, or what its title says that it is."""
    return product.category[-1] if product.category else " ".join(kind_words(product.title))


def _those(
    hits: Sequence[Hit], products: Mapping[str, Product], wanted: frozenset[str]
) -> list[Hit]:
    if not wanted:
        return list(hits)
    kept = [hit for hit in hits if _is(products[hit.item_id], wanted)]
    if len(kept) == 1 and _by_its_name_only(kept[0], hits, products, wanted):
        return list(hits)
    return kept or list(hits)


def _by_its_name_only(
    only: Hit, hits: Sequence[Hit], products: Mapping[str, Product], wanted: frozenset[str]
) -> bool:
    """Whether one product is called what others are too: a bookshop's "Big Book of Pies" is no more a book.

    No category says so, and products without the word come as near in meaning.
    """
    product = products[only.item_id]
    if any(wanted & head_of(name) for name in product.category):
        return False
    as_near = [
        hit
        for hit in hits
        if hit.dense >= _AS_NEAR * only.dense > 0
        and wanted.isdisjoint(tokenise(products[hit.item_id].title))
    ]
    return len(as_near) >= _FEW


def _is(product: Product, wanted: frozenset[str]) -> bool:
    """By its title's last word, or each of its names'; one that doesn't name it goes by its categories and by what
    its description begins by calling it.

    "Tent Pegs" names the tent and is something else, in whatever category it lies. "Dog Food Salmon" ends
    with a flavour: there the category decides. A department of two things ("Coffee & Tea > Brewers") says of
    nothing in it which one it is.
    """
    title = frozenset(tokenise(product.title))
    if _belongs_to_another(product, wanted) or _is_put_together(product, wanted):
        return False
    if wanted & described_as(product.description) - title:
        return True
    if wanted & title:
        names = _OTHER_NAME.split(product.title)
        return any(wanted & head_of(name) for name in names) or _ends_with_a_quality(
            product, wanted
        )
    last = len(product.category) - 1
    return any(
        wanted & head_of(name)
        for at, name in enumerate(product.category)
        if at == last or not _TWO_THINGS.search(name)
    )


def _plain_name(product: Product) -> str:
    """A title without what it says that the thing is for, or comes with."""
    return _DESCRIBED.split(product.title, maxsplit=1)[0]


def _belongs_to_another(product: Product, wanted: frozenset[str]) -> bool:
    """Whether a product is a case, pads, a strap …, by the end of its name or its narrowest category."""
    name = _plain_name(product)
    called = head_of(name) | frozenset(tokenise(name)[-1:])
    lies_in = head_of(" ".join(product.category[-1:]))
    return bool(called & _BELONGINGS or (lies_in - wanted) & _BELONGINGS) and not called & wanted


def _is_put_together(product: Product, wanted: frozenset[str]) -> bool:
    """Whether a product is called by a word that begins with the thing and ends with another: a teapot is no tea."""
    name = _plain_name(product)
    called = head_of(name) | head_of(" ".join(product.category[-1:]))
    return any(
        term.startswith(thing) and len(term) >= len(thing) + _LEAST_ENDING
        for thing in wanted
        for term in called
    )


def _ends_with_a_quality(product: Product, wanted: frozenset[str]) -> bool:
    """Whether a title says what the thing is before its last word: a flavour, a model, a size.

    It lies in a category of the thing, and neither the word that follows nor what the category goes on to
    say makes it another thing ("Coffee Grinder", "Coffee > Grinders") or a part of it.
    """
    terms = tokenise(_plain_name(product))
    levels = [head_of(name) for name in product.category]
    named = [at for at, head in enumerate(levels) if wanted & head]
    places = [at for at, term in enumerate(terms) if term in wanted]
    if not named or not places:  # "Cover for Tent"
        return False
    deeper = frozenset[str]().union(*levels[named[-1] + 1 :])
    follows = frozenset(terms[places[-1] + 1 : places[-1] + 2])
    return not (follows & (_PARTS | deeper) or deeper & _PARTS)


def wished(text: str) -> frozenset[str]:
    """The term of the thing that a request names; empty where it names none.

    >>> wished("I have a gas stove, which pan should I buy?"), wished("a lamp that doesn't hurt my eyes")
    (frozenset({'pan'}), frozenset({'lamp'}))
    """
    return head_of(_thing(text))


def _thing(text: str) -> str:
    """What "which pan should I buy for a gas stove?" asks for, else a request without the clause that only
    describes the thing, if something else is left.
    """
    if asked := _WHICH_THING.search(text):
        return asked["thing"]
    return _CLAUSE.sub("", text) or text


def head_of(text: str) -> frozenset[str]:
    """The term of the last word of what a text says a thing is; empty if it names nothing."""
    words = kind_words(text, 1)
    return frozenset(tokenise(words[-1])[-1:]) if words else frozenset()
