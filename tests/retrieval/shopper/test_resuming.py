"""Killed at any step and run again, a training ends as if nothing had happened."""

import json
import signal
import subprocess
import sys
import time

import pytest
import torch
from shopctl.errors import ChecksumError, ModelError
from shopctl.retrieval.shopper import checkpoint, training
from shopctl.retrieval.shopper.histories import Histories
from shopctl.retrieval.shopper.settings import Settings
from shopctl.retrieval.shopper.training import Training
from shopctl.retrieval.shopper.validation import Validation

from . import toy

BELONGS = {"store": "here", "catalog": "1"}


def make(folder, settings=toy.SETTINGS, belongs=BELONGS):
    whole = Histories.of_items(toy.sequences())
    validation = Validation.of(toy.items(), whole, seed=0)
    return Training(
        settings,
        toy.items(),
        4,
        whole.without_last(2),
        validation,
        folder=folder,
        belongs_to=belongs,
    )


def weights(trained):
    return list(trained.model.state_dict().values())


@pytest.fixture(scope="module")
def unbroken():
    return make(None).run()


class Killed(BaseException):
    pass


def kill_at(run, step):
    """Let a training die before it takes the step with this number."""
    learn = run._learn

    def dying(shoppers):
        if run.step == step:
            raise Killed
        learn(shoppers)

    run._learn = dying
    with pytest.raises(Killed):
        run.run()


@pytest.mark.parametrize("step", range(0, 12))
def test_killed_at_any_step_it_ends_with_the_same_weights(tmp_path, monkeypatch, unbroken, step):
    monkeypatch.setattr(training, "_CHECKPOINT_S", -1.0)  # a checkpoint after every step
    kill_at(make(tmp_path), step)
    resumed = make(tmp_path)
    trained = resumed.run()
    assert all(map(torch.equal, weights(trained), weights(unbroken)))
    assert trained.best_epoch == unbroken.best_epoch
    assert [e.loss for e in trained.curve] == [e.loss for e in unbroken.curve]


def test_checkpoints_between_epochs_alone_do_as_well(tmp_path, unbroken):
    kill_at(make(tmp_path), 6)
    assert all(map(torch.equal, weights(make(tmp_path).run()), weights(unbroken)))


def test_a_finished_training_is_not_run_again(tmp_path, unbroken):
    make(tmp_path).run()
    again = make(tmp_path)
    again._learn = None  # would fail if it were called
    assert all(map(torch.equal, weights(again.run()), weights(unbroken)))


def test_a_process_that_is_shot_goes_on(tmp_path, unbroken):
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "import importlib.util\n"
        "from shopctl.retrieval.shopper import training\n"
        "training._CHECKPOINT_S = -1.0\n"
        "learn = training.Training._learn\n"
        "def slow(self, shoppers):\n"
        "    learn(self, shoppers); time.sleep(0.2)\n"
        "training.Training._learn = slow\n"
        "from shopper.test_resuming import make\n"
        "make(Path(sys.argv[2])).run()\n"
    )
    here = str(__import__("pathlib").Path(__file__).parent.parent)
    process = subprocess.Popen([sys.executable, "-c", code, here, str(tmp_path)])
    deadline = time.monotonic() + 60
    while not (tmp_path / "checkpoint.json").is_file() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = json.loads((tmp_path / "checkpoint.json").read_text())["progress"]["step"]
    assert 0 < done < 12
    assert all(map(torch.equal, weights(make(tmp_path).run()), weights(unbroken)))


def test_a_checkpoint_of_another_store_is_refused(tmp_path):
    make(tmp_path).run()
    with pytest.raises(ModelError, match="another store"):
        make(tmp_path, belongs={**BELONGS, "store": "there"}).run()


@pytest.mark.parametrize("change", [{"catalog": "2"}, "settings"])
def test_after_a_change_training_starts_anew(tmp_path, change):
    make(tmp_path).run()
    if change == "settings":
        fresh = make(tmp_path, Settings.from_dict({**toy.SETTINGS.to_dict(), "seed": 7}))
    else:
        fresh = make(tmp_path, belongs={**BELONGS, **change})
    fresh._resume()
    assert fresh.step == 0


def test_a_cut_checkpoint_is_refused_before_it_is_parsed(tmp_path, monkeypatch):
    make(tmp_path).run()
    path = next(tmp_path.glob("checkpoint-*.safetensors"))
    path.write_bytes(path.read_bytes()[:-10])
    monkeypatch.setattr(checkpoint, "load", lambda content: pytest.fail("parsed"))
    with pytest.raises(ChecksumError, match="cut or altered"):
        make(tmp_path).run()


def test_a_checkpoint_that_is_no_json_is_named(tmp_path):
    make(tmp_path).run()
    (tmp_path / "checkpoint.json").write_text("{")
    with pytest.raises(ModelError, match="can't be read"):
        make(tmp_path).run()


def test_a_loss_that_is_no_number_stops_the_training():
    run = make(None)
    run.objective = lambda *_: torch.tensor(float("nan"), requires_grad=True)
    with pytest.raises(ModelError, match="step 1: the loss is nan"):
        run.run()


def test_nothing_to_learn_from_is_said():
    lonely = Histories.of_items([[1], [2], []])
    with pytest.raises(ModelError, match="two items"):
        Training(toy.SETTINGS, toy.items(), 4, lonely)


def test_training_leaves_torchs_random_numbers_alone():
    torch.manual_seed(5)
    before = torch.rand(3)
    torch.manual_seed(5)
    make(None).run()
    assert torch.equal(torch.rand(3), before)


def test_the_loss_falls_and_the_order_is_learned(unbroken):
    assert unbroken.curve[-1].loss < unbroken.curve[0].loss
    longer = make(None, Settings.from_dict({**toy.SETTINGS.to_dict(), "epochs": 25})).run()
    assert max(one.scores["R@10"] for one in longer.curve) > 0.9
