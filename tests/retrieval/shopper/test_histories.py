"""Histories as flat arrays, their codes and their padded batches, against plain lists."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shopctl.catalog.shopper_steps import EVENTS, ShopperSteps, spans
from shopctl.errors import ModelError
from shopctl.retrieval.shopper.batches import make_batch
from shopctl.retrieval.shopper.histories import GAP_CODES, Histories
from shopctl.retrieval.shopper.step_codes import StepCodes, gap_codes

lists = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=6)
CALM = settings(max_examples=40, deadline=None)
HOUR = 3600.0


def told(sequences):
    """Histories in which every step has codes of its own, so that a mix-up shows."""
    made = Histories.of_items(sequences)
    numbers = np.arange(len(made.items))
    return Histories(
        made.offsets, made.items, *((numbers * by % 251).astype(np.uint8) for by in (1, 3, 7))
    )


def rows(histories):
    """All that is known, as plain values."""
    columns = (histories.items, histories.events, histories.ratings, histories.gaps)
    bounds = zip(histories.offsets[:-1].tolist(), histories.offsets[1:].tolist(), strict=True)
    return [list(zip(*(c[a:b].tolist() for c in columns), strict=True)) for a, b in bounds]


@CALM
@given(lists)
def test_lists_come_back_as_they_went_in(sequences):
    histories = Histories.of_items(sequences)
    assert [one.tolist() for one in histories.sequences()] == sequences
    assert histories.lengths.tolist() == [len(one) for one in sequences]
    assert len(histories) == len(sequences)


@CALM
@given(lists, st.integers(0, 8))
def test_without_the_last_steps(sequences, count):
    histories = told(sequences)
    cut = [known[: max(0, len(known) - count)] for known in rows(histories)]
    assert rows(histories.without_last(count)) == cut


@CALM
@given(lists, st.data())
def test_selected_shoppers_in_the_order_asked_for(sequences, data):
    histories = told(sequences)
    places = range(len(sequences))
    chosen = data.draw(st.lists(st.sampled_from(places), max_size=8)) if sequences else []
    found = rows(histories.select(np.array(chosen, dtype=np.int64)))
    assert found == [rows(histories)[place] for place in chosen]


@CALM
@given(lists, st.lists(st.integers(0, 9), max_size=4))
def test_without_items(sequences, barred):
    histories = told(sequences)
    left = [[step for step in known if step[0] not in barred] for known in rows(histories)]
    assert rows(histories.without_items(np.array(barred, dtype=np.int64))) == left


@CALM
@given(lists, lists)
def test_joined_and_renumbered(one, other):
    both = Histories.join([told(one), told(other)])
    assert rows(both) == rows(told(one)) + rows(told(other))
    row_of = np.arange(10)[::-1].copy()
    assert (both.renumbered(row_of).items == 9 - both.items).all()
    used = np.unique(both.items)
    assert (used[both.renumbered_by(used).items] == both.items).all()


@CALM
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.data())
def test_one_history_made_of_some_of_its_steps(sequence, data):
    chosen = data.draw(st.lists(st.integers(0, len(sequence) - 1), max_size=6))
    history = told([sequence])
    found = rows(history.at(np.array(chosen, dtype=np.int64)))
    assert found == [[rows(history)[0][place] for place in chosen]]


@CALM
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=6))
def test_spans_are_laid_one_after_another(pairs):
    starts = np.array([start for start, _ in pairs], dtype=np.int64)
    ends = starts + np.array([length for _, length in pairs], dtype=np.int64)
    offsets, where = spans(starts, ends)
    assert where.tolist() == [p for start, length in pairs for p in range(start, start + length)]
    assert offsets.tolist() == np.cumsum([0, *(length for _, length in pairs)]).tolist()


@CALM
@given(lists.filter(bool), st.integers(1, 4), st.data())
def test_batches_hold_the_newest_steps_and_zeros(sequences, longest, data):
    histories = told(sequences)
    chosen = data.draw(st.lists(st.integers(0, len(sequences) - 1), min_size=1, max_size=5))
    batch = make_batch(histories, np.array(chosen, dtype=np.int64), longest)
    for row, shopper in enumerate(chosen):
        kept = rows(histories)[shopper][-longest:]
        assert int(batch.lengths[row]) == len(kept)
        columns = (batch.items, batch.events, batch.ratings, batch.gaps)
        padded = list(zip(*(column[row].tolist() for column in columns), strict=True))
        assert padded[: len(kept)] == kept
        assert not any(any(step) for step in padded[len(kept) :])
        assert batch.real[row].tolist() == [place < len(kept) for place in range(len(padded))]


def test_shifted_by_hand():
    before, following = make_batch(told([[3, 4, 5], [7]]), np.arange(2)).shifted()
    assert before.items.tolist() == [[3, 4], [7, 0]]
    assert following.tolist() == [[4, 5], [0, 0]]
    assert before.real.tolist() == [[True, True], [False, False]]  # one item has no next one


def test_silenced_shoppers_keep_their_items_alone():
    import torch

    batch = make_batch(told([[3, 4], [5, 6]]), np.arange(2))
    quiet = batch.silenced(torch.tensor([True, False]))
    assert torch.equal(quiet.items, batch.items)
    assert not quiet.events[0].any() and not quiet.ratings[0].any() and not quiet.gaps[0].any()
    assert torch.equal(quiet.gaps[1], batch.gaps[1])


# --- codes of steps --------------------------------------------------------------------------


def test_gaps_are_powers_of_two_of_hours():
    hours = [0, 0, 1, 2, 5, 5 + 2**20]  # since the first
    found = gap_codes(np.array(hours) * HOUR, np.array([0, 6]))
    # 1 + ⌊log2(hours since the step before + 1)⌋, the last one beyond the longest.
    assert found.tolist() == [0, 1, 2, 2, 3, GAP_CODES - 1]


def test_gaps_of_a_first_step_or_an_unknown_time_are_unknown():
    times = np.array([5.0, 6.0, math.nan, 7.0, 8.0]) * HOUR
    assert gap_codes(times, np.array([0, 2, 5])).tolist() == [0, 2, 0, 0, 2]
    assert gap_codes(times, np.array([0, 0, 4, 5, 5])).tolist() == [0, 2, 0, 0, 0]
    assert gap_codes(np.zeros(0), np.array([0])).tolist() == []
    assert gap_codes(np.array([9.0, 3.0]) * HOUR, np.array([0, 2])).tolist() == [0, 1]  # backwards


def steps_with(**known):
    steps = ShopperSteps.of_items([["a", "b", "c"]])
    for name, values in known.items():
        getattr(steps, name)[:] = values
    return steps


def test_one_kind_of_event_tells_nothing_apart():
    place = {"a": 0, "b": 1, "c": 2}
    alike = steps_with(events=[2, 2, 2])
    assert StepCodes.fit(alike).histories(alike, place).events.tolist() == [0, 0, 0]
    mixed = steps_with(events=[0, 2, 3])
    found = StepCodes.fit(mixed).histories(mixed, place).events
    assert [("", *EVENTS)[code] for code in found] == ["view", "buy", "rate"]
    asked = ShopperSteps.of_items([["a"]])  # of which nothing is known
    assert StepCodes.fit(mixed).histories(asked, place).events.tolist() == [0]


def test_ratings_are_bands_of_the_shops_own_scale():
    place = {"a": 0, "b": 1, "c": 2}
    given_ones = steps_with(ratings=[1.0, math.nan, 5.0])
    codes = StepCodes.fit(given_ones)
    assert codes.ratings == (1.0, 5.0)
    assert codes.histories(given_ones, place).ratings.tolist() == [1, 0, 6]
    beyond = steps_with(ratings=[-3.0, 3.0, 50.0])  # below, in the middle, above
    assert codes.histories(beyond, place).ratings.tolist() == [1, 3, 6]
    alike = steps_with(ratings=[4.0, 4.0, 4.0])
    assert StepCodes.fit(alike).ratings is None
    assert StepCodes.fit(alike).histories(alike, place).ratings.tolist() == [0, 0, 0]


def test_steps_on_unknown_items_are_left_out_with_what_is_known_of_them():
    steps = steps_with(ratings=[1.0, 2.0, 3.0])
    found = StepCodes.fit(steps).histories(steps, {"a": 5, "c": 6})
    assert found.items.tolist() == [5, 6]
    assert found.ratings.tolist() == [1, 6]
    assert found.offsets.tolist() == [0, 2]


@pytest.mark.parametrize("codes", [StepCodes(), StepCodes(True, (1.0, 5.0))])
def test_codes_come_back_from_json(codes):
    assert StepCodes.from_dict(codes.to_dict()) == codes


@pytest.mark.parametrize(
    "damaged", [{}, {"events": True}, {"events": True, "ratings": [1]}, {"events": 1, "ratings": 3}]
)
def test_damaged_codes_are_named(damaged):
    with pytest.raises(ModelError, match="train again"):
        StepCodes.from_dict(damaged)


def test_plain_lists_pass_over_what_has_no_row():
    steps = ShopperSteps.of_items([["a", "?", "b"], ["?"], []])
    found = StepCodes().histories(steps, {"a": 4, "b": 2})
    assert [one.tolist() for one in found.sequences()] == [[4, 2], [], []]
