"""The store: what goes in comes out, once; shoppers, reviews, answers, rejects, summaries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal as D
from pathlib import Path

import pytest
from shopctl.catalog.filters import Condition, parse_where
from shopctl.catalog.records import QA, Interaction, Product, Reject, Review
from shopctl.catalog.store import CatalogStore, Changes, Forgotten
from shopctl.errors import InputError, StoreError

SERUM = Product(
    "s1",
    "Vitamin C Serum",
    "Brightens.",
    brand="Glow",
    category=("Beauty", "Face"),
    price=D("62.00"),
    currency="USD",
    list_price=D("70.125"),
    availability="in_stock",
    rating=4.1,
    rating_count=12,
    attributes={"Skin Type": ("Dry", "Normal"), "size": ("30 ml",), "empty": ()},
    image_url="https://example.org/a.png",
    url="https://example.org/a",
    language="en",
    updated_at=datetime(2024, 5, 1, 12, tzinfo=UTC),
)
CREAM = Product("c1", "Cream", brand="Glow", category=("Beauty",), price=D("9.5"), language="en")
TUB = Product("t1", "茶水桶 矮款", brand="Oak", price=D(199), currency="JPY", language="zh")

HOSTILE = [
    "'; DROP TABLE shop.products; --",
    '"; DROP TABLE products; --',
    "x' OR '1'='1",
    "?",
    "$1",
    "{wanted}",
    "%s",
    "\\",
    "a\x00b",
    "\x1f",
    "",
    "\ud800",
    "a\nb",
    "𝒳😀",
]


@pytest.fixture
def store(tmp_path: Path):
    with CatalogStore.create(tmp_path / "catalog.duckdb") as made:
        yield made


def day(number: int) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number)


def test_a_product_comes_back_as_it_went_in(store: CatalogStore) -> None:
    assert store.upsert_products([SERUM, CREAM, TUB]) == Changes(added=3)
    found = store.get("s1")
    assert found == SERUM
    assert list(found.attributes) == ["Skin Type", "size", "empty"]
    assert store.get("nothing") is None
    assert [p.item_id for p in store.get_many(["t1", "nothing", "s1"])] == ["t1", "s1"]
    assert store.get_many([]) == []
    assert store.count() == 3
    assert store.item_ids() == ["c1", "s1", "t1"]
    assert store.most_rated() == ["s1", "c1", "t1"]
    assert store.most_rated(1) == ["s1"]


@pytest.mark.parametrize(
    ("price", "currency", "written"),
    [
        ("62", "USD", "62.00"),
        ("62.5", None, "62.50"),
        ("0.1250", "USD", "0.125"),
        ("199", "JPY", "199"),
        ("-0", "USD", "0.00"),
        ("999999999.9999", "EUR", "999999999.9999"),
    ],
)
def test_money_is_exact_and_written_as_prices_are(
    store: CatalogStore, price: str, currency: str | None, written: str
) -> None:
    store.upsert_products([Product("a", "t", price=D(price), currency=currency)])
    assert str(store.get("a").price) == written


@pytest.mark.parametrize("price", ["NaN", "Infinity", "1e15", "-1e14"])
def test_impossible_prices_are_refused_and_nothing_is_written(
    store: CatalogStore, price: str
) -> None:
    store.upsert_products([CREAM])
    with pytest.raises(InputError, match="out of range"):
        store.upsert_products([SERUM, Product("bad", "t", price=D(price))])
    assert store.item_ids() == ["c1"]


def test_a_product_needs_an_id_and_a_title(store: CatalogStore) -> None:
    for bad in (Product("", "t"), Product("i", "")):
        with pytest.raises(InputError, match="needs an item id and a title"):
            store.upsert_products([bad])


def test_the_same_again_changes_nothing(store: CatalogStore, tmp_path: Path) -> None:
    everything = [SERUM, CREAM, TUB]
    store.upsert_products(everything)
    store.add_reviews([Review("s1", "ann", 5.0, "t", "x", day(1), 2)])
    store.add_qa([QA("s1", "q", "a", day(1))])
    store.add_interactions([Interaction("ann", "s1", position=0)])
    version, counts = store.version(), store.counts()
    inode = (tmp_path / "catalog.duckdb").stat().st_ino
    assert store.upsert_products(reversed(everything)) == Changes(unchanged=3)
    assert store.add_reviews([Review("s1", "ann", 5.0, "t", "x", day(1), 2)]) == Changes(
        unchanged=1
    )
    assert store.add_qa([QA("s1", "q", "a", day(1))]) == Changes(unchanged=1)
    assert store.add_interactions([Interaction("ann", "s1", position=0)]) == Changes(unchanged=1)
    assert store.upsert_products([]) == Changes()
    assert (store.version(), store.counts()) == (version, counts)
    assert (tmp_path / "catalog.duckdb").stat().st_ino == inode  # the file wasn't even replaced


def test_a_changed_price_is_an_update(store: CatalogStore) -> None:
    store.upsert_products([SERUM, CREAM])
    before = store.version(), store.version("products")
    changed = replace(SERUM, price=D("59.99"))
    assert store.upsert_products([changed, CREAM]) == Changes(updated=1, unchanged=1)
    assert store.get("s1") == changed
    assert store.count() == 2
    assert (store.version(), store.version("products")) != before
    store.upsert_products([SERUM])
    assert (store.version(), store.version("products")) == before
    assert store.upsert_products([replace(SERUM, price=D("62.0"))]) == Changes(unchanged=1)


def test_the_order_of_attributes_is_content(store: CatalogStore) -> None:
    store.upsert_products([Product("a", "t", attributes={"x": ("1",), "y": ("2",)})])
    turned = Product("a", "t", attributes={"y": ("2",), "x": ("1",)})
    assert store.upsert_products([turned]) == Changes(updated=1)
    assert list(store.get("a").attributes) == ["y", "x"]


def test_of_rows_with_one_id_the_last_counts(store: CatalogStore) -> None:
    assert store.upsert_products([CREAM, SERUM, replace(CREAM, title="New")]) == Changes(2, 0, 1)
    assert store.get("c1").title == "New"


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    versions = []
    for name, order in (("a", [SERUM, CREAM]), ("b", [CREAM, SERUM])):
        (tmp_path / name).mkdir()
        with CatalogStore.create(tmp_path / name / "catalog.duckdb") as store:
            empty = store.version()
            for product in order:
                store.upsert_products([product])
            store.add_rejects([Reject(name, 1, "r", "raw")])
            versions.append(store.version())
    assert versions[0] == versions[1] != empty


def test_products_in_batches(store: CatalogStore) -> None:
    store.upsert_products(Product(f"p{i:03}", "t") for i in range(25))
    batches = list(store.products(batch_size=10))
    assert [len(batch) for batch in batches] == [10, 10, 5]
    assert [p.item_id for batch in batches for p in batch] == [f"p{i:03}" for i in range(25)]


def test_removing(store: CatalogStore) -> None:
    store.upsert_products([SERUM, CREAM, TUB])
    assert store.remove(["s1", "nothing"]) == 1
    assert store.remove([]) == 0
    assert store.remove_products_not_in(["t1"]) == 1
    assert store.item_ids() == ["t1"]


def test_five_megabytes_of_description(store: CatalogStore) -> None:
    long = Product("a", "t", description="palabra " * 650_000)
    store.upsert_products([long])
    assert store.get("a").description == long.description
    assert store.select_ids([parse_where("text~palabra palabra")]) == ["a"]
    assert store.select_ids([Condition("description", "eq", long.description)]) == ["a"]


def hostile_product(text: str, number: int) -> Product:
    return Product(
        text or "id",
        text or "title",
        text,
        brand=text,
        category=(text, "x"),
        currency=text,
        attributes={text: (text,), "other": (text, str(number))},
        image_url=text,
        url=text,
        language=text,
    )


def test_hostile_text_is_only_text(store: CatalogStore) -> None:
    with store.transaction():
        store.upsert_products(hostile_product(text, at) for at, text in enumerate(HOSTILE))
        store.add_reviews(Review(text, text, 1, text, text) for text in HOSTILE)
        store.add_qa(QA(text, text, text) for text in HOSTILE)
        store.add_interactions(Interaction(text or "u", text) for text in HOSTILE)
        store.add_rejects(Reject(text, 1, text, text) for text in HOSTILE)
    for at, text in enumerate(HOSTILE):
        kept = text.replace("\ud800", "\ufffd")
        found = store.get(text or "id")
        assert found.attributes == {kept: (kept,), "other": (kept, str(at))}
        assert (found.title, found.brand) == (kept or "title", kept)
        assert [review.text for review in store.reviews(text)] == [kept]
        assert [qa.answer for qa in store.qa(text)] == [kept]
        if text:
            assert [one.item_id for one in store.history(text)] == [kept]
        assert store.facets([text or "id"]).total == 1


@pytest.mark.parametrize("field", ["item_id", "brand", "category", "attributes.other", "text"])
def test_hostile_filters_find_what_python_finds(store: CatalogStore, field: str) -> None:
    products = [hostile_product(text, at) for at, text in enumerate(HOSTILE)]
    store.upsert_products(products)
    stored = store.get_many(store.item_ids())
    asked = 0
    for text in HOSTILE:
        fields = (field, f"attributes.{text}")
        for condition in [Condition(f, op, text) for f in fields for op in ("eq", "not_contains")]:
            try:
                expected = [p.item_id for p in stored if condition.holds(p)]
            except InputError:
                continue
            asked += 1
            assert store.select_ids([condition]) == expected
    assert asked > 20
    assert store.count() == len(HOSTILE)


def test_hostile_ids_and_users_delete_only_themselves(store: CatalogStore) -> None:
    store.upsert_products([CREAM, *(hostile_product(t, 0) for t in HOSTILE)])
    store.add_rejects(Reject(text, 1, "r", "") for text in [*HOSTILE, "f.csv"])
    with store.transaction():
        assert store.remove(HOSTILE) == len(HOSTILE) - 1  # the empty one was stored as "id"
        assert store.clear_rejects(HOSTILE) == len(HOSTILE)
        assert [store.forget(text) for text in HOSTILE] == [Forgotten(0, 0)] * len(HOSTILE)
    assert store.item_ids() == ["c1", "id"]
    assert [reject.file for reject in store.rejects()] == ["f.csv"]


def test_filters_and_what_to_relax(store: CatalogStore) -> None:
    store.upsert_products([SERUM, CREAM, TUB])
    cheap, oak = parse_where("price<10"), parse_where("brand=oak")
    assert store.select_ids([cheap]) == ["c1"]
    assert store.select_ids([]) == ["c1", "s1", "t1"]
    assert store.select_ids([cheap, oak]) == []
    assert store.relaxations([cheap, oak]) == [(cheap, 1), (oak, 1)]
    assert store.relaxations([cheap]) == [(cheap, 3)]
    assert store.relaxations([]) == []
    with pytest.raises(InputError, match="no field"):
        store.select_ids([Condition("colour", "eq", "x")])


def test_a_mistyped_attribute_is_named(store: CatalogStore) -> None:
    store.upsert_products([SERUM, CREAM])
    store.check_attributes([parse_where("attributes.SKIN_TYPE=dry"), parse_where("price<3")])
    with pytest.raises(InputError, match="did you mean skin type") as caught:
        store.check_attributes([parse_where("attributes.skn type=dry")])
    assert str(caught.value).endswith("there are empty, size, skin type")


def test_an_undone_first_shopper_leaves_the_store_usable(store: CatalogStore) -> None:
    store.upsert_products([SERUM])
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add_interactions([Interaction("ann", "s1")])
        raise ZeroDivisionError
    assert store.history("ann") == []
    store.add_interactions([Interaction("bob", "s1")])
    assert len(store.history("bob")) == 1


def test_reviews_the_most_helpful_first(store: CatalogStore) -> None:
    reviews = [
        Review("s1", None, None, "", "unknown"),
        Review("s1", "ann", 5.0, "old", "a", day(1), 7),
        Review("s1", "bob", 3.5, "new", "b", day(2), 7),
        Review("s1", "eve", 1.0, "little", "c", day(3), 0),
        Review("c1", "eve", 1.0, "other", "d"),
    ]
    assert store.add_reviews(reviews) == Changes(added=5, unknown_items=5)
    assert [r.title or r.text for r in store.reviews("s1")] == ["new", "old", "little", "unknown"]
    assert [r.title for r in store.reviews("s1", limit=1)] == ["new"]
    assert store.reviews("s1", limit=0) == []
    many = store.reviews_many(["c1", "none", "s1", "c1"], 2)
    assert {item: len(found) for item, found in many.items()} == {"c1": 1, "none": 0, "s1": 2}
    assert store.reviews("s1")[3].user is None
    assert store.reviews("s1")[2].user == store.reviews("c1")[0].user != "eve"
    more = [replace(reviews[3], helpful=9)]
    assert store.add_reviews(more) == Changes(updated=1, unknown_items=1)
    assert store.reviews("s1")[0].title == "little"
    assert store.counts()["reviews"] == 5


def test_shop_answers_newest_first(store: CatalogStore) -> None:
    store.add_qa([QA("s1", "q1", "a", day(1)), QA("s1", "q2", "a", day(2)), QA("s1", "q0", "a")])
    assert [qa.question for qa in store.qa("s1")] == ["q2", "q1", "q0"]
    assert [qa.question for qa in store.qa_many(["x", "s1"], 1)["s1"]] == ["q2"]


def test_rejects(store: CatalogStore) -> None:
    found = [Reject("f.csv", 9, "no title", "a,b"), Reject("f.csv", 2, "no price", "c,d")]
    store.add_rejects(found)
    store.add_rejects(found)
    assert store.rejects() == [found[1], found[0]]
    assert store.rejects(limit=1) == [found[1]]
    store.add_rejects([Reject("users.csv", 1, "no item", "secret-ann,")], kind="interactions")
    assert store.rejects()[-1].raw == ""
    assert store.clear_rejects(["f.csv"]) == 2
    assert store.clear_rejects() == 1


def test_histories(store: CatalogStore) -> None:
    store.upsert_products([SERUM, CREAM, TUB])
    changes = store.add_interactions(
        [
            Interaction("ann", "t1", "buy", time=day(3)),
            Interaction("ann", "s1", "view", time=day(1), position=5),
            Interaction("ann", "s1", "cart", time=day(1), position=6),
            Interaction("ann", "c1", "buy", time=day(2)),
            Interaction("ann", "s1", "buy", time=day(4)),
            Interaction("ann", "gone", "buy", time=day(2)),
            Interaction("bob", "c1", "buy", position=10),
            Interaction("bob", "t1", "buy", position=9),
        ]
    )
    assert changes == Changes(added=8, unknown_items=1)
    assert store.unknown_item_interactions() == 1
    assert [one.item_id for one in store.history("ann")] == ["s1", "s1", "c1", "t1", "s1"]
    assert [one.event for one in store.history("ann")][:2] == ["view", "cart"]
    assert [one.item_id for one in store.history("bob")] == ["t1", "c1"]
    assert store.history("eve") == []
    assert store.history("") == []
    found = list(store.histories())
    assert sorted(items for _, items in found) == [["s1", "c1", "t1", "s1"], ["t1", "c1"]]
    assert [user for user, _ in found] == sorted(user for user, _ in found)
    assert {user for user, _ in found} == {store.history(u)[0].user for u in ("ann", "bob")}
    assert store.popularity() == {"c1": 2, "t1": 2, "s1": 1}
    store.upsert_products([Product("gone", "back again")])
    assert [one.item_id for one in store.history("ann")] == ["s1", "s1", "c1", "gone", "t1", "s1"]
    assert store.unknown_item_interactions() == 0


def test_times_are_utc(store: CatalogStore) -> None:
    east = timezone(timedelta(hours=8))
    store.add_qa([QA("a", "q", "aware", datetime(2024, 1, 1, 8, tzinfo=east))])
    store.add_qa([QA("b", "q", "naive", datetime(2024, 1, 1))])
    store.add_qa([QA("c", "q", "first", datetime.min.replace(tzinfo=east))])
    assert store.qa("a")[0].time == store.qa("b")[0].time == day(0)
    assert store.qa("c")[0].time.year == 1


def test_raw_user_ids_are_nowhere_on_disk(store: CatalogStore, tmp_path: Path) -> None:
    user = "raw-user-8271-ann@example.org"
    store.upsert_products([SERUM])
    store.add_interactions(Interaction(user, "s1", position=i) for i in range(3000))
    store.add_reviews([Review("s1", user, 5, "t", "x")])
    store.add_rejects([Reject("f", 1, "r", f"{user},s1")], kind="interactions")
    assert len(store.history(user)) == 3000
    assert grep(tmp_path, user) == []


def test_forgetting_a_shopper_leaves_no_trace(store: CatalogStore, tmp_path: Path) -> None:
    store.upsert_products([SERUM])
    store.add_interactions([Interaction("ann", "s1"), Interaction("bob", "s1")])
    store.add_reviews([Review("s1", "ann", 5.0, "t", "kept", day(1), 1)])
    pseudonym = store.history("ann")[0].user
    assert grep(tmp_path, pseudonym) == ["catalog.duckdb"]
    assert store.forget("ann") == Forgotten(interactions=1, reviews=1)
    assert store.history("ann") == []
    assert len(store.history("bob")) == 1
    assert store.reviews("s1") == [Review("s1", None, 5.0, "t", "kept", day(1), 1)]
    assert grep(tmp_path, pseudonym) == []
    assert store.forget("ann") == store.forget("never seen") == Forgotten(0, 0)
    assert store.get("s1") == SERUM


def grep(folder: Path, text: str) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if text.encode() in file.read_bytes()]


def test_forgetting_in_a_store_without_shoppers(store: CatalogStore) -> None:
    assert store.forget("ann") == Forgotten(0, 0)
    assert list(store.histories()) == []


def test_an_interaction_needs_a_user(store: CatalogStore) -> None:
    with pytest.raises(InputError, match="no user"):
        store.add_interactions([Interaction("ann", "s1"), Interaction("", "s1")])
    assert store.counts()["interactions"] == 0


def test_the_key_of_another_store_is_refused(store: CatalogStore, tmp_path: Path) -> None:
    store.add_interactions([Interaction("ann", "s1")])
    key = tmp_path / "pseudonyms.key"
    key.write_bytes(bytes(32))
    with CatalogStore.open(tmp_path / "catalog.duckdb") as other:
        with pytest.raises(StoreError, match="isn't the one this store was written with"):
            other.history("ann")
        with pytest.raises(StoreError, match="isn't the one"):
            other.add_interactions([Interaction("ann", "s2")])
        key.unlink()
        with pytest.raises(StoreError, match="missing"):
            other.history("ann")


def test_languages_and_vocabulary(store: CatalogStore) -> None:
    spelt = Product("x", "t", brand="GLOW", attributes={"skin_type": ("dry", "y" * 81)})
    store.upsert_products([SERUM, CREAM, TUB, spelt])
    assert store.languages() == {"en": 2, "zh": 1}
    assert store.vocabulary() == {
        "brands": ("Glow", "Oak"),
        "categories": ("Beauty", "Face"),
        "attributes": (("Skin Type", ("Dry", "Normal")), ("size", ("30 ml",))),
        "currency": "JPY",
        "currencies": ("JPY", "USD"),
    }
