"""Columns of product files that say nothing of a product."""

from pathlib import Path

from shopctl import Recommender
from shopctl.catalog.columns import match_columns

SCRAPE = (
    ",product_id,product_name,price,user_id,user_name,review_title,review_content\n"
    '0,A1,Oak Stool,49.00,U77,Mira Holm,Sturdy,"It holds my weight, no wobble."\n'
    "1,A2,Pine Shelf,30.00,U78,Jo Beck,,\n"
    "2,A3,Tin Lamp,20.00,U79,Al Reyes,Bright,Lights the whole desk.\n"
)


def columns_of(names: list[str], sample: list[dict[str, object]]) -> dict[str, str]:
    return match_columns(names, "products", {}, "feed.csv", sample).shown()


def test_reviews_and_their_writers_are_no_attributes() -> None:
    columns = match_columns(
        ["id", "title", "review_text", "username", "colour"], "products", {}, "feed.csv"
    )
    assert columns.attributes == ["colour"]
    assert columns.aside.reviews == {"text": "review_text", "user": "username"}


def test_who_wrote_is_left_out_where_there_is_no_review() -> None:
    columns = match_columns(["id", "title", "user_id"], "products", {}, "feed.csv")
    assert columns.attributes == []
    assert columns.shown()["user_id"] == "left out: names shoppers"
    columns.add("reviewer_name")  # a key that a later JSON row brings
    assert columns.attributes == []


def test_a_column_of_row_numbers_is_left_out_and_one_of_figures_kept() -> None:
    rows: list[dict[str, object]] = [{"Unnamed: 0": str(n), "title": "x"} for n in range(4)]
    assert columns_of(["Unnamed: 0", "title"], rows)["Unnamed: 0"] == "left out: row numbers"
    rows = [{"Unnamed: 0": n, "title": "x"} for n in ("4", "9", "2", "4")]
    kept = match_columns(["Unnamed: 0", "title"], "products", {}, "feed.csv", rows)
    assert kept.attributes == ["Unnamed: 0"]


def test_an_override_has_the_last_word() -> None:
    kept = match_columns(
        ["id", "title", "review_text"], "products", {"description": "review_text"}, "feed.csv"
    )
    assert kept.fields["description"] == ["review_text"]
    assert not kept.aside.reviews


def test_a_scrape_gives_products_and_reviews_and_names_no_shopper(tmp_path: Path) -> None:
    feed = tmp_path / "scrape.csv"
    feed.write_text(SCRAPE, encoding="utf-8")
    report = Recommender.index(feed, tmp_path / "shop", encoder="hashing")
    assert report.changes["products"].added == 3
    assert report.changes["reviews"].added == 2  # a row without words holds no review
    with Recommender.open(tmp_path / "shop", decoder="none") as shop:
        page = shop.show("A1")
        assert [(one.title, one.text) for one in page.reviews] == [
            ("Sturdy", "It holds my weight, no wobble.")
        ]
        assert page.product.attributes == {}
    raw = b"".join(path.read_bytes() for path in (tmp_path / "shop").rglob("*") if path.is_file())
    assert b"U77" not in raw
    assert b"Mira Holm" not in raw
