"""How fast a store suggests: many histories at once, and one after the other.

    python benchmarks/suggest_speed.py STORE [--histories 4000] [--single 300]

Histories are those of the store's own shoppers, in a fixed random order; k = 10, history masked.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from shopctl import Recommender
from shopctl.catalog.store import CatalogStore
from shopctl.table import render_table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--histories", type=int, default=4000)
    parser.add_argument("--single", type=int, default=300)
    arguments = parser.parse_args()
    shop = Recommender.open(arguments.store, decoder="none")
    path = shop.generation.file("catalog.duckdb")
    with CatalogStore.open(path, read_only=True, key_folder=arguments.store) as catalog:
        histories = [items for _, items in catalog.histories()]
    order = np.random.default_rng(0).permutation(len(histories))
    chosen = [histories[row] for row in order[: arguments.histories].tolist()]
    shop.suggest_many(chosen[:64])
    began = time.perf_counter()
    shop.suggest_many(chosen)
    many = len(chosen) / (time.perf_counter() - began)
    times = []
    for history in chosen[: arguments.single]:
        began = time.perf_counter()
        shop.suggest(history=history)
        times.append((time.perf_counter() - began) * 1000)
    middle, high = np.percentile(times, [50, 95])
    facts = shop.info()
    rows = [[f"{many:.0f}", f"{middle:.0f}", f"{high:.0f}"]]
    names = ["suggest_many, histories/s", "suggest p50, ms", "p95, ms"]
    notes = [
        f"{facts['products']:,} products, {facts['shoppers']:,} shoppers, {len(chosen):,} histories"
    ]
    print(render_table(names, rows, f"Speed of {arguments.store.name}", notes))


if __name__ == "__main__":
    main()
