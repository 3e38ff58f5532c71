"""Request understanding: a shopper's words to a typed `Request`, by rules that can be read.

Knows the order in which the parts read and how their readings become one request. A hard
condition is made only where the words are plain about it: a wrong filter hides the right product,
a missing one only ranks it lower. Everything read is in `Request.notes`, to be shown.
"""

from __future__ import annotations

from .attribute_words import read_figures, read_named_values, read_wishes
from .brand_aliases import in_the_shops_names
from .brand_words import read_brand_wishes, read_brands
from .catalog_terms import CatalogTerms, catalog_terms
from .category_words import read_categories
from .count_words import read_count
from .free_words import read_free
from .instead_words import without_denied
from .intent import asks_advice, is_vague
from .language import language_of
from .leftover import leftover
from .named_question import asks_of_a_named_product
from .negation import read_chinese_negations, read_negations
from .opinion_words import read_opinions
from .opposite_words import with_opposites
from .origin_words import read_origins
from .price_words import read_prices
from .rating_words import read_ratings
from .reading import Page
from .request import CatalogVocabulary, Request
from .request_text import clean, without_surrogates
from .sale_words import read_sale
from .sort_words import read_cheap, read_sorts
from .stock_words import read_stock
from .vague_words import is_bare

_NO_VOCABULARY = CatalogVocabulary()


def understand(text: str, vocabulary: CatalogVocabulary = _NO_VOCABULARY) -> Request:
    """Read a request in plain words, in any language; limits are read in English and Chinese.

    A question about a product ("is it under $40?") filters nothing: the product that it is about
    must not be hidden from its own answer.

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
    raw = without_surrogates(text)
    page = Page(words, language)
    terms = catalog_terms(vocabulary)
    if asked := read_opinions(words, language):
        note = page.say(
            "a question to the reviews: nothing is filtered", "关于评价的提问：不做筛选"
        )
        return Request(
            raw,
            asked.about,
            language=language,
            intent="advise",
            opinions=asked.wanted,
            notes=(note,),
        )
    if asks_advice(words, language) or (
        language == "zh" and asks_of_a_named_product(page.folded, terms.brands)
    ):
        page.take(read_free(page))
        page.take(read_wishes(page, terms))
        note = page.say(
            "a question about a product: nothing is filtered", "关于商品的提问：不做筛选"
        )
        about = in_the_shops_names(words, terms.called)
        return Request(
            raw, about, soft=_soft(page), language=language, intent="advise", notes=(note,)
        )
    _read_all(page, terms, vocabulary)
    readings = sorted(page.readings, key=lambda one: one.start)
    conditions = tuple(dict.fromkeys(c for one in readings for c in one.conditions))
    if bare := is_bare(page.remaining(), conditions):
        subject = page.say("anything", "什么")
    else:
        subject = without_denied(with_opposites(leftover(page.remaining(), words, language)))
    return Request(
        raw=raw,
        text=subject,
        conditions=conditions,
        soft=_soft(page),
        sort=next((one.sort for one in readings if one.sort), "relevance"),
        count=next((one.count for one in readings if one.count), None),
        language=language,
        intent="navigate" if bare or is_vague(words, subject) else "recommend",
        notes=tuple(
            dict.fromkeys(f"“{page.quoted(one)}” → {one.note}" for one in readings if one.note)
        ),
    )


def _read_all(page: Page, terms: CatalogTerms, vocabulary: CatalogVocabulary) -> None:
    """Let every part read, most certain first: what one has read is blank for the next."""
    page.take(read_ratings(page))
    page.take(read_prices(page, vocabulary))
    page.take(read_sorts(page))
    page.take(read_cheap(page))
    page.take(read_stock(page))
    page.take(read_sale(page))
    page.take(read_count(page))
    page.take(read_origins(page, vocabulary))
    page.take(read_negations(page, terms))
    page.take(read_chinese_negations(page, terms))
    page.take(read_free(page))
    page.take(read_brands(page, terms))
    page.take(read_named_values(page, terms))
    page.take(read_figures(page, terms))
    page.take(read_categories(page, terms))
    page.take(read_brand_wishes(page, terms))
    page.take(read_wishes(page, terms))


def _soft(page: Page) -> tuple[str, ...]:
    ordered = sorted(page.readings, key=lambda one: one.start)
    return tuple(dict.fromkeys(wish for one in ordered for wish in one.soft))
