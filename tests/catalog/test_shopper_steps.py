"""Steps of shoppers as arrays: what a store gives, and what cutting and joining leaves of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shopctl.catalog.records import Interaction, Product
from shopctl.catalog.shopper_steps import EVENTS, ShopperSteps
from shopctl.catalog.store import CatalogStore

START = datetime(2026, 1, 1, tzinfo=UTC)
KNOWN = "abcd"


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CatalogStore]:
    with CatalogStore.create(tmp_path / "catalog.duckdb") as store:
        store.upsert_products(Product(item, f"title {item}") for item in KNOWN)
        yield store


def only(store: CatalogStore, *events: Interaction) -> ShopperSteps:
    """The steps of a store that holds these events alone."""
    store.add_interactions(events)
    return store.shopper_steps()


# --- from a store ----------------------------------------------------------------------------


def test_events_on_one_item_running_are_one_step(store: CatalogStore) -> None:
    steps = only(
        store,
        Interaction("ann", "a", "view", time=hour(0)),
        Interaction("ann", "a", "buy", time=hour(1)),
        Interaction("ann", "a", "cart", time=hour(2)),
        Interaction("ann", "b", "view", time=hour(4)),
        Interaction("ann", "a", "view", time=hour(5)),
    )
    assert steps.of(0) == ["a", "b", "a"]
    assert [EVENTS[code] for code in steps.events] == ["buy", "view", "view"]  # the weightiest
    # A step's time is that of its last event.
    assert steps.times.tolist() == [hour(h).timestamp() for h in (2, 4, 5)]
    assert np.isnan(steps.ratings).all()


def test_ratings_are_those_given_and_the_best_of_a_step(store: CatalogStore) -> None:
    steps = only(
        store,
        Interaction("ann", "a", "buy", weight=9.0, time=hour(0)),
        Interaction("ann", "b", "rate", weight=2.0, time=hour(1)),
        Interaction("ann", "b", "rate", weight=4.0, time=hour(2)),
        Interaction("ann", "b", "view", time=hour(3)),
    )
    assert steps.of(0) == ["a", "b"]
    assert np.isnan(steps.ratings[0])  # the weight of a buy is no rating
    assert steps.ratings[1] == 4.0


def test_times_out_of_order_are_put_in_order(store: CatalogStore) -> None:
    steps = only(store, *(Interaction("ann", item, time=hour(h)) for item, h in zip("dcab", (3, 2, 0, 1), strict=True)))  # fmt: skip
    assert steps.of(0) == list("abcd")
    assert (np.diff(steps.times) > 0).all()


def test_steps_without_a_time_come_first_by_their_position(store: CatalogStore) -> None:
    steps = only(
        store,
        Interaction("ann", "a", time=hour(0)),
        Interaction("ann", "b", position=7),
        Interaction("ann", "c", position=2),
        Interaction("ann", "d"),
    )
    assert steps.of(0) == ["d", "c", "b", "a"]
    assert np.isnan(steps.times[:3]).all()


def test_the_same_event_twice_is_one(store: CatalogStore) -> None:
    event = Interaction("ann", "a", "buy", time=hour(0))
    once = only(store, event, Interaction("ann", "b", "buy", time=hour(1)))
    again = only(store, event, event)
    assert once.of(0) == again.of(0) == ["a", "b"]
    assert store.counts()["interactions"] == 2


def test_what_the_catalog_does_not_hold_is_kept_aside(store: CatalogStore) -> None:
    steps = only(
        store,
        Interaction("ann", "a", time=hour(0)),
        Interaction("ann", "gone", time=hour(1)),
        Interaction("ann", "a", time=hour(2)),
        Interaction("bob", "gone", time=hour(0)),
    )
    assert len(steps) == 1  # bob has done nothing that is known
    assert steps.of(0) == ["a"]  # and what stood between ann's steps no longer parts them
    assert store.unknown_item_interactions() == 2


def test_one_shopper_by_the_raw_name(store: CatalogStore) -> None:
    steps = only(store, Interaction("ann", "a"), Interaction("bob", "b"), Interaction("bob", "c"))
    assert len(steps) == 2
    assert store.shopper_steps("bob").of(0) == ["b", "c"]
    assert store.shopper_steps("bob").users[0] in steps.users
    assert not {"ann", "bob"} & set(steps.users)
    for nobody in ("nobody", "", "' OR 1=1 --"):
        assert len(store.shopper_steps(nobody)) == 0


def test_an_empty_store_has_no_steps(store: CatalogStore) -> None:
    steps = store.shopper_steps()
    assert (len(steps), len(steps.items), steps.offsets.tolist()) == (0, 0, [0])


SHOPPERS = "stuvwxyz"
events = st.builds(
    Interaction,
    user=st.sampled_from(SHOPPERS),
    item_id=st.sampled_from([*KNOWN, "gone"]),
    event=st.sampled_from(EVENTS),
    weight=st.floats(0, 5),
    time=st.none() | st.integers(0, 6).map(hour),
    position=st.none() | st.integers(0, 5),
)
FEW = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FEW
@given(st.lists(events, max_size=80))
def test_steps_are_the_histories_whatever_happened(
    tmp_path_factory: pytest.TempPathFactory, done: list[Interaction]
) -> None:
    with CatalogStore.create(tmp_path_factory.mktemp("s") / "catalog.duckdb") as store:
        with store.transaction():
            store.upsert_products(Product(item, f"title {item}") for item in KNOWN)
            steps = only(store, *done)
        assert list(steps.sequences()) == list(store.histories())
        for user in SHOPPERS[:3]:
            alone = store.shopper_steps(user)
            run = [one.item_id for one in store.history(user)]
            merged = [item for place, item in enumerate(run) if not place or run[place - 1] != item]
            assert [items for _, items in alone.sequences()] == ([merged] if merged else [])
    for start, end in zip(steps.offsets[:-1], steps.offsets[1:], strict=True):
        known = steps.times[start:end]
        known = known[np.isfinite(known)]
        assert (np.diff(known) >= 0).all()
        assert end > start


# --- as lists --------------------------------------------------------------------------------

CALM = settings(max_examples=40, deadline=None)
lists = st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=6)


def some_of(sequences: list[list[str]]) -> st.SearchStrategy[list[int]]:
    """Places of shoppers, in any order, some of them twice."""
    return st.lists(st.sampled_from(range(len(sequences)))) if sequences else st.just([])


def told(sequences: list[list[str]]) -> ShopperSteps:
    """Steps of which everything is known, each number another, so that a mix-up shows."""
    steps = ShopperSteps.of_items(sequences)
    numbers = np.arange(len(steps.items))
    steps.users[:] = [f"u{row}" for row in range(len(steps))]
    steps.events[:] = numbers % len(EVENTS)
    steps.ratings[:] = numbers
    steps.times[:] = 1000 + numbers
    return steps


def rows(steps: ShopperSteps) -> list[tuple[str, list[tuple[str, float, float, float]]]]:
    """All that is known, as plain values."""
    columns = (steps.events, steps.ratings, steps.times)
    made = []
    for shopper, (user, items) in enumerate(steps.sequences()):
        span = slice(*steps.offsets[shopper : shopper + 2])
        known = zip(*(column[span].tolist() for column in columns), strict=True)
        made.append((user, [(item, *one) for item, one in zip(items, known, strict=True)]))
    return made


@CALM
@given(lists)
def test_lists_come_back_as_they_went_in(sequences: list[list[str]]) -> None:
    steps = ShopperSteps.of_items(sequences)
    assert [items for _, items in steps.sequences()] == sequences
    assert len(steps) == len(sequences)
    assert (steps.events == -1).all()
    assert np.isnan(steps.ratings).all()
    assert np.isnan(steps.times).all()


@CALM
@given(lists, st.data())
def test_selected_shoppers_keep_all_that_is_known(
    sequences: list[list[str]], data: st.DataObject
) -> None:
    steps = told(sequences)
    chosen = data.draw(some_of(sequences))
    assert rows(steps.select(chosen)) == [rows(steps)[place] for place in chosen]


@CALM
@given(lists, st.integers(0, 8))
def test_without_the_last_steps(sequences: list[list[str]], count: int) -> None:
    steps = told(sequences)
    cut = [(user, known[: max(0, len(known) - count)]) for user, known in rows(steps)]
    assert rows(steps.without_last(count)) == cut


@CALM
@given(st.lists(st.sampled_from("abc"), max_size=5), st.lists(st.sampled_from("abcd"), max_size=5))
def test_followed_by_items_of_which_no_more_is_known(before: list[str], after: list[str]) -> None:
    steps = told([before])
    more = steps.followed_by(after)
    assert more.of(0) == before + after
    assert rows(more)[0][1][: len(before)] == rows(steps)[0][1]
    assert (more.events[len(before) :] == -1).all()
    assert np.isnan(more.times[len(before) :]).all()
    assert rows(steps) == rows(told([before]))  # what it came from is left as it was
