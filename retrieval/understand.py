"""Request understanding: a shopper's words to a typed `Request`, by rules that can be read.

Knows the order in which the parts read and how their readings become one request. A hard
condition is made only where the words are plain about it: a wrong filter hides the right product,
a missing one only ranks it lower. Everything read is in `Request.notes`, to be shown.
"""

from __future__ import annotations

from .language import language_of
from .leftover import leftover
from .price_words import read_prices
from .reading import Page
from .request import CatalogVocabulary, Request
from .request_text import clean, without_surrogates

_NO_VOCABULARY = CatalogVocabulary()


def understand(text: str, vocabulary: CatalogVocabulary = _NO_VOCABULARY) -> Request:
    """Read a request in plain words, in any language; limits are read in English and Chinese.

    Args:
        text: the shopper's words, at most 10,000 characters.
        vocabulary: the catalog's own brands, categories and attributes.

    Returns:
        The typed request. `Request.text` is never empty.

    Raises:
        RequestError: nothing visible in `text`, or more than 10,000 characters.
    """
    words = clean(text)
    language = language_of(words)
    page = Page(words, language)
    page.take(read_prices(page, vocabulary))
    readings = sorted(page.readings, key=lambda one: one.start)
    return Request(
        raw=without_surrogates(text),
        text=leftover(page.remaining(), words, language),
        conditions=tuple(dict.fromkeys(c for one in readings for c in one.conditions)),
        language=language,
        notes=tuple(f"“{page.quoted(one)}” → {one.note}" for one in readings if one.note),
    )
