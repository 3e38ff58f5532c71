"""Books that nothing calls books."""

from __future__ import annotations

import pytest
from shopctl.catalog.records import Product
from shopctl.facts.books import books_among, names_books

SALT = Product(
    "s", "Salt", "How it made empires.", attributes={"pages": ("176",), "genre": ("History",)}
)
PIES = Product("p", "Big Book of Pies", attributes={"Author(s)": ("A. Baker",)})
LAMP = Product("l", "Book Lamp")


def test_what_has_pages_or_an_author_is_a_book() -> None:
    assert books_among([SALT, PIES, LAMP], "books") == [SALT, PIES]
    assert books_among([SALT, PIES, LAMP], "history books") == [SALT]
    assert books_among([SALT, PIES, LAMP], "a book for my aunt") == [SALT, PIES]


@pytest.mark.parametrize("text", ["books", "a book about salt", "cheap history book?", "科幻书"])
def test_requests_for_books(text: str) -> None:
    assert names_books(text)


@pytest.mark.parametrize("text", ["book lamp", "notebook", "笔记本", "书桌", "bookshelf"])
def test_requests_for_something_else(text: str) -> None:
    assert not names_books(text)
