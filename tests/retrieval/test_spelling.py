"""Spelling from a catalog alone: slips, compounds, both sides of the Atlantic, and what must stay."""

import shutil
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shopctl import Recommender
from shopctl.catalog.folder import ShopFolder
from shopctl.display import suggestions, understood
from shopctl.errors import StoreError
from shopctl.indexes.generations import Generations
from shopctl.retrieval.edit_cost import edit_cost, neighbours
from shopctl.retrieval.lexical import LexicalIndex
from shopctl.retrieval.regional import other_spellings
from shopctl.retrieval.spelling import SpellingBook
from shopctl.retrieval.spelling_evidence import WholeWords
from shopctl.retrieval.spelling_files import load_spelling, save_spelling
from shopctl.retrieval.spelling_pairs import SpellingPairs
from shopctl.retrieval.text_encoder import TextEncoder

TITLES = [
    "Copper kettle, 1.7L",
    "Enamel kettle with whistle",
    "Kettle descaler",
    "Oak bookcase, five shelves",
    "Pine bookcase",
    "Lawn mower, petrol",
    "Lawn mower battery",
    "Shower door, clear glass",
    "Shower curtain",
    "Door mat, coir",
    "Gray wool blanket",
    "Gray linen curtain",
    "Aluminum ladder, 3 m",
    "Washing machine and tumble dryer",
    "Hair dryer",
    "Timber lath 2x4",
    "Vellor JA-1033 fitting 3/4",
    "紫砂茶壶 teapot",
]


def postings(titles):
    return LexicalIndex.build([str(row) for row in range(len(titles))], titles)


@pytest.fixture(scope="module")
def index():
    return postings(TITLES)


@pytest.fixture(scope="module")
def book():
    return SpellingBook.build(TITLES, names=["Vellor"])


@pytest.fixture(scope="module")
def correct(book, index):
    return lambda query: book.correct(query, index).text


def test_a_thing_is_found_by_what_it_is_called_elsewhere():
    titles = ["Beech cot", "Sofa bed", "Kitchen bin bag, 30 l", "Rubber gloves", "Vacuum flask"]
    book, words = SpellingBook.build(titles), postings(titles)
    assert book.correct("crib for a baby", words).text == "cot for a baby"
    assert book.correct("a couch", words).text == "a sofa"
    assert book.correct("trash bags", words).text == "bin bag"
    assert book.correct("sofa", words).text == "sofa"  # it has it
    assert book.correct("stroller", words).text == "stroller"  # it has none by any name
    assert book.correct("rubber gloves", words).text == "rubber gloves"


def test_the_price_of_a_slip():
    assert edit_cost("kettle", "kettle") == 0
    assert edit_cost("kettel", "kettle") == pytest.approx(0.7)  # two letters swapped
    assert edit_cost("kkettle", "kettle") == pytest.approx(0.6)  # one doubled
    assert edit_cost("ketle", "kettle") == pytest.approx(0.6)  # a double lost
    assert edit_cost("kettke", "kettle") == pytest.approx(0.8)  # l and k are neighbours
    assert edit_cost("kittle", "kettle") == pytest.approx(0.8)  # a vowel for a vowel
    assert edit_cost("kete", "kette") == pytest.approx(0.6)
    assert edit_cost("kettl", "kettle") == pytest.approx(1.0)  # a letter lost
    assert edit_cost("kettole", "kettle") == pytest.approx(1.2)  # a strange letter
    assert edit_cost("mettle", "kettle") == pytest.approx(1.4)  # the first letter, m beside k
    assert edit_cost("rettle", "kettle") == pytest.approx(1.6)  # the first letter
    assert edit_cost("ekttle", "kettle") == pytest.approx(0.7)  # right letters, wrong order


def test_neighbouring_keys():
    assert set(neighbours("g")) == set("fhtyvb")
    assert neighbours("ß") == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("coper ketle", "copper kettle"),
        ("wahsing machine and drier", "washing machine and dryer"),
        ("whistel for a ketttle", "whistle for a kettle"),
        ("BOOKCSAE oak", "BOOKCASE oak"),
        ("Kettel", "Kettle"),
        ("deskaler", "descaler"),
    ],
)
def test_slips(correct, query, expected):
    assert correct(query) == expected


