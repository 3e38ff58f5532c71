"""Does it contain X, is it X-free: read from the lists that the catalog gives.

A full ingredient list allows a careful negative ("the list doesn't name X"); a list of highlights
doesn't. A name that only holds the word ("Cetyl Alcohol" for alcohol) or goes by another name
("Tocopherol" for vitamin E) is quoted without a yes or no: the shopper can judge, we can't.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .evidence import Piece, split_items
from .extract import frame
from .messages import say
from .polarity import denied, negates
from .questions import Question, free_terms
from .sanitise import clean
from .statements import Statement, mark
from .words import has_han, mentions, stem, words

_LIST_LABEL = re.compile(r"ingredient|composition|contents?$|成分|配料|原料", re.IGNORECASE)
_PARTIAL = re.compile(r"highlight|key|hero|active|main|featured|主要|核心|亮点", re.IGNORECASE)

_HAS = re.compile(r"\b(?:have|has|include|includes|there)\b|有|带", re.IGNORECASE)
_CONTAINS = re.compile(r"\b(?:contains?|ha(?:ve|s)|includes?|made with)\b", re.IGNORECASE)
# Parts of longer chemical names ("Methylparaben").
_WITHIN = frozenset(
    {
        "paraben",
        "sulfate",
        "methicone",
        "siloxane",
        "hyaluronate",
        "ascorbyl",
        "tocopher",
        "hyaluron",
    }
)
# What a list can't show by naming or not naming it.
_CLAIMS = frozenset(
    [
        "vegan",
        "vegetarian",
        "organic",
        "natural",
        "halal",
        "kosher",
        "cruelty",
        "gmo",
        "non-gmo",
        "chemical",
        "chemicals",
        "toxic",
        "toxin",
        "toxins",
        "calories",
        "ingredient",
        "ingredients",
        "additives",
        "allergens",
        "preservatives",
        "anything",
        "everything",
    ]
)

_EATEN_BY_KIND = frozenset(["nut", "坚果"])
# Other names that a list uses for what a shopper asks for.
_ALIASES: dict[str, tuple[str, ...]] = {
    "vitamin c": ("ascorbic acid", "ascorbyl", "ascorbate"),
    "vitamin e": ("tocopherol", "tocopheryl"),
    "vitamin b3": ("niacinamide",),
    "vitamin b5": ("panthenol",),
    "vitamin a": ("retinol", "retinyl", "retinal"),
    "retinol": ("retinyl",),
    "hyaluronic acid": ("sodium hyaluronate", "hyaluronate"),
    "fragrance": ("parfum", "perfume", "aroma"),
    "perfume": ("parfum", "fragrance"),
    "scent": ("parfum", "fragrance"),
    "aha": ("glycolic acid", "lactic acid", "mandelic acid", "malic acid", "tartaric acid"),
    "bha": ("salicylic acid",),
    "paraben": ("methylparaben", "propylparaben", "ethylparaben", "butylparaben"),
    "sulfate": ("laureth sulfate", "lauryl sulfate", "coco-sulfate"),
    "silicone": ("dimethicone", "siloxane", "methicone"),
    "alcohol": ("alcohol denat", "ethanol"),
    "gluten": ("wheat", "barley", "rye", "malt"),
    "wheat": ("atta", "maida", "semolina"),
    "dairy": ("milk", "whey", "casein", "cream", "butter", "cheese"),
    "milk": ("whey", "casein"),
    "sugar": ("sucrose", "glucose", "fructose", "dextrose", "syrup"),
    "msg": ("monosodium glutamate",),
    "peptide": ("palmitoyl",),
    "collagen": ("hydrolyzed collagen",),
    "nut": ("peanut", "almond", "cashew", "hazelnut", "walnut", "pistachio", "pecan", "macadamia"),
    "坚果": ("花生", "杏仁", "腰果", "榛子", "核桃", "开心果", "巴旦木", "碧根果", "夏威夷果"),
    "香精": ("香料", "fragrance", "parfum"),
    "酒精": ("乙醇", "变性乙醇", "alcohol"),
    "烟酰胺": ("niacinamide",),
    "玻尿酸": ("透明质酸", "透明质酸钠", "hyaluron"),
    "维生素c": ("抗坏血酸",),
    "维c": ("抗坏血酸",),
    "防腐剂": ("苯氧乙醇", "苯甲酸钠", "山梨酸钾"),
    "糖": ("白砂糖", "葡萄糖", "果糖", "蔗糖", "麦芽糖"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a substance stands: the member of a list, or a whole piece that affirms or denies it.

    Attributes:
        exact: the list's member is the substance itself, not a longer or another name.
    """

    piece: Piece
    quote: str
    denies: bool
    exact: bool
    listed: bool


def ingredient_answer(
    question: Question, pieces: Sequence[Piece], language: str
) -> list[Statement] | None:
    """Answer from the product's lists, or None where they can't settle it."""
    named = any(kind.name == "ingredient" for kind in question.kinds)
    if not (named or (question.yes_no and _HAS.search(question.text))) or not question.phrases:
        return None
    out: list[Statement] = []
    for phrase in (free_terms(question.text) if question.free_of else _asked_of(question))[:3]:
        term = _substance(phrase)
        if named or any(mention.listed for mention in find_mentions(term, pieces)):
            out.extend(_one(term, question.free_of, pieces, language))
    return out or None


