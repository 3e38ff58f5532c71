"""The network: what may and what mustn't change a state or an item."""

import numpy as np
import pytest
import torch
from shopctl.errors import ModelError
from shopctl.retrieval.shopper.batches import in_order, make_batch, shuffled
from shopctl.retrieval.shopper.histories import Histories
from shopctl.retrieval.shopper.model import HistoryModel
from shopctl.retrieval.shopper.settings import MAX_STEPS, Settings

from . import toy


@pytest.fixture(params=["swiglu", "gated", "gelu"])
def model(request):
    torch.manual_seed(0)
    settings = Settings(width=16, heads=2, blocks=2, block=request.param)
    return HistoryModel(settings, 8, 4, 24).eval()


def states(model, *rows):
    batch = make_batch(Histories.of_items(rows), np.arange(len(rows)))
    with torch.inference_mode():
        return model.states(batch, model.items(toy.items()))


def test_items_and_states_have_unit_length(model):
    with torch.inference_mode():
        assert model.items(toy.items()).norm(dim=-1).numpy() == pytest.approx(1, abs=1e-5)
    assert states(model, [1, 2, 3])[0].norm(dim=-1).numpy() == pytest.approx(1, abs=1e-5)


def test_what_comes_later_changes_no_earlier_state(model):
    first, second = states(model, [1, 2, 3, 4], [1, 2, 9, 7])
    assert torch.allclose(first[:2], second[:2], atol=1e-6)
    assert not torch.allclose(first[2], second[2], atol=1e-3)


def test_padding_changes_no_state(model):
    alone = states(model, [5, 6])[0]
    beside = states(model, [5, 6], [1, 2, 3, 4, 5, 6])[0]
    assert torch.allclose(alone, beside[:2], atol=1e-6)


def test_only_the_last_fifty_steps_are_read():
    long = Histories.of_items([[3] * 9 + list(range(24)) * 4])
    short = Histories.of_items([(list(range(24)) * 4)[-MAX_STEPS:]])
    one, other = (make_batch(some, np.arange(1)) for some in (long, short))
    assert torch.equal(one.items, other.items)


def test_rotary_and_learned_positions_tell_order_apart():
    for positions in ("rotary", "learned"):
        torch.manual_seed(0)
        net = HistoryModel(Settings(width=16, positions=positions), 8, 4, 24).eval()
        one, other = states(net, [1, 2, 3], [2, 1, 3])
        assert not torch.allclose(one[2], other[2], atol=1e-4)


def test_an_unknown_event_rating_or_gap_changes_nothing(model):
    with torch.no_grad():
        for table in (model.events, model.ratings, model.gaps):
            table.weight[1:].normal_()
    plain = Histories.of_items([[1, 2, 3]])
    known = Histories(plain.offsets, plain.items, *([np.array([1, 1, 1], dtype=np.uint8)] * 3))
    table = model.items(toy.items())
    one, other = (model.states(make_batch(some, np.arange(1)), table) for some in (plain, known))
    assert torch.allclose(one, states(model, [1, 2, 3]), atol=1e-6)
    assert not torch.allclose(one, other, atol=1e-3)


def test_an_empty_history_is_the_zero_vector(model):
    batch = make_batch(Histories.of_items([[], [1]]), np.arange(2))
    with torch.inference_mode():
        found = model.last(batch, model.items(toy.items()))
    assert not found[0].any()
    assert float(found[1].norm()) == pytest.approx(1, abs=1e-5)


def test_batches_hold_every_shopper_once_and_differ_by_epoch():
    lengths = np.random.default_rng(0).integers(2, 40, 103)
    orders = [shuffled(lengths, 10, np.random.default_rng(seed)) for seed in (1, 2)]
    for order in orders:
        assert sorted(np.concatenate(order).tolist()) == list(range(103))
    assert [one.tolist() for one in orders[0]] != [one.tolist() for one in orders[1]]
    assert np.concatenate(list(in_order(lengths, 10))).tolist() == np.argsort(lengths, kind="stable").tolist()  # fmt: skip


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": False, "ids": False, "tags": False}, "text, ids or tags"),
        ({"width": 30, "heads": 4}, "multiple"),
        ({"loss": "hinge"}, "unknown"),
        ({"epochs": "many"}, "can't be"),
        ({"depth": 3}, "unknown setting"),
        ({"batch": 0}, "at least 1"),
    ],
)
def test_settings_that_cannot_be_are_refused(values, said):
    with pytest.raises(ModelError, match=said):
        Settings.from_dict(values)
