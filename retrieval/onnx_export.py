"""A sentence-transformers model to one int8 ONNX file: texts' tokens in, unit vectors out.

The whole module chain is exported, so pooling and normalisation are the model's own. ONNX Runtime
fuses attention and feed-forward blocks, then the matrix products become int8 (weights a scale a
column, activations quantised as they come). On CPUs without VNNI weights keep 7 of 8 bits: there
two 8-bit products overflow the 16 bits they are added in, and the vectors would be noise. A product
whose input has a few huge values stays float: one step of 8 bits over their range would be as wide
as all the other values together (a feed-forward output in three of multilingual-e5-small's twelve
layers; none of MiniLM's).
"""

from __future__ import annotations

import contextlib
import logging
import platform
import shutil
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .cpu_flags import cpu_flags

_OPSET = 17
_INPUTS = ("input_ids", "attention_mask")
# Range over root mean square of a product's input. Measured: 94 at most in MiniLM, 142 to 222 in
# the three of multilingual-e5-small whose loss is to be seen in the vectors, 92 at most in others.
_WIDEST = 120.0


def export_float(model_path: Path, target: Path, unfused: Path | None = None) -> None:
    """Write the model at `model_path` as a float32 ONNX graph with fused attention, if it fuses.

    Args:
        model_path: a sentence-transformers folder.
        target: the file.
        unfused: gets the same graph in standard operators alone.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(model_path),
        device="cpu",
        trust_remote_code=False,
        model_kwargs={"attn_implementation": "eager"},  # the one whose graph can be fused
    ).eval()
    example = torch.ones((2, 8), dtype=torch.long)
    transformer: Any = model[0]
    traced(_chain(model), (example, example), target, _INPUTS, ("vectors", "texts"))
    if unfused is not None:
        shutil.copyfile(target, unfused)
    with quiet():
        config = transformer.auto_model.config
        fuse(target, int(config.num_attention_heads), int(config.hidden_size))


def traced(
    module: Any, example: tuple[Any, ...], target: Path, inputs: Sequence[str], out: tuple[str, str]
) -> None:
    """Write a module as a float32 ONNX graph whose rows and tokens may be any number.

    Args:
        module: of [rows, tokens] tensors to one with as many rows.
        example: inputs.
        target: the file.
        inputs: their names.
        out: name of the result, and of a row.
    """
    import torch

    name, row = out
    with quiet(), torch.inference_mode():
        torch.onnx.export(
            module,
            example,
            str(target),
            input_names=list(inputs),
            output_names=[name],
            dynamic_axes={**{one: {0: row, 1: "tokens"} for one in inputs}, name: {0: row}},
            opset_version=_OPSET,
            dynamo=False,
        )


def quantise(source: Path, target: Path, spared: Sequence[str] = ()) -> None:
    """Write the float graph `source` with int8 matrix products, but for `spared`, to `target`."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with quiet():
        quantize_dynamic(
            source,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=not adds_exactly(),
            nodes_to_exclude=list(spared),
            # fused operators have no types that shape inference knows
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )


def adds_exactly() -> bool:
    """Whether this CPU adds products of 8-bit numbers in 32 bits (VNNI, or ARM's dot products)."""
    if platform.machine().lower() not in {"x86_64", "amd64", "x86"}:
        return True
    return not cpu_flags().isdisjoint({"avx512_vnni", "avx_vnni"})  # not known: 7 bits do


def wide_products(source: Path, texts: Iterable[Sequence[int]]) -> list[str]:
    """Names of the products in the float graph `source` whose inputs 8 bits can't hold.

    Args:
        source: the float graph; a file beside it comes and goes.
        texts: token ids of some texts to watch the products on, special ones included.
    """
    import numpy as np
    import onnx
    import onnxruntime

    model = onnx.load(str(source))
    constants = {one.name for one in model.graph.initializer}
    products = {
        node.name: node.input[0]
        for node in model.graph.node
        if node.op_type == "MatMul" and node.input[1] in constants
    }
    watched = list(dict.fromkeys(products.values()))
    model.graph.output.extend(map(onnx.helper.make_empty_tensor_value_info, watched))
    probe = source.with_suffix(".probe.onnx")
    try:
        onnx.save(model, str(probe))
        del model  # as large as the session that reads it again
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session: Any = onnxruntime.InferenceSession(
            str(probe), options, providers=["CPUExecutionProvider"]
        )
    finally:
        probe.unlink(missing_ok=True)
    low, high, squares, count = (np.zeros(len(watched)) for _ in range(4))
    for tokens in texts:  # one at a time: no padding, and little memory
        ids = np.asarray([tokens], dtype=np.int64)
        found = session.run(watched, dict(zip(_INPUTS, (ids, np.ones_like(ids)), strict=True)))
        low = np.minimum(low, [values.min() for values in found])
        high = np.maximum(high, [values.max() for values in found])
        squares += [np.square(values, dtype=np.float64).sum() for values in found]
        count += [values.size for values in found]
    wide = dict(zip(watched, high - low > _WIDEST * np.sqrt(squares / count), strict=True))
    return [name for name, source_of in products.items() if wide[source_of]]


def _chain(model: Any) -> Any:
    """The model as a function of two tensors."""
    import torch

    class Chain(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            vectors = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=-1)

    return Chain().eval()


def fuse(path: Path, heads: int, width: int) -> None:
    """Fuse attention in the graph at `path`; leave it alone where the architecture is unknown."""
    from onnxruntime.transformers.optimizer import optimize_model

    try:
        fused = optimize_model(
            str(path), model_type="bert", num_heads=heads, hidden_size=width, opt_level=0
        )
    except Exception:  # a pattern it stumbles over; the unfused graph is right, only slower
        return
    fused.save_model_to_file(str(path))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the converters' notes to their own developers off the user's terminal."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
