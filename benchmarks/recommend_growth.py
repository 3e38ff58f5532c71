"""What training costs as a shop grows: one epoch at 1, 2 and 4 times the items and shoppers.

    python benchmarks/recommend_growth.py DATA_DIR [--times 1,2,4] [--loss auto]

Grown synthetically, for cost only: each copy of the catalog has its own item ids, its text vectors
moved by a little noise, and its own shoppers with the same histories. Every size runs in a process
of its own, so that the peak memory is its own; times are CPU seconds over all threads, so that other
work on the machine doesn't count.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from shop_data import ShopData, read_shop, steps_of
from shopctl.retrieval.shopper.corpus import Corpus
from shopctl.retrieval.shopper.encoder import HistoryEncoder
from shopctl.retrieval.shopper.learning import counted_channel
from shopctl.retrieval.shopper.settings import Settings
from shopctl.retrieval.shopper.training import Training
from shopctl.table import render_table

_NOISE = 0.1  # of a vector's length


def grown(shop: ShopData, times: int) -> ShopData:
    """`times` copies of a shop side by side."""
    generator = np.random.default_rng(0)
    products, texts, sequences = [], [], []
    for copy in range(times):
        products += [replace(one, item_id=f"{one.item_id}-{copy}") for one in shop.products]
        noise = generator.standard_normal(shop.texts.shape).astype(np.float32)
        moved = shop.texts + _NOISE * noise / np.sqrt(shop.texts.shape[1])
        texts.append(moved / np.linalg.norm(moved, axis=1, keepdims=True))
        sequences += [
            (f"{user}-{copy}", [f"{item}-{copy}" for item in items])
            for user, items in shop.sequences
        ]
    return ShopData(shop.name, products, np.concatenate(texts), sequences)


def measure(folder: Path, times: int, loss: str) -> dict[str, object]:
    """One epoch, the counted sources and their memory."""
    shop = grown(read_shop(folder), times)
    corpus = Corpus.build(shop.products, shop.texts, steps_of(shop.sequences), held_out=2)
    training = Training(
        Settings(epochs=1, loss=loss),
        corpus.items.head(corpus.trained),
        len(corpus.features.tags),
        corpus.histories,
    )
    began = time.process_time()
    trained = training.run()
    learned = time.process_time()
    encoder = HistoryEncoder(trained.model, corpus.features, corpus.codes)
    vectors = trained.model.items(corpus.items).detach().numpy()
    counted_channel(
        encoder, corpus.item_ids, corpus.names, vectors, corpus.items.text.numpy(), corpus.histories
    )
    return {
        "times": times,
        "items": len(shop.products),
        "shoppers": len(shop.sequences),
        "interactions": sum(len(items) for _, items in shop.sequences),
        "loss": training.objective.name,
        "epoch_cpu_s": round(learned - began, 1),
        "counting_cpu_s": round(time.process_time() - learned, 1),
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--times", default="1,2,4")
    parser.add_argument("--loss", default="auto")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.data, arguments.one, arguments.loss)))
        return
    rows = []
    for times in arguments.times.split(","):
        command = [sys.executable, __file__, str(arguments.data), "--one", times]
        command += ["--loss", arguments.loss]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append([str(value) for value in json.loads(done.stdout.splitlines()[-1]).values()])
        print(rows[-1], flush=True)
    names = [
        "times",
        "items",
        "shoppers",
        "interactions",
        "loss",
        "epoch, CPU s",
        "counting, CPU s",
        "peak, GiB",
    ]
    print(render_table(names, rows, f"Growth of {arguments.data.name}, one epoch"))


if __name__ == "__main__":
    main()
