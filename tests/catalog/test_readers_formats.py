"""Every other format: what is special about it, and nothing lost."""

import gzip
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shopctl.catalog.readers import FORMATS, Source, expand_sources, read
from shopctl.catalog.records import QA, Interaction, Product, Reject, Review
from shopctl.errors import InputError


@pytest.fixture
def load(tmp_path):
    def _load(content, name, kind="products", **source):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reading = read(Source(str(path), kind, **source))
        out = list(reading)
        report = reading.report
        assert report.rows == report.accepted + report.rejected
        rejects = [r for r in out if isinstance(r, Reject)]
        assert report.rejected == len(rejects)
        return [r for r in out if not isinstance(r, Reject)], rejects, report

    return _load


def test_json_lines_with_named_attributes(load):
    line = {
        "id": "z1",
        "title": "竹制小茶盘",
        "attributes": {"品牌": ["某牌"], "材质": ["竹", "木"], "货号": ["A-1"]},
        "coarse_category": "百货",
        "fine_category": "茶具/茶盘",
    }
    products, _, report = load(json.dumps(line, ensure_ascii=False) + "\n", "items.jsonl")
    assert products == [
        Product(
            "z1",
            "竹制小茶盘",
            brand="某牌",
            category=("百货", "茶具/茶盘"),
            attributes={"材质": ("竹", "木"), "货号": ("A-1",)},
            language="zh",
        )
    ]
    assert report.format == "json lines"


def test_json_lines_with_unnamed_attributes_and_exact_numbers(load):
    products, _, _ = load(
        '{"item_id": "a", "title": "Lamp", "attributes": ["Cycling", "Lights"], "price": 19.90}\n',
        "i.jsonl",
    )
    assert products[0].attributes == {"attributes": ("Cycling", "Lights")}
    assert products[0].price == Decimal("19.90")


def test_json_lines_cut_in_the_middle_cost_their_line(load):
    text = '{"id": 1, "title": "Tea"}\n{"id": 2, "title": "Cu\n[1]\nnonsense\n{"id": 3, "title": "Pot", "price": NaN}\n{"id": 4, "ti'
    products, rejects, _ = load(text, "items.jsonl")
    assert [p.item_id for p in products] == ["1", "3"]
    assert [(r.line, r.reason) for r in rejects] == [
        (2, "JSON cut in the middle"),
        (3, "not a JSON object but a list"),
        (4, "not JSON"),
        (6, "JSON cut in the middle"),
    ]


def test_a_key_that_turns_up_late_is_kept(load):
    lines = [{"id": str(i), "title": f"T{i}"} for i in range(1_200)] + [
        {"id": "x", "title": "X", "brand": "B", "colour": "red"}
    ]
    products, _, report = load("\n".join(map(json.dumps, lines)), "items.jsonl")
    assert products[-1].brand == "B"
    assert products[-1].attributes == {"colour": ("red",)}
    assert report.attributes == ["colour"]


@pytest.mark.parametrize("wrap", ["{}", '{{"total": 2, "products": {}, "page": 1}}'])
def test_json_arrays_stream_alone_or_wrapped(load, wrap):
    items = [
        {"id": i, "title": f"Tea {i}", "rating": {"rate": 3.9, "count": 120}} for i in range(3)
    ]
    products, _, report = load(wrap.format(json.dumps(items, indent=1)), "items.json")
    assert [p.item_id for p in products] == ["0", "1", "2"]
    assert report.format == "json"


def test_a_json_array_cut_in_the_middle_keeps_what_came_before(load):
    products, rejects, _ = load(
        '[{"id": 1, "title": "Tea"},\n {"id": 2, "title": "Cu', "items.json"
    )
    assert [p.item_id for p in products] == ["1"]
    assert [(r.line, r.reason) for r in rejects] == [
        (2, "JSON ends in the middle; the rest of the file is not read")
    ]


def test_a_large_json_array_is_read_across_chunks(load):
    items = [{"id": i, "title": f"Tea {i}", "description": "x" * 3_000} for i in range(300)]
    assert len(load(json.dumps(items), "items.json")[0]) == 300


