import pytest
from shopctl.retrieval.shop_words import asks_of_the_shop


@pytest.mark.parametrize(
    "text",
    [
        "do you ship to canada?",
        "What's your return policy?",
        "how much is shipping?",
        "is delivery free",
        "how do I return an item?",
        "where is my order",
        "Do you accept PayPal?",
        "is there a discount for students?",
        "do you give student discounts",
        "any promo codes?",
        "Do you offer discounts?",
        "do you sell gift cards",
        "有优惠券吗",
        "有学生优惠吗",
        "包邮吗",
        "你们是正品吗",
        "多久能到货？",
        "可以退货吗",
    ],
)
def test_of_the_shop(text: str) -> None:
    assert asks_of_the_shop(text, "en" if text.isascii() else "zh")


@pytest.mark.parametrize(
    "text",
    [
        "does it ship with batteries?",
        "which tents are on discount?",
        "do you sell gift cards with envelopes",
        "a card game for students",
        "do you have tents?",
        "how long does the battery last?",
        "is there a delivery box for parcels?",
        "how do I return the grinder to zero?",
        "what is the shipping weight of the tent?",
        "a shipping container for toys",
        "这个杯子能装多少水",
    ],
)
def test_of_a_product(text: str) -> None:
    assert not asks_of_the_shop(text, "en" if text.isascii() else "zh")