def _asked_of(question: Question) -> tuple[str, ...]:
    """The phrases after "contain": what stands before it names the product."""
    verb = _CONTAINS.search(question.text)
    after = question.text[verb.end() :].lower() if verb else ""
    return tuple(one for one in question.phrases if one.lower() in after) or question.phrases


def whole_list(question: Question, pieces: Sequence[Piece]) -> Piece | None:
    """The product's list where a question asks for all of it ("what are the ingredients?")."""
    asks = question.kinds and question.kinds[0].name == "ingredient"
    if not asks or question.yes_no or question.terms:
        return None
    return full_list(pieces)


def absence(term: str, pieces: Sequence[Piece], language: str) -> list[Statement]:
    """What a product's own words say about being free of something; empty if nothing."""
    return _one(_substance(term), True, pieces, language)


def holds(term: str, pieces: Sequence[Piece]) -> bool:
    """Whether a list of the product's, or its name, names a substance, also by another name."""
    return any(
        mention.listed or (mention.piece.kind == "title" and not mention.denies)
        for mention in find_mentions(_substance(term), pieces)
    )


def kinds_of(term: str) -> tuple[str, ...]:
    """What else is a kind of nut: whoever can't eat nuts can't eat almonds, wherever they are named."""
    return _aliases(term) if term.lower().rstrip("s") in _EATEN_BY_KIND else ()


def _one(term: str, free_of: bool, pieces: Sequence[Piece], language: str) -> list[Statement]:
    found = find_mentions(term, pieces)
    listed = [m for m in found if m.listed]
    said = [m for m in found if not m.listed]
    out: list[Statement] = []
    if listed:
        best = max(listed, key=lambda m: m.exact)
        key = ("named_no" if free_of else "named_yes") if best.exact else "named"
        out.append(Statement(
            say(key, language, list=_list_name(best.piece, language), text=best.quote, n=mark()), (best.piece,), (best.quote,)
        ))  # fmt: skip
    if said:
        # A statement that agrees with the list adds little; one that contradicts it must be shown.
        contrary = [m for m in said if m.denies] if listed else said
        if contrary:
            chosen = contrary[0]
            out.append(frame(chosen.piece, language, tuple(stem(w.surface) for w in words(term))))
    if not out:
        full = full_list(pieces)
        if full is not None and _is_substance(term):
            out.append(Statement(
                say("not_named", language, list=_list_name(full, language), term=term, n=mark()), (full,), (full.text,)
            ))  # fmt: skip
    return out


def find_mentions(term: str, pieces: Sequence[Piece]) -> list[Mention]:
    """All places of a product that speak of a substance, lists first."""
    out: list[Mention] = []
    names = (term, *_aliases(term))
    for piece in pieces:
        # A list of three is told as a field; what one says of itself ("不含酒精") is no member.
        listed = piece.kind in ("list", "attribute") and _LIST_LABEL.search(piece.label)
        if listed and not negates(piece.text):
            for item in split_items(piece.text):
                index = next((i for i, name in enumerate(names) if _holds(item, name)), None)
                if index is not None:
                    exact = index == 0 and _same(item, term)
                    out.append(Mention(piece, item, False, exact, True))
        elif piece.kind in ("attribute", "list", "description", "title", "qa") and mentions(
            term, piece.text
        ):
            under = denied(piece.text)
            stems = {word.stem for word in words(term)}
            states = {
                word.start in under
                for word in words(piece.text)
                if word.stem in stems or (has_han(term) and word.surface in term)
            }
            out.append(Mention(piece, piece.text, states == {True}, True, False))
    return sorted(out, key=lambda m: (not m.listed, not m.exact))


def full_list(pieces: Sequence[Piece]) -> Piece | None:
    """The product's full ingredient list, if the catalog gives one."""
    for piece in pieces:
        if (
            piece.kind == "list"
            and _LIST_LABEL.search(piece.label)
            and not _PARTIAL.search(piece.label)
        ):
            return piece
    return None


def _substance(phrase: str) -> str:
    phrase = re.sub(r"(?i)[- ]free$|^(?:any|added|the|it|a|an)\s+", "", clean(phrase, 80).strip())
    return re.sub(r"^(?:含有|含|添加|不含|无)", "", phrase)


def _is_substance(term: str) -> bool:
    return 1 < len(term) <= 40 and len(words(term)) <= 4 and term.lower() not in _CLAIMS


def _aliases(term: str) -> tuple[str, ...]:
    low = term.lower()
    return _ALIASES.get(low) or _ALIASES.get(low.rstrip("s")) or ()


def _holds(item: str, name: str) -> bool:
    if mentions(name, item):
        return True
    return name.lower().rstrip("s") in _WITHIN and name.lower().rstrip("s") in item.lower()


def _same(item: str, term: str) -> bool:
    """Whether a member is the thing itself: "Niacinamide 5%", "Fragrance (Parfum)"."""
    core = re.sub(r"\([^()]*\)|（[^（）]*）|[\d.]+\s*%|\*", " ", item)
    wanted = {word.stem for word in words(term)}
    inside = re.findall(r"[(（]([^()（）]*)[)）]", item)
    options = [{word.stem for word in words(part)} for part in (core, *core.split("/"), *inside)]
    return wanted in options or (has_han(term) and core.strip() == term)


def _list_name(piece: Piece, language: str) -> str:
    if language == "zh":
        return piece.label if has_han(piece.label) else "成分表"
    return (
        "ingredient list" if _PARTIAL.search(piece.label) is None else f"{piece.label.lower()} list"
    )
