"""llama.cpp on the prompt that `decode.py` hands it; run by that script in llama.cpp's environment.

python3.11 -m venv /tmp/llama && /tmp/llama/bin/pip install llama-cpp-python
python benchmarks/decode.py --llama /tmp/llama/bin/python
"""

from __future__ import annotations

import json
import sys
import time

from decode_timing import timed


def measure(asked: dict[str, object]) -> dict[str, float]:
    """Prefill and decode the same prompt."""
    from llama_cpp import Llama

    threads = int(str(asked["threads"])) or None
    start = time.perf_counter()
    model = Llama(
        str(asked["model"]),
        n_ctx=1024,
        n_batch=512,
        n_threads=threads,
        n_threads_batch=threads,
        verbose=False,
    )
    load = time.perf_counter() - start
    ids = model.tokenize(str(asked["prompt"]).encode(), add_bos=True)

    def prefill() -> int:
        model.reset()
        model.eval(ids)
        return int(model.sample(temp=0.0))

    def step(best: int, n: int) -> int:
        model.eval([best])
        return int(model.sample(temp=0.0))

    found = timed(prefill, step, int(str(asked["runs"])), int(str(asked["tokens"])))
    return {"prompt": len(ids), "load_s": load, **found}


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
