"""A tiny Gemma 3 GGUF, written here, becomes the same model that `transformers` reads from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from gguf import GGUFWriter, TokenType
from shopctl.errors import ModelError
from shopctl.generator.conversion import convert, tensor_name
from shopctl.generator.weights import sha256_of
from transformers import AutoModelForCausalLM, AutoTokenizer

HIDDEN, FEED_FORWARD, HEADS, HEAD, LAYERS = 32, 64, 2, 16, 2


def tokens() -> tuple[list[str], list[float], list[int]]:
    special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    single = [f"<0x{n:02X}>" for n in range(256)]
    letters = [*"▁abcdefghijklmnopqrstuvwxyz好茶", "▁a", "th", "the", "▁the"]
    types = (
        [TokenType.CONTROL] * 3
        + [TokenType.UNKNOWN]
        + [TokenType.BYTE] * 256
        + [TokenType.NORMAL] * len(letters)
    )
    every = special + single + letters
    return every, [-float(n) for n in range(len(every))], [int(t) for t in types]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GGUF file with random float32 tensors under llama.cpp's names."""
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    rng = np.random.default_rng(0)
    names, scores, types = tokens()
    writer = GGUFWriter(path, "gemma3")
    writer.add_context_length(128)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(1)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_sliding_window(16)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(names)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_pad_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_bos_token_id(2)
    writer.add_unk_token_id(3)
    writer.add_add_space_prefix(False)

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, rng.normal(size=shape).astype(np.float32))

    add("token_embd.weight", len(names), HIDDEN)
    add("output_norm.weight", HIDDEN)
    for n in range(LAYERS):
        add(f"blk.{n}.attn_q.weight", HEADS * HEAD, HIDDEN)
        add(f"blk.{n}.attn_k.weight", HEAD, HIDDEN)
        add(f"blk.{n}.attn_v.weight", HEAD, HIDDEN)
        add(f"blk.{n}.attn_output.weight", HIDDEN, HEADS * HEAD)
        add(f"blk.{n}.attn_q_norm.weight", HEAD)
        add(f"blk.{n}.attn_k_norm.weight", HEAD)
        add(f"blk.{n}.ffn_gate.weight", FEED_FORWARD, HIDDEN)
        add(f"blk.{n}.ffn_up.weight", FEED_FORWARD, HIDDEN)
        add(f"blk.{n}.ffn_down.weight", HIDDEN, FEED_FORWARD)
        for norm in ("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"):
            add(f"blk.{n}.{norm}.weight", HIDDEN)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_it_is_the_model_that_transformers_reads(tiny: Path, tmp_path: Path) -> None:
    convert(tiny, tmp_path, sha256_of(tiny))
    ours = AutoModelForCausalLM.from_pretrained(tmp_path, dtype=torch.float32)
    theirs = AutoModelForCausalLM.from_pretrained(
        tiny.parent, gguf_file=tiny.name, dtype=torch.float32
    )
    expected = theirs.state_dict()
    for name, value in ours.state_dict().items():
        torch.testing.assert_close(value, expected[name], rtol=2**-8, atol=1e-6)  # bfloat16
    for key in (
        "layer_types",
        "sliding_window",
        "head_dim",
        "rope_parameters",
        "num_key_value_heads",
    ):
        assert getattr(ours.config, key) == getattr(theirs.config, key)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    assert tokenizer.decode(tokenizer("the a好", add_special_tokens=False).input_ids) == "the a好"


def test_an_altered_file_is_refused_before_it_is_parsed(tiny: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.gguf"
    altered.write_bytes(tiny.read_bytes()[:-1])
    with pytest.raises(ModelError, match="altered or cut"):
        convert(altered, tmp_path, sha256_of(tiny))
    assert [p.name for p in tmp_path.iterdir()] == ["altered.gguf"]


def test_a_tensor_of_another_architecture_is_named() -> None:
    assert (
        tensor_name("blk.17.ffn_norm.weight") == "model.layers.17.pre_feedforward_layernorm.weight"
    )
    with pytest.raises(ModelError, match="ssm_in"):
        tensor_name("blk.0.ssm_in.weight")