def test_what_fits_the_other_words_wins_over_what_is_frequent():
    titles = ["steel bolt"] * 20 + ["linen boot with laces"] * 4 + ["steel nut"] * 100
    index = postings(titles)
    book = SpellingBook.build(titles)
    assert book.correct("boet", index).text == "bolt"  # 20 products against 4
    assert book.correct("boet with laces", index).text == "boot with laces"
    assert book.correct("steel boet", index).text == "steel bolt"


def test_words_run_together_and_words_apart(correct):
    assert correct("showerdoor") == "shower door"
    assert correct("lawnmowers") == "lawn mowers"
    assert correct("book case oak") == "bookcase oak"
    assert correct("lawn mower") == "lawn mower"  # the catalog writes it so
    assert correct("door mat") == "door mat"
    assert correct("kettle curtain") == "kettle curtain"


def test_the_other_spelling_where_the_catalog_has_it(correct):
    assert correct("grey blanket") == "gray blanket"
    assert correct("aluminium ladder") == "aluminum ladder"
    assert correct("gray blanket") == "gray blanket"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colour", "color"), ("moisturizer", "moisturiser"), ("centre", "center"),
        ("catalogue", "catalog"), ("travelling", "traveling"), ("jewellery", "jewelry"),
        ("licence", "license"), ("tyres", "tires"), ("moulding", "molding"), ("grey", "gray"),
        ("aluminium", "aluminum"), ("flavoured", "flavored"), ("analyse", "analyze"),
    ],
)  # fmt: skip
def test_both_sides_of_the_atlantic(one, other):
    assert other in other_spellings(one)
    assert one in other_spellings(other)


@pytest.mark.parametrize("word", ["tier", "flour", "four", "floor", "sensor", "label", "", "ß"])
def test_words_that_only_look_so(word):
    assert other_spellings(word) == []


@pytest.mark.parametrize(
    "query",
    [
        "JA-1034", "ja1034", "2x5", "3/5 fitting", "1.8L kettle", "5ft ladder", "ketle2 x",
        "info@ketle.example", "www.ketle.example", "https://ketle.example/a", "o'ketle",
        "紫砂茶壸", "Vellor", "mat", "kte", "the with and",
    ],
)  # fmt: skip
def test_numbers_models_brands_and_chinese_stay(correct, query):
    assert correct(query) == query


def test_a_brand_stays_whatever_looks_like_it():
    titles = ["Kettel scale"] + ["kettle"] * 400 + ["kettle scale"] * 400
    index = postings(titles)
    branded = SpellingBook.build(titles, names=["Kettel"])
    assert branded.correct("kettel scale", index).changes == ()


def test_a_slip_that_a_product_has_too():
    titles = ["plastic kettel"] + ["copper kettle"] * 400 + ["copper pan"] * 400
    index = postings(titles)
    book = SpellingBook.build(titles)
    assert book.correct("copper kettel", index).text == "copper kettle"
    assert book.correct("plastic kettel", index).text == "plastic kettel"  # that very product
    assert book.correct("kettel", index).text == "kettel"  # nothing says what is meant


def test_latin_words_in_a_chinese_request(correct):
    assert correct("我想要一个 ketle，不要茶壶") == "我想要一个 kettle，不要茶壶"
    assert correct("紫砂teaopt") == "紫砂teapot"


def test_a_word_that_the_shop_lacks_is_no_slip(book, index):
    assert book.correct("settle", index).text == "kettle"
    assert book.correct("settle", index, lambda word: word == "settle").text == "settle"


def test_what_was_changed_is_told(book, index):
    found = book.correct("A Coper  showerdoor!", index)
    assert found.text == "A Copper  shower door!"
    assert found.wrote == "A Coper  showerdoor!"
    assert found.changes == (("Coper", "Copper"), ("showerdoor", "shower door"))


def test_without_postings_neighbours_and_counts_tell(book):
    assert book.correct("ketle").text == "kettle"
    assert SpellingBook.build([]).correct("ketle").text == "ketle"


def test_which_products_have_a_term():
    some = postings(["green tea tea", "black tea", "mug"])
    assert len(some) == 3
    assert some.products_with("tea").tolist() == [0, 1]
    assert some.products_with("kettle").tolist() == []
    assert postings(["", ""]).products_with("tea").tolist() == []


def test_words_that_an_encoder_knows_whole():
    whole = WholeWords(TextEncoder.load(device="cpu"))
    assert whole("couch")
    assert not whole("chamomlie")
    assert not WholeWords(TextEncoder.load("hashing"))("couch")


