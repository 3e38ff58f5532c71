"""The fast CPU path: convert an encoder once, check it against itself, keep it in the cache.

A converted encoder is used only if it gives the vectors of the original: int8 is tried first, then
float32 ONNX; if neither agrees, or the model can't be converted, sentence-transformers serves. Where
the CPU has AMX, a graph for many texts at once (`bulk_session`) lies beside it, under the same check.
"""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from ..cache import cache_folder
from ..errors import ModelError
from ..progress import bar
from .bulk_session import BULK, bulk_possible, export_bulk
from .check_texts import check_texts
from .converted import converted_folder
from .fast_engine import MODEL, SETTINGS, TOKENIZER, FastEngine
from .model_folder import ModelFolder
from .onnx_export import adds_exactly
from .stock_engine import StockEngine

FAILED = "failed.txt"
_FORMAT = 2
_LEAST_MEAN, _LEAST_WORST = 0.98, 0.95
# The same without what all texts share. Some encoders (e5) have no two texts below cosine 0.7:
# there the plain cosine is high whatever happens to the part that tells texts apart.
_LEAST_CENTRED = 0.98


def fast_engine(folder: ModelFolder) -> FastEngine | None:
    """The converted engine of a model, made on first use; None where that isn't possible.

    Warns:
        UserWarning: the model can't be converted, and why; said once, when it is tried.
    """
    if not (folder.path / TOKENIZER).is_file():
        return None
    try:
        converted = converted_folder(conversion_key(folder), lambda target: _try(folder, target))
        return None if (converted / FAILED).exists() else FastEngine.open(converted)
    except ModelError:
        raise
    except Exception as error:  # no room, no right to write, no onnxruntime: plain needs none
        warnings.warn(
            f"{folder.name}: the fast CPU version can't be made or read in {cache_folder()} "
            f"({_first_line(error)}); encoding is slower but the same",
            stacklevel=2,
        )
        return None


def conversion_key(folder: ModelFolder) -> str:
    """Names what a model is converted to: it depends on the way of converting, and on the CPU.

    In int8 the weights' bits are as many as the CPU adds exactly, and a cache may be moved.
    """
    bulk = "-bulk" if bulk_possible() else ""
    return f"{folder.fingerprint[:32]}-{_FORMAT}-{8 if adds_exactly() else 7}{bulk}"


def _try(folder: ModelFolder, target: Path) -> None:
    """Convert; of a model that can't be converted keep the reason, so as not to try each time."""
    try:
        convert(folder, target)
    except (OSError, ImportError, ModelError):  # may be well next time
        raise
    except Exception as error:  # converters fail in many ways
        reason = _first_line(error)
        for file in target.iterdir():
            file.unlink()
        (target / FAILED).write_text(reason, encoding="utf-8")
        warnings.warn(
            f"{folder.name}: no fast CPU version ({reason}); encoding is slower but the same",
            stacklevel=2,
        )


def convert(folder: ModelFolder, target: Path) -> None:
    """Write the converted model into `target`: int8 if it agrees with the original, else float.

    Raises:
        ValueError: neither agrees.
        Exception: whatever the exporter raises for a model it doesn't know.
    """
    from .onnx_export import export_float

    with bar("preparing the text encoder (once)", total=4, unit="step") as progress:
        stock = StockEngine(folder, "cpu")
        expected = stock.encode(check_texts())
        progress.update(1)
        shutil.copyfile(folder.path / TOKENIZER, target / TOKENIZER)
        plain = target / "float.onnx"
        standard = target / "bulk.onnx" if bulk_possible() else None
        export_float(folder.path, plain, standard)
        progress.update(1)
        if not (
            folder.card.get("int8", True) and _try_int8(plain, target, folder, stock, expected)
        ):
            shutil.copyfile(plain, target / MODEL)
            _write_settings(target, folder, stock, "ONNX float32")
            if not _agrees(_vectors(target), expected):
                raise ValueError("the converted model gives other vectors")
        progress.update(1)
        plain.unlink()
        if standard is not None:
            _try_bulk(standard, target, expected)
        progress.update(1)


def _try_int8(
    plain: Path, target: Path, folder: ModelFolder, stock: StockEngine, expected: Any
) -> bool:
    """Write the int8 model into `target`; whether its vectors are those of the original."""
    from .onnx_export import quantise, wide_products

    quantise(plain, target / MODEL, wide_products(plain, _check_tokens(stock, folder)))
    _write_settings(target, folder, stock, "ONNX int8")
    if _agrees(_vectors(target), expected):
        return True
    warnings.warn(
        f"{folder.name}: in int8 its vectors differ too much; float32 is used", stacklevel=2
    )
    return False


def _try_bulk(graph: Path, target: Path, expected: Any) -> None:
    """Turn `graph` into that for many texts in `target`, if it works and agrees; it is only faster."""
    try:
        export_bulk(graph, target)
        agrees = _agrees(_vectors(target, bulk=True), expected)
    except Exception:  # converters fail in many ways; then int8 encodes many texts too
        agrees = False
    graph.unlink()
    if not agrees:
        for file in target.glob(f"{Path(BULK).stem}.*"):
            file.unlink()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _vectors(target: Path, bulk: bool = False) -> Any:
    return FastEngine.open(target).encode(check_texts(), bulk=bulk)


def _agrees(found: Any, expected: Any) -> bool:
    cosines = np.sum(found * expected, axis=1)
    shared = expected.mean(axis=0)
    centred = np.sum(_unit(found - shared) * _unit(expected - shared), axis=1)
    return bool(
        cosines.mean() >= _LEAST_MEAN
        and cosines.min() >= _LEAST_WORST
        and centred.mean() >= _LEAST_CENTRED
    )


def _unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-9)


def _check_tokens(stock: StockEngine, folder: ModelFolder) -> Any:
    tokenizer = stock.model.tokenizer
    return tokenizer(check_texts(), truncation=True, max_length=folder.max_tokens)["input_ids"]


def _write_settings(target: Path, folder: ModelFolder, stock: StockEngine, name: str) -> None:
    tokenizer = stock.model.tokenizer
    settings = {
        "name": name,
        "dimension": stock.dimension,
        "max_tokens": folder.max_tokens,
        "pad_id": tokenizer.pad_token_id or 0,
        "unknown_id": tokenizer.unk_token_id,
    }
    (target / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
