"""The cross-encoder's trainer and its ONNX form on the real encoder: tiny, but all of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from sentence_transformers import CrossEncoder
from shopctl.errors import ModelError
from shopctl.retrieval import trainer_arguments
from shopctl.retrieval.model_folder import find_model
from shopctl.retrieval.reranking import training
from shopctl.retrieval.reranking.examples import Graded
from shopctl.retrieval.reranking.pair_engine import PairEngine
from shopctl.retrieval.reranking.pair_export import export
from shopctl.retrieval.reranking.settings import RerankSettings
from transformers import AutoTokenizer, MPNetConfig, MPNetForSequenceClassification

THINGS = ("saw blade", "bath tub", "garden bench", "water bottle")
EXAMPLES = Graded(
    [one for one in THINGS for _ in THINGS],
    [f"Red {other.title()} for Home" for _ in THINGS for other in THINGS],
    [float(one == other) for one in THINGS for other in THINGS],
)
QUICK = RerankSettings(epochs=2, batch=4, max_tokens=24, learning_rate=5e-4, frozen=0.5)


class _KilledError(Exception):
    pass


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> training.Trained:
    folder = tmp_path_factory.mktemp("whole")
    return training.train(find_model("default"), EXAMPLES, QUICK, folder / "made")


def test_killed_and_called_again_it_ends_where_an_unbroken_one_does(
    whole: training.Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whole.steps == 8  # 16 pairs in batches of 4, twice
    monkeypatch.setattr(trainer_arguments, "_SAVE_STEPS", 2)
    step = training.LossCurve.on_step_end

    def killed(self: Any, args: Any, state: Any, control: Any, **more: Any) -> None:
        step(self, args, state, control, **more)
        if state.global_step == 5:
            raise _KilledError

    base = find_model("default")
    with monkeypatch.context() as patched:
        patched.setattr(training.LossCurve, "on_step_end", killed)
        with pytest.raises(_KilledError):
            training.train(base, EXAMPLES, QUICK, tmp_path / "cut", tmp_path / "work")
    assert (tmp_path / "work" / "checkpoint-4").is_dir()
    assert not (tmp_path / "cut").exists()
    resumed = training.train(base, EXAMPLES, QUICK, tmp_path / "cut", tmp_path / "work")
    assert resumed.steps == 8
    one, other = (load_file(path / "model.safetensors") for path in (whole.path, resumed.path))
    before = load_file(base.path / "model.safetensors")
    inner = "encoder.layer.5.output.dense.weight"
    assert not torch.equal(before[inner], one[f"bert.{inner}"])  # it learned at all
    frozen = "encoder.layer.0.output.dense.weight"
    assert torch.equal(before[frozen], one[f"bert.{frozen}"])
    for name, weights in one.items():
        torch.testing.assert_close(other[name], weights, rtol=0, atol=1e-6)


def test_other_examples_start_anew(tmp_path: Path) -> None:
    (tmp_path / "work" / "checkpoint-4").mkdir(parents=True)
    (tmp_path / "work" / "belongs.json").write_text('{"base": "another"}')
    few = Graded(EXAMPLES.requests[:4], EXAMPLES.texts[:4], EXAMPLES.targets[:4])
    settings = RerankSettings(epochs=1, batch=4, max_tokens=16, frozen=1.0)
    done = training.train(
        find_model("default"), few, settings, tmp_path / "made", tmp_path / "work"
    )
    assert done.steps == 1
    assert not (tmp_path / "work" / "checkpoint-4").exists()


def test_nothing_to_tell_apart(tmp_path: Path) -> None:
    same = Graded(["a", "b"], ["x", "y"], [1.0, 1.0])
    for examples in (same, Graded([], [], [])):
        with pytest.raises(ModelError, match="same grade"):
            training.train(find_model("default"), examples, QUICK, tmp_path / "made")


def test_the_converted_form_gives_the_same_scores(whole: training.Trained, tmp_path: Path) -> None:
    plain, small = tmp_path / "plain", tmp_path / "small"
    plain.mkdir()
    small.mkdir()
    export(whole.path, plain, 24, int8=False)
    export(whole.path, small, 24, int8=True)
    requests, texts = list(EXAMPLES.requests), list(EXAMPLES.texts)
    texts[3] += " and very much more to say of it" * 40  # cut off at 24 tokens
    requests[5], texts[6] = "", ""
    model = CrossEncoder(str(whole.path), device="cpu", max_length=24)
    expected = model.predict(
        list(zip(requests, texts, strict=True)), activation_fn=torch.nn.Identity()
    )
    engine = PairEngine(plain)
    assert engine.name == "ONNX float32"
    np.testing.assert_allclose(engine.score(requests, texts), expected, atol=2e-4)
    found = PairEngine(small).score(requests, texts)
    assert np.corrcoef(found, expected)[0, 1] > 0.97
    assert engine.score([], []).shape == (0,)
    # hostile lengths are cut before they are tokenised
    assert np.isfinite(engine.score(["mug " * 10_000], ["tea\x00\u202e " * 10_000])).all()


def test_a_network_without_token_types_is_converted_too(tmp_path: Path) -> None:
    """As all-mpnet-base-v2's; `--encoder large` couldn't have a reranker otherwise."""
    base, made = tmp_path / "base", tmp_path / "made"
    made.mkdir()
    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=30_522,  # the default encoder's words
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=1,
    )
    MPNetForSequenceClassification(config).save_pretrained(base)
    words = AutoTokenizer.from_pretrained(str(find_model("default").path))
    words.model_input_names = ["input_ids", "attention_mask"]
    words.save_pretrained(base)
    export(base, made, 24, int8=False)
    requests, texts = list(EXAMPLES.requests), list(EXAMPLES.texts)
    model = CrossEncoder(str(base), device="cpu", max_length=24)
    pairs = list(zip(requests, texts, strict=True))
    expected = model.predict(pairs, activation_fn=torch.nn.Identity())
    np.testing.assert_allclose(PairEngine(made).score(requests, texts), expected, atol=2e-4)
