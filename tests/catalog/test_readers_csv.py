"""Delimited text: the account is exact and no row swallows another."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shopctl.catalog.readers import Source, read
from shopctl.catalog.records import Product, Reject


@pytest.fixture
def load(tmp_path):
    def _load(content, name="feed.csv", overrides=None, **source):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reading = read(Source(str(path), **source), overrides)
        out = list(reading)
        report = reading.report
        assert report.rows == report.accepted + report.rejected
        products = [r for r in out if isinstance(r, Product)]
        rejects = [r for r in out if isinstance(r, Reject)]
        assert report.rejected == len(rejects)
        assert report.records == len(products)
        return products, rejects, report

    return _load


def test_a_plain_feed(load):
    products, rejects, report = load(
        "id,name,brand,sale_price,market_price,category,sub_category,size\n"
        'a1,"Soap, mild",Acme,"$1,299.00","$1,500.00",Bath,Soap,1.7 fl. oz / 50 mL\n'
    )
    assert not rejects
    assert products == [
        Product(
            "a1",
            "Soap, mild",
            brand="Acme",
            category=("Bath", "Soap"),
            price=Decimal("1299.00"),
            currency="USD",
            list_price=Decimal("1500.00"),
            attributes={"size": ("1.7 fl. oz / 50 mL",)},
            language="en",
        )
    ]
    assert (report.format, report.delimiter, report.encoding) == ("csv", ",", "utf-8")
    assert report.mapped["sale_price"] == "price"
    assert report.attributes == ["size"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(load, delimiter):
    rows = [["id", "title", "price"], ["1", "Tea", "2.50"], ["2", "Cup", "3.00"]]
    products, _, report = load("\n".join(delimiter.join(row) for row in rows))
    assert report.delimiter == delimiter
    assert [p.title for p in products] == ["Tea", "Cup"]


def test_decimal_commas_are_found_over_the_column(load):
    products, _, report = load("id;titel;preis\n1;Tee;1.299\n2;Tasse;3,50\n")
    assert [p.price for p in products] == [Decimal(1299), Decimal("3.50")]
    assert "decimal comma" in " ".join(report.notes)


def test_decimal_dots_are_found_over_the_column(load):
    products, _, _ = load("id,title,price\n1,Tea,1.299\n2,Cup,3.50\n")
    assert products[0].price == Decimal("1.299")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "gb18030", "utf-16-le"])
def test_encodings(load, encoding):
    title = "功能性保湿面霜" if encoding == "gb18030" else "Crème brûlée à l’orange"
    rows = "".join(f"{i},{title} {i},3.50\n" for i in range(40))
    products, rejects, report = load(("id,title,price\n" + rows).encode(encoding))
    assert not rejects
    assert products[39].title == f"{title} 39"
    assert report.mapped["id"] == "item_id"


def test_a_few_broken_bytes_in_utf8_cost_only_their_row(load):
    rows = "".join(f"{i},Café {i},3\n" for i in range(40)).encode()
    products, rejects, _ = load(b"id,title,price\n" + rows + b"40,Caf\xe9,3\n")
    assert len(products) == 40
    assert [(r.line, r.reason) for r in rejects] == [(42, "bytes that aren't valid UTF-8")]
    rejects[0].raw.encode()  # printable


def test_yuan_in_a_chinese_file(load):
    products, _, _ = load("编号,标题,价格,原价\na,竹制小茶盘,¥99,￥1299\n")
    assert (products[0].price, products[0].currency, products[0].list_price) == (99, "CNY", 1299)
    assert products[0].language == "zh"
    assert load("id,title,price\na,Tea,¥99\n")[0][0].currency is None
    assert load("id,title,price\na,Tea,¥99\n", currency="JPY")[0][0].currency == "JPY"


def test_currency_from_the_header(load):
    assert load("id,title,Price (EUR)\na,Tea,9\n")[0][0].currency == "EUR"
    assert load("id,title,价格(元)\na,Tea,9\n")[0][0].currency == "CNY"


def test_lines_are_physical_and_rows_logical(load):
    products, rejects, report = load(
        'id,title,description\n1,Tea,"one\ntwo\nthree"\n2,,x\n\n3,Cup,y\n'
    )
    assert products[0].description == "one\ntwo\nthree"
    assert [(r.line, r.reason) for r in rejects] == [(5, "no title")]
    assert report.rows == 3


def test_an_unclosed_quote_costs_its_own_row_only(load):
    products, rejects, report = load(
        'id,title,price\n1,Tea,2\n2,"Broken,3\n3,"Cup, blue",4\n4,Pot,5\n'
    )
    assert [p.item_id for p in products] == ["1", "3", "4"]
    assert [(r.line, r.raw) for r in rejects] == [(3, '2,"Broken,3')]
    assert "quote" in rejects[0].reason
    assert report.rows == 4


def test_an_unclosed_quote_at_the_end_costs_its_own_row_only(load):
    products, rejects, _ = load('id,title,price\n1,Tea,2\n2,"Broken,3\n3,Cup,4\n4,Pot,5\n')
    assert [p.item_id for p in products] == ["1", "3", "4"]
    assert rejects[0].reason == "a quote is opened and never closed"


def test_two_stray_quotes_that_cancel_out_hide_no_product(load):
    """csv alone reads lines 8 to 9 as one product with a two-line title."""
    rows = "".join(f"{i},Tea {i},2\n" for i in range(6))
    text = "id,title,price\n" + rows + '6,"Broken,3\n7,Pipe 5",4\n8,Pot,5\n'
    assert len(list(csv.reader(io.StringIO(text)))) == 1 + 6 + 2
    products, rejects, _ = load(text)
    assert [p.item_id for p in products] == [*"012345", "7", "8"]
    assert [(r.line, r.reason) for r in rejects] == [
        (8, "a quote is opened here and closed only in a later row")
    ]


def test_inch_marks_and_backslash_quotes_are_text(load):
    assert load('id,title,price\n1,Pipe 5" long,4\n')[0][0].title == 'Pipe 5" long'
    products, rejects, _ = load('id,title,price\n1,"The \\"best\\" tea",4\n2,"A, \\"b\\"",5\n')
    assert not rejects
    assert [p.title for p in products] == ['The "best" tea', 'A, "b"']


def test_a_row_with_too_few_or_too_many_columns_is_rejected(load):
    products, rejects, _ = load("id,title,price\n1,Tea\n2,Cup,3,4\n3,Pot,5,,\n")
    assert [p.item_id for p in products] == ["3"]
    assert [r.reason for r in rejects] == [
        "has 2 columns, the header has 3",
        "has 4 columns, the header has 3",
    ]


def test_bad_prices_reject_the_row_and_unknown_ones_do_not(load):
    products, rejects, report = load(
        "id,title,price,mrp\n1,A,-5,\n2,B,99999999999,\n3,C,NaN,\n4,D,,\n5,E,abc,\n6,F,0,\n7,G,5,abc\n8,H,10-20,\n"
    )
    assert [(p.item_id, p.price) for p in products] == [
        ("3", None),
        ("4", None),
        ("6", None),
        ("7", 5),
        ("8", 10),
    ]
    assert [r.line for r in rejects] == [2, 3, 6]
    assert [r.reason.split(" '")[0] for r in rejects] == [
        "negative price",
        "absurd price",
        "not a price:",
    ]
    assert products[-1].attributes == {"price range": ("10-20",)}
    assert "1 × price of 0 read as unknown" in report.notes


def test_google_sale_prices(load):
    products, _, report = load(
        "id\ttitle\tlink\tprice\tsale_price\tavailability\tproduct_type\n"
        "1\tTea\thttps://x.example/1\t30.00 USD\t25.00 USD\tin_stock\tFood > Drinks > Tea\n"
        "2\tCup\thttps://x.example/2\t12.00 USD\t\tout of stock\tHome\n",
        name="feed.tsv",
    )
    assert [(p.price, p.list_price, p.currency) for p in products] == [
        (25, 30, "USD"),
        (12, None, "USD"),
    ]
    assert products[0].category == ("Food", "Drinks", "Tea")
    assert [p.availability for p in products] == ["in_stock", "out_of_stock"]
    assert report.format == "tsv"


@pytest.mark.parametrize(
    ("sale", "full"),
    [
        ("Sale price", "Regular price"),
        ("special_price", "price"),
        ("discounted price", "MRP"),
        ("促销价", "原价"),
        ("活动价(元)", "京东价(元)"),
    ],
)
@pytest.mark.parametrize("mapped", [None, 0, 1])
def test_what_is_not_reduced_costs_the_full_price(load, sale, full, mapped):
    if mapped is not None and full in {"price", "京东价(元)"}:
        mapped = None  # to name the price that is charged anyhow is to take no reduction
    overrides = {} if mapped is None else {"price": (sale, full)[mapped]}
    products, rejects, _ = load(
        f"id,title,{sale},{full}\n1,Tea,8,10\n2,Cup,,12\n3,Pot,0,15\n4,Jar,,\n5,Tin,9,9\n",
        overrides=overrides,
    )
    assert not rejects
    assert [(p.price, p.list_price) for p in products] == [
        (8, 10),
        (12, None),
        (15, None),
        (None, None),
        (9, None),
    ]
    assert all(not p.attributes for p in products)


def test_an_unknown_selling_price_is_not_made_of_the_list_price(load):
    products, _, _ = load("id,title,Our Price,List Price\n1,Tea,8,10\n2,Cup,,12\n")
    assert [(p.price, p.list_price) for p in products] == [(8, 10), (None, 12)]


def test_a_named_price_is_the_only_one_paid(load):
    products, _, _ = load(
        "id,title,sale price,price eur\n1,Tea,8,10\n", overrides={"price": "price eur"}
    )
    assert products[0].price == 10
    assert products[0].attributes == {"sale price": ("8",)}


def test_a_reduction_holds_between_its_dates(load):
    products, _, report = load(
        "id,title,sale price,regular price,Date sale price starts,Date sale price ends\n"
        "1,Tea,8,10,2020-01-01,2021-01-01\n2,Cup,8,10,2020-01-01,\n3,Pot,8,10,,2999-01-01\n"
        "4,Jar,8,10,2999-01-01,\n"
    )
    assert [(p.price, p.list_price) for p in products] == [(10, None), (8, 10), (8, 10), (10, None)]
    assert "2 × sale price not in effect today: the regular price is used" in report.notes


def test_a_shops_own_interface_dates_reductions_too(load):
    products, _, _ = load(
        "id,name,price,regular_price,sale_price,date_on_sale_from,date_on_sale_to\n"
        "1,Tea,10,10,8,2999-01-01T00:00:00,\n2,Cup,8,10,8,,\n"
    )
    assert [(p.price, p.list_price) for p in products] == [(10, None), (8, 10)]


def test_missing_ids_are_made_stable_and_said(load):
    text = "name,brand,price,size\nTea,Acme,2,50 g\nTea,Acme,3,100 g\n"
    products, _, report = load(text)
    again, _, _ = load("brand,size,name,price\nAcme,50 g,Tea,99\n")
    assert products[0].item_id == again[0].item_id  # neither price nor column order counts
    assert products[0].item_id != products[1].item_id  # the size does
    assert report.made_ids == 2
    assert "2 products have no id" in report.notes[0]


_EDITIONS = [
    "The Salt Road,Hollis,Hardcover,22.00,Bound.",
    "The Salt Road,Hollis,Audiobook,17.99,Read aloud.",
    "The Salt Road,Hollis,Audiobook,17.99,Read aloud by two.",
    "Cold Signal,Meridian,Paperback,8.99,Fast.",
]


def test_rows_without_an_id_that_differ_stay_apart_in_any_order(load):
    def ids(rows):
        text = "title,brand,format,price,description\n" + "\n".join(rows) + "\n"
        products, rejects, report = load(text)
        found = {f"{p.title}/{p.attributes['format'][0]}/{p.description}": p.item_id for p in products}  # fmt: skip
        return found, rejects, report

    found, rejects, report = ids(_EDITIONS)
    assert len(set(found.values())) == 4
    assert not rejects
    assert (report.made_ids, report.superseded) == (4, 0)
    assert report.notes[1].startswith("3 × no id, and brand, title, variant and address of another")
    assert ids(_EDITIONS)[0] == ids(_EDITIONS[::-1])[0] == found
    # The price of what its format tells apart may change.
    cheaper = [_EDITIONS[0].replace("22.00", "19.00"), *_EDITIONS[1:]]
    assert ids(cheaper)[0] == found
    # Equal rows are one product.
    again, rejects, report = ids([*_EDITIONS, _EDITIONS[0], _EDITIONS[3]])
    assert again == found
    assert report.made_ids == 4
    assert [r.reason for r in rejects] == [
        "duplicate of line 2: the same id and the same content",
        "duplicate of line 5: the same id and the same content",
    ]


def test_rows_without_an_id_from_stdin(load, monkeypatch):
    text = "title,format,price\nTea,tin,2\nTea,bag,3\nCup,,1\n"
    by_file = [p.item_id for p in load(text)[0]]
    given = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr("sys.stdin", given)
    products = list(read(Source("-")))
    assert [p.item_id for p in products] == by_file
    assert [p.title for p in products] == ["Tea", "Tea", "Cup"]


def test_a_few_rows_without_an_id_among_others(load):
    products, _, report = load("id,title,size\n1,Tea,S\n2,Cup,S\n,Pot,S\n3,Jar,S\n,Pot,M\n")
    assert [p.item_id for p in products if len(p.item_id) == 1] == ["1", "2", "3"]
    assert len({p.item_id for p in products}) == 5
    assert report.made_ids == 2


def test_duplicates_are_rejected_and_updates_are_counted(load):
    products, rejects, report = load(
        "id,title,price\n1,Tea,2\n1,Tea,2\n1,Tea,3\n2,Cup,1\n3,Pot,1\n"
    )
    assert [(p.item_id, p.price) for p in products] == [("1", 2), ("1", 3), ("2", 1), ("3", 1)]
    assert [(r.line, r.reason) for r in rejects] == [
        (3, "duplicate of line 2: the same id and the same content")
    ]
    assert report.superseded == 1
    assert "'1' on lines 2 and 4" in report.notes[0]


def test_descriptions_become_plain_text(load):
    text = "<p>Soft &amp; warm<br>5 &lt; 6</p><script>alert(1)</script><ul><li>one</li></ul>"
    products, _, _ = load(f'id,title,description\n1,T\x01e\x00a,"{text}"\n')
    assert products[0].title == "T ea"
    assert products[0].description == "Soft & warm\n5 < 6\n\n- one"


def test_lists_are_cut_where_the_column_shows_a_small_vocabulary(load):
    cells = ["Normal, Dry, and Oily", "Dry and Oily", "Oily", "Dry, Normal"] * 10
    rows = "".join(f'{i},T{i},"{cell}","a, long {i} story, {i}"\n' for i, cell in enumerate(cells))
    products, _, report = load("id,title,skin_type,story\n" + rows)
    assert products[0].attributes["skin type"] == ("Normal", "Dry", "Oily")
    assert products[1].attributes["skin type"] == ("Dry", "Oily")
    assert products[0].attributes["story"] == ("a, long 0 story, 0",)
    assert "cut into lists: skin_type" in report.notes


def test_what_is_not_understood_stays_as_an_attribute(load):
    products, rejects, report = load("id,title,rating,stock\n1,Tea,great,maybe\n")
    assert not rejects
    assert products[0].rating is None
    assert products[0].attributes == {"rating": ("great",), "stock": ("maybe",)}
    assert len(report.notes) == 2


_text = st.text(
    st.characters(
        codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="<&\u2028\u2029"
    ),
    max_size=40,
)
_lines = st.lists(_text, max_size=4).map("\n".join)


def _line(text):
    from shopctl.catalog.plain_text import one_line

    return one_line(text)


_products = st.lists(
    st.tuples(
        _text, _lines, _text, st.decimals(min_value="0.01", max_value=10**6, places=2), _text
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(rows=[("", "0\n\\n", "", Decimal("0.01"), "")], delimiter=",")
@given(rows=_products, delimiter=st.sampled_from([",", "\t", ";"]))
def test_round_trip(load, rows, delimiter):
    """Whatever the csv module writes is read back equal."""
    from shopctl.catalog.plain_text import plain_text
    from shopctl.catalog.readers.list_names import listed
    from shopctl.catalog.values import is_missing, with_breaks

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["sku", "title", "description", "brand", "price", "colour"])
    for number, (title, description, brand, price, colour) in enumerate(rows):
        writer.writerow([f"s{number}", f"x{title}", description, brand, price, f"{colour}"])
    products, rejects, _ = load(out.getvalue(), delimiter=delimiter)
    assert not rejects
    for number, (product, (title, description, brand, price, colour)) in enumerate(
        zip(products, rows, strict=True)
    ):
        assert product.item_id == f"s{number}"
        assert product.title == _line(f"x{title}")
        if not is_missing(description) and not description.strip().startswith(("[", "{")):
            assert product.description in {plain_text(with_breaks(description)), ""}
        assert product.price == price
        if not is_missing(colour) and not colour.strip().startswith(("[", "{")):
            assert product.attributes.get("colour", ("",)) in {
                (_line(colour),),
                tuple(dict.fromkeys(map(_line, listed(colour)))),
            }
        if (
            not is_missing(brand)
            and not brand.strip().startswith(("[", "{"))
            and brand.casefold() != "none"
        ):
            assert product.brand == _line(brand)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(junk=st.binary(max_size=300))
def test_any_bytes_after_a_header_keep_the_account(load, junk):
    from shopctl.errors import InputError

    try:
        load(b"id,title,price\n1,Tea,2\n" + junk)
    except InputError as error:
        assert "\n" not in str(error)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pieces=st.lists(
        st.sampled_from(['"', ",", "\n", "a", "5", ' "', '",', '""', "\r\n"]), max_size=60
    )
)
def test_any_quotes_keep_the_account_and_the_good_rows(load, pieces):
    products, _, _ = load("id,title,price\ngood,Tea,2\n" + "".join(pieces))
    # Where most rows lack an id the column isn't trusted, and ids are made: the row is there.
    assert products[0].title == "Tea"


def test_empty_rows_do_not_speak_against_the_id_column(load):
    products, _, _ = load("id,title,price\ngood,Tea,2\n,,\r\n,,")
    assert [product.item_id for product in products] == ["good"]


def test_breaks_that_are_written_out_are_breaks_and_paths_stay(load):
    products, _, _ = load(
        "id,title,description\n1,Tea,Strong.\\nHot.\\r\\n- sweet\n2,Disk,Files lie in C:\\new\\notes\n"
    )
    assert [p.description for p in products] == [
        "Strong.\nHot.\n- sweet",
        "Files lie in C:\\new\\notes",
    ]
