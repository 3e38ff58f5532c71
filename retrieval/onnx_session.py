"""A file of ONNX as ONNX Runtime runs it here: one thread a stream, for the streams are ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def session_of(file: Path) -> Any:
    """An inference session on the CPU."""
    import onnxruntime  # when a text is first encoded, not when shopctl starts

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the streams are ours: one whole batch a core
    options.enable_mem_pattern = False  # every batch has another shape
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
