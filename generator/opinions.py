"""What shoppers think of a product: its rating, and its reviews in their own words, both sides.

Reads the stars of the reviews, quotes their words; says what it couldn't find. Nothing is summed up
in words of ours: whoever wants to know what "most" say reads the rating.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..catalog.records import Review
from .each_product import of_product
from .evidence import MAX_PIECE_CHARS, Piece, pieces_of, product_name
from .extract import excerpt, frame, inner
from .grounded import Found
from .messages import say
from .questions import Question, called, title_words, understand_question
from .sanitise import clean, is_tampered
from .scoring import Relevance, score_pieces
from .statements import Statement, mark
from .words import has_han, stem, words

WANTED = ("opinions", "praise", "complaints")
_Side = Literal["praise", "complaints", ""]
_LIKED = 0.7  # of the scale: three stars of five don't recommend a thing
_QUOTE = 160
_MOST_PRODUCTS = 3
_SPEAKS = 0.5  # share of the matter's words that a sentence must hold
# "The first one" and "it" point at a product; the matter is what is left.
_POINTING = frozenset(["first", "second", "third", "fourth", "last", "other", "review", "shopper", "peopl", "custom"]) | frozenset(
    ["这款", "这个", "那款", "那个", "第一", "第二", "第三", "第一款", "第二款", "第三款", "评价", "大家", "买家", "整体", "总体", "质量"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What to say of shoppers' opinions.

    Attributes:
        statements: never empty.
        abstained: there is neither a review nor a rating to tell.
    """

    statements: tuple[Statement, ...]
    abstained: bool


def opinions(
    wanted: str, matter: str, found: Sequence[Found], relevance: Relevance, language: str
) -> Told | None:
    """What shoppers think of the products found.

    Args:
        wanted: one of `WANTED`.
        matter: words that say of what: a product ("the kettle") or a part of it ("its lid").
        found: products, the likeliest meant first; at least one.
        relevance: the encoder's similarity.
        language: of the fixed phrases.

    Returns:
        None where a matter is named of which no review speaks: other evidence may.
    """
    several = list(found[:_MOST_PRODUCTS])
    question = _matter(matter, _names(several))
    if question.terms or question.kinds:
        said = _of_matter(question, several, relevance, language)
        return Told(tuple(said), False) if said else None
    if len(several) == 1:
        statements = _of_one(wanted, several[0], language, 2)
    else:
        statements = [one for each in several for one in _named(wanted, each, language)]
    if not statements:
        statements = [Statement(say("no_reviews", language))]
    return Told(tuple(statements), not any(one.pieces for one in statements))


def _matter(text: str, names: frozenset[str]) -> Question:
    """What of the product is asked after; neither terms nor kinds where it is all of it."""
    question = understand_question(text, names)
    rest = " ".join(word.surface.lower() for word in words(text) if stem(word.surface) not in names)
    return replace(
        question,
        terms=tuple(term for term in question.terms if term not in _POINTING),
        kinds=tuple(kind for kind in question.kinds if kind.asks(rest, has_han(rest))),
    )


def _names(found: Sequence[Found]) -> frozenset[str]:
    products = [one.product for one in found]
    return frozenset[str]().union(
        *(title_words(p.title, *p.category, called(p.description)) for p in products)
    )


def _of_one(wanted: str, found: Found, language: str, most: int) -> list[Statement]:
    """Rating, then reviews of the side that is asked for; both sides if none is."""
    out = _rating(found, language)
    sides = _sides(found)
    liked, disliked, unrated = sides["praise"], sides["complaints"], sides[""]
    if not (liked or disliked):
        some = [frame(p, language, variant="_more" if n else "") for n, p in enumerate(unrated)]
        return out + some[:most]
    if wanted != "opinions":
        asked: _Side = "praise" if wanted == "praise" else "complaints"
        if not sides[asked]:
            return [*out, Statement(say(f"no_{asked}", language))]
        return out + [
            _quoted(piece, asked, bool(n), language)
            for n, piece in enumerate(sides[asked][: most + 1])
        ]
    if liked and disliked:
        most -= 1
    out += [_quoted(p, "praise", bool(n), language) for n, p in enumerate(liked[:most])]
    return out + [
        _quoted(p, "complaints", bool(n or liked), language) for n, p in enumerate(disliked[:most])
    ]


def _named(wanted: str, found: Found, language: str) -> list[Statement]:
    """The same in short, on a line that begins with the product's name."""
    said = _of_one(wanted, found, language, 1)
    if not said:
        return []
    return [of_product(said[0], product_name(found.product), language), *said[1:]]


def _rating(found: Found, language: str) -> list[Statement]:
    pieces = pieces_of(Found(found.product))
    piece = next((one for one in pieces if one.kind == "rating"), None)
    if piece is None:
        return []
    count = found.product.rating_count
    if not count:
        return [frame(piece, language)]
    counted = replace(piece, text=f"{piece.text} ({count:,})")  # the same in every language
    text = say("rated_by", language, text=piece.text, count=f"{count:,}", n=mark())
    return [Statement(text, (counted,), (counted.text,))]


def _sides(found: Found) -> dict[_Side, list[Piece]]:
    """One piece a review, the most helpful first, by whether its stars praise."""
    ratings = [one.rating for one in found.reviews if one.rating is not None]
    most = max(ratings, default=0.0)
    scale = next((top for top in (5.0, 10.0, 100.0) if most <= top), most)
    title = product_name(found.product)
    out: dict[_Side, list[Piece]] = {"praise": [], "complaints": [], "": []}
    for number, review in enumerate(found.reviews):
        text = _words(review)
        if not text:
            continue
        side: _Side = ""
        if review.rating is not None:
            side = "praise" if review.rating >= _LIKED * scale else "complaints"
        piece = Piece(found.product.item_id, title, "review", "review", text, source=number)
        out[side].append(piece)
    return out


def _words(review: Review) -> str:
    """A review's own words, its heading if there are no others; none of one that gives orders."""
    if is_tampered(f"{review.title}\n{review.text}"):
        return ""
    return (clean(review.text) or clean(review.title))[:MAX_PIECE_CHARS]


def _quoted(piece: Piece, side: _Side, again: bool, language: str) -> Statement:
    quote, shown = excerpt(piece.text, (), _QUOTE)
    key = f"{side}_more" if again else side
    return Statement(say(key, language, text=inner(shown), n=mark()), (piece,), (quote,))


def _of_matter(
    question: Question, found: Sequence[Found], relevance: Relevance, language: str
) -> list[Statement]:
    """Sentences of reviews that speak of the matter, the likeliest two of two shoppers."""
    pieces = [piece for one in found for piece in pieces_of(one) if piece.kind == "review"]
    if not pieces:
        return []
    similarity = relevance(question.text, [piece.read for piece in pieces])
    scored = score_pieces(question, pieces, similarity)
    speaking = [
        one for one in scored if (one.coverage >= _SPEAKS if question.terms else one.of_kind)
    ]
    speaking.sort(key=lambda one: -one.score)
    chosen: list[Piece] = []
    for one in speaking:
        if all((one.piece.item_id, one.piece.source) != (p.item_id, p.source) for p in chosen):
            chosen.append(one.piece)
    said = []
    for n, piece in enumerate(chosen[:2]):
        statement = frame(piece, language, question.terms, "_more" if n else "")
        said.append(of_product(statement, piece.title, language) if len(found) > 1 else statement)
    return said
