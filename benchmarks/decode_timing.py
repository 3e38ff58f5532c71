"""The loop that every decoder is timed with; standard library alone, for any environment runs it."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable


def timed(
    prefill: Callable[[], int], step: Callable[[int, int], int], runs: int, tokens: int
) -> dict[str, float]:
    """Seconds of the prefill and of a token, by the clock and of the processor, and peak memory.

    Args:
        prefill: reads the prompt from nothing; the likeliest token.
        step: feeds a token, the n-th after the prompt; the likeliest next.
        runs: measured; one more warms up.
        tokens: decoded each run.
    """
    read, read_cpu, token, token_cpu = [], [], [], []
    for _ in range(runs + 1):
        clock, cpu = time.perf_counter(), time.process_time()
        best = prefill()
        read.append(time.perf_counter() - clock)
        read_cpu.append(time.process_time() - cpu)
        clock, cpu = time.perf_counter(), time.process_time()
        for n in range(tokens):
            best = step(best, n)
        token.append((time.perf_counter() - clock) / tokens)
        token_cpu.append((time.process_time() - cpu) / tokens)
    return {
        "prefill_s": statistics.median(read[1:]),
        "prefill_cpu_s": min(read_cpu[1:]),
        "token_s": statistics.median(token[1:]),
        "token_cpu_s": min(token_cpu[1:]),
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }
