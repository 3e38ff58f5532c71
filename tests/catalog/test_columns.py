"""Column names of real feeds to fields."""

import pytest
from shopctl.catalog.columns import match_columns, normal_name
from shopctl.errors import InputError


def match(columns, kind="products", overrides=None, sample=()):
    return match_columns(columns, kind, overrides or {}, "feed.csv", sample)


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("g:Sale_Price", "sale price"),
        ("reviewText", "review text"),
        ("Body (HTML)", "body (html)"),
        ("unixReviewTime", "unix review time"),
        (" 商品名称 ", "商品名称"),
        ("In stock?", "in stock"),
    ],
)
def test_normal_name(name, normal):
    assert normal_name(name) == normal


@pytest.mark.parametrize(
    "title", ["name", "product", "product_name", "product_title", "Title", "标题", "商品名称"]
)
@pytest.mark.parametrize(
    ("price", "former"),
    [
        ("sale_price", "market_price"),
        ("discounted_price", "mrp"),
        ("现价", "原价"),
        ("售价", "市场价"),
        ("price", "Compare At Price"),
        ("价格(元)", "list price"),
    ],
)
def test_names_that_feeds_use(title, price, former):
    shown = match([title, price, former]).shown()
    assert shown == {title: "title", price: "price", former: "list_price"}


def test_regular_price_beside_a_sale_price_is_the_list_price():
    shown = match(["id", "title", "price", "sale_price"]).shown()
    assert shown["sale_price"] == "price"
    assert shown["price"] == "list_price"


def test_a_lone_list_price_is_the_price():
    assert match(["title", "mrp"]).shown() == {"title": "title", "mrp": "price"}


@pytest.mark.parametrize(
    ("price", "former"),
    [
        ("京东价", "原价"),
        ("淘宝价", "划线价格"),
        ("天猫价", "市场价"),
        ("会员价", "原价"),
        ("促销价格", "原价"),
        ("Our Price", "List Price"),
        ("Web price", "RRP"),
        ("Your price", "Was price"),
        ("Outlet price", "Regular price"),  # no synonym: it ends like a price
        ("双11价(元)", "吊牌价"),
    ],
)
def test_a_former_price_is_not_the_price_where_the_feed_has_another(price, former):
    shown = match(["title", former, price], sample=[{price: "89.00", former: "129"}] * 4).shown()
    assert shown[price] == "price"
    assert shown[former] == "list_price"


def test_what_only_ends_like_a_price_is_the_price_only_if_it_holds_prices():
    sample = [{"title": "x", "评价": "很好", "原价": "99", "price note price": "ask us"}] * 4
    columns = match(["title", "评价", "price note price", "原价"], sample=sample)
    assert columns.column("price") == "原价"
    assert columns.attributes == ["评价", "price note price"]


@pytest.mark.parametrize(
    "cost", ["Cost price", "wholesale_price", "Cost", "unit cost", "成本价", "进价", "批发价(元)"]
)
def test_what_the_shop_pays_is_neither_price_nor_attribute(cost):
    columns = match(["title", cost, "mrp"], sample=[{cost: "5", "mrp": "9"}] * 4)
    assert columns.column("price") == "mrp"
    assert columns.attributes == []
    assert columns.shown()[cost] == "left out: what the shop pays, not the shopper"
    assert not columns.aside.personal
    assert match(["title", cost], overrides={"price": cost}).column("price") == cost
    late = match(["title"])
    late.add(cost)
    assert late.attributes == []


@pytest.mark.parametrize("other", ["unit price", "Shipping price", "price per unit", "每斤价格"])
def test_a_price_of_something_else_is_an_attribute(other):
    columns = match(["title", other, "list price"], sample=[{other: "5", "list price": "9"}] * 4)
    assert columns.column("price") == "list price"
    assert columns.attributes == [other]


