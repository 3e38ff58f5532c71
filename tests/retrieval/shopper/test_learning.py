"""What is minimised and what chooses: the objective, ranks on validation items, odd catalogs."""

from dataclasses import replace
from math import log2

import numpy as np
import pytest
import torch
from shopctl.catalog.shopper_steps import ShopperSteps
from shopctl.retrieval.recommendation_eval import RecommendationReport
from shopctl.retrieval.seed_summary import seed_table
from shopctl.retrieval.shopper import objective as objectives
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.encoder import HistoryEncoder
from shopctl.retrieval.shopper.histories import Histories
from shopctl.retrieval.shopper.learning import learn
from shopctl.retrieval.shopper.losses import full_softmax, sampled_softmax
from shopctl.retrieval.shopper.objective import Objective
from shopctl.retrieval.shopper.settings import Settings
from shopctl.retrieval.shopper.training import Training
from shopctl.retrieval.shopper.validation import Validation, scores_of
from torch.nn import functional

from . import toy


def unit(rows, seed, width=8):
    generator = torch.Generator().manual_seed(seed)
    return functional.normalize(torch.randn(rows, width, generator=generator), dim=-1)


# --- the objective ---------------------------------------------------------------------------


def test_the_softmax_is_sampled_in_large_catalogs_alone(monkeypatch):
    histories = Histories.of_items([[0, 1]])
    monkeypatch.setattr(objectives, "FULL_SOFTMAX_UP_TO", 5)
    assert Objective(Settings(), histories, 5).name == "softmax"
    assert Objective(Settings(), histories, 6).name == "sampled"
    assert Objective(Settings(loss="gbce"), histories, 6).name == "gbce"


def test_negatives_are_drawn_half_evenly_half_by_how_often_they_are_taken():
    chances = Objective(Settings(), Histories.of_items([[0, 0, 0, 1]]), 4).chances
    assert chances == pytest.approx([1 / 8 + 3 / 8, 1 / 8 + 1 / 8, 1 / 8, 1 / 8])


def test_every_item_drawn_once_is_the_full_softmax():
    states, items, targets, scale = unit(5, 0), unit(9, 1), torch.arange(5), torch.tensor(4.0)
    drawn = torch.arange(9)
    found = sampled_softmax(states, items, targets, scale, drawn, torch.full((9,), 1 / 9))
    wanted = functional.cross_entropy(scale * states @ items.T, targets)
    assert float(found) == pytest.approx(float(wanted), abs=1e-5)


def test_with_many_draws_the_sampled_softmax_nears_the_full_one():
    histories = Histories.of_items([[0, 0, 0, 1, 2], [3, 4, 4]])
    states, items = unit(6, 0), unit(12, 1)
    targets, scale = torch.arange(6), torch.tensor(5.0)
    sampled = Objective(Settings(loss="sampled", negatives=50_000), histories, 12)
    found = sampled(states, items, targets, scale, step=0)
    wanted = functional.cross_entropy(scale * states @ items.T, targets)
    assert float(found) == pytest.approx(float(wanted), rel=0.01)


@pytest.mark.parametrize("loss", ["softmax", "sampled", "gbce", "bce"])
def test_a_step_draws_the_same_whenever_it_is_taken(loss):
    made = Objective(Settings(loss=loss, negatives=3), Histories.of_items([[0, 1]]), 12)

    def at(step):
        return float(made(unit(4, 0), unit(12, 1), torch.arange(4), torch.tensor(5.0), step))

    assert at(7) == at(7)
    assert (at(7) == at(8)) == (loss == "softmax")


@pytest.mark.parametrize("loss", ["softmax", "sampled", "gbce", "bce"])
def test_every_loss_learns(loss):
    settings = replace(toy.SETTINGS, loss=loss, negatives=16, epochs=12)
    histories = Histories.of_items(toy.sequences())
    curve = Training(settings, toy.items(), 4, histories).run().curve
    assert curve[-1].loss < 0.9 * curve[0].loss


def test_a_loss_without_states_is_zero():
    nothing = torch.zeros(0, 8)
    loss = full_softmax(nothing, unit(4, 0), torch.zeros(0, dtype=torch.long), torch.tensor(5.0))
    assert float(loss) == 0


def test_it_stops_when_the_validation_items_see_nothing_better(tmp_path):
    settings = replace(toy.SETTINGS, epochs=10, patience=2, learning_rate=1e-12)
    whole = Histories.of_items(toy.sequences())
    validation = Validation.of(toy.items(), whole, seed=0)
    parts = (settings, toy.items(), 4, whole.without_last(2), validation)
    for _ in range(2):  # the second one finds the first one's checkpoint, and is finished too
        made = Training(*parts, folder=tmp_path).run()
        assert [one.epoch for one in made.curve] == [1, 2, 3]
        assert made.best_epoch == 1
    assert len(Training(*parts[:-1], stop_after=4).run().curve) == 4


