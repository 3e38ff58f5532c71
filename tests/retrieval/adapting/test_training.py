"""The trainer on the real encoder: it learns, and goes on where it was killed."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from shopctl.catalog.records import Product
from shopctl.errors import ModelError
from shopctl.retrieval import trainer_arguments
from shopctl.retrieval.adapting import training
from shopctl.retrieval.adapting.judged import Preferences
from shopctl.retrieval.adapting.pairs import Pairs, written_pairs
from shopctl.retrieval.adapting.settings import AdaptSettings
from shopctl.retrieval.model_folder import find_model

PRODUCTS = [
    Product(f"p{number}", f"{colour} {thing} {number} for {place}")
    for number, (colour, thing, place) in enumerate(
        (colour, thing, place)
        for colour in ("Red", "Green", "Blue")
        for thing in ("Saw Blade", "Bath Tub", "Garden Bench", "Water Bottle")
        for place in ("Home", "Work")
    )
]
QUICK = AdaptSettings(pairs=48, batch=8, max_tokens=16, kept=0.0)
PAIRS = written_pairs(PRODUCTS, 48, 0)
JUDGED = Preferences(["saw"] * 8, ["Red Saw Blade"] * 8, ["Red Bath Tub"] * 8, [1.0] * 8)


def _weights(path: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = load_file(path / "model.safetensors")
    return found


class _KilledError(Exception):
    pass


def test_killed_and_called_again_it_ends_where_an_unbroken_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainer_arguments, "_SAVE_STEPS", 2)
    base = find_model("default")
    whole = training.adapt(base, PAIRS, QUICK, tmp_path / "whole", JUDGED)
    assert whole.steps == 7  # 48 written and 8 judged in batches of 8
    assert whole.preferences == 8

    step = training.LossCurve.on_step_end

    def killed(self: Any, args: Any, state: Any, control: Any, **more: Any) -> None:
        step(self, args, state, control, **more)
        if state.global_step == 5:
            raise _KilledError

    with monkeypatch.context() as patched:
        patched.setattr(training.LossCurve, "on_step_end", killed)
        with pytest.raises(_KilledError):
            training.adapt(base, PAIRS, QUICK, tmp_path / "cut", JUDGED, work=tmp_path / "work")
    assert (tmp_path / "work" / "checkpoint-4").is_dir()
    assert not (tmp_path / "cut").exists()
    resumed = training.adapt(base, PAIRS, QUICK, tmp_path / "cut", JUDGED, work=tmp_path / "work")
    assert resumed.steps == 7
    assert resumed.losses == [] or resumed.losses[-1][0] == 7
    one, other, before = (
        _weights(path) for path in (tmp_path / "whole", tmp_path / "cut", base.path)
    )
    changed = [
        name
        for name in one
        if (old := before.get(name, before.get(f"bert.{name}"))) is not None
        and not torch.equal(old.float(), one[name].float())
    ]
    assert changed  # it learned at all
    for name, weights in one.items():
        torch.testing.assert_close(other[name], weights, rtol=0, atol=1e-6)


def test_other_data_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "work" / "checkpoint-4").mkdir(parents=True)
    (tmp_path / "work" / "belongs.json").write_text('{"base": "another"}')
    quick = AdaptSettings(pairs=8, batch=8, max_tokens=16)
    few = Pairs(PAIRS.requests[:8], PAIRS.texts[:8], PAIRS.rows[:8], PAIRS.labels[:8])
    done = training.adapt(
        find_model("default"), few, quick, tmp_path / "made", work=tmp_path / "work"
    )
    assert done.steps == 1
    assert done.kept == 0.5
    assert not (tmp_path / "work" / "checkpoint-4").exists()
    assert find_model(str(tmp_path / "made")).prompts == {"query": "", "product": ""}


def test_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="fewer than two products"):
        training.adapt(find_model("default"), Pairs([], [], [], []), QUICK, tmp_path / "made")


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    wild = AdaptSettings(pairs=16, batch=8, max_tokens=16, learning_rate=0.99, temperature=0.001)
    few = Pairs(PAIRS.requests[:16], PAIRS.texts[:16], PAIRS.rows[:16], PAIRS.labels[:16])
    model = torch.nn.Linear(1, 1)
    with torch.no_grad():
        model.weight.fill_(float("nan"))
    with pytest.raises(ModelError, match="no numbers"):
        training.check_numbers(model.named_parameters(), "lower it")
    assert wild.pairs_for(2) == len(few)