def test_three_prices_each_have_their_role():
    columns = match(["title", "商品价格(元)", "促销价格", "京东价", "会员价", "划线价格"])
    assert {role: columns.column(role) for role in ("sale_price", "price", "list_price")} == {
        "sale_price": "促销价格",
        "price": "京东价",
        "list_price": "划线价格",
    }
    assert columns.attributes == ["商品价格(元)", "会员价"]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("title", "Part Name, Book title, 书名"),
        ("item_id", "Part Number, Part No, isbn, isbn13, isbn10, ISBN-13, ISBN 10, 商品条码"),
        ("brand", "品牌名"),
        ("rating_count", "评价数量, 累计评价"),
        ("description", "商品卖点, Blurb, Synopsis, 内容简介"),
        ("image_url", "商品主图"),
        (
            "availability",
            "库存数量, 库存量, 商品库存, 可售库存, 总库存, Qty On Hand, Qty, Quantity, On hand, Units in stock, In stock?",
        ),
        ("list_price", "划线价格"),
    ],
)
def test_names_of_fields(field, names):
    for name in names.split(", "):
        columns = ["name", "price"] if field != "title" else ["price"]
        assert match([*columns, name]).shown()[name] == field


def test_a_barcode_is_the_id_only_if_nothing_better_exists():
    columns = match(["商品条码", "isbn", "商品编号", "标题"])
    assert columns.column("item_id") == "商品编号"
    assert columns.attributes == ["商品条码", "isbn"]


def test_a_quantity_that_is_no_count_is_not_the_stock():
    packs = [{"title": "x", "quantity": "500 ml"}, {"title": "y", "quantity": "2"}]
    assert match(["title", "quantity"], sample=packs).attributes == ["quantity"]
    counts = [{"title": "x", "quantity": "0"}, {"title": "y", "quantity": "1,200"}]
    assert match(["title", "quantity"], sample=counts).column("availability") == "quantity"


_PROSE = "Complete dry food with salmon as the only animal protein. No wheat."


def test_details_in_prose_are_the_description_where_there_is_none():
    prose = [{"title": "x", "details": _PROSE}] * 3
    columns = match(["title", "details"], sample=prose)
    assert columns.fields["description"] == ["details"]
    assert "attributes" not in columns.fields
    both = match(["title", "details", "blurb"], sample=prose)
    assert (both.fields["description"], both.fields["attributes"]) == (["blurb"], ["details"])
    chinese = [{"标题": "x", "商品属性": "双层防烫壶身，一体无缝内胆。水开自动断电。"}] * 3
    assert match(["标题", "商品属性"], sample=chinese).fields["description"] == ["商品属性"]


@pytest.mark.parametrize(
    "cell",
    [
        "material: brass|projection: 2.5",
        '{"for": "those who like to cook at home"}',
        "容量: 1.7L|材质: 食品级不锈钢，一体无缝内胆",
        "cotton, wool, silk, linen, jute",
        "12 x 400 g",
    ],
)
def test_details_that_are_no_prose_stay_attributes(cell):
    columns = match(["title", "details"], sample=[{"title": "x", "details": cell}] * 3)
    assert columns.fields["attributes"] == ["details"]


def test_the_make_of_a_car_is_no_brand():
    assert match(["sku", "name", "make", "price"]).column("brand") == "make"
    fitment = match(["sku", "name", "Make", "Model", "Year From", "price"])
    assert fitment.column("brand") is None
    assert fitment.attributes == ["Make", "Model", "Year From"]
    named = match(["sku", "name", "Make", "Model", "Year", "Vendor"])
    assert named.column("brand") == "Vendor"
    cars = match(["vin", "name", "Make", "Model", "Year", "Mileage"])
    assert cars.column("brand") == "Make"


def test_category_levels_run_from_broad_to_narrow():
    columns = match(["title", "type", "sub_category", "category"])
    assert columns.fields["category"] == ["category", "sub_category", "type"]


