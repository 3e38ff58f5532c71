"""Books, where a shop doesn't call them so: what has pages or an author is one, whatever its title ends with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.folding import fold_name
from ..catalog.records import Product
from ..retrieval.product_text import product_terms
from ..retrieval.request_text import fold
from ..retrieval.tokens import request_terms, tokenise

_BOOKS = re.compile(
    r"\bbooks?(?:\s+(?:for|about|on|by|with|under|in|to|that|do you|you (?:have|sell|stock)|(?:is|are) there)\b.*)?[\s?.!]*$|(?<![读笔电看])(?:书|书籍|图书)[\s?？。吗呢]*$"
)
_WHOM = re.compile(r"\bfor (?:my|our|his|her|their|the|an?)\b.*$", re.IGNORECASE)
"""For whom a book is says what it is about in none of its words."""
_NAMED = frozenset(tokenise("book books 书 书籍 图书"))
_FIELDS = re.compile(
    r"^(?:(?:number of )?pages|page count|authors?(?:\(s\))?|isbn(?: ?1[03])?|页数|作者|出版社)$"
)


def names_books(text: str) -> bool:
    """Whether a request ends with the name of books: "history books", "a book about salt", 科幻书."""
    return bool(_BOOKS.search(fold(text[:300])))


def books_among(products: Sequence[Product], text: str) -> list[Product]:
    """The products that are books and have the request's other words.

    Args:
        products: best first; in their order.
        text: the words of the request.
    """
    other = frozenset(request_terms(_WHOM.sub("", text))) - _NAMED
    return [
        one
        for one in products
        if any(_FIELDS.match(fold_name(name)) for name in one.attributes)
        and other <= frozenset(tokenise(product_terms(one)))
    ]