def test_parquet(load):
    table = pa.table(
        {
            "sku": ["a", "b"],
            "name": ["Tea", None],
            "price": [Decimal("2.50"), Decimal("3.00")],
            "tags": [["x", "y"], []],
            "updated_at": [datetime(2026, 1, 2, tzinfo=UTC)] * 2,
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink)
    products, rejects, report = load(sink.getvalue(), "items.parquet")
    assert products == [
        Product(
            "a",
            "Tea",
            price=Decimal("2.50"),
            attributes={"tags": ("x", "y")},
            language="en",
            updated_at=datetime(2026, 1, 2, tzinfo=UTC),
        )
    ]
    assert [(r.line, r.reason) for r in rejects] == [(2, "no title")]
    assert '"sku": "b"' in rejects[0].raw
    assert report.format == "parquet"


_RSS = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title><link>https://x.example</link>
<item><g:id>t1</g:id><title>Caf\xe9</title><description>&lt;b&gt;Good&lt;/b&gt; &amp;amp; hot</description>
<link>https://x.example/t1</link><g:image_link>https://x.example/t1.jpg</g:image_link><g:price>30.00 USD</g:price>
<g:sale_price>25.00 USD</g:sale_price><g:availability>in_stock</g:availability><g:brand>Acme</g:brand>
<g:google_product_category>Food &gt; Drinks</g:google_product_category><g:color>red</g:color>
<g:shipping><g:country>US</g:country><g:price>5.00 USD</g:price></g:shipping></item>
<item><g:id>t2</g:id><title>Cup</title><g:price>-1 USD</g:price></item>
</channel></rss>"""


def test_google_merchant_xml(load):
    products, rejects, report = load(_RSS.encode("latin-1"), "feed.xml")
    assert products == [
        Product(
            "t1",
            "Café",
            "Good & hot",
            "Acme",
            ("Food", "Drinks"),
            Decimal("25.00"),
            "USD",
            Decimal("30.00"),
            "in_stock",
            attributes={"color": ("red",), "shipping": ("country: US", "price: 5.00 USD")},
            image_url="https://x.example/t1.jpg",
            url="https://x.example/t1",
            language="en",
        )
    ]
    assert [(r.line, r.reason) for r in rejects] == [(8, "negative price '-1 USD'")]
    assert report.format == "google merchant xml"


def test_atom_feed_and_truncation(load):
    text = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><g:id>1</g:id><title>Tea</title><link href="https://x.example/1"/></entry>\n<entry><g:id>2'
    products, rejects, _ = load(text, "feed.xml")
    assert products[0].url == "https://x.example/1"
    assert "broken XML" in rejects[0].reason


def test_xml_entities_are_refused(load):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa">]><rss><item><id>1</id><title>&a;</title></item></rss>'
    with pytest.raises(InputError, match="declares entities"):
        load(bomb, "feed.xml")


_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Shop"},
        {
            "@type": "Product", "sku": "k1", "name": "Tea", "brand": {"@type": "Brand", "name": "Acme"}, "image": ["https://x.example/a.jpg"],
            "offers": {"@type": "AggregateOffer", "lowPrice": "10.00", "highPrice": "20.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"},
            "aggregateRating": {"ratingValue": "4.4", "reviewCount": 89}, "additionalProperty": [{"@type": "PropertyValue", "name": "Origin", "value": "Assam"}],
            "review": [{"author": {"name": "Ann"}, "reviewRating": {"ratingValue": 5}, "reviewBody": "Good.", "datePublished": "2026-01-02"}],
        },
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ["p.json", "p.jsonld", "p.html"])
def test_schema_org(load, name):
    text = json.dumps(_LD)
    if name == "p.html":
        text = f"<!DOCTYPE html><html><head>\n<script type='application/ld+json'>{text}</script></head><body>x</body></html>"
    products, _, report = load(text, name)
    assert products == [
        Product(
            "k1",
            "Tea",
            brand="Acme",
            price=Decimal("10.00"),
            currency="EUR",
            availability="in_stock",
            rating=4.4,
            rating_count=89,
            attributes={"Origin": ("Assam",), "price range": ("10.00 - 20.00",)},
            image_url="https://x.example/a.jpg",
            language="en",
        )
    ]
    assert report.format == "schema.org json-ld"
    reviews, _, _ = load(text, name, kind="reviews")
    assert reviews == [Review("k1", "Ann", 5.0, "", "Good.", datetime(2026, 1, 2, tzinfo=UTC))]


def test_a_page_without_products(load):
    with pytest.raises(InputError, match=r"without schema\.org product data"):
        load("<html><body>hello</body></html>", "p.html")


_SHOPIFY = """Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Material,Status
tee,Soft Tee,<p>Organic</p>,Acme,Apparel > Tops,T-Shirts,"summer, cotton",true,Size,S,T-S,shopify,0,deny,19.00,25.00,https://x.example/1.jpg,cotton,active
tee,,,,,,,,,M,T-M,shopify,3,deny,21.00,,https://x.example/2.jpg,,
tee,,,,,,,,,L,T-L,shopify,3,deny,-2,,,,
mug,Mug,,Acme,,,,true,Title,Default Title,M-1,,,deny,8.00,0,,,draft
"""


def test_shopify_variants_become_one_product(load):
    products, rejects, report = load(_SHOPIFY, "products_export.csv")
    assert products == [
        Product("tee", "Soft Tee", "Organic", "Acme", ("Apparel", "Tops", "T-Shirts"), Decimal("19.00"), None, Decimal("25.00"), "in_stock",
                attributes={"size": ("S", "M"), "sku": ("T-S", "T-M"), "tags": ("summer", "cotton"), "price range": ("19.00 - 21.00",), "material": ("cotton",), "variants": ("S: 19.00 (out of stock)", "M: 21.00 (in stock)")}, image_url="https://x.example/1.jpg", language="en")
    ]  # fmt: skip
    assert [(r.line, r.reason) for r in rejects] == [
        (4, "variant: negative price '-2'"),
        (5, "not on sale: a draft, archived or unpublished product"),
    ]
    assert (report.rows, report.accepted, report.records, report.format) == (4, 2, 1, "shopify")


def test_variants_are_told_where_they_differ(load):
    header = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price\n"
    rows = (
        "pot,Pot,Size,1 l,Color,red,shopify,2,deny,30\npot,,,2 l,,red,shopify,0,deny,45\n"
        "cup,Cup,Size,S,,,shopify,2,deny,5\ncup,,,M,,,shopify,1,deny,5\n"
    )
    products, _, _ = load(header + rows, "products_export.csv", currency="EUR")
    assert products[0].attributes["variants"] == (
        "1 l / red: 30 EUR (in stock)",
        "2 l / red: 45 EUR (out of stock)",
    )
    assert products[0].price == 30
    assert "variants" not in products[1].attributes


def test_amazon_2014_literals_gzipped(load):
    line = "{'asin': 'B01', 'title': \"Bob's Lamp\", 'price': 9.5, 'imUrl': 'http://x.example/a.jpg', 'related': {'also_bought': ['B02']}, 'categories': [['Home'], ['Home', 'Lamps']], 'salesRank': {'Home': 5}}\n"
    products, _, report = load(gzip.compress(line.encode()), "meta_Home.json.gz")
    assert products[0].title == "Bob's Lamp"
    assert products[0].price == Decimal("9.5")
    assert products[0].category == ("Home", "Lamps")
    assert products[0].attributes == {"other categories": ("Home",), "sales rank": ("Home: 5",)}
    assert report.format == "amazon 2014 meta"
    assert "co-purchase" in report.notes[0]


def test_amazon_2018_and_2023_meta(load):
    old = {
        "asin": "B01",
        "title": "Lamp",
        "price": ".a-box-inner{color:red}",
        "main_cat": "Home",
        "category": ["Home", "Lamps"],
        "also_buy": ["B02"],
        "feature": ["Bright"],
        "description": ["Warm light."],
    }
    products, _, report = load(json.dumps(old), "meta.jsonl")
    assert (products[0].price, products[0].category) == (None, ("Home", "Lamps"))
    assert products[0].description == "Warm light.\nBright"
    assert report.format == "amazon 2018 meta"
    new = {
        "main_category": "All Beauty",
        "title": "Cream",
        "average_rating": 4.8,
        "rating_number": 10,
        "features": [],
        "description": [],
        "price": 9.99,
        "images": [{"thumb": "https://x.example/t.jpg", "large": "https://x.example/l.jpg"}],
        "videos": [],
        "store": "Acme",
        "categories": [],
        "details": {"Item Form": "Cream", "Brand": "Acme"},
        "parent_asin": "B09",
        "bought_together": None,
    }
    products, _, report = load(json.dumps(new), "meta.jsonl")
    assert products == [
        Product(
            "B09",
            "Cream",
            brand="Acme",
            category=("All Beauty",),
            price=Decimal("9.99"),
            rating=4.8,
            rating_count=10,
            attributes={"Item Form": ("Cream",), "Brand": ("Acme",)},
            image_url="https://x.example/l.jpg",
            language="en",
        )
    ]
    assert report.format == "amazon 2023 meta"


def test_amazon_reviews(load):
    old = "{'reviewerID': 'A1', 'asin': 'B01', 'helpful': [2, 3], 'reviewText': 'Fine.', 'overall': 5.0, 'summary': 'Good', 'unixReviewTime': 1400000000}"
    expected = Review(
        "B01", "A1", 5.0, "Good", "Fine.", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC), 2
    )
    assert load(old, "reviews.json", kind="reviews")[0] == [expected]
    new = {
        "rating": 5.0,
        "title": "Good",
        "text": "Fine.<br />",
        "asin": "B00",
        "parent_asin": "B01",
        "user_id": "A1",
        "timestamp": 1400000000000,
        "helpful_vote": 2,
    }
    reviews, _, report = load(json.dumps(new), "reviews.jsonl", kind="reviews")
    assert reviews == [expected]
    assert report.format == "amazon 2023 reviews"


def test_amazon_qa_single_and_nested(load):
    single = "{'questionType': 'yes/no', 'asin': 'B01', 'unixTime': 1400000000, 'question': 'Is it warm?', 'answer': 'Yes.'}"
    assert load(single, "qa.json", kind="qa")[0] == [
        QA("B01", "Is it warm?", "Yes.", datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC))
    ]
    nested = "{'asin': 'B01', 'questions': [{'questionText': 'Warm?', 'answers': [{'answerText': 'Yes.', 'answerTime': 'May 13, 2014'}]}, {'questionText': 'Red?', 'answers': [{'answerText': 'No.'}]}]}"
    found, _, report = load(nested, "qa.json", kind="qa")
    assert [(q.question, q.answer) for q in found] == [("Warm?", "Yes."), ("Red?", "No.")]
    assert (report.rows, report.accepted, report.records) == (1, 1, 2)


def test_literals_run_no_code(load):
    _, rejects, _ = load(
        "{'id': 'a', 'title': 'T'}\n{'id': __import__('os').getpid(), 'title': 'T'}\n",
        "items.jsonl",
    )
    assert "not JSON" in rejects[0].reason


def test_recbole_atomic_files(load):
    products, rejects, report = load(
        "item_id:token\ttitle:token_seq\tprice:float\tcategories:token_seq\n1\tGreen \"tea\" cup\t3.5\t'Home & Co', 'Cups'\n2\tx\n",
        "shop.item",
    )
    assert products[0] == Product(
        "1", 'Green "tea" cup', category=("Home & Co", "Cups"), price=Decimal("3.5"), language="en"
    )
    assert [r.line for r in rejects] == [3]
    assert report.format == "recbole"
    events, _, _ = load(
        "user_id:token\titem_id:token\trating:float\ttimestamp:float\nu1\t1\t4\t881250949\n",
        "shop.inter",
        kind="interactions",
    )
    assert events == [
        Interaction("u1", "1", "rate", 4.0, datetime(1997, 12, 4, 15, 55, 49, tzinfo=UTC))
    ]


def test_sequences(load):
    events, rejects, report = load("u1 a b a\nu2\nu3 c\n", "sequences.txt", kind="interactions")
    assert [(e.user, e.item_id, e.position) for e in events] == [
        ("u1", "a", 0),
        ("u1", "b", 1),
        ("u1", "a", 2),
        ("u3", "c", 0),
    ]
    assert [(r.line, r.reason) for r in rejects] == [(2, "a shopper without items")]
    assert (report.rows, report.accepted, report.records) == (3, 2, 4)


def test_ratings_without_a_header(load):
    events, _, report = load(
        "A3,B000000001,5.0,1400000000\nA4,B000000002,1.0,1400000001\n",
        "ratings_Home.csv",
        kind="interactions",
    )
    assert [(e.user, e.item_id, e.weight) for e in events] == [
        ("A3", "B000000001", 5.0),
        ("A4", "B000000002", 1.0),
    ]
    assert "no header line" in report.notes[0]
    events, _, _ = load("B000000001,A3,5.0,1400000000\n", "ratings.csv", kind="interactions")
    assert (events[0].user, events[0].item_id) == ("A3", "B000000001")


def test_events_of_shoppers(load):
    events, rejects, _ = load(
        "user_id,item_id,behavior_type,timestamp\n1,a,pv,1511544070\n1,b,addtocart,1511544071\n1,c,jump,1511544072\n",
        "events.csv",
        kind="interactions",
    )
    assert [e.event for e in events] == ["view", "cart"]
    assert rejects[0].reason == "unknown event 'jump': view, cart, buy or rate"


def test_a_time_in_the_future_is_no_time(load):
    now = datetime.now(UTC)
    later, soon = now + timedelta(days=2), (now + timedelta(hours=20)).replace(microsecond=0)
    events, rejects, report = load(
        "user,item_id,time\n"
        f"1,a,{later.isoformat()}\n"
        f"1,b,{int(later.timestamp())}\n"
        "1,c,9999-12-31T23:59:59-11:00\n"
        f"1,d,{soon.isoformat()}\n"  # another time zone's clock, or ours being slow
        "1,e,2024-05-01\n",
        "events.csv",
        kind="interactions",
    )
    assert [(e.item_id, e.time) for e in events] == [
        ("a", None),
        ("b", None),
        ("c", None),
        ("d", soon),
        ("e", datetime(2024, 5, 1, tzinfo=UTC)),
    ]
    assert not rejects
    said = f"3 × time in the future, left out (e.g. {later:%Y-%m-%d %H:%M})"
    assert said in report.notes


def test_a_review_from_the_future_keeps_its_words(load):
    (review,), _, report = load(
        "item_id,user,rating,text,time\nk1,Ann,5,Good.,2999-01-01\n", "reviews.csv", kind="reviews"
    )
    assert (review.text, review.time) == ("Good.", None)
    assert report.notes == ["1 × time in the future, left out (e.g. 2999-01-01 00:00)"]


def test_folders_files_and_stdin(tmp_path, monkeypatch):
    for name in (
        "items.jsonl",
        "reviews.csv.gz",
        "shop_qa.jsonl",
        "sequences.txt",
        "shop.inter",
        "notes.txt",
        ".hidden.csv",
    ):
        (tmp_path / name).write_text("x")
    found = [(s.name, s.kind) for s in expand_sources([tmp_path, "-"])]
    assert found == [
        ("items.jsonl", "products"),
        ("reviews.csv.gz", "reviews"),
        ("sequences.txt", "interactions"),
        ("shop.inter", "interactions"),
        ("shop_qa.jsonl", "qa"),
        ("stdin", "products"),
    ]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"id,title\n1,Tea\n")))
    assert [p.title for p in read(Source("-"))] == ["Tea"]


def test_a_forced_format_and_an_unknown_one(load):
    assert load("id,title\n1,Tea\n", "feed.txt", format="csv")[0][0].title == "Tea"
    with pytest.raises(InputError, match="is a Parquet file, not csv"):
        load(b"PAR1", "feed.txt", format="csv")
    with pytest.raises(InputError, match="unknown format 'xls': choose from csv"):
        load("x", "feed.txt", format="xls")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    junk=st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
    name=st.sampled_from(["x.jsonl", "x.json", "x.xml", "x.item", "x.html", "x.parquet", "x.txt"]),
    forced=st.sampled_from([None, *FORMATS]),
    head=st.sampled_from(
        [
            b"",
            b'{"id": 1, "title": "Tea"}\n',
            b'[{"id": 1, "title": "Tea"},',
            b"<rss><item><title>Tea</title></item>",
            b"item_id:token\ttitle:token\n",
        ]
    ),
)
@example(junk=b"\x00\x00\x01", name="x.jsonl", forced=None, head=b"")  # UTF-16, cut in a character
def test_any_bytes_are_read_rejected_or_refused_in_one_line(load, junk, name, forced, head):
    try:
        load(head + junk, name, format=forced)
    except InputError as error:
        assert "\n" not in str(error)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["id", "title", "price", "brand", "category", "attributes", "rating", "image", "x"]
            ),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(st.text(max_size=5), inner, max_size=3)
                ),
                max_leaves=8,
            ),
            max_size=6,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_json_values_are_taken_or_rejected(load, rows):
    text = "\n".join(json.dumps(row) for row in [{"id": "ok", "title": "Tea"}, *rows])
    products, _, _ = load(text, "items.jsonl")
    assert products[0].title == "Tea"
    for product in products:
        assert product.title
        assert all(isinstance(v, str) for values in product.attributes.values() for v in values)


def test_a_ruby_hash_of_specifications_is_attributes(load):
    feed = (
        "id,title,product_specifications\n"
        'A,Shorts,"{""product_specification""=>[{""key""=>""Fabric"", ""value""=>""Cotton""}, '
        '{""value""=>""3 shorts""}, {""key""=>""Care"", ""value""=>""Do not bleach, a => b""}]}"\n'
    )
    found, _, _ = load(feed, "feed.csv")
    assert found[0].attributes == {"Fabric": ("Cotton",), "Care": ("Do not bleach, a => b",)}
