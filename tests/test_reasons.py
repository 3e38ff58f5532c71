"""Why a product is suggested, in the words it shares with the request."""

from shopctl.catalog.records import Product
from shopctl.reasons import query_reasons
from shopctl.retrieval.request import Request

PACK = Product(
    "p", "Trail Pack", description="A pack for a weekend.", attributes={"weight": ["a kilo"]}
)


def test_only_words_that_say_something_are_quoted():
    reasons = query_reasons(PACK, Request("a pack for a weekend hike", "a pack for a weekend hike"))
    assert [reason.text for reason in reasons] == [
        "its title says “Pack”",
        "its description says “weekend”",
    ]


def test_a_product_that_shares_only_words_like_for_is_near_in_meaning():
    (reason,) = query_reasons(PACK, Request("something for a picnic", "something for a picnic"))
    assert reason.text == "close in meaning to the request"