def test_unknown_columns_are_attributes_in_order():
    columns = match(["title", "size", "skin_type", "货号x"])
    assert columns.attributes == ["size", "skin_type", "货号x"]


def test_a_running_number_is_the_id_only_if_nothing_better_exists():
    sample = [{"index": str(i), "sku": f"s{i}", "title": "x"} for i in range(8)]
    assert match(["index", "title"], sample=sample).column("item_id") == "index"
    assert match(["index", "sku", "title"], sample=sample).column("item_id") == "sku"


def test_an_id_column_with_mostly_the_same_or_no_values_is_not_the_id():
    same = [{"id": "7", "sku": f"s{i}", "title": "x"} for i in range(8)]
    assert match(["id", "sku", "title"], sample=same).column("item_id") == "sku"
    missing = [{"sku": "" if i else "a", "title": "x"} for i in range(8)]
    columns = match(["sku", "title"], sample=missing)
    assert columns.column("item_id") is None
    assert columns.attributes == ["sku"]


def test_map_overrides_a_guess():
    columns = match(
        ["name", "headline text", "cost eur"],
        overrides={"title": "headline text", "price": "cost eur"},
    )
    assert columns.shown() == {"headline text": "title", "cost eur": "price"}
    assert columns.attributes == ["name"]


def test_map_takes_several_category_columns():
    columns = match(["title", "a", "b"], overrides={"category": "b,a"})
    assert columns.fields["category"] == ["b", "a"]


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"titel": "name"}, r"--map titel=name: no field 'titel' in products; near: title"),
        ({"title": "nam"}, r"--map title=nam: feed.csv has no column 'nam'; near: name"),
        ({"title": "name,brand"}, r"takes one column"),
    ],
)
def test_a_wrong_override_names_what_is_near(overrides, message):
    with pytest.raises(InputError, match=message) as caught:
        match(["name", "brand"], overrides=overrides)
    assert "\n" not in str(caught.value)


def test_no_title_column_lists_the_columns_and_the_way_out():
    with pytest.raises(
        InputError,
        match=r"feed.csv: no column for 'title' among: colour, weight; name it with --map title=COLUMN",
    ):
        match(["colour", "weight"])


@pytest.mark.parametrize(
    ("kind", "columns", "expected"),
    [
        (
            "reviews",
            ["reviewerID", "asin", "reviewText", "overall", "summary", "unixReviewTime", "helpful"],
            {
                "reviewerID": "user",
                "asin": "item_id",
                "reviewText": "text",
                "overall": "rating",
                "summary": "title",
                "unixReviewTime": "time",
                "helpful": "helpful",
            },
        ),
        (
            "reviews",
            [
                "rating",
                "title",
                "text",
                "asin",
                "parent_asin",
                "user_id",
                "timestamp",
                "helpful_vote",
            ],
            {
                "parent_asin": "item_id",
                "user_id": "user",
                "rating": "rating",
                "title": "title",
                "text": "text",
                "timestamp": "time",
                "helpful_vote": "helpful",
            },
        ),
        (
            "interactions",
            ["买家", "商品ID", "行为", "时间"],
            {"买家": "user", "商品ID": "item_id", "行为": "event", "时间": "time"},
        ),
        (
            "interactions",
            ["user_id", "item_id", "rating", "timestamp"],
            {"user_id": "user", "item_id": "item_id", "rating": "rating", "timestamp": "time"},
        ),
        (
            "interactions",
            ["customer id", "sku", "Quantity", "order date"],
            {
                "customer id": "user",
                "sku": "item_id",
                "Quantity": "weight",
                "order date": "time",
            },
        ),
        (
            "qa",
            ["asin", "question", "answer", "answerTime"],
            {"asin": "item_id", "question": "question", "answer": "answer", "answerTime": "time"},
        ),
    ],
)
def test_other_kinds(kind, columns, expected):
    assert match(columns, kind).shown() == expected
