"""Properties over arbitrary products: the round trip, idempotence, SQL filters = Python filters."""

import string
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shopctl.catalog.filters import Condition, check, conditions_from, parse_where
from shopctl.catalog.records import Product
from shopctl.catalog.store import CatalogStore, Changes
from shopctl.errors import InputError

FEW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# Few letters, so that equal and nearly equal texts are common.
near = st.text("aA bB.1-_茶水Ａß\u0301", max_size=6)
wild = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
texts = near | wild
prices = st.none() | st.decimals(0, 10**9, places=4) | st.sampled_from([D(1), D("1.10"), D("2.5")])
origins = st.sampled_from(
    [
        "made in U.K.",
        "German-made",
        "德国产",
        "国产",
        "England, UK",
        "德国产品",
        "a.b",
        "Made in the UK",
    ]
)
times = st.none() | st.datetimes(timezones=st.just(UTC))
products = st.builds(
    Product,
    item_id=st.text("abcAB", min_size=1, max_size=2) | wild.filter(bool),
    title=texts.filter(bool),
    description=texts | origins,
    brand=texts,
    category=st.lists(texts, max_size=3).map(tuple),
    price=prices,
    currency=st.none() | st.sampled_from(["USD", "JPY", "CNY"]),
    list_price=prices,
    availability=st.none() | st.sampled_from(["in_stock", "out_of_stock"]),
    rating=st.none() | st.floats(-10, 10) | st.sampled_from([4.1, 1.0, 0.3]),
    rating_count=st.none() | st.integers(0, 2**62) | st.integers(0, 3),
    attributes=st.dictionaries(
        st.sampled_from(["Skin_Type", "skin type", "size", "", "Made_In", "产地"]) | texts,
        st.lists(texts | origins, max_size=3).map(tuple),
        max_size=4,
    ),
    image_url=st.none() | wild,
    url=st.none() | wild,
    language=st.none() | st.sampled_from(["en", "zh"]),
    updated_at=times,
)
catalogs = st.lists(products, max_size=8, unique_by=lambda product: product.item_id)

bounds = (
    st.sampled_from([D(1), D("1.1"), D("2.50"), D("1.00005"), D("4.1"), D("0.3")])
    | st.decimals(-(10**40), 10**40, allow_nan=False)
    | st.decimals(0, 5, places=6)
    | st.integers(0, 3).map(D)
)
words = near | st.sampled_from(["a", "b", "茶", "1", "en", "USD", "in_stock", "ss"])
TEXT_FIELDS = [
    *("item_id", "title", "description", "brand", "currency", "availability", "language"),
    *("category", "attributes.SKIN_type", "attributes.size", "attributes.nothing"),
]


def condition(fields: list[str], ops: list[str], values: st.SearchStrategy) -> st.SearchStrategy:
    single = st.builds(Condition, st.sampled_from(fields), st.sampled_from(ops), values)
    several = st.builds(
        Condition,
        st.sampled_from(fields),
        st.sampled_from(["in", "not_in"]),
        st.lists(values, min_size=1, max_size=3).map(tuple),
    )
    return single | several


NUMBERS = ["price", "list_price", "discount", "rating", "rating_count"]
conditions = (
    condition(NUMBERS, ["eq", "ne", "lt", "le", "gt", "ge"], bounds)
    | condition(TEXT_FIELDS, ["eq", "ne", "contains", "not_contains"], words)
    | st.builds(Condition, st.just("text"), st.sampled_from(["contains", "not_contains"]), words)
    | condition(["origin"], ["eq", "ne"], words | st.sampled_from(["UK", "Germany", "中国", "a.b"]))
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CatalogStore]:
    with CatalogStore.create(tmp_path / "catalog.duckdb") as made:
        yield made


class Undo(Exception):
    """Ends a transaction without a trace, so that examples share one store."""


@FEW
@given(catalogs)
def test_products_come_back_and_a_second_time_changes_nothing(
    store: CatalogStore, catalog: list[Product]
) -> None:
    with pytest.raises(Undo), store.transaction():
        assert store.upsert_products(catalog) == Changes(added=len(catalog))
        wanted = sorted(catalog, key=lambda product: product.item_id)
        assert [p for batch in store.products(3) for p in batch] == wanted
        for product in wanted:
            assert list(store.get(product.item_id).attributes) == list(product.attributes)
        version = store.version()
        assert store.upsert_products(catalog) == Changes(unchanged=len(catalog))
        # What was read can be written: the same content in the store's own spelling.
        assert not store.upsert_products(store.get_many(store.item_ids()))
        assert store.version() == version
        raise Undo
    assert store.count() == 0


@FEW
@given(catalogs, st.lists(st.lists(conditions, max_size=3), min_size=1, max_size=6))
def test_sql_and_python_agree_on_every_filter(
    store: CatalogStore, catalog: list[Product], filters: list[list[Condition]]
) -> None:
    with pytest.raises(Undo), store.transaction():
        store.upsert_products(catalog)
        stored = store.get_many(store.item_ids())
        for together in filters:
            try:
                for one in together:
                    check(one)
            except InputError:
                with pytest.raises(InputError):
                    store.select_ids(together)
                continue
            passing = [p.item_id for p in stored if all(c.holds(p) for c in together)]
            assert store.select_ids(together) == passing
            for at, (left_out, count) in enumerate(store.relaxations(together)):
                others = [*together[:at], *together[at + 1 :]]
                assert left_out == together[at]
                assert count == sum(all(c.holds(p) for c in others) for p in stored)
        raise Undo


@settings(max_examples=200, deadline=None)
@given(st.text() | st.text(string.printable) | st.from_regex(r"(price|brand|text) ?[<>=!~]+.*"))
def test_any_where_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        parsed = parse_where(text)
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        parsed.holds(Product("a", "b"))


values = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["price", "brand", "attributes", "text", "attributes.x"]) | values,
        st.recursive(
            values,
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["lt", "in", "contains", "<"]) | values, inner)
            ),
            max_leaves=4,
        ),
        max_size=3,
    )
)
def test_any_dict_is_read_or_refused_in_one_line(where: dict) -> None:
    try:
        found = conditions_from(where)
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert all(isinstance(one.holds(Product("a", "b")), bool) for one in found)


@settings(FEW, max_examples=8)
@given(st.lists(products, min_size=1, max_size=6, unique_by=lambda p: p.item_id), st.randoms())
def test_the_version_does_not_depend_on_the_order_of_writing(
    store: CatalogStore, catalog: list[Product], random
) -> None:
    versions = []
    for _ in range(2):
        with pytest.raises(Undo), store.transaction():
            store.upsert_products(catalog)
            versions.append(store.version())
            raise Undo
        random.shuffle(catalog)
    assert versions[0] == versions[1] != store.version()


def test_times_survive_to_the_microsecond(store: CatalogStore) -> None:
    time = datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC)
    store.upsert_products([Product("a", "t", updated_at=time)])
    assert store.get("a").updated_at == time
