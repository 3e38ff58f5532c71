"""llama.cpp on the prompt that `decode.py` hands it; run by that script in llama.cpp's environment.

python3.11 -m venv /tmp/llama && /tmp/llama/bin/pip install llama-cpp-python
python benchmarks/decode.py --llama /tmp/llama/bin/python
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time


def measure(asked: dict[str, object]) -> dict[str, float]:
    """Prefill and decode the same prompt; the first run warms up."""
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
    tokens = int(str(asked["tokens"]))
    prefill, prefill_cpu, token, token_cpu = [], [], [], []
    for _ in range(int(str(asked["runs"])) + 1):
        model.reset()
        clock, cpu = time.perf_counter(), time.process_time()
        model.eval(ids)
        best = model.sample(temp=0.0)
        prefill.append(time.perf_counter() - clock)
        prefill_cpu.append(time.process_time() - cpu)
        clock, cpu = time.perf_counter(), time.process_time()
        for _ in range(tokens):
            model.eval([best])
            best = model.sample(temp=0.0)
        token.append((time.perf_counter() - clock) / tokens)
        token_cpu.append((time.process_time() - cpu) / tokens)
    return {
        "prompt": len(ids),
        "load_s": load,
        "prefill_s": statistics.median(prefill[1:]),
        "prefill_cpu_s": min(prefill_cpu[1:]),
        "token_s": statistics.median(token[1:]),
        "token_cpu_s": min(token_cpu[1:]),
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
