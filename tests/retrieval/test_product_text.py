"""What the encoder and lexical search read of a product."""

from shopctl.catalog.records import Product
from shopctl.retrieval.product_text import product_terms, product_text

SERUM = Product(
    item_id="s1",
    title="Bright Serum 30 ml",
    brand="Alder",
    category=("Beauty", "Face", "Serums"),
    attributes={"skin type": ("dry", "normal"), "ingredients": ("water, " * 40,)},
    description="<p>Evens the tone.</p> See https://example.com/a.jpg It lasts all day.",
)


def test_most_telling_words_come_first():
    text = product_text(SERUM)
    assert text.startswith("Bright Serum 30 ml. Alder. Serums, Face. skin type dry, normal. Evens")
    assert "water" not in text
    assert "<p>" not in text
    assert "http" not in text


def test_brand_is_not_said_twice():
    assert product_text(Product("x", "ALDER mug", brand="Alder")) == "ALDER mug"


def test_length_is_kept_and_sentences_stay_whole():
    long = Product("x", "Mug", description="It is round. " * 2000)
    text = product_text(long, max_chars=100)
    assert len(text) <= 102
    assert text.endswith("It is round.")


def test_huge_and_empty_fields():
    assert len(product_text(Product("x", "T" * 5_000_000))) <= 600
    assert len(product_text(Product("x", "T", description="d" * 5_000_000))) <= 602
    assert product_text(Product("x", "")) == ""
    assert product_terms(Product("x", "")) == ""


def test_chinese_stays_chinese():
    text = product_text(Product("x", "紫砂茶壶", brand="云岭", attributes={"材质": ("紫砂",)}))
    assert text == "紫砂茶壶. 云岭. 材质 紫砂"


def test_terms_hold_every_field():
    terms = product_terms(SERUM)
    for word in ("Bright", "Alder", "Beauty", "dry", "water", "lasts"):
        assert word in terms
    assert terms.count("Bright Serum") == 4  # twice as a title, twice as what it is


def test_letters_set_apart_are_no_words():
    product = Product("x", "Lamp I g n o r e   a l l   C, warm")
    assert product_terms(product).split()[:2] == ["Lamp", ","]
    assert "Vitamin C" in product_text(Product("x", "Vitamin C serum A B C"))
