"""The trained channel on a toy shop: search, scores, filters, reasons, files, new items."""

from dataclasses import replace

import numpy as np
import pytest
from shopctl.catalog.shopper_steps import ShopperSteps
from shopctl.errors import InputError, ModelError
from shopctl.retrieval.shopper.channel import TrainedHistory
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.encoder import HistoryEncoder
from shopctl.retrieval.shopper.learning import counted_channel, learn, learn_finally
from shopctl.retrieval.shopper.mixing import Mix

from . import toy

MIX = Mix(0.4, 0.3, 0.1, 0.1, 0.1)


@pytest.fixture(scope="module")
def learned():
    settings = replace(toy.SETTINGS, epochs=20)
    return learn(toy.corpus(), settings)


def channel_of(encoder, count=24, mix=MIX):
    vectors = encoder.encode_items(toy.products(count), toy.texts(count))
    ids = [product.item_id for product in toy.products(count)]
    names = [product.title for product in toy.products(count)]
    histories = encoder.codes.histories(toy.steps(), {item: row for row, item in enumerate(ids)})
    whitened = encoder.features.whitened(toy.texts(count))
    return counted_channel(encoder, ids, names, vectors, whitened, histories, mix)


@pytest.fixture(scope="module")
def channel(learned):
    return channel_of(learned.encoder)


def asked(*sequences):
    return ShopperSteps.of_items(sequences)


def test_it_learns_what_comes_next(channel):
    found = channel.search(asked(["i03", "i04", "i05"]), 5)[0]
    assert "i06" in [item for item, _ in found[:3]]


def test_search_is_sorted_and_deterministic(channel):
    many = asked(["i03", "i04"], ["i10"], [], ["nobody's"])
    found = channel.search(many, 10)
    assert [len(one) for one in found] == [10, 10, 0, 0]
    assert found == channel.search(many, 10)
    for one in found:
        assert [score for _, score in one] == sorted((s for _, s in one), reverse=True)


def test_a_batch_gives_what_single_histories_give(channel):
    sequences = [["i03", "i04"], ["i10"], ["i07", "i01", "i22"]]
    for one, alone in zip(channel.search(asked(*sequences), 8), sequences, strict=True):
        other = channel.search(asked(alone), 8)[0]
        assert [item for item, _ in one] == [item for item, _ in other]
        assert [s for _, s in one] == pytest.approx([s for _, s in other], abs=1e-4)


def test_shares_of_all_items_sum_to_one(channel):
    found = channel.search(asked(["i03", "i04"]), 24)[0]
    assert sum(np.exp(score) for _, score in found) == pytest.approx(1, abs=1e-4)


def test_scores_are_those_of_the_search(channel):
    found = channel.search(asked(["i03", "i04"]), 24)[0]
    scores = channel.scores(asked(["i03", "i04"]), [item for item, _ in found])
    assert scores.tolist() == pytest.approx([score for _, score in found], abs=1e-4)


def test_a_filter_returns_only_what_it_allows_and_loses_nothing(channel):
    allowed = ["i01", "i06", "i19"]
    found = channel.search(asked(["i03", "i04", "i05"]), 10, allowed)[0]
    assert {item for item, _ in found} == set(allowed)
    assert found[0][0] == "i06"
    assert sum(np.exp(score) for _, score in found) == pytest.approx(1, abs=1e-4)


def test_because_of_is_the_score_without_the_item(channel):
    history = ["i03", "i12", "i05"]
    because = dict(channel.because_of(asked(history), ["i06"])[0])
    whole = channel.scores(asked(history), ["i06"])[0]
    for item in history:
        without = [one for one in history if one != item]
        fall = float(whole - channel.scores(asked(without), ["i06"])[0])
        assert because.get(item, 0.0) == pytest.approx(max(0.0, fall), abs=1e-4)
    assert next(iter(because)) == "i05"


def test_a_history_of_one_item_is_the_reason(channel):
    assert [item for item, _ in channel.because_of(asked(["i05"]), ["i06"])[0]] == ["i05"]


def test_look_alikes_are_counted_by_shopper(channel):
    behind = channel.behind(asked(["i03", "i04", "i05"]))
    assert all(shoppers >= 5 for shoppers in behind.values())
    steps = toy.steps()
    for item, shoppers in behind.items():
        takers = {user for user, items in steps.sequences() if item in items[1:]}
        assert shoppers <= len(takers)