def test_pairs_are_counted_by_product():
    pairs = SpellingPairs.of({("lawn", "mower"): 2, ("shower", "door"): 1})
    assert (pairs.count("lawn", "mower"), pairs.count("shower", "door")) == (2, 1)
    assert pairs.count("mower", "lawn") == pairs.count("lawn", "door") == 0
    assert pairs.count("lawn", "roof") == 0


@given(st.text(max_size=200))
def test_any_text_is_survived(text):
    book = SpellingBook.build(TITLES)
    found = book.correct(text)
    assert len(found.text) <= 2 * len(text) + 100
    assert found.wrote == text
    assert found.changes or found.text == text


@given(st.lists(st.sampled_from(["kettle", "copper", "shower", "curtain", "petrol", "glass"])))
def test_words_of_the_catalog_stay(words):
    query = " ".join(words)
    assert SpellingBook.build(TITLES).correct(query).text == query


def test_hostile_requests_are_quick(book, index):
    many = " ".join(f"{a}{b}ettle" for a in "abcdefghijklmnop" for b in "abcdefghijklmnop") * 6
    for query in ("k" * 10_000, many[:10_000], "ketle " * 1666, "'" * 10_000, "a-" * 5000):
        began = time.perf_counter()
        found = book.correct(query, index)
        assert time.perf_counter() - began < 1.0
        assert len(found.text) < 11_000


def test_a_book_is_the_same_read_back(book, index, tmp_path):
    save_spelling(book, tmp_path / "spelling")
    again = load_spelling(tmp_path / "spelling")
    assert (again.products, again.language) == (len(TITLES), "en")
    assert again.words.words == book.words.words
    assert len(again.pairs) == len(book.pairs)
    for query in ("coper ketle", "showerdoor", "grey", "book case", "Vellor"):
        assert again.correct(query, index) == book.correct(query, index)
    save_spelling(SpellingBook.build([]), tmp_path / "empty")
    assert load_spelling(tmp_path / "empty").correct("x").text == "x"


def test_a_broken_book_is_said(book, tmp_path):
    with pytest.raises(StoreError, match="index"):
        load_spelling(tmp_path)
    save_spelling(book, tmp_path)
    settings = tmp_path / "spelling.json"
    settings.write_text(settings.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(StoreError, match="newer"):
        load_spelling(tmp_path)
    (tmp_path / "spelling.json").write_text("{}")
    with pytest.raises(StoreError, match="index"):
        load_spelling(tmp_path)


def test_a_shop_searches_for_what_was_meant(shop_path):
    with Recommender.open(shop_path) as shop:
        assert shop.search("stoneware mug", k=2)[0].spelling is None
        found = shop.search("something with chamomlie", k=8)
        assert found[0].product.item_id == "tea-2"
        assert found[0].to_dict()["spelling"]["changes"] == [["chamomlie", "chamomile"]]
        assert 'searched for "' in suggestions(found)
        assert any("chamomile" in reason.text.lower() for reason in found[0].reasons)
        request = shop.ask("do you have chamomlie?").request
        assert request.spelling.changes == (("chamomlie", "chamomile"),)
        assert "you wrote" in understood(request)
        assert shop.ask("I want a chamomlie tea for the evening").request.spelling is None
        about = shop.ask("is the chamomlie caffeine free?", item="tea-2")
        assert about.request.spelling is None  # nothing was searched for


def test_an_older_store_without_a_book_opens_and_gets_one_when_indexed(shop_path, feeds, tmp_path):
    store = tmp_path / "old"
    shutil.copytree(shop_path, store)
    folder = ShopFolder.open(store)
    generations = Generations(folder.generations_path, folder.current_path)
    live = generations.current()
    with generations.new() as draft:
        for name in live.manifest.files:
            if not name.startswith("spelling/"):
                (draft.path / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(live.path / name, draft.path / name)
        draft.commit(
            dimension=live.manifest.dimension,
            count=live.manifest.count,
            encoder=live.manifest.encoder,
            catalog_version=live.manifest.catalog_version,
        )
    with Recommender.open(store) as shop:
        assert shop._retriever.spelling is None
        assert shop.search("green tea", k=1)[0].product.item_id == "tea-1"
    report = Recommender.index([feeds / "products.jsonl"], store)
    assert (report.encode.encoded, report.encode.reused) == (0, report.products)
    with Recommender.open(store) as shop:
        assert shop._retriever.spelling is not None
    again = Recommender.index([feeds / "products.jsonl"], store)
    assert again.encode is None  # nothing new
