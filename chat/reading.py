"""Whether a turn refines what is looked for or names something new, and what a bare value asks for.

"for dry skin", "with a lid" and "紫砂的" refine; "headphones" starts anew if that is what products
are called, and something else was looked for before. What products are called is read off the titles
and categories of those that the words alone find (`retrieval/product_kind.py`), so no list of
nouns is kept, and a shop of a million products costs one more search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.filters import Condition
from ..catalog.records import Product
from ..retrieval.catalog_terms import CatalogTerms, says_something
from ..retrieval.lexicon import lexicon
from ..retrieval.liking_words import without_liking
from ..retrieval.product_kind import kind_words
from ..retrieval.request import Request
from ..retrieval.request_text import clean, fold
from ..retrieval.tokens import request_terms, tokenise

_NOTE_END = "” → "
_SOFT_NOTE = re.compile(r"^(?:preferred: (?!a low price)|优先：(?!价格低))")
_NEUTRAL = re.compile(
    r"^(?:(?:and|but|also|ok|okay|yes|no|actually|well|then|now|please|hm+|oh|so|great|perfect|thanks|maybe|perhaps|hi|hello)(?:[\s,.!]+|$))+",
    re.IGNORECASE,
)
_WANT = re.compile(
    r"^(?:i(?:'d| would)? (?:really |also |now |still )?(?:want|need|like|prefer|rather have|love)(?: to (?:have|see|buy|get))?|i(?:'m| am) (?:also )?(?:looking for|after)|looking for|"
    r"do you (?:also )?(?:have|sell)|have you got|show me|find me|give me|let'?s (?:see|look at|try)|what about|how about|can i (?:have|see|get)|make (?:it|that|them)|"
    r"我?(?:还|也)?(?:想要|想买|想看看|需要|要|想)|有没有|有|来|看看|换成?|改成?|推荐|给我)\s*(?:some |any |a |an |the |it |them |that |those )*",
    re.IGNORECASE,
)
_REFINES = re.compile(
    r"^\d|^(?:with|without|for|in|only|just|that|which|it|its|they|must|should|not|no|nothing|less|more|made|from|by|preferably|ideally|at|on|suitable|"
    r"don'?t|doesn'?t|isn'?t|can'?t|because|since|she|he|we|i(?:'m| am| have|'ve)?|my|under|below|over|around|about|a bit|slightly|rather|than|something|anything|"
    r"smaller|bigger|larger|lighter|heavier|softer|stronger|warmer|better|nicer|simpler)\b"
    r"|\bones?\b|^(?:不|更|再|最好|适合|带|能|可以|颜色|材质|我的?|她|他|是|因为|比|小一?点|大一?点|轻一?点|只)|的[\s吗呢么?？!！。]*$",
    re.IGNORECASE,
)
_VAGUE_WORD = re.compile(r"\b(?:gifts?|presents?)\b|礼物", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:(?:(?:or|also|as well as|only|just|in|with|from|by|made (?:of|by|from)|the|a|an|any|something|anything|that (?:is|are)|which (?:is|are)|rather|it (?:should|must) be|i like)\b|或者?|要|只要|只看|牌子|品牌|颜色|材质|是)\s*)+",
    re.IGNORECASE,
)
_BARE_TAIL = re.compile(
    r"(?:\s*(?:\b(?:ones?|only|instead|version|brand|products?|then|please|either|maybe|too)\b|(?:那)?[个款种]的?|牌子?的?|的|吧|吗|呢|么))+$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"^(?:(?:or|also|as well as|and also)\b|或者?|也可以|还有)|\b(?:too|as well)\W*$", re.IGNORECASE
)
_EDGES = " \t,.;:!?，。；！？、"


def bare(text: str) -> str:
    """A turn without its politeness and its "I'd like", which say nothing of what is wanted."""
    text = _NEUTRAL.sub("", text.strip(_EDGES))
    return _WANT.sub("", text).strip(_EDGES)


def left_of(request: Request) -> str:
    """The words of a turn that no limit, order or count has read; empty if all were."""
    text = clean(request.raw)
    for note in request.notes:
        quoted, end, said = note.removeprefix("“").partition(_NOTE_END)
        if end and not _SOFT_NOTE.match(said):
            text = text.replace(quoted, " ", 1)
    text = bare(without_liking(" ".join(text.split())))
    text = re.sub(
        r"^(?:and|but|or|with|for|in|the|a|an|please|price|priced?)\b\s*$|^(?:的|和|要|价格)+$"
        r"|^(?:the|that|this|a|an)?\s*(?:ones?|it|them|something|anything|those|products?)\b\s*(?:that (?:is|are)|from|by|with)?$|^the$",
        "",
        text,
    ).strip(_EDGES)
    return text if any(char.isalnum() for char in text) else ""


def alternatives(text: str) -> bool:
    """Whether a turn adds an alternative ("or Acme") instead of another limit."""
    return bool(_OR.search(text.strip(_EDGES)))


def refines(words: str) -> bool:
    """Whether the words only make sense beside what was looked for before."""
    return bool(_REFINES.search(bare(words))) and not _VAGUE_WORD.search(words)


def kind_named(words: str, found: Sequence[Product]) -> str | None:
    """What the words call a thing ("running shoes" → "shoes"), if products found by them are called so.

    Args:
        words: of a turn, without its limits.
        found: the products that the words alone find, best first.
    """
    wanted = bare(words)
    head = next(iter(kind_words(wanted, 1)), "")
    if head and head.isascii():
        (stem, *_) = tokenise(head) or [head]
        for one in found:
            names = [*kind_words(one.title, 1), *one.category]
            if any(stem in tokenise(name) for name in names):
                return stem
        return None
    terms = [term for term in tokenise(wanted) if len(term) > 1 and not term.isascii()]
    if not terms:
        return None
    last = terms[-1]
    for one in found:
        names = [*re.split(r"[\s,，/（(]+", one.title), *one.category]
        if any(name.endswith(last) and len(name) >= len(last) for name in names):
            return last
    return None


def asks_for_a_thing(text: str) -> bool:
    """Whether a turn says that something is looked for: "I also need …", "do you have …", 我想买."""
    return bool(_WANT.match(_NEUTRAL.sub("", text.strip(_EDGES))))


def named_together(before: Sequence[str], words: str, found: Sequence[Product]) -> bool:
    """Whether what was looked for comes with a later turn's words in its name: "Tulsi Green Tea".

    A "Shampoo & Conditioner" is called a conditioner: it doesn't make "conditioner" a kind of shampoo.

    Args:
        before: the need's words and the titles on the screen.
        words: of the turn.
        found: what both together find, best first.
    """
    wanted = set(request_terms(words))
    things = {term for name in before for head in kind_words(name, 1) for term in tokenise(head)}
    things = things or set(request_terms(before[0])[-1:])  # titles without spaces have no head
    for one in found:
        named = set(tokenise(" ".join([one.title, *one.category])))
        heads = set(tokenise(" ".join(kind_words(one.title, 1)))) or named
        if wanted and wanted <= named and things & heads:
            return True
    return False


def same_kind(product: Product, need: str, shown: Sequence[Product]) -> bool:
    """Whether a product is of the kind that was shown: of the same narrowest category, or called so.

    A shop without categories tells nothing; then every product is.
    """
    sections = {one.category[-1] for one in shown if one.category}
    if not sections or sections & set(product.category):
        return True
    head = set(tokenise(next(iter(kind_words(need, 1)), "")))
    # A flip-flop lies in Shoes too: what the narrowest says counts.
    return bool(head & set(tokenise(" ".join([product.title, *product.category[-1:]]))))


def value_conditions(words: str, terms: CatalogTerms) -> list[Condition]:
    """What a turn that is one value of the catalog asks for ("Oatwick", "the blue one", "紫砂的").

    Readings in order of preference; the caller takes the first that leaves a product. Empty if the
    words are more than a value.
    """
    value = _BARE_TAIL.sub("", _BARE.sub("", bare(words))).strip(_EDGES)
    if not value or len(value) > 80:
        return []
    readings: list[Condition] = []
    if brands := terms.brands.get(value) or terms.called.get(value):
        readings.append(Condition("brand", "eq", brands[0]))
    values = terms.values.get(value)
    names = list(dict.fromkeys(one.name for one in values))
    if values and (says_something(value) or not value.isascii()):
        if len(names) == 1:
            readings.append(Condition(f"attributes.{names[0]}", "contains", values[0].part))
        else:
            readings.append(Condition("text", "contains", values[0].part))
    for word in lexicon().words.get(value):
        if word.kind != "absent":
            readings += [Condition("text", "contains", term) for term in (word.name, *word.terms)]
    for name in terms.names.get(value):
        readings.append(
            Condition(f"attributes.{name}", "contains", "是" if not name.isascii() else "yes")
        )
    return list(dict.fromkeys(readings))


def names_value(words: str, values: Sequence[Condition]) -> bool:
    """Whether a bare value is surely one: a brand, a colour or a material; "serum" may be a need."""
    if any(one.field == "brand" for one in values):
        return True
    value = _BARE_TAIL.sub("", _BARE.sub("", bare(words))).strip(_EDGES)
    return any(word.kind != "absent" for word in lexicon().words.get(value))


def added_words(words: str) -> str:
    """What a refining turn adds to the words that are searched for: "trail" of "trail ones"."""
    said = re.sub(r"\s*\bones?\b\W*$", "", bare(words), flags=re.IGNORECASE)
    return re.sub(r"^(?:the|an?|some)\s+", "", said, flags=re.IGNORECASE) or bare(words)


def says(words: str, products: Sequence[Product]) -> bool:
    """Whether any of the products holds any of the words that matter."""
    wanted = {term for term in tokenise(fold(words)) if len(term) > 2 or not term.isascii()}
    for one in products:
        values = [value for group in one.attributes.values() for value in group]
        text = " ".join(
            [one.title, one.brand or "", one.description, *one.category, *values, *one.attributes]
        )
        if wanted & set(tokenise(text)):
            return True
    return not wanted