# --- what chooses ----------------------------------------------------------------------------


def test_scores_by_hand():
    found = scores_of(np.array([0, 1, 9, 10, 500]))
    assert found["R@10"] == pytest.approx(3 / 5)
    assert found["N@10"] == pytest.approx((1 + 1 / log2(3) + 1 / log2(11)) / 5)


def test_ranks_count_what_scores_above_the_target_and_mask_the_history():
    whole = Histories.of_items([[0, 1, 4, 9], [1, 2, 3, 9]])
    validation = Validation.of(toy.items(10), whole, seed=0)
    assert validation.targets.tolist() == [4, 3]
    assert [one.tolist() for one in validation.histories.sequences()] == [[0, 1], [1, 2]]
    items = torch.eye(10)
    states = torch.zeros(2, 10)
    states[0, :6] = torch.tensor([9.0, 8.0, 7.0, 6.0, 5.0, 4.0])  # above 4: 0, 1 (masked), 2, 3
    states[1, :6] = torch.tensor([9.0, 8.0, 7.0, 6.0, 5.0, 4.0])  # above 3: 0; 1 and 2 are masked
    assert validation.ranks(states, items).tolist() == [2, 1]


def test_shoppers_without_enough_history_choose_nothing():
    whole = Histories.of_items([[0, 1], [1], []])
    assert Validation.of(toy.items(10), whole, seed=0) is None
    assert Validation.of(toy.items(10), whole, seed=0, held_out=1).targets.tolist() == [1]


# --- what is kept on disk ----------------------------------------------------------------------


def test_histories_of_a_loaded_encoder_are_the_same_to_the_bit(tmp_path):
    steps = toy.steps()
    steps.ratings[:] = np.arange(len(steps.items)) % 5
    steps.events[:] = np.arange(len(steps.items)) % 4
    steps.times[:] = np.arange(len(steps.items)) * 7200.0
    corpus = Corpus.build(toy.products(), toy.texts(), steps, held_out=2)
    made = learn(corpus, replace(toy.SETTINGS, epochs=2)).encoder
    made.save(tmp_path)
    again = HistoryEncoder.load(tmp_path)
    items = made.encode_items(toy.products(), toy.texts())
    rows = {product.item_id: row for row, product in enumerate(toy.products())}
    one, other = (e.encode_histories(e.codes.histories(steps, rows), items) for e in (made, again))
    assert np.array_equal(one, other)
    bare = made.encode_histories(made.codes.histories(toy.steps(), rows), items)
    assert np.abs(one - bare).max() > 1e-3  # what is known of the steps does count


# --- catalogs in which little is known ---------------------------------------------------------


@pytest.mark.parametrize(
    "known", [{}, {"text": False}, {"text": False, "ids": False}, {"text": False, "tags": False}]
)
def test_items_of_which_nothing_is_known_are_no_error(known):
    """Four things that nobody took have no brand, and all texts are the same."""
    products = [replace(p, brand="" if n >= 20 else p.brand) for n, p in enumerate(toy.products())]
    texts = np.tile(toy.texts(1), (24, 1))
    sequences = [[f"i{(start + step) % 20:02d}" for step in range(6)] for start in range(30)]
    corpus = Corpus.build(products, texts, ShopperSteps.of_items(sequences), held_out=2)
    made = learn(corpus, replace(toy.SETTINGS, epochs=1, **known))
    vectors = made.encoder.encode_items(products, texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)


# --- several seeds ---------------------------------------------------------------------------


def report(name, score):
    scores = {"R@10": score}
    return RecommendationReport(
        **dict.fromkeys(RecommendationReport.__dataclass_fields__, 0)
        | {"name": name, "masked": scores, "raw": {"R@10": score / 2}}
    )


def test_mean_and_deviation_over_seeds_by_hand():
    reports = [report(f"ours, seed {n}", score) for n, score in enumerate((0.1, 0.2, 0.3))]
    table = seed_table([*reports, report("popularity", 0.5)], ("ours", "popularity"))
    assert "Mean and standard deviation over 3 seeds" in table
    assert "0.2000 ± 0.1000" in table
    assert "0.1000 ± 0.0500" in table
    assert "popularity" not in table


def test_one_seed_has_no_deviation():
    assert seed_table([report("ours, seed 0", 0.1)], ("ours",)) == ""
