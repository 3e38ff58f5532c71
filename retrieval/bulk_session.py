"""Many texts at once on a CPU with AMX: the encoder in bfloat16, run by OpenVINO.

Such a CPU multiplies bfloat16 some ten times faster than float32, and what the int8 graph of
ONNX Runtime still does in float32 (normalisations, GELU) OpenVINO fuses. It holds more memory and
takes half a second to compile, so it is made for a long run of texts and let go afterwards;
requests, one text at a time, stay with int8. The vectors agree with float32 to a cosine of .9999.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cpu_flags import cpu_flags

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

BULK = "bulk.xml"
BATCH_TOKENS = 4096
"""Of a batch, padding included: twice what int8 likes best."""


def bulk_possible() -> bool:
    """Whether this CPU multiplies bfloat16 in tiles (AMX) and OpenVINO is installed."""
    return "amx_bf16" in cpu_flags() and importlib.util.find_spec("openvino") is not None


def export_bulk(graph: Path, target: Path) -> None:
    """Write a float32 ONNX graph of standard operators as OpenVINO's, weights in float16.

    Args:
        graph: read without the converter that would report its use to anyone.
        target: a folder; gets `BULK` and its weights beside it.
    """
    import openvino

    model = openvino.Core().read_model(str(graph))
    openvino.save_model(model, str(target / BULK), compress_to_fp16=True)


class BulkSession:
    """A compiled graph; each thread that calls it has a request of its own.

    Args:
        file: the graph, verified.
        streams: batches that run at once, a core each.
    """

    def __init__(self, file: Path, streams: int) -> None:
        import openvino

        core = openvino.Core()
        known = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        self._model: Any = core.compile_model(
            str(file),
            "CPU",
            {
                "NUM_STREAMS": streams,
                "INFERENCE_NUM_THREADS": streams,
                "INFERENCE_PRECISION_HINT": "bf16" if "BF16" in known else "f32",
            },
        )
        self._own = threading.local()
        self._binding = threading.Lock()

    def __call__(self, ids: Ids, mask: Ids) -> Floats:
        """Unit vectors, float32 ``[rows, d]``, of token ids and their mask, ``[rows, tokens]``."""
        import openvino

        # Two threads that hand their inputs over at once have waited for each other for ever (seen once, in
        # OpenVINO's `update_inputs`): only the computing itself, which needs no Python, runs side by side.
        with self._binding:
            request: Any = getattr(self._own, "request", None)
            if request is None:
                request = self._own.request = self._model.create_infer_request()
            for place, values in enumerate((ids, mask)):
                request.set_input_tensor(place, openvino.Tensor(np.ascontiguousarray(values)))
        request.start_async()
        request.wait()
        with self._binding:
            found: Floats = np.array(request.get_output_tensor(0).data, dtype=np.float32)
        return found