def test_a_long_history_is_read_from_its_end(channel):
    tail = [f"i{number:02d}" for number in range(10)]
    long = (["i20", "i21"] * 5000)[: 10_000 - 10] + tail
    assert len(channel.search(asked(long), 5)[0]) == 5
    assert len(channel.because_of(asked(long), ["i10"])[0]) > 0


def test_it_comes_back_from_disk_as_it_was(learned, tmp_path):
    learned.encoder.save(tmp_path / "model")
    again = HistoryEncoder.load(tmp_path / "model")
    one, other = (e.encode_items(toy.products(), toy.texts()) for e in (learned.encoder, again))
    assert np.array_equal(one, other)
    assert again.fingerprint() == learned.encoder.fingerprint()
    assert again.card == learned.encoder.card


@pytest.mark.parametrize("name", ["weights.safetensors", "model.json", "vocabulary.json"])
def test_damaged_files_are_named(learned, tmp_path, name):
    learned.encoder.save(tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"{}")
    with pytest.raises(ModelError, match="train history"):
        HistoryEncoder.load(tmp_path / "model")


def test_weights_that_are_no_numbers_are_refused(learned, tmp_path):
    learned.encoder.save(tmp_path / "model")
    broken = HistoryEncoder.load(tmp_path / "model")
    broken.model.norm.weight.data[3] = float("nan")
    broken.save(tmp_path / "broken")
    with pytest.raises(ModelError, match="no numbers"):
        HistoryEncoder.load(tmp_path / "broken")


def test_text_vectors_of_another_encoder_are_refused(learned):
    with pytest.raises(ModelError, match="width"):
        learned.encoder.encode_items(toy.products(), toy.texts(width=5))


def test_an_item_that_training_never_saw_is_found(learned):
    channel = channel_of(learned.encoder, count=26)
    assert channel.knows("i25")
    names = [item for item, _ in channel.search(asked(["i03"]), 26)[0]]
    assert {"i24", "i25"} <= set(names)
    assert len(channel.search(asked(["i25"]), 5)[0]) == 5


def test_unseen_items_take_no_part_in_training():
    corpus = toy.corpus(unseen_items={"i00", "i01"})
    assert corpus.trained == 22
    assert not {"i00", "i01"} & set(corpus.features.ids)
    assert corpus.item_ids[-2:] == ["i00", "i01"]
    assert corpus.histories.items.max() < 22


def test_unseen_shoppers_take_no_part_in_training():
    users = {f"u{number:03d}" for number in range(10)}
    assert len(toy.corpus(unseen_shoppers=users).histories) == len(toy.corpus().histories) - 10


def test_held_out_steps_are_not_learned():
    steps = toy.steps()
    for held_out in (1, 2):
        corpus = Corpus.build(toy.products(), toy.texts(), steps, held_out)
        learned_steps = corpus.histories.lengths
        assert learned_steps.tolist() == [len(items) - held_out for _, items in steps.sequences()]
        validation = corpus.validation()
        assert validation is not None
        wanted = [items[-held_out] for _, items in steps.sequences()]
        assert [corpus.item_ids[row] for row in validation.targets.tolist()] == wanted


def test_no_steps_no_corpus():
    nothing = ShopperSteps.of_items([])
    with pytest.raises(InputError, match="--interactions"):
        Corpus.build(toy.products(), toy.texts(), nothing, 2)


def test_the_final_fit_runs_as_long_as_was_chosen(learned):
    final = learn_finally(toy.corpus(held_out=1), replace(toy.SETTINGS, epochs=20), learned)
    assert final.card["mix"] == learned.encoder.card["mix"]
    assert final.fingerprint() != learned.encoder.fingerprint()


def test_a_channel_without_counts_is_the_encoder_alone(learned):
    full = channel_of(learned.encoder)
    alone = TrainedHistory(learned.encoder, full.index)
    assert len(alone.search(asked(["i03"]), 5)[0]) == 5
    assert alone.behind(asked(["i03"])) == {}


@pytest.mark.parametrize(
    "sequences",
    [
        [["i01", "i02", "i03", "i04"]],
        [["i01", "i02", "i03"]] * 30,
        [["i05"], ["i01", "i02", "i03"]],
    ],
    ids=["one shopper", "all the same", "one with one item"],
)
def test_odd_shops_train(sequences):
    steps = ShopperSteps.of_items(sequences)
    corpus = Corpus.build(toy.products(), toy.texts(), steps, held_out=1)
    made = learn(corpus, replace(toy.SETTINGS, epochs=2))
    assert np.isfinite(made.encoder.encode_items(toy.products(), toy.texts())).all()
